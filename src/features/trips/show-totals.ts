/** `/trip totals [from] [to]`: trips, people and kilometres, by day and in all; long ways counted again by themselves. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { type Tally, type TripTotals, totalsByDay, totalsOf } from '../../domain/trip/totals.ts';
import { TRIP_RULES } from '../../domain/trip.ts';
import { UserError } from '../../errors.ts';
import { listCounted } from '../../store/trips.ts';
import type { TripDeps } from './trip-at-hand.ts';

const MOST_DAYS = 92;

/** Of the month so far, unless days are named. */
export async function showTotals(turn: Turn, { zone }: TripDeps, words: string): Promise<void> {
  assertCan(turn.actor, 'trip.read');
  const { t, locale, now, tx } = turn;
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const [first, last, ...more] = words.split(/[\s,，至~]+/u).filter(Boolean);
  if (more.length > 0) throw new UserError('staff:error.usage', { usage: 'staff-trips:usage.totals' });
  const from = first ? readDay(first) : today.with({ day: 1 });
  const to = last ? readDay(last) : first ? from : today;
  const days = from.until(to).days;
  if (days < 0 || days >= MOST_DAYS) throw new UserError('staff-trips:error.days', { most: MOST_DAYS });
  const trips = await listCounted(tx, from, to, zone);
  if (trips.length === 0) return turn.reply({ text: t(locale, 'staff-trips:totals.none', { from, to }) });
  const long = (tally: Tally): string =>
    tally.trips > 0
      ? t(locale, 'staff-trips:totals.long', { ...tally, above: TRIP_RULES.longKilometres })
      : '';
  const say = (label: string, { all, long: far }: TripTotals): string =>
    [t(locale, 'staff-trips:totals.line', { label, ...all }), long(far)].filter(Boolean).join(' · ');
  const byDay = totalsByDay(trips).map(({ day, totals }) => say(day, totals));
  const total = totalsOf(trips);
  const unknown = total.withoutKilometres;
  const text = [
    t(locale, 'staff-trips:totals.head', { from, to }),
    ...byDay,
    say(t(locale, 'staff-trips:totals.sum'), total),
    ...(unknown > 0 ? [t(locale, 'staff-trips:totals.unknown', { count: unknown })] : []),
  ].join('\n');
  await turn.reply({ text });
}

function readDay(words: string): Temporal.PlainDate {
  const [, year = '', month = '', day = ''] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/u.exec(words.normalize('NFKC')) ?? [];
  try {
    return Temporal.PlainDate.from(
      { year: Number(year), month: Number(month), day: Number(day) },
      { overflow: 'reject' },
    );
  } catch (cause) {
    throw new UserError('staff-trips:error.day', { words }, { cause });
  }
}
