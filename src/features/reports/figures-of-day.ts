/** The figures of a report out of what was counted. */
import type { Counts, LateCounts } from '../../domain/report/snapshot.ts';
import type { PeopleCounts, TestCounts, TripCounts } from '../../store/report-counts.ts';
import type { StaffCounts } from '../../store/report-staff.ts';
import type { CarriedCounts } from '../../store/report-tickets.ts';
import type { TicketFigures } from './count-tickets.ts';

/** Everything that was counted of a day. */
export interface Found {
  /** A row for each site, as for tests. */
  readonly people: readonly PeopleCounts[];
  readonly tests: readonly TestCounts[];
  readonly trips: TripCounts;
  readonly tickets: TicketFigures;
  readonly staff: StaffCounts;
  readonly carried: CarriedCounts;
  /** What is known of this moment only may be said of that day. */
  readonly isFresh: boolean;
}

/** The figures of the day. */
export function countsOf({ people, tests, trips, tickets, staff, carried, isFresh }: Found): Counts {
  const sum = sumOf(people);
  const tested = sumOf(tests);
  const ticket = tickets.now;
  const here = ticket.inQuarantine - sum('hospital');
  const known = (value: number): number | null => (isFresh ? value : null);
  return {
    arrivals: { expected: sum('expected'), arrived: sum('arrived'), unaccounted: sum('unaccounted') },
    quarantine: { here, hospital: sum('hospital'), home: sum('home') },
    releases: {
      due: sum('due'),
      released: ticket.released,
      toHome: sum('toHome'),
      overdue: known(sum('overdue')),
    },
    transfers: {
      trips: trips.trips,
      people: trips.people,
      toHospital: trips.toHospital,
      missing: known(trips.missing),
    },
    tests: {
      recorded: tested('recorded'),
      positive: tested('positive'),
      negative: tested('negative'),
      invalid: tested('invalid'),
      awaited: known(tested('awaited')),
      overdue: known(sum('testOverdue')),
    },
    tickets: {
      opened: ticket.opened,
      resolved: ticket.resolved,
      reopened: ticket.reopened,
      open: ticket.open,
      overdue: tickets.overdue,
    },
    emergencies: tickets.emergencies,
    unheard: { here, heard: sum('heard'), silent: here - sum('heard'), unwell: sum('unwell') },
    feedback: { complaints: ticket.complaints, thanks: ticket.thanks, ratings: ticket.ratings },
    staff: { ...staff, silent: staff.asked - staff.answered },
    carried: {
      unclaimed: known(carried.unclaimed),
      waiting: known(carried.waiting),
      promises: known(carried.promises),
      handovers: known(carried.handovers),
    },
  };
}

/** What happened after the report of the day before was drafted. */
export function lateOf({ people, tests, trips, tickets }: Found): LateCounts {
  const sum = sumOf(people);
  const tested = sumOf(tests);
  const { late } = tickets;
  return {
    arrivals: { arrived: sum('arrivedLate') },
    releases: { released: late.released, toHome: sum('toHomeLate') },
    transfers: { trips: trips.tripsLate, people: trips.peopleLate, toHospital: trips.toHospitalLate },
    tests: {
      recorded: tested('recordedLate'),
      positive: tested('positiveLate'),
      negative: tested('negativeLate'),
      invalid: tested('invalidLate'),
    },
    tickets: { opened: late.opened, resolved: late.resolved, reopened: late.reopened },
    emergencies: { opened: tickets.emergenciesLate },
    feedback: { complaints: late.complaints, thanks: late.thanks, ratings: late.ratings },
  };
}

type CountOf<T> = { [K in keyof T]: T[K] extends number ? K : never }[keyof T];

/** Adds up one count of all sites. */
function sumOf<T>(rows: readonly T[]): (name: CountOf<T>) => number {
  return (name) => rows.reduce((sum, row) => sum + Number(row[name]), 0);
}
