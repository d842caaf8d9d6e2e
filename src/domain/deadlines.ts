/**
 * When a ticket has to be answered and when it has to be solved.
 *
 * A deadline is so many minutes of the team's time, by need and urgency. It stands still while the ticket waits for
 * somebody else. At 80 % of its time the owner is warned, at 100 % the shift lead is told, at 150 % the supervisors.
 * A ticket keeps the version of the rules it started with.
 */
import type { Need, Urgency } from './need.ts';
import { OPEN_STATES, type State, WAITING_STATES } from './ticket.ts';
import { addWorking, type WorkingHours, workingBetween } from './working-time.ts';

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
  readonly pausedAt: Temporal.Instant | null;
  readonly escalateAt: Temporal.Instant | null;
  readonly escalation: number;
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

/** The shares of a deadline's time at which somebody is told: owner, shift lead, supervisors. */
export const STEPS = [0.8, 1, 1.5] as const;

const MINUTE = 60_000;

/** The rule for a need and urgency: its own, or the urgency's. */
export const allowanceFor = (rules: DeadlineRules, need: Need, urgency: Urgency): Allowance =>
  rules.need[`${need} ${urgency}`] ?? rules.urgency[urgency];

/** An emergency's clock never stops, whatever hours a team keeps. */
const hoursFor = (rules: DeadlineRules, { teamId, urgency }: Pick<Dated, 'teamId' | 'urgency'>) =>
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
    escalateAt: stepAt(responseDueAt, response, 0, hours),
    escalation: 0,
    responseKept: null,
    resolutionKept: null,
  };
}

/** When step number `step` (from 0) of a deadline of so many minutes is taken; null after the last. */
function stepAt(
  due: Temporal.Instant,
  minutes: number,
  step: number,
  hours: WorkingHours | undefined,
): Temporal.Instant | null {
  const share = STEPS[step];
  return share === undefined ? null : addWorking(due, Math.round((share - 1) * minutes * MINUTE), hours);
}

/** How the deadlines stand after a change; empty for a ticket that is older than the rules. */
export function deadlinesAfter(
  before: Dated,
  change: Partial<Dated>,
  rules: DeadlineRules,
  now: Temporal.Instant,
): Partial<Deadlines> {
  if (before.ruleVersion === null || !matters(change)) return {};
  const after = { ...before, ...change };
  if (!OPEN_STATES.includes(after.state)) return ended(before, after, now);
  if (!OPEN_STATES.includes(before.state)) {
    const anew = startDeadlines(after, rules, before.ruleVersion, now);
    return { ...anew, responseKept: before.responseKept, resolutionKept: before.resolutionKept };
  }
  const dates = resumed(moved(before, after, rules, now), before, after, rules, now);
  return inForce(before, after, dates, rules, now);
}

const MATTERS = ['state', 'need', 'urgency', 'teamId', 'answeredAt'] as const;

const matters = (change: Partial<Dated>): boolean => MATTERS.some((name) => change[name] !== undefined);

const isWaiting = ({ state }: Pick<Dated, 'state'>): boolean => WAITING_STATES.includes(state);

/** Done: nobody is warned any more, and whether it was in time is kept. */
function ended(before: Dated, after: Dated, now: Temporal.Instant): Partial<Deadlines> {
  const inTime =
    before.resolutionDueAt === null || at(now) <= at(before.resolutionDueAt) || isWaiting(before);
  const kept = after.state === 'resolved' && before.resolutionKept === null ? { resolutionKept: inTime } : {};
  return { escalateAt: null, pausedAt: null, ...kept };
}

interface Dates {
  readonly responseDueAt: Temporal.Instant | null;
  readonly resolutionDueAt: Temporal.Instant | null;
}

