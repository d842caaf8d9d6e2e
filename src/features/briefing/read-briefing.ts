/** "I have read this", said by a colleague. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { UserError } from '../../errors.ts';
import { findBriefing, markBriefingRead } from '../../store/briefings.ts';

/** Notes it; in a group, where many press, the answer goes to whoever did. */
export async function readBriefing(turn: Turn, number: string | undefined): Promise<void> {
  assertCan(turn.actor, 'briefing.read');
  const isNumber = /^\d{1,6}$/.test(number ?? '');
  const briefing = isNumber ? await findBriefing(turn.tx, { number: Number(number) }) : undefined;
  if (!briefing) throw new UserError('staff:error.old-button');
  const isNew = await markBriefingRead(turn.tx, briefing.id, turn.actor.id, turn.now);
  const key = isNew ? 'read' : 'read-before';
  const text = turn.t(turn.locale, `staff-briefing:${key}`, { number: briefing.number });
  const target = turn.privateTarget();
  if (turn.chat.kind === 'group' && target)
    return turn.say(target, { text }, { key: `briefed:${turn.inboundId}` });
  await turn.reply({ text });
}
