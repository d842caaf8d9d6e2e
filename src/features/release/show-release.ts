/** `/discharge PERSON`: what has to be so before somebody leaves, with a button for everything. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Choice } from '../../domain/message.ts';
import { HAND_CHECKS, type HandCheck, releaseChecks } from '../../domain/reminder/release-check.ts';
import { shortTime } from '../../domain/short-time.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import type { PersonRecord } from '../../store/records.ts';
import { toggleCheck } from '../../store/releases.ts';
import { findStay } from '../../store/stays.ts';
import { certificateFor } from './certificate.ts';
import type { ReleaseDeps } from './index.ts';
import { letGo } from './let-go.ts';
import { certificateChoice, goneAlready, whoIs } from './name-standing.ts';
import { type Standing, standingOf } from './standing.ts';

const ANYWAY = /(?:^|\s+)(?:anyway|强制|強制)(?:\s*[:：]\s*|\s+|$)([\s\S]*)$/iu;
const REASON = 300;

/** Finds the person; with `anyway` and a reason they are let go whatever is missing. */
export async function startRelease(turn: Turn, deps: ReleaseDeps, args: string): Promise<void> {
  assertCan(turn.actor, 'trip.tick');
  const who = args.replace(ANYWAY, '').trim();
  if (!who) throw new UserError('staff-reminders:usage.discharge');
  reasonIn(turn, args);
  const person = await deps.people.pick(turn, who, 'dischargewho', args);
  if (person) await go(turn, deps, person, args);
}

/** The same, for the person of a button. */
export async function chosenRelease(turn: Turn, deps: ReleaseDeps, id: string | undefined): Promise<void> {
  assertCan(turn.actor, 'trip.tick');
  const { person, rest } = await deps.people.chosen(turn, 'dischargewho', id);
  await go(turn, deps, person, rest);
}

async function go(turn: Turn, deps: ReleaseDeps, person: PersonRecord, args: string): Promise<void> {
  const reason = reasonIn(turn, args);
  const stay = await findStay(turn.tx, person.id);
  if (!stay) throw new UserError('staff-reminders:no-stay');
  const standing = await standingOf(turn, deps, stay.id);
  if (reason === null) await showStanding(turn, deps, standing);
  else await letGo(turn, deps, standing, reason);
}

/** Whoever goes against the list decides, and says why. */
function reasonIn(turn: Turn, args: string): string | null {
  const reason = ANYWAY.exec(args)?.[1]?.trim();
  if (reason === undefined) return null;
  assertCan(turn.actor, 'stay.decide');
  if (!reason || [...reason].length > REASON)
    throw new UserError('staff-reminders:error.reason', { most: REASON });
  return reason;
}

/** A name in a list. */
export async function showByChoice(turn: Turn, deps: ReleaseDeps, stayId: string | undefined): Promise<void> {
  assertCan(turn.actor, 'trip.tick');
  await showStanding(turn, deps, await standingOf(turn, deps, stayId));
}

/** Ticks transport or documents, or takes the tick back. */
export async function tickByChoice(
  turn: Turn,
  deps: ReleaseDeps,
  stayId: string | undefined,
  name: string | undefined,
): Promise<void> {
  assertCan(turn.actor, 'trip.tick');
  const check = HAND_CHECKS.find((one) => one === name);
  if (!check) throw new UserError('common:error.old-choice');
  const { stay, facts } = await standingOf(turn, deps, stayId);
  if (facts.releasedAt) throw goneAlready(turn, deps, { stay, facts });
  await toggleCheck(turn.tx, stay.id, check);
  addAudit(turn.tx, {
    actor: turn.actor,
    action: 'stay.check',
    channel: turn.inbound.account,
    now: turn.now,
    after: { personId: stay.personId, stayId: stay.id, check },
  });
  await showStanding(turn, deps, await standingOf(turn, deps, stay.id));
}

/** The certificate of somebody who was let go, for a printer. */
export async function showCertificate(
  turn: Turn,
  deps: ReleaseDeps,
  stayId: string | undefined,
): Promise<void> {
  assertCan(turn.actor, 'trip.tick');
  const standing = await standingOf(turn, deps, stayId);
  const text = certificateFor(turn, deps, standing, standing.facts.number, turn.locale);
  if (!text) throw new UserError('common:error.old-choice');
  await turn.reply({ text });
}

async function showStanding(turn: Turn, deps: ReleaseDeps, standing: Standing): Promise<void> {
  const { stay, facts } = standing;
  if (facts.releasedAt) return showGone(turn, deps, standing);
  if (stay.endedAt) throw new UserError('staff-reminders:error.over');
  const { t, locale } = turn;
  const name = (check: string): string => t(locale, `staff-reminders:check.${check}`);
  const checks = releaseChecks({ ...standing, state: stay.state, ticked: facts.checks, name: facts.name });
  const isReady = checks.every(({ isMet }) => isMet);
  const hint = t(locale, 'staff-reminders:release.hint', { room: facts.room ?? facts.name ?? '' });
  const text = [
    `🎒 ${whoIs(facts)}`,
    ...checks.map(({ check, isMet }) => `${isMet ? '✅' : '⬜'} ${name(check)}`),
    isReady ? t(locale, 'staff-reminders:release.ready') : hint,
  ].join('\n');
  const tick = (check: HandCheck): Choice => {
    const key = facts.checks.includes(check) ? 'untick' : 'tick';
    const label = t(locale, `staff-reminders:button.${key}`, { check: name(check) });
    return { id: `distick:${stay.id}:${check}`, label };
  };
  const leave = { id: `discharge:${stay.id}`, label: t(locale, 'staff-reminders:button.go') };
  await turn.reply({ text, choices: [...HAND_CHECKS.map((check) => [tick(check)]), [leave]] });
}

/** Words of theirs are for whoever asks in private. */
async function showGone(turn: Turn, { zone }: ReleaseDeps, { stay, facts }: Standing): Promise<void> {
  const { t, locale, now, chat } = turn;
  const { releasedAt, releasedBy, number, reason, rating } = facts;
  const comment = chat.kind === 'private' ? facts.comment : null;
  const time = releasedAt ? shortTime(releasedAt, now, stay.zone ?? zone) : '';
  const text = [
    `🎒 ${whoIs(facts)}`,
    t(locale, 'staff-reminders:release.gone', { name: releasedBy ?? '?', time, number }),
    ...(reason ? [t(locale, 'staff-reminders:release.reason', { reason: isolate(reason) })] : []),
    ...(rating ? [t(locale, 'staff-reminders:release.rated', { rating })] : []),
    ...(comment ? [`💬 ${isolate(comment)}`] : []),
  ].join('\n');
  await turn.reply({ text, choices: [[certificateChoice(turn, stay.id)]] });
}