/** Another need or urgency: a graver one counts from now unless the old deadline is nearer, a lighter one adds time. */
function moved(before: Dated, after: Dated, rules: DeadlineRules, now: Temporal.Instant): Dates {
  const { responseDueAt, resolutionDueAt } = before;
  if (before.need === after.need && before.urgency === after.urgency)
    return { responseDueAt, resolutionDueAt };
  const old = allowanceFor(rules, before.need, before.urgency);
  const own = allowanceFor(rules, after.need, after.urgency);
  const hours = hoursFor(rules, after);
  const from = before.pausedAt ?? now;
  const move = (due: Temporal.Instant | null, was: number, is: number): Temporal.Instant | null => {
    if (due === null || was === is) return due;
    if (is > was) return addWorking(due, (is - was) * MINUTE, hours);
    const fromNow = addWorking(from, is * MINUTE, hours);
    return at(fromNow) < at(due) ? fromNow : due;
  };
  return {
    responseDueAt: move(responseDueAt, old.response, own.response),
    resolutionDueAt: move(resolutionDueAt, old.resolution, own.resolution),
  };
}

/** What was left when it began to wait is left when the wait ends; what was late stays as late. */
function resumed(
  dates: Dates,
  before: Dated,
  after: Dated,
  rules: DeadlineRules,
  now: Temporal.Instant,
): Dates {
  const { pausedAt } = before;
  if (pausedAt === null || isWaiting(after)) return dates;
  const hours = hoursFor(rules, after);
  const shift = (due: Temporal.Instant | null): Temporal.Instant | null =>
    due && addWorking(now, workingBetween(pausedAt, due, hours), hours);
  return { responseDueAt: shift(dates.responseDueAt), resolutionDueAt: shift(dates.resolutionDueAt) };
}

/** Which deadline counts now, and when somebody is told of it next. */
function inForce(
  before: Dated,
  after: Dated,
  dates: Dates,
  rules: DeadlineRules,
  now: Temporal.Instant,
): Partial<Deadlines> {
  const hours = hoursFor(rules, after);
  const allowance = allowanceFor(rules, after.need, after.urgency);
  const asksAgain = before.answeredAt !== null && after.answeredAt === null;
  const responseDueAt = asksAgain ? addWorking(now, allowance.response * MINUTE, hours) : dates.responseDueAt;
  const dueAt = after.answeredAt === null ? responseDueAt : dates.resolutionDueAt;
  const minutes = after.answeredAt === null ? allowance.response : allowance.resolution;
  const isSame = dueAt !== null && before.dueAt !== null && at(dueAt) === at(before.dueAt);
  const sameKind = (before.answeredAt === null) === (after.answeredAt === null);
  // A deadline moved by a wait is still the one that people were told of; another one is news again.
  const escalation = isSame || (sameKind && before.pausedAt !== null) ? before.escalation : 0;
  const answered = before.answeredAt === null && after.answeredAt !== null && before.responseKept === null;
  const inTime = before.responseDueAt === null || at(now) <= at(before.responseDueAt);
  return {
    responseDueAt,
    resolutionDueAt: dates.resolutionDueAt,
    dueAt,
    pausedAt: isWaiting(after) ? (before.pausedAt ?? now) : null,
    escalation,
    escalateAt: isWaiting(after) || dueAt === null ? null : stepAt(dueAt, minutes, escalation, hours),
    ...(answered ? { responseKept: inTime } : {}),
  };
}

/** How far the deadline in force is behind: the steps that are due now and have not been taken, and when the next is. */
export function escalationDue(
  ticket: Dated,
  rules: DeadlineRules,
  now: Temporal.Instant,
): { readonly step: number; readonly nextAt: Temporal.Instant | null } {
  const allowance = allowanceFor(rules, ticket.need, ticket.urgency);
  const minutes = ticket.answeredAt === null ? allowance.response : allowance.resolution;
  const hours = hoursFor(rules, ticket);
  let step = ticket.escalation;
  let next = ticket.dueAt && stepAt(ticket.dueAt, minutes, step, hours);
  while (next && at(next) <= at(now)) {
    step += 1;
    next = ticket.dueAt && stepAt(ticket.dueAt, minutes, step, hours);
  }
  return { step, nextAt: next };
}

const at = (moment: Temporal.Instant): number => moment.epochMilliseconds;
