/** Counts a day of one site, or of all sites: each by its own clock. */
import type { TicketDesk, Work } from '../../conversation/feature.ts';
import { dayInForce, roundOf } from '../../domain/check-in/hours.ts';
import { type Window, windowOf } from '../../domain/report/day.ts';
import { makeSnapshot, type SiteRow, type Snapshot } from '../../domain/report/snapshot.ts';
import type { SiteRecord } from '../../store/records.ts';
import {
  type CountedWindow,
  countPeople,
  countTests,
  countTrips,
  type PeopleCounts,
  type TestCounts,
} from '../../store/report-counts.ts';
import { countStaff } from '../../store/report-staff.ts';
import { countCarried, listEmergencies, listOverdue } from '../../store/report-tickets.ts';
import { findReportOf } from '../../store/reports.ts';
import { listSites } from '../../store/sites.ts';
import { countTickets } from './count-tickets.ts';
import { countsOf, type Found, lateOf } from './figures-of-day.ts';

/** What reports need from outside. */
export interface ReportDeps {
  readonly desk: TicketDesk;
  /** Language of chats and colleagues that have chosen none. */
  readonly locale: string;
  /** Of the installation: of sites that name none, and of reports about all sites. */
  readonly zone: string;
}

type Zoned = Pick<ReportDeps, 'zone'>;

/** Hours after a day's end in which what is known only now is still said of it. */
const FRESH = 12;
/** Tickets that a section names. */
const NAMED = 10;

/** The zone whose clock a report of this site, or of all (null), goes by. */
export async function zoneOf(work: Work, deps: Zoned, siteId: string | null): Promise<string> {
  const site = (await listSites(work.tx)).find(({ id }) => id === siteId);
  return site?.timeZone ?? deps.zone;
}

/** What is counted: of one site or of all (null); and whose colleagues and handovers, null for everybody's. */
export interface About {
  readonly siteId: string | null;
  readonly day: Temporal.PlainDate;
  readonly teamId: string | null;
}

/** Everything of a day as far as it is over. */
export async function gatherReport(work: Work, deps: Zoned, about: About): Promise<Snapshot> {
  const { tx, now } = work;
  const { siteId, day } = about;
  const teamId = siteId === null ? null : about.teamId;
  const windows = await windowsOf(work, deps, siteId, day);
  const zone = await zoneOf(work, deps, siteId);
  const whole = windowOf({ siteId, zone }, day, now);
  const isWhole = windows.every((window) => window.isWhole);
  const until = isWhole ? latest(windows) : now;
  const isFresh = now.since(until).total('hours') <= FRESH;
  const people = await countPeople(tx, windows);
  const tests = await countTests(tx, windows);
  const found: Found = {
    people,
    tests,
    trips: await countTrips(tx, windows, siteId !== null),
    tickets: await countTickets(work, windows, isFresh),
    staff: await countStaff(tx, whole, teamId),
    carried: await countCarried(tx, siteId, teamId),
    isFresh,
  };
  return makeSnapshot({
    siteId,
    site: (await listSites(tx)).find(({ id }) => id === siteId)?.name ?? null,
    day,
    zone,
    until,
    isWhole,
    counts: countsOf(found),
    late: lateOf(found),
    emergencies: await listEmergencies(tx, siteId, { from: whole.from, to: until }, NAMED),
    carried: isFresh ? await listOverdue(tx, siteId, now, NAMED) : [],
    sites: siteId === null ? await siteRows(work, people, tests) : [],
  });
}

/** The day at every site that is meant, and at none where all are. */
async function windowsOf(
  work: Work,
  deps: Zoned,
  siteId: string | null,
  day: Temporal.PlainDate,
): Promise<CountedWindow[]> {
  const sites = await listSites(work.tx);
  const before = await findReportOf(work.tx, siteId, day.subtract({ days: 1 }));
  const drafted = before && Temporal.Instant.from(before.snapshot.until);
  const nowhere = { id: null, timeZone: null, checkInHours: null };
  const meant: readonly (SiteRecord | typeof nowhere)[] =
    siteId === null ? [...sites, nowhere] : sites.filter(({ id }) => id === siteId);
  return meant.map((site) => {
    const zone = site.timeZone ?? deps.zone;
    const window = windowOf({ siteId: site.id, zone }, day, work.now);
    const last = window.until.subtract({ milliseconds: 1 });
    const isLate = drafted !== undefined && Temporal.Instant.compare(drafted, window.from) < 0;
    return {
      ...window,
      checkInDay: dayInForce(roundOf(site, zone, last), last),
      lateFrom: isLate ? drafted : null,
    };
  });
}

const latest = (windows: readonly Window[]): Temporal.Instant =>
  windows.map(({ until }) => until).reduce((a, b) => (Temporal.Instant.compare(a, b) > 0 ? a : b));

async function siteRows(
  work: Work,
  people: readonly PeopleCounts[],
  tests: readonly TestCounts[],
): Promise<SiteRow[]> {
  const sites = await listSites(work.tx);
  const names = new Map<string | null, string | null>([...sites.map(({ id, name }) => [id, name] as const)]);
  const rows = people.map((one) => ({
    siteId: one.siteId,
    name: names.get(one.siteId) ?? null,
    figures: {
      here: one.here,
      arrived: one.arrived,
      released: one.released,
      positive: tests.find(({ siteId }) => siteId === one.siteId)?.positive ?? 0,
      silent: one.here - one.heard,
    },
  }));
  // People at no site are named where there are any; a site is named always.
  return rows
    .filter(({ siteId, figures }) => siteId !== null || Object.values(figures).some((value) => value > 0))
    .toSorted((a, b) => (a.name === null ? 1 : b.name === null ? -1 : a.name.localeCompare(b.name)))
    .map(({ name, figures }) => ({ name, figures }));
}
