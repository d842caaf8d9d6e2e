import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deadlinesAfter } from '../../src/domain/deadline-changes.ts';
import {
  type Dated,
  type DeadlineRules,
  SHARES,
  type Steps,
  startDeadlines,
  stepsOf,
} from '../../src/domain/deadlines.ts';
import { NEEDS, type Need, URGENCIES, type Urgency } from '../../src/domain/need.ts';
import type { WorkingHours } from '../../src/domain/working-time.ts';
import { workingBetween } from '../../src/domain/working-time.ts';

const MINUTE = 60_000;
const OFFICE = [['09:00', '18:00']] as const;
const office = (zone: string, holidays: string[] = []): WorkingHours => ({
  zone,
  days: { 1: OFFICE, 2: OFFICE, 3: OFFICE, 4: OFFICE, 5: OFFICE },
  holidays,
});

const RULES: DeadlineRules = {
  urgency: {
    emergency: { response: 1, resolution: 60 },
    high: { response: 15, resolution: 240 },
    normal: { response: 60, resolution: 1440 },
  },
  need: { 'complaint normal': { response: 240, resolution: 4320 } },
  hours: {
    shanghai: office('Asia/Shanghai', ['2026-10-01', '2026-10-02']),
    berlin: office('Europe/Berlin', ['2026-04-06']),
    newYork: office('America/New_York'),
  },
};

const instant = (text: string): Temporal.Instant => Temporal.Instant.from(text);
const NIGHT = instant('2026-05-04T18:00Z');
const minutes = (count: number): Temporal.Instant => NIGHT.add({ minutes: count });

/** A ticket and what is planned for it, as the store keeps both. */
interface Kept extends Dated {
  readonly steps: Steps | null;
  /** How many of its steps have been taken. */
  readonly step: number;
}

function opened(
  need: Need = 'supplies',
  urgency: Urgency = 'normal',
  teamId: string | null = null,
  now = NIGHT,
): Kept {
  const fields = { need, urgency, teamId, state: 'new', answeredAt: null } as const;
  const dated = { ...fields, ...startDeadlines(fields, RULES, 1, now) };
  return { ...dated, steps: stepsOf(dated, RULES), step: 0 };
}

/** The ticket after a change. */
function changed(before: Kept, change: Partial<Dated>, now: Temporal.Instant): Kept {
  const { deadlines, plan } = deadlinesAfter(before, change, RULES, now);
  const { steps, step } = before;
  const told = plan ? { steps: plan.steps, step: plan.isKnown ? step : 0 } : { steps, step };
  return { ...before, ...deadlines, ...change, ...told };
}

const inOrder = (steps: Steps | null): Temporal.Instant[] =>
  steps ? [steps.ownerAt, steps.leadAt, steps.supervisorAt] : [];

/** When somebody is told next. */
const nextOf = ({ steps, step }: Kept): Temporal.Instant | undefined => inOrder(steps)[step];

/** A look at the time: takes what is due. */
const swept = (ticket: Kept, now: Temporal.Instant): Kept => ({
  ...ticket,
  step: Math.max(ticket.step, inOrder(ticket.steps).filter((at) => ms(at) <= ms(now)).length),
});

const ms = (moment: Temporal.Instant | null | undefined): number => moment?.epochMilliseconds ?? Number.NaN;
const dueIn = (ticket: Dated, now: Temporal.Instant): number => (ms(ticket.dueAt) - ms(now)) / MINUTE;
const toldIn = (ticket: Kept, now: Temporal.Instant): number => (ms(nextOf(ticket)) - ms(now)) / MINUTE;

