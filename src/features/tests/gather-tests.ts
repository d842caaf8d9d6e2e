/** Who is to be tested when, at one site or everywhere, counted anew from everybody's plan. */
import { planStay } from '../../domain/stay.ts';
import { listResidents, type Resident } from '../../store/stay-tests.ts';
import { listStays, readRuleBook, stayFacts } from '../../store/stays.ts';
import type { Tx } from '../../store/transaction.ts';

/** One test of one person. */
export interface DueTest extends Resident {
  /** Counted from the start, day 0; null where it is not known what the test counts for. */
  readonly number: number | null;
  readonly date: Temporal.PlainDate;
}

/** The tests of one place. */
export interface TestList {
  /** By the calendar of the site. */
  readonly today: Temporal.PlainDate;
  readonly due: readonly DueTest[];
  readonly overdue: readonly DueTest[];
  readonly tomorrow: readonly DueTest[];
  /** Taken, without a result; `date` is when. */
  readonly waiting: readonly DueTest[];
  /** Of the day that was asked for, taken or not. */
  readonly onDay: readonly (DueTest & { readonly isTaken: boolean })[];
}

/** What is looked at. */
export interface Gathering {
  /** null: people without a site. */
  readonly siteId: string | null;
  /** Of the site. */
  readonly zone: string;
  readonly now: Temporal.Instant;
  /** A day that is wanted besides today and tomorrow. */
  readonly day?: Temporal.PlainDate;
}

/** Stays that are planned at a time. */
const BATCH = 2000;

/** The tests of everybody who lives there, by room. Whoever is in hospital is tested there. */
export async function gatherTests(tx: Tx, { siteId, zone, now, day }: Gathering): Promise<TestList> {
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const tomorrow = today.add({ days: 1 });
  const list = {
    today,
    due: [] as DueTest[],
    overdue: [] as DueTest[],
    tomorrow: [] as DueTest[],
    waiting: [] as DueTest[],
    onDay: [] as (DueTest & { isTaken: boolean })[],
  };
  const book = await readRuleBook(tx);
  for (let after: string | undefined; ; ) {
    const residents = await listResidents(tx, siteId, after, BATCH);
    const stays = await listStays(tx, { ids: residents.map(({ stayId }) => stayId) });
    const byId = new Map(residents.map((one) => [one.stayId, one]));
    for (const stay of stays) {
      const who = byId.get(stay.id);
      if (!who) continue;
      for (const { result, takenOn } of stay.tests)
        if (result === 'pending') list.waiting.push({ ...who, number: null, date: takenOn });
      for (const { number, date, state, isAtHome } of planStay(stayFacts(stay, zone), book, now).tests) {
        if (isAtHome) continue;
        const test = { ...who, number, date };
        if (state === 'missing') list.due.push(test);
        else if (state === 'overdue') list.overdue.push(test);
        else if (state === 'not-yet' && date.equals(tomorrow)) list.tomorrow.push(test);
        if (day?.equals(date)) list.onDay.push({ ...test, isTaken: state === 'done' || state === 'pending' });
      }
    }
    if (residents.length < BATCH) break;
    after = residents.at(-1)?.stayId;
  }
  for (const tests of [list.due, list.overdue, list.tomorrow, list.waiting, list.onDay]) tests.sort(byRoom);
  return list;
}

const rooms = new Intl.Collator('en', { numeric: true });

const byRoom = (one: DueTest, two: DueTest): number =>
  rooms.compare(one.room ?? '~', two.room ?? '~') ||
  rooms.compare(one.name ?? '~', two.name ?? '~') ||
  Temporal.PlainDate.compare(one.date, two.date);
