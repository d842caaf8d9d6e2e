/** Somebody is let go: their stay at the site is over, and they hear all that comes after it. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { releaseChecks } from '../../domain/reminder/release-check.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import * as releases from '../../store/releases.ts';
import type { ReleaseDeps } from './index.ts';
import { certificateChoice, goneAlready, whoIs } from './name-standing.ts';
import { sayFarewell } from './say-farewell.ts';
import { type Standing, standingOf, standingsOf } from './standing.ts';

/** The button under the list. */
export async function letGoByChoice(
  turn: Turn,
  deps: ReleaseDeps,
  stayId: string | undefined,
): Promise<void> {
  await letGo(turn, deps, await standingOf(turn, deps, stayId), null);
}

/**
 * Lets them go when everything on the list is met; what is missing needs a decision with a reason. To tick it off is a
 * thing of whoever stands at the door, like ticking who boards: the rules have decided already.
 */
export async function letGo(
  turn: Turn,
  deps: ReleaseDeps,
  before: Standing,
  reason: string | null,
): Promise<void> {
  assertCan(turn.actor, reason === null ? 'trip.tick' : 'stay.decide');
  const { stay, facts } = before;
  if (facts.releasedAt || stay.endedAt) throw goneAlready(turn, deps, before);
  const missing = missingIn(before);
  if (missing.length > 0 && reason === null) throw notYet(turn, missing);
  const [gone] = await letThemGo(turn, deps, [before], reason);
  if (!gone) throw goneAlready(turn, deps, await standingOf(turn, deps, stay.id));
  const key = gone.isTold ? 'release.done' : 'release.done.unreachable';
  const params = { who: whoIs(facts), number: gone.standing.facts.number };
  const text = turn.t(turn.locale, `staff-reminders:${key}`, params);
  await turn.reply({ text, choices: [[certificateChoice(turn, stay.id)]] });
}

/** The checks that are not met. */
export const missingIn = ({ stay, plan, facts }: Standing): string[] =>
  releaseChecks({ state: stay.state, plan, ticked: facts.checks, name: facts.name }).flatMap(
    ({ check, isMet }) => (isMet ? [] : [check]),
  );

function notYet({ t, locale }: Turn, missing: readonly string[]): UserError {
  const names = missing.map((check) => t(locale, `staff-reminders:check.${check}`));
  return new UserError('staff-reminders:error.missing', { missing: names.join(' · ') });
}

/** Somebody who was let go just now. */
export interface Gone {
  readonly standing: Standing;
  /** Whether they could be written to. */
  readonly isTold: boolean;
}

/** Lets all of them go at once; whoever was let go before is not among the result. */
export async function letThemGo(
  turn: Turn,
  deps: ReleaseDeps,
  all: readonly Standing[],
  reason: string | null,
): Promise<Gone[]> {
  const { tx, now, actor, inbound } = turn;
  const days = await releases.readOpenDays(tx);
  const going = all.map((one) => goingOf(turn, deps, one, days));
  const ids = await releases.letGo(tx, going, actor.id, reason, now);
  const before = new Map(all.map((one) => [one.stay.id, one]));
  const gone = await standingsOf(turn, deps, [...ids]);
  for (const { stay, facts } of gone) {
    const was = before.get(stay.id);
    const missing = was ? missingIn(was) : [];
    addAudit(tx, {
      actor,
      action: missing.length > 0 ? 'stay.release-anyway' : 'stay.release',
      channel: inbound.account,
      now,
      before: { missing },
      // Why is kept with the stay: words of people are no part of the record.
      after: { personId: stay.personId, stayId: stay.id, number: facts.number },
    });
    await turn.emit({ type: 'stay.moved', before: was?.stay ?? null, stay, actor });
  }
  const told = await sayFarewell(turn, deps, gone);
  return gone.map((standing) => ({ standing, isTold: told.has(standing.stay.id) }));
}

/** Days at home keep the stay open; without them the days begin after which its data is for the retention rules. */
function goingOf(
  { now }: Turn,
  { zone }: ReleaseDeps,
  { stay, plan }: Standing,
  days: number,
): releases.LettingGo {
  const today = now.toZonedDateTimeISO(stay.zone ?? zone).toPlainDate();
  const goesHome = plan.homeUntil !== null && Temporal.PlainDate.compare(plan.homeUntil, today) > 0;
  return { stayId: stay.id, goesHome, retentionFrom: goesHome ? null : today.add({ days }) };
}