describe('deadlines, case by case', () => {
  test.each([
    ['supplies', 'normal', 60, 48],
    ['supplies', 'high', 15, 12],
    ['supplies', 'emergency', 1, 0.8],
    ['complaint', 'normal', 240, 192],
    ['complaint', 'high', 15, 12],
  ] as const)(
    '%s %s: answered within %d minutes, the first warning after %d',
    (need, urgency, due, warning) => {
      const ticket = opened(need, urgency);
      expect([dueIn(ticket, NIGHT), toldIn(ticket, NIGHT)]).toEqual([due, warning]);
    },
  );

  test('a team’s clock runs in its working hours, an emergency’s always', () => {
    // 18:00 in Berlin summer time is 16:00 UTC; the team comes back at 07:00 UTC.
    expect(opened('supplies', 'normal', 'berlin').dueAt?.toString()).toBe('2026-05-05T08:00:00Z');
    expect(dueIn(opened('supplies', 'emergency', 'berlin'), NIGHT)).toBe(1);
    expect(dueIn(opened('supplies', 'normal', 'nobody'), NIGHT)).toBe(60);
  });

  test('once answered the solution’s deadline is in force, and whether the answer was in time is kept', () => {
    const ticket = changed(opened(), { answeredAt: minutes(30) }, minutes(30));
    expect(ticket).toMatchObject({ responseKept: true, step: 0 });
    expect([dueIn(ticket, NIGHT), toldIn(ticket, NIGHT)]).toEqual([1440, 1152]);
    expect(changed(opened(), { answeredAt: minutes(61) }, minutes(61)).responseKept).toBe(false);
    const later = changed(ticket, { answeredAt: minutes(90) }, minutes(90));
    expect(later.responseKept).toBe(true);
  });

  test('claiming moves nothing', () => {
    const { deadlines, plan } = deadlinesAfter(opened(), { state: 'claimed' }, RULES, minutes(50));
    expect(plan).toBeUndefined();
    const { responseDueAt, resolutionDueAt, dueAt, pausedAt } = opened();
    expect(deadlines).toEqual({ responseDueAt, resolutionDueAt, dueAt, pausedAt });
  });

  test('a wait stops the clock: nobody is warned, and afterwards as much is left as before', () => {
    const held = changed(changed(opened(), { state: 'claimed' }, NIGHT), { answeredAt: NIGHT }, NIGHT);
    const waiting = changed(held, { state: 'waiting-third' }, minutes(40));
    expect(waiting).toMatchObject({ steps: null, pausedAt: minutes(40) });
    const elsewhere = changed(waiting, { state: 'waiting-traveller' }, minutes(100));
    expect(elsewhere.pausedAt?.toString()).toBe(minutes(40).toString());
    const on = changed(elsewhere, { state: 'claimed' }, minutes(1040));
    expect(on.pausedAt).toBeNull();
    expect(dueIn(on, minutes(1040))).toBe(1400);
  });

  test('what was late when the wait began is as late when it ends, and is not told again', () => {
    const late = swept(changed(opened(), { state: 'claimed', answeredAt: NIGHT }, NIGHT), minutes(1500));
    const waiting = changed(late, { state: 'waiting-third' }, minutes(1500));
    const on = changed(waiting, { state: 'claimed' }, minutes(3000));
    expect(dueIn(on, minutes(3000))).toBe(-60);
    expect(on.step).toBe(2);
    expect(toldIn(on, minutes(3000))).toBe(660);
  });

  test('the traveller’s answer starts the time for ours again', () => {
    const waiting = changed(
      changed(opened(), { state: 'claimed', answeredAt: minutes(5) }, minutes(5)),
      { state: 'waiting-traveller' },
      minutes(10),
    );
    const on = changed(waiting, { state: 'claimed', answeredAt: null }, minutes(500));
    expect([dueIn(on, minutes(500)), toldIn(on, minutes(500)), on.step]).toEqual([60, 48, 0]);
    const again = changed(on, { answeredAt: minutes(510) }, minutes(510));
    expect(dueIn(again, minutes(510))).toBe(1420);
    expect(again.responseKept).toBe(true);
  });

  test('in time or not is judged by the stopped clock', () => {
    const waiting = changed(
      changed(opened(), { state: 'claimed' }, NIGHT),
      { state: 'waiting-third' },
      NIGHT,
    );
    expect(changed(waiting, { answeredAt: minutes(500) }, minutes(500)).responseKept).toBe(true);
    const solved = changed(waiting, { state: 'resolved' }, minutes(9000));
    expect(solved).toMatchObject({ responseKept: true, resolutionKept: true, steps: null });
    const late = changed(opened(), { state: 'claimed', answeredAt: NIGHT }, NIGHT);
    const lateAndWaiting = changed(late, { state: 'waiting-third' }, minutes(2000));
    expect(changed(lateAndWaiting, { state: 'resolved' }, minutes(2001)).resolutionKept).toBe(false);
  });

  test('a solution counts as the answer; closing, merging and a late second solution are told apart', () => {
    expect(changed(opened(), { state: 'resolved' }, minutes(61))).toMatchObject({
      responseKept: false,
      resolutionKept: true,
    });
    expect(changed(opened(), { state: 'merged' }, minutes(61))).toMatchObject({
      responseKept: null,
      resolutionKept: null,
      steps: null,
    });
    const solved = changed(opened(), { state: 'resolved' }, minutes(5));
    expect(changed(solved, { state: 'closed' }, minutes(9999)).resolutionKept).toBe(true);
    const reopened = changed(solved, { state: 'reopened', answeredAt: null }, minutes(100));
    expect([dueIn(reopened, minutes(100)), reopened.step]).toEqual([60, 0]);
    expect(changed(reopened, { state: 'resolved' }, minutes(200)).resolutionKept).toBe(true);
    expect(changed(reopened, { state: 'resolved' }, minutes(2000))).toMatchObject({
      responseKept: true,
      resolutionKept: false,
    });
  });

  test.each([
    ['graver counts from now', 'normal', 'high', 10, 25],
    ['graver, but less was left', 'normal', 'high', 55, 60],
    ['graver, and late already', 'normal', 'emergency', 70, 60],
    ['lighter adds what it has more', 'high', 'normal', 10, 60],
    ['an emergency that was none', 'emergency', 'normal', 30, 60],
  ] as const)('%s: %s to %s after %d minutes is due at %d', (_name, from, to, after, due) => {
    const ticket = changed(opened('supplies', from), { urgency: to }, minutes(after));
    expect(dueIn(ticket, NIGHT)).toBe(due);
  });

  test('a corrected deadline is told of anew, also when it is corrected during a wait', () => {
    const warned = swept(opened('supplies', 'high'), minutes(30));
    expect(warned.step).toBe(3);
    const lighter = changed(warned, { urgency: 'normal' }, minutes(30));
    expect([lighter.step, toldIn(lighter, NIGHT)]).toEqual([0, 48]);
    const waiting = changed({ ...warned, state: 'claimed' }, { state: 'waiting-third' }, minutes(30));
    expect(waiting).toMatchObject({ steps: null, step: 3 });
    const corrected = changed(waiting, { urgency: 'normal' }, minutes(40));
    expect(corrected).toMatchObject({ steps: null, step: 0 });
    const on = changed(corrected, { state: 'claimed' }, minutes(130));
    expect([dueIn(on, NIGHT), toldIn(on, NIGHT)]).toEqual([160, 148]);
  });

  test('what is left goes along to a team with other hours', () => {
    const now = instant('2026-05-04T15:50Z');
    const ticket = opened('supplies', 'normal', 'berlin', now);
    expect(ticket.dueAt?.toString()).toBe('2026-05-05T07:50:00Z');
    const night = instant('2026-05-04T20:00Z');
    const awake = changed(ticket, { teamId: 'always' }, night);
    expect(dueIn(awake, night)).toBe(50);
    expect(changed(awake, { teamId: 'berlin' }, night).dueAt?.toString()).toBe('2026-05-05T07:50:00Z');
    expect(dueIn(changed(ticket, { urgency: 'emergency' }, night), night)).toBe(1);
  });

  test('a ticket older than the rules has no deadlines, whatever happens', () => {
    const old = { ...opened(), ruleVersion: null };
    expect(deadlinesAfter(old, { state: 'claimed' }, RULES, NIGHT)).toEqual({ deadlines: {} });
  });
});

