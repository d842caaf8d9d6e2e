/** The figures of tickets that a report says, out of the one place where figures are counted. */
import type { Work } from '../../conversation/feature.ts';
import type { Figures, FiguresQuestion } from '../../domain/figures/question.ts';
import { readFigures } from '../../store/figures.ts';
import type { CountedWindow } from '../../store/report-counts.ts';
import { countEmergencies, type EmergencyCounts } from '../../store/report-tickets.ts';

const ADDED = [
  'opened',
  'resolved',
  'reopened',
  'open',
  'overdue',
  'thanks',
  'complaints',
  'ratings',
  'inQuarantine',
  'released',
] as const satisfies readonly (keyof Figures)[];

/** Figures that can be added up over sites. */
type Sum = Readonly<Record<(typeof ADDED)[number], number>>;

/** What a report says of tickets. */
export interface TicketFigures {
  readonly now: Sum;
  /** What happened after the report of the day before. */
  readonly late: Sum;
  /** Null where it is not known any more. */
  readonly overdue: number | null;
  readonly emergencies: EmergencyCounts;
  readonly emergenciesLate: number;
}

interface Stretch {
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
  readonly siteIds: readonly (string | null)[];
}

/** Of all these sites' days; sites of one zone are asked for together. */
export async function countTickets(
  work: Work,
  windows: readonly CountedWindow[],
  isFresh: boolean,
): Promise<TicketFigures> {
  const days = stretches(windows, ({ from, until }) => [from, until]);
  const late = stretches(windows, ({ lateFrom, from }) => (lateFrom ? [lateFrom, from] : null));
  // What is overdue is known of this moment only.
  const rest = stretches(windows, ({ until }) => [until, work.now]);
  const emergencies = await addEmergencies(work, days);
  const sum = await add(work, days);
  const standing = await add(work, rest);
  return {
    now: sum,
    late: await add(work, late),
    overdue: isFresh ? sum.overdue + standing.overdue : null,
    emergencies,
    emergenciesLate: (await addEmergencies(work, late)).opened,
  };
}

function stretches(
  windows: readonly CountedWindow[],
  of: (window: CountedWindow) => readonly [Temporal.Instant, Temporal.Instant] | null,
): Stretch[] {
  const found = windows.flatMap((window) => {
    const stretch = of(window);
    const isThere = stretch && Temporal.Instant.compare(stretch[0], stretch[1]) < 0;
    return isThere ? [{ from: stretch[0], to: stretch[1], siteId: window.siteId }] : [];
  });
  return [...Map.groupBy(found, ({ from, to }) => `${from} ${to}`).values()].flatMap((same) => {
    const [first] = same;
    return first ? [{ from: first.from, to: first.to, siteIds: same.map(({ siteId }) => siteId) }] : [];
  });
}

async function add({ tx, now }: Work, all: readonly Stretch[]): Promise<Sum> {
  const sum: Record<keyof Sum, number> = Object.fromEntries(ADDED.map((name) => [name, 0])) as never;
  for (const { from, to, siteIds } of all) {
    const [only] = siteIds;
    const isOne = siteIds.length === 1 && typeof only === 'string';
    const question: FiguresQuestion = isOne
      ? { from, to, filter: { siteId: only } }
      : { from, to, by: 'site' };
    const answer = await readFigures(tx, question, now);
    const rows = isOne ? [answer.total] : answer.rows.filter(({ key }) => siteIds.includes(key));
    for (const row of rows) for (const name of ADDED) sum[name] += row[name] ?? 0;
  }
  return sum;
}

async function addEmergencies({ tx }: Work, all: readonly Stretch[]): Promise<EmergencyCounts> {
  const sum = { opened: 0, settled: 0, open: 0 };
  for (const { from, to, siteIds } of all) {
    const { opened, settled, open } = await countEmergencies(tx, siteIds, from, to);
    sum.opened += opened;
    sum.settled += settled;
    sum.open += open;
  }
  return sum;
}
