/** Counts a month of sites and teams. */
import type { Work } from '../../conversation/feature.ts';
import type { Appraisal, AppraisedRow, Duties, Part } from '../../domain/report/appraisal.ts';
import { planStay } from '../../domain/stay.ts';
import { listTeams } from '../../store/desk.ts';
import { readFigures } from '../../store/figures.ts';
import { countHeard, countReleases, listStaysOfMonth, type SiteDays } from '../../store/report-month.ts';
import { listSites } from '../../store/sites.ts';
import { listStays, readRuleBook, stayFacts } from '../../store/stays.ts';
import type { ReportDeps } from './gather-report.ts';

/** Stays that are planned at a time. */
const PAGE = 2000;

/** What is appraised; null is all sites, or all teams. */
export interface Appraised {
  readonly siteIds: readonly string[] | null;
  readonly teamIds: readonly string[] | null;
  readonly withStaff: boolean;
}

/** Counts a month: each site by its own clock, teams and colleagues by the installation's. */
export async function makeAppraisal(
  work: Work,
  deps: Pick<ReportDeps, 'zone'>,
  month: Temporal.PlainYearMonth,
  { siteIds, teamIds, withStaff }: Appraised,
): Promise<Appraisal> {
  const first = month.toPlainDate({ day: 1 });
  const after = first.add({ months: 1 });
  const sites = (await listSites(work.tx)).filter(({ id }) => siteIds === null || siteIds.includes(id));
  const span = (zone: string) => ({
    from: first.toZonedDateTime(zone).toInstant(),
    to: after.toZonedDateTime(zone).toInstant(),
  });
  const appraised: AppraisedRow[] = [];
  for (const { id, name, timeZone } of sites) {
    const zone = timeZone ?? deps.zone;
    const { total } = await readFigures(work.tx, { ...span(zone), filter: { siteId: id } }, work.now);
    const days = { siteId: id, zone, from: first, to: lastDay(after, work.now, zone) };
    appraised.push({ name, figures: total, duties: await dutiesOf(work, deps, days) });
  }
  const teams: AppraisedRow[] = [];
  for (const { id, name } of await listTeams(work.tx)) {
    if (teamIds !== null && !teamIds.includes(id)) continue;
    const { total } = await readFigures(work.tx, { ...span(deps.zone), filter: { teamId: id } }, work.now);
    teams.push({ name, figures: total });
  }
  const byStaff = withStaff
    ? await readFigures(work.tx, { ...span(deps.zone), by: 'staff' }, work.now)
    : { rows: [] };
  return {
    month: month.toString(),
    isRunning: Temporal.Instant.compare(work.now, span(deps.zone).to) < 0,
    sites: appraised,
    teams,
    staff: byStaff.rows.flatMap((row) => (row.key === null ? [] : [{ name: row.name ?? '?', figures: row }])),
  };
}

/** What is due today is not late yet, so a running month ends yesterday. */
function lastDay(after: Temporal.PlainDate, now: Temporal.Instant, zone: string): Temporal.PlainDate {
  const yesterday = now.toZonedDateTimeISO(zone).toPlainDate().subtract({ days: 1 });
  const last = after.subtract({ days: 1 });
  return Temporal.PlainDate.compare(yesterday, last) < 0 ? yesterday : last;
}

async function dutiesOf(work: Work, deps: Pick<ReportDeps, 'zone'>, days: SiteDays): Promise<Duties> {
  return {
    heard: await countHeard(work.tx, days),
    tests: await countTests(work, deps, days),
    releases: await countReleases(work.tx, days),
  };
}

/** Tests that were due on these days by each stay's plan, and those taken on their day or before. */
async function countTests(work: Work, deps: Pick<ReportDeps, 'zone'>, days: SiteDays): Promise<Part> {
  const book = await readRuleBook(work.tx);
  const ended = new Map((await listStaysOfMonth(work.tx, days)).map(({ id, endedOn }) => [id, endedOn]));
  const part = { of: 0, done: 0 };
  for (const ids of pages([...ended.keys()])) {
    for (const stay of await listStays(work.tx, { ids })) {
      const { tests } = planStay(stayFacts(stay, deps.zone), book, work.now);
      const due = tests.filter(({ date, taken }) => isDue(days, date, taken, ended.get(stay.id) ?? null));
      part.of += due.length;
      part.done += due.filter(({ date, taken }) => taken && !isAfter(taken, date)).length;
    }
  }
  return part;
}

/** Within these days; what was due only after somebody was gone was not missed. */
const isDue = (
  { from, to }: SiteDays,
  date: Temporal.PlainDate,
  taken: Temporal.PlainDate | null,
  endedOn: string | null,
): boolean =>
  !isAfter(from, date) && !isAfter(date, to) && !(endedOn && taken === null && endedOn < date.toString());

const isAfter = (a: Temporal.PlainDate, b: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(a, b) > 0;

function* pages(ids: readonly string[]): Generator<string[]> {
  for (let from = 0; from < ids.length; from += PAGE) yield ids.slice(from, from + PAGE);
}
