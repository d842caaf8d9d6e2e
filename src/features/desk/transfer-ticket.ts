/** A ticket is offered to somebody else; until they accept, whoever has it keeps it. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import type { Choice } from '../../domain/message.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import { UserError } from '../../errors.ts';
import { listTeamChats } from '../../store/people.ts';
import type { TicketRecord } from '../../store/records.ts';
import { changeTicket } from '../../store/tickets.ts';
import { answerInPlace, confirm } from './answer-in-place.ts';
import { askColleague, askTeam } from './ask-to-accept.ts';
import { findTarget, listTargets, nameOf, type TransferTarget } from './find-target.ts';
import { type DeskDeps, reachStaff } from './reach.ts';
import { assertMine, standsOtherwise } from './refuse.ts';

/** `/transfer N NAME`. */
export async function transferByName(
  turn: Turn,
  deps: DeskDeps,
  ticket: TicketRecord,
  words: string,
): Promise<void> {
  assertCan(turn.actor, 'ticket.transfer');
  await offerTicket(turn, deps, ticket, await findTarget(turn, words));
}

/** The Transfer button: everybody it could go to, as buttons. */
export async function chooseTarget(turn: Turn, ticket: TicketRecord): Promise<void> {
  assertCan(turn.actor, 'ticket.transfer');
  await assertOpen(turn, ticket);
  const choices = (await listTargets(turn))
    .filter((target) => !isPointless(turn, ticket, target))
    .map((target): Choice => {
      const id = target.kind === 'staff' ? `s:${target.staff.id}` : `t:${target.team.id}`;
      return {
        id: `give:${ticket.number}:${id}`,
        label: `${target.kind === 'team' ? '👥 ' : ''}${nameOf(target)}`,
      };
    });
  if (choices.length === 0) throw new UserError('staff:error.nobody-else');
  const rows = Array.from({ length: Math.ceil(choices.length / 2) }, (_row, at) =>
    choices.slice(at * 2, at * 2 + 2),
  );
  const text = turn.t(turn.locale, 'staff:ask.transfer', { number: ticket.number });
  await answerInPlace(turn, ticket, text, { choices: rows.slice(0, 30) });
}

/** Notes the offer on the ticket and asks the other side. */
export async function offerTicket(
  turn: Turn,
  deps: DeskDeps,
  before: TicketRecord,
  target: TransferTarget,
): Promise<void> {
  assertCan(turn.actor, 'ticket.transfer');
  await assertOpen(turn, before);
  if (isPointless(turn, before, target)) {
    const key =
      target.kind === 'staff' && target.staff.id === turn.actor.id ? 'transfer-self' : 'transfer-same';
    throw new UserError(`staff:error.${key}`, { number: before.number, target: nameOf(target) });
  }
  const asked =
    target.kind === 'staff' ? await reachStaff(turn, deps, target.staff.id, before.id) : undefined;
  const chats = target.kind === 'team' ? await listTeamChats(turn.tx, target.team.id) : [];
  if (!asked && chats.length === 0) throw new UserError('staff:error.cannot-ask', { target: nameOf(target) });
  const offered = await propose(turn, deps, before, target);
  if (target.kind === 'staff' && asked) await askColleague(turn, deps, offered, target.staff, asked);
  for (const chat of chats) await askTeam(turn, deps, offered, chat);
  const text = turn.t(turn.locale, 'staff:change.proposed', {
    number: offered.number,
    name: turn.staff?.name,
    to: nameOf(target),
  });
  await confirm(turn, offered, text);
}

async function assertOpen(turn: Turn, ticket: TicketRecord): Promise<void> {
  if (!OPEN_STATES.includes(ticket.state)) {
    throw new UserError('staff:error.state', { number: ticket.number, state: `staff:state.${ticket.state}` });
  }
  await assertMine(turn, ticket);
}

/** To oneself, to whoever has it, or to the team it is with while nobody of that team has it. */
function isPointless(turn: Turn, ticket: TicketRecord, target: TransferTarget): boolean {
  if (target.kind === 'staff') return target.staff.id === turn.actor.id || target.staff.id === ticket.ownerId;
  return target.team.id === ticket.teamId && ticket.ownerId === null;
}

async function propose(
  turn: Turn,
  deps: DeskDeps,
  before: TicketRecord,
  target: TransferTarget,
): Promise<TicketRecord> {
  const { actor, now, inbound } = turn;
  const offered = await changeTicket(
    turn.tx,
    before,
    { states: OPEN_STATES, ownerId: before.ownerId },
    {
      proposedOwnerId: target.kind === 'staff' ? target.staff.id : null,
      proposedTeamId: target.kind === 'team' ? target.team.id : null,
    },
    { actor, action: 'ticket.transfer', channel: inbound.account, now },
  );
  if (!offered) throw await standsOtherwise(turn, deps, before.id);
  const params = { name: turn.staff?.name, to: nameOf(target) };
  await turn.emit({ type: 'ticket.changed', ticket: offered, before, what: 'proposed', params, actor });
  return offered;
}
