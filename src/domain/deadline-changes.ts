/** What becomes of a ticket's deadlines when the ticket changes. */
import {
  allowanceFor,
  type Dated,
  type DeadlineRules,
  type Deadlines,
  dueOf,
  hoursFor,
  isWaiting,
  MINUTE,
  type Plan,
  type Steps,
  startDeadlines,
  stepsOf,
} from './deadlines.ts';
import { OPEN_STATES } from './ticket.ts';
import { addWorking, workingBetween } from './working-time.ts';

/** The deadlines that change, and what that makes of the telling: nothing when there is no plan. */
export interface Consequence {
  readonly deadlines: Partial<Deadlines>;
  readonly plan?: Plan;
}

/** How the deadlines stand after a change; a ticket that is older than the rules has none. */
export function deadlinesAfter(
  before: Dated,
  change: Partial<Dated>,
  rules: DeadlineRules,
  now: Temporal.Instant,
): Consequence {
  if (before.ruleVersion === null || !matters(change)) return { deadlines: {} };
  const after = { ...before, ...change };
  if (!OPEN_STATES.includes(after.state)) return ended(before, after, now);
  if (!OPEN_STATES.includes(before.state)) {
    const { responseKept, resolutionKept } = before;
    const anew = startDeadlines(after, rules, before.ruleVersion, now);
    const dated = { ...after, ...anew };
    return {
      deadlines: { ...anew, dueAt: dueOf(dated), responseKept, resolutionKept },
      plan: { steps: stepsOf(dated, rules), isKnown: false },
    };
  }
  return wentOn(before, after, rules, now);
}

const MATTERS = ['state', 'need', 'urgency', 'teamId', 'answeredAt'] as const;

const matters = (change: Partial<Dated>): boolean => MATTERS.some((name) => change[name] !== undefined);

/** Where a ticket's clock stands: at the moment from which it waits, if it does. */
const clockOf = ({ pausedAt }: Dated, now: Temporal.Instant): Temporal.Instant => pausedAt ?? now;

const isInTime = (due: Temporal.Instant | null, clock: Temporal.Instant): boolean =>
  due === null || at(clock) <= at(due);

/**
 * Done: nobody is warned any more, and whether it was in time is kept. A solution answers as well; one that had to be
 * solved again was in time when it was every time.
 */
function ended(before: Dated, after: Dated, now: Temporal.Instant): Consequence {
  if (!OPEN_STATES.includes(before.state)) return { deadlines: {} };
  const plan = { steps: null, isKnown: true };
  if (after.state !== 'resolved') return { deadlines: { pausedAt: null }, plan };
  const clock = clockOf(before, now);
  const isFirstAnswer = before.answeredAt === null && before.responseKept === null;
  const deadlines = {
    pausedAt: null,
    resolutionKept: before.resolutionKept !== false && isInTime(before.resolutionDueAt, clock),
    ...(isFirstAnswer ? { responseKept: isInTime(before.responseDueAt, clock) } : {}),
  };
  return { deadlines, plan };
}

interface Dates {
  readonly responseDueAt: Temporal.Instant | null;
  readonly resolutionDueAt: Temporal.Instant | null;
}

const sameMoment = (a: Temporal.Instant | null, b: Temporal.Instant | null): boolean =>
  a !== null && b !== null && at(a) === at(b);

/** An open ticket that stays open: corrected, given to another team, waiting, going on, answered. */
function wentOn(before: Dated, after: Dated, rules: DeadlineRules, now: Temporal.Instant): Consequence {
  const corrected = correct(before, after, rules, now);
  const dates = { ...resume(corrected, before, after, rules, now) };
  if (before.answeredAt !== null && after.answeredAt === null) {
    const { response } = allowanceFor(rules, after.need, after.urgency);
    dates.responseDueAt = addWorking(now, response * MINUTE, hoursFor(rules, after));
  }
  const isAnswered = after.answeredAt !== null;
  const isFirstAnswer = isAnswered && before.answeredAt === null && before.responseKept === null;
  const dated = { ...after, ...dates };
  // A deadline that only waited is still the one that people were told of; another one is news again.
  const waited = dueOf({ ...after, ...corrected });
  const isKnown = isAnswered === (before.answeredAt !== null) && sameMoment(waited, before.dueAt);
  const plan = planFor(before, dated, rules, isKnown);
  return {
    deadlines: {
      ...dates,
      dueAt: dueOf(dated),
      pausedAt: isWaiting(after) ? clockOf(before, now) : null,
      ...(isFirstAnswer ? { responseKept: isInTime(before.responseDueAt, clockOf(before, now)) } : {}),
    },
    ...(plan ? { plan } : {}),
  };
}

function planFor(before: Dated, after: Dated, rules: DeadlineRules, isKnown: boolean): Plan | undefined {
  const steps = isWaiting(after) ? null : stepsOf(after, rules);
  const earlier = before.pausedAt ? null : stepsOf(before, rules);
  return isKnown && sameSteps(steps, earlier) ? undefined : { steps, isKnown };
}

function sameSteps(a: Steps | null, b: Steps | null): boolean {
  if (a === null || b === null) return a === b;
  const names = ['ownerAt', 'leadAt', 'supervisorAt'] as const;
  return names.every((name) => sameMoment(a[name], b[name]));
}

/**
 * Another need, urgency or team. What was left is left, counted in the new team's time. A lighter need adds the time it
 * has more; a graver one counts from now, unless what was left is less. What is late already stays so, unless the time
 * that is added is enough.
 */
function correct(before: Dated, after: Dated, rules: DeadlineRules, now: Temporal.Instant): Dates {
  const { responseDueAt, resolutionDueAt } = before;
  const [oldHours, hours] = [hoursFor(rules, before), hoursFor(rules, after)];
  const isSameRule = before.need === after.need && before.urgency === after.urgency;
  if (isSameRule && oldHours === hours) return { responseDueAt, resolutionDueAt };
  const old = allowanceFor(rules, before.need, before.urgency);
  const own = allowanceFor(rules, after.need, after.urgency);
  const clock = clockOf(before, now);
  const move = (due: Temporal.Instant | null, was: number, is: number): Temporal.Instant | null => {
    if (due === null) return null;
    const left = workingBetween(clock, due, oldHours);
    const more = Math.max(0, is - was) * MINUTE;
    if (left <= 0) return addWorking(due, more, hours);
    const kept = addWorking(clock, left + more, hours);
    const anew = addWorking(clock, is * MINUTE, hours);
    return is < was && at(anew) < at(kept) ? anew : kept;
  };
  return {
    responseDueAt: move(responseDueAt, old.response, own.response),
    resolutionDueAt: move(resolutionDueAt, old.resolution, own.resolution),
  };
}

/** What was left when it began to wait is left when the wait ends; what was late stays as late. */
function resume(
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

const at = (moment: Temporal.Instant): number => moment.epochMilliseconds;
