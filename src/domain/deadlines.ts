/**
 * When a ticket has to be answered and when it has to be solved.
 *
 * A deadline is so many minutes of the team's time, by need and urgency. It stands still while the ticket waits for
 * somebody else. At 80 % of its time the owner is warned, at 100 % the shift lead is told, at 150 % the supervisors.
 * A ticket keeps the version of the rules it started with.
 */
import type { Need, Urgency } from './need.ts';
import { type State, WAITING_STATES } from './ticket.ts';
import { addWorking, type WorkingHours } from './working-time.ts';

/** Minutes until the first answer and until the solution. */
export interface Allowance {
  readonly response: number;
  readonly resolution: number;
}

/** What one version of the rules says. */
export interface DeadlineRules {
  /** By urgency, for every need that has no rule of its own. */
  readonly urgency: Readonly<Record<Urgency, Allowance>>;
  /** By `need urgency`, for example `complaint normal`. */
  readonly need: Readonly<Record<string, Allowance>>;
  /** Working hours by team id; the clock of a team without them never stops. */
  readonly hours: Readonly<Record<string, WorkingHours>>;
}

/** The deadline columns of a ticket. */
export interface Deadlines {
  readonly ruleVersion: number | null;
  /** The deadline in force: the answer's until there is one, then the solution's. */
  readonly dueAt: Temporal.Instant | null;
  readonly responseDueAt: Temporal.Instant | null;
  readonly resolutionDueAt: Temporal.Instant | null;
  /** Since when its clock stands still. */
  readonly pausedAt: Temporal.Instant | null;
  readonly responseKept: boolean | null;
  readonly resolutionKept: boolean | null;
}

/** What deadlines depend on. */
export interface Dated extends Deadlines {
  readonly state: State;
  readonly need: Need;
  readonly urgency: Urgency;
  readonly teamId: string | null;
  /** When staff first answered since it was opened, reopened, or the traveller answered a question. */
  readonly answeredAt: Temporal.Instant | null;
}

/** When people are told of the deadline in force: the owner, then the shift lead, then the supervisors. */
export interface Steps {
  readonly ownerAt: Temporal.Instant;
  readonly leadAt: Temporal.Instant;
  readonly supervisorAt: Temporal.Instant;
}

/** What a change makes of the telling. */
export interface Plan {
  /** Null while nobody is told of anything: it waits, or is done. */
  readonly steps: Steps | null;
  /** The deadline is the one people were told of already: steps that were taken stay taken. */
  readonly isKnown: boolean;
}

/** The shares of a deadline's time at which they are told. */
export const SHARES = { ownerAt: 0.8, leadAt: 1, supervisorAt: 1.5 } as const;

/** A minute in milliseconds. */
export const MINUTE = 60_000;

/** The rule for a need and urgency: its own, or the urgency's. */
export const allowanceFor = (rules: DeadlineRules, need: Need, urgency: Urgency): Allowance =>
  rules.need[`${need} ${urgency}`] ?? rules.urgency[urgency];

/** The hours that count for a ticket; an emergency's clock never stops, whatever hours a team keeps. */
export const hoursFor = (rules: DeadlineRules, { teamId, urgency }: Pick<Dated, 'teamId' | 'urgency'>) =>
  urgency === 'emergency' || !teamId ? undefined : rules.hours[teamId];

/** The deadlines of a ticket opened now. */
export function startDeadlines(
  ticket: Pick<Dated, 'need' | 'urgency' | 'teamId'>,
  rules: DeadlineRules,
  version: number,
  now: Temporal.Instant,
): Deadlines {
  const { response, resolution } = allowanceFor(rules, ticket.need, ticket.urgency);
  const hours = hoursFor(rules, ticket);
  const responseDueAt = addWorking(now, response * MINUTE, hours);
  return {
    ruleVersion: version,
    dueAt: responseDueAt,
    responseDueAt,
    resolutionDueAt: addWorking(now, resolution * MINUTE, hours),
    pausedAt: null,
    responseKept: null,
    resolutionKept: null,
  };
}

/** Whether a ticket's clock stands still: somebody else has to do something first. */
export const isWaiting = ({ state }: Pick<Dated, 'state'>): boolean => WAITING_STATES.includes(state);

/** The deadline that counts: the answer's until there is one, then the solution's. */
export const dueOf = (
  ticket: Pick<Dated, 'answeredAt' | 'responseDueAt' | 'resolutionDueAt'>,
): Temporal.Instant | null => (ticket.answeredAt === null ? ticket.responseDueAt : ticket.resolutionDueAt);

/** When people are told of the deadline that counts; null without one. */
export function stepsOf(
  ticket: Pick<Dated, 'need' | 'urgency' | 'teamId' | 'answeredAt' | 'responseDueAt' | 'resolutionDueAt'>,
  rules: DeadlineRules,
): Steps | null {
  const due = dueOf(ticket);
  if (due === null) return null;
  const { response, resolution } = allowanceFor(rules, ticket.need, ticket.urgency);
  const minutes = ticket.answeredAt === null ? response : resolution;
  const hours = hoursFor(rules, ticket);
  const at = (share: number): Temporal.Instant =>
    addWorking(due, Math.round((share - 1) * minutes * MINUTE), hours);
  return { ownerAt: at(SHARES.ownerAt), leadAt: at(SHARES.leadAt), supervisorAt: at(SHARES.supervisorAt) };
}
