import type { Work } from '../../conversation/feature.ts';
import type { Actor } from '../../domain/actor.ts';
import { addAudit } from '../../store/audit.ts';
import type { ChatRecord } from '../../store/records.ts';

/** Notes that tickets get topics in this chat from now on, or no more. */
export function auditSwitch(work: Work, chat: ChatRecord, actor: Actor): void {
  const { id: chatId, teamId, hasTopics: topics, account: channel } = chat;
  addAudit(work.tx, {
    actor,
    action: 'chat.topics',
    now: work.now,
    channel,
    before: { topics: !topics },
    after: { topics, chatId, teamId },
  });
}
