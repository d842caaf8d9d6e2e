/** The button by which staff let the bot tell a result that a medic would otherwise tell. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { isolate } from '../../domain/isolate.ts';
import { nearDayText } from '../../domain/stay/sentence.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { enteredAt } from '../../store/stay-tests.ts';
import { listStays } from '../../store/stays.ts';
import type { TestsDeps } from './index.ts';

/** Tells a positive result, or that one was a mistake, as it is recorded now. */
export async function tellNow(
  turn: Turn,
  deps: TestsDeps,
  stayId: string | undefined,
  day: string | undefined,
): Promise<void> {
  deps.desk.assertAmongStaff(turn);
  assertCan(turn.actor, 'test.record');
  const [stay] = /^[0-9a-f-]{36}$/.test(stayId ?? '')
    ? await listStays(turn.tx, { ids: [stayId ?? ''] })
    : [];
  const test = stay?.tests.find(({ takenOn }) => takenOn.toString() === day);
  if (!stay || !test || test.result === 'pending') throw new UserError('staff:error.old-button');
  const { takenOn, result } = test;
  const today = turn.now.toZonedDateTimeISO(stay.zone ?? deps.zone).toPlainDate();
  const isTold = await deps.people.tell(
    turn,
    stay.personId,
    ({ locale, isSpeaker, name }) => {
      const date = nearDayText(takenOn, locale, today);
      return {
        text: [
          ...(isSpeaker ? [turn.t(locale, 'tests:for', { name: isolate(name ?? '?') })] : []),
          ...(result === 'positive' ? [] : [turn.t(locale, 'tests:corrected', { date })]),
          turn.t(locale, `tests:${result}`, { date }),
        ].join('\n'),
      };
    },
    { key: `test:told:${stay.id}:${day}:${await enteredAt(turn.tx, stay.id, takenOn)}` },
  );
  if (!isTold) throw new UserError('staff-tests:error.unreachable');
  addAudit(turn.tx, {
    actor: turn.actor,
    channel: turn.inbound.account,
    now: turn.now,
    action: 'test.tell',
    after: { personId: stay.personId, on: day, result },
  });
  await turn.reply({ text: turn.t(turn.locale, 'staff-tests:told-now') });
}