describe('who is told when', () => {
  test('owner, shift lead and supervisors at their shares; missed ones are due together', () => {
    const ticket = opened();
    expect(inOrder(ticket.steps).map((at) => (ms(at) - ms(NIGHT)) / MINUTE)).toEqual([48, 60, 90]);
    expect([47, 48, 60, 90].map((minute) => swept(ticket, minutes(minute)).step)).toEqual([0, 1, 2, 3]);
  });

  test('a deadline at closing time is over at closing time, not at the next opening', () => {
    const ticket = opened('supplies', 'normal', 'berlin', instant('2026-05-04T15:00Z'));
    expect(ticket.dueAt?.toString()).toBe('2026-05-04T16:00:00Z');
    expect(inOrder(ticket.steps).map(String)).toEqual([
      '2026-05-04T15:48:00Z',
      '2026-05-04T16:00:00Z',
      '2026-05-05T07:30:00Z',
    ]);
  });
});

const needs = fc.constantFrom<Need>(...NEEDS);
const urgencies = fc.constantFrom<Urgency>(...URGENCIES);
const teams = fc.constantFrom(null, 'always', 'shanghai', 'berlin', 'newYork');
/** Around changes of clocks and holidays. */
const moments = fc
  .tuple(
    fc.constantFrom('2026-03-07', '2026-03-28', '2026-04-03', '2026-09-30', '2026-10-24', '2026-10-31'),
    fc.integer({ min: 0, max: 3 * 24 * 60 * 60 }),
  )
  .map(([day, seconds]) => instant(`${day}T00:00Z`).add({ seconds }));
const spans = fc.integer({ min: 0, max: 4 * 24 * 3600 }).map((seconds) => ({ seconds }));
const hoursOf = ({ teamId, urgency }: Dated) =>
  urgency === 'emergency' || !teamId ? undefined : RULES.hours[teamId];

