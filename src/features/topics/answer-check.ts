/** The platform has answered: topics are switched on, or whoever asked learns what is in the way. */
import type { DomainEvent, Work } from '../../conversation/feature.ts';
import { findChatById } from '../../store/people.ts';
import { switchTopics } from '../../store/topics.ts';
import { auditSwitch } from './audit-switch.ts';

/** Answers in the group where it was asked. */
export async function answerCheck(
  work: Work,
  { chatId, standing, asked }: Extract<DomainEvent, { type: 'topics.checked' }>,
): Promise<void> {
  const chat = await findChatById(work.tx, chatId);
  if (!chat) return;
  const switched = standing === 'ready' ? await switchTopics(work.tx, chatId, true) : undefined;
  if (switched) auditSwitch(work, switched, asked.actor);
  const unchanged = chat.hasTopics ? 'already-on' : 'error.no-team';
  const what = standing !== 'ready' ? `refused.${standing}` : switched ? 'on' : unchanged;
  const place = { account: chat.account, chat: chat.externalId, kind: chat.kind };
  const target = asked.topic ? { ...place, topic: asked.topic } : place;
  const key = `topics:${chatId}:${asked.inboundId}`;
  await work.say(target, { text: work.t(asked.locale, `staff-topics:${what}`) }, { key });
}
