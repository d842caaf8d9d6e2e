/** Those who answer for a team let somebody's data go, or say why not. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { mayBeEnded } from '../../domain/privacy/hold.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { type ErasureRecord, findErasure, settleErasure } from '../../store/erasure-requests.ts';
import { listHolds } from '../../store/retention.ts';
import { carryOut } from './carry-out.ts';
import type { PrivacyDeps } from './deps.ts';
import { holdLines } from './describe-hold.ts';
import { requestCard } from './tell-overseers.ts';

/** Longest reason, in characters. */
const REASON = 500;

/** Throws unless whoever acts may decide, and nobody else reads along. */
export function assertMayDecide(turn: Turn): void {
  assertCan(turn.actor, 'erasure.decide');
  if (turn.chat.kind !== 'private') throw new UserError('staff-privacy:error.private');
}

async function requestOf(turn: Turn, number: unknown): Promise<ErasureRecord> {
  const found = /^\d{1,9}$/.test(String(number)) ? await findErasure(turn.tx, Number(number)) : undefined;
  if (!found) throw new UserError('common:error.old-choice');
  if (found.state !== 'asked' && found.state !== 'held')
    throw new UserError('staff-privacy:error.settled', { number: found.number });
  return found;
}

/** The request behind a button, with what keeps it back as that stands now. */
export async function showErasure(turn: Turn, _deps: PrivacyDeps, number: string | undefined): Promise<void> {
  assertMayDecide(turn);
  const request = await requestOf(turn, number);
  const write = await requestCard(turn, request, await listHolds(turn.tx, request.personId));
  await turn.reply(write(turn.locale));
}

/** Yes: at once; with quarantine, an emergency or a complaint under way, by itself as soon as that ends. */
export async function approveErasure(
  turn: Turn,
  deps: PrivacyDeps,
  number: string | undefined,
): Promise<void> {
  assertMayDecide(turn);
  const { t, locale, actor } = turn;
  const request = await requestOf(turn, number);
  const holds = await listHolds(turn.tx, request.personId);
  if (!mayBeEnded(holds)) {
    const lines = [
      t(locale, 'staff-privacy:not-yet', { number: request.number }),
      ...holdLines(turn, locale, holds),
    ];
    return turn.reply({ text: lines.join('\n') });
  }
  const done = await carryOut(turn, deps, request, actor);
  if (!done) throw new UserError('staff-privacy:error.settled', { number: request.number });
  const text = t(locale, 'staff-privacy:done', {
    number: request.number,
    rows: done.rows,
    proof: done.sha256,
  });
  await turn.reply({ text });
}

/** No: the traveller is told why, so that is asked first. */
export async function askWhyNot(turn: Turn, number: string | undefined): Promise<void> {
  assertMayDecide(turn);
  const request = await requestOf(turn, number);
  turn.expect('privacy.reason', { number: request.number });
  await turn.reply({ text: turn.t(turn.locale, 'staff-privacy:ask-reason', { number: request.number }) });
}

/** The reason, as it is told to whoever asked. */
export async function refuseErasure(
  turn: Turn,
  { people }: PrivacyDeps,
  text: string,
  params: Record<string, unknown>,
): Promise<boolean> {
  assertMayDecide(turn);
  turn.expect(undefined);
  if (!text.trim()) return false;
  const { tx, now, actor } = turn;
  const request = await requestOf(turn, params.number);
  const { id, number } = request;
  const reason = [...text.trim()].slice(0, REASON).join('');
  if (!(await settleErasure(tx, id, { state: 'refused', by: actor.id, reason, now })))
    throw new UserError('staff-privacy:error.settled', { number });
  addAudit(tx, { actor, action: 'erasure.refuse', now, channel: turn.inbound.account, after: { number } });
  await people.tell(
    turn,
    request.speakerId ?? request.personId,
    (reach) => ({ text: turn.t(reach.locale, 'privacy:erase.refused', { number, reason }) }),
    { key: `erasure-refused:${number}` },
  );
  await turn.reply({ text: turn.t(turn.locale, 'staff-privacy:refused', { number }) });
  return true;
}