describe('deadlines, whatever happens', () => {
  test('waits, one after the other, leave what was left', () => {
    const waits = fc.array(fc.tuple(spans, spans), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(needs, urgencies, teams, moments, waits, (need, urgency, team, start, list) => {
        let ticket = changed(opened(need, urgency, team, start), { state: 'claimed' }, start);
        let now = start;
        let worked = 0;
        for (const [work, wait] of list) {
          worked += workingBetween(now, now.add(work), hoursOf(ticket));
          now = now.add(work);
          ticket = changed(ticket, { state: 'waiting-third' }, now);
          expect(ticket.steps).toBeNull();
          now = now.add(wait);
          ticket = changed(ticket, { state: 'claimed' }, now);
        }
        const fresh = opened(need, urgency, team, start);
        for (const key of ['responseDueAt', 'resolutionDueAt'] as const) {
          const whole = workingBetween(start, fresh[key] ?? start, hoursOf(ticket));
          expect(workingBetween(now, ticket[key] ?? now, hoursOf(ticket)) || 0).toBe(whole - worked || 0);
        }
      }),
    );
  });

  test('no deadline and no step comes earlier than its share of the time allowed', () => {
    fc.assert(
      fc.property(
        needs,
        urgencies,
        teams,
        moments,
        fc.boolean(),
        (need, urgency, team, start, isAnswered) => {
          const { response, resolution } = RULES.need[`${need} ${urgency}`] ?? RULES.urgency[urgency];
          const fresh = opened(need, urgency, team, start);
          const ticket = isAnswered ? changed(fresh, { answeredAt: start }, start) : fresh;
          const allowed = (isAnswered ? resolution : response) * MINUTE;
          expect(ms(ticket.dueAt)).toBeGreaterThanOrEqual(ms(start) + allowed);
          for (const [name, share] of Object.entries(SHARES) as [keyof Steps, number][]) {
            expect(ms(ticket.steps?.[name])).toBeGreaterThanOrEqual(ms(start) + Math.round(share * allowed));
          }
          expect(ticket.steps?.leadAt).toEqual(ticket.dueAt);
          const order = inOrder(ticket.steps).map(ms);
          expect(order).toEqual(order.toSorted((a, b) => a - b));
        },
      ),
    );
  });

  test('an urgency corrected to graver is never due later, to lighter never earlier', () => {
    fc.assert(
      fc.property(needs, urgencies, urgencies, teams, moments, spans, (need, from, to, team, start, span) => {
        const now = start.add(span);
        const before = opened(need, from, team, start);
        const after = changed(before, { urgency: to }, now);
        const rank = (urgency: Urgency) => URGENCIES.indexOf(urgency);
        if (rank(to) >= rank(from)) expect(ms(after.dueAt)).toBeLessThanOrEqual(ms(before.dueAt));
        else expect(ms(after.dueAt)).toBeGreaterThanOrEqual(ms(before.dueAt));
        const { response } = RULES.need[`${need} ${to}`] ?? RULES.urgency[to];
        // However grave: nobody is given less than the new rule allows, unless even less was left.
        const least = Math.min(ms(before.dueAt), ms(now) + response * MINUTE);
        if (hoursOf(after) === hoursOf(before)) expect(ms(after.dueAt)).toBeGreaterThanOrEqual(least);
      }),
    );
  });

  test('whatever is done to a ticket, somebody is told when it is open, dated and does not wait', () => {
    const change: fc.Arbitrary<Partial<Dated>> = fc.oneof(
      fc.constantFrom<Partial<Dated>>(
        { state: 'claimed' },
        { state: 'waiting-traveller' },
        { state: 'waiting-third' },
        { state: 'claimed', answeredAt: null },
        { state: 'new' },
      ),
      urgencies.map((urgency) => ({ urgency })),
      needs.map((need) => ({ need })),
      teams.map((teamId) => ({ teamId })),
      fc.constant({ answeredAt: NIGHT }),
    );
    fc.assert(
      fc.property(moments, fc.array(fc.tuple(change, spans), { maxLength: 12 }), (start, steps) => {
        let ticket = opened('supplies', 'normal', null, start);
        let now = start;
        for (const [what, gap] of steps) {
          now = now.add(gap);
          ticket = changed(ticket, what, now);
          const waits = ticket.state.startsWith('waiting');
          expect(ticket.pausedAt !== null).toBe(waits);
          expect(ticket.steps === null).toBe(waits);
          if (!waits) expect(ticket.steps).toEqual(stepsOf(ticket, RULES));
          expect(ticket.dueAt).toEqual(
            ticket.answeredAt === null ? ticket.responseDueAt : ticket.resolutionDueAt,
          );
        }
      }),
    );
  });
});
