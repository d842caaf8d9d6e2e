/** `/briefing TEXT`: everybody on the team gets it in private, and every team's chat. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import { UserError } from '../../errors.ts';
import type { Target } from '../../outbox/enqueue.ts';
import { addAudit } from '../../store/audit.ts';
import { addBriefing, listAllStaffChats } from '../../store/briefings.ts';
import { listReachable } from '../../store/oversight.ts';
import { briefingText, readChoice, unreadChoice } from './briefing-text.ts';
import type { BriefingDeps } from './index.ts';

const MOST_LETTERS = 3500;

/** Publishes it; a word alone may be a slip, so it takes more than that. */
export async function publishBriefing(turn: Turn, deps: BriefingDeps, words: string): Promise<void> {
  assertCan(turn.actor, 'briefing.write');
  const text = words.trim();
  const letters = [...text].length;
  if (letters > MOST_LETTERS) throw new UserError('staff-briefing:error.long', { most: MOST_LETTERS });
  const { tx, now, actor, inbound, t } = turn;
  const briefing = await addBriefing(tx, { text, createdBy: actor.id }, now);
  const { number } = briefing;
  addAudit(tx, { actor, action: 'briefing.publish', now, channel: inbound.account, after: { number } });
  for (const staffId of (await listReachable(tx)).keys()) {
    if (staffId === actor.id) continue;
    const reach = await deps.desk.reachStaff(turn, staffId, '');
    if (!reach) continue;
    const content = {
      text: briefingText(turn, briefing, reach.locale, deps.zone),
      choices: [[readChoice(turn, number, reach.locale)]],
    };
    await turn.say(reach.target, content, { key: `briefing:${briefing.id}:${staffId}` });
  }
  for (const chat of await listAllStaffChats(tx)) {
    const locale = matchLocale(chat.locale ?? deps.locale, STAFF_LOCALES) ?? 'en';
    const target = { account: chat.account, chat: chat.chat, kind: 'group' } as Target;
    const content = {
      text: briefingText(turn, briefing, locale, deps.zone),
      choices: [[readChoice(turn, number, locale)]],
    };
    await turn.say(target, content, { key: `briefing:${briefing.id}:${chat.id}` });
  }
  const choices = [[unreadChoice(turn, number, turn.locale)]];
  await turn.reply({
    text: t(turn.locale, 'staff-briefing:published', { number, count: briefing.people - 1 }),
    choices,
  });
}
