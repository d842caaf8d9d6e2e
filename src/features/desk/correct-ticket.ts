/** Staff correct what the triage or the traveller took a need for. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, assertMayOwn, canReadTicket } from '../../domain/actor.ts';
import { ownerLeaves } from '../../domain/complaint.ts';
import { STAFF_LOCALES } from '../../domain/locale.ts';
import type { Choice } from '../../domain/message.ts';
import { NEEDS, type Need, URGENCIES, type Urgency } from '../../domain/need.ts';
import { isRestricted, OPEN_STATES } from '../../domain/ticket.ts';
import { UserError } from '../../errors.ts';
import { listColleagues } from '../../store/desk.ts';
import { tookInRestricted } from '../../store/merging.ts';
import type { TicketRecord } from '../../store/records.ts';
import { changeTicket, type TicketChange } from '../../store/tickets.ts';
import { answerInPlace, confirm } from './answer-in-place.ts';
import { unfocus } from './focus.ts';
import { usageError } from './pick-ticket.ts';
import type { DeskDeps } from './reach.ts';
import { standsOtherwise } from './refuse.ts';
import { tellColleague } from './tell-colleague.ts';

/** `/need N need`, by its English name or the reader's. */
export async function correctNeed(
  turn: Turn,
  deps: DeskDeps,
  ticket: TicketRecord,
  word: string,
): Promise<void> {
  const need = NEEDS.find((one) => isNamed(turn, `common:need.${one}`, one, word));
  if (!need) throw usageError('need');
  // Whoever may not look after a complaint may not make it something else either.
  if (ticket.need === 'complaint' && need !== 'complaint') assertMayOwn(turn.actor, ticket);
  const restricted = isRestricted(need) || (await tookInRestricted(turn.tx, ticket.id));
  const owner = (await listColleagues(turn.tx)).find(({ id }) => id === ticket.ownerId);
  const leaves = need === ticket.need ? {} : ownerLeaves(ticket, owner, { ...ticket, need });
  await correct(turn, deps, ticket, { need, restricted, ...leaves });
}

/** `/urgency N level`. */
export async function correctUrgency(
  turn: Turn,
  deps: DeskDeps,
  ticket: TicketRecord,
  word: string,
): Promise<void> {
  const urgency = URGENCIES.find((one) => isNamed(turn, `common:urgency.${one}`, one, word));
  if (!urgency) throw usageError('urgency');
  await correct(turn, deps, ticket, {
    urgency,
    ...(urgency === 'emergency' ? {} : { nextPageAt: null }),
  });
}

/** The Correct button: every need and every urgency. */
export async function chooseCorrection(turn: Turn, ticket: TicketRecord): Promise<void> {
  assertCan(turn.actor, 'ticket.correct');
  const { number } = ticket;
  const { t, locale } = turn;
  const needs = NEEDS.map(
    (need): Choice => ({ id: `setneed:${number}:${need}`, label: t(locale, `common:need.${need}`) }),
  );
  const levels = URGENCIES.map(
    (level): Choice => ({ id: `seturgency:${number}:${level}`, label: t(locale, `common:urgency.${level}`) }),
  );
  const rows = Array.from({ length: Math.ceil(needs.length / 3) }, (_row, at) =>
    needs.slice(at * 3, at * 3 + 3),
  );
  await answerInPlace(turn, ticket, t(locale, 'staff:ask.correct', { number }), {
    choices: [...rows, levels],
  });
}

function isNamed(turn: Turn, key: string, id: Need | Urgency, word: string): boolean {
  const wanted = word.trim().toLowerCase();
  return id === wanted || STAFF_LOCALES.some((locale) => turn.t(locale, key).toLowerCase() === wanted);
}

/** Whoever may not read a restricted ticket may not unlock it by calling it something else. */
async function correct(
  turn: Turn,
  deps: DeskDeps,
  before: TicketRecord,
  change: TicketChange,
): Promise<void> {
  assertCan(turn.actor, 'ticket.correct');
  if (!canReadTicket(turn.actor, before))
    throw new UserError('staff:error.restricted', { number: before.number });
  const { actor, now, inbound } = turn;
  const corrected = await changeTicket(turn.tx, before, { states: OPEN_STATES }, change, {
    actor,
    action: 'ticket.correct',
    channel: inbound.account,
    now,
  });
  if (!corrected) throw await standsOtherwise(turn, deps, before.id);
  const what = corrected.urgency === 'emergency' && before.urgency !== 'emergency' ? 'urgent' : 'corrected';
  const params = { name: turn.staff?.name };
  await turn.emit({ type: 'ticket.changed', ticket: corrected, before, what, params, actor });
  await confirm(
    turn,
    corrected,
    turn.t(turn.locale, `staff:change.${what}`, { number: corrected.number, ...params }),
  );
  if (corrected.ownerId !== null || before.ownerId === null) return;
  await unfocus(turn, corrected);
  await tellColleague(turn, deps, corrected, before.ownerId, 'staff:told.complaint', params);
}
