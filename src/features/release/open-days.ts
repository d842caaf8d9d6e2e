/** `/discharge open 14`: for how many days people can go on writing after their stay. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { readOpenDays, saveOpenDays } from '../../store/releases.ts';

const MOST_DAYS = 365;

/** Shows the number; with one, sets it. */
export async function setOpenDays(turn: Turn, words: string | undefined): Promise<void> {
  assertCan(turn.actor, words === undefined ? 'stay.read' : 'rule.edit');
  const before = await readOpenDays(turn.tx);
  const days = words === undefined ? before : Number(words.normalize('NFKC'));
  if (!Number.isInteger(days) || days < 0 || days > MOST_DAYS)
    throw new UserError('staff-reminders:error.open');
  if (words !== undefined) {
    await saveOpenDays(turn.tx, days);
    addAudit(turn.tx, {
      actor: turn.actor,
      action: 'rule.open-days',
      channel: turn.inbound.account,
      now: turn.now,
      before: { days: before },
      after: { days },
    });
  }
  await turn.reply({ text: turn.t(turn.locale, 'staff-reminders:open.now', { count: days }) });
}
