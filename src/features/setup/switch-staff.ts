/** `/staff NAME off|on`: somebody leaves the team, or comes back. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import type { Choice } from '../../domain/message.ts';
import type { ReassignDraft } from '../../domain/reassign.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { endSessions } from '../../store/console-sessions.ts';
import { unfocusTicket } from '../../store/desk.ts';
import { listOpenTickets } from '../../store/queue.ts';
import type { StaffRecord, TicketRecord } from '../../store/records.ts';
import { countAdmins, endInvitesOf, findStaffByName, lockStaff, updateStaff } from '../../store/staff.ts';
import { changeTicket } from '../../store/tickets.ts';
import { changeRole } from './change-role.ts';

const SWITCH = /^@?(.+?)\s+(off|on|停用|启用|啟用)$/isu;

/** Switches a colleague off or on; whoever is switched off leaves their tickets to the queue. */
export async function switchStaff(turn: Turn, args: string): Promise<void> {
  assertCan(turn.actor, 'staff.edit');
  const [, name, word] = SWITCH.exec(args) ?? [];
  if (!name || !word) return changeRole(turn, args);
  await lockStaff(turn.tx);
  const colleague = await findStaffByName(turn.tx, name);
  if (!colleague) throw new UserError('staff-setup:error.no-colleague', { name });
  const active = !['off', '停用'].includes(word.toLowerCase());
  if (active === colleague.active) {
    return turn.reply({
      text: turn.t(turn.locale, `staff-setup:staff.${active ? 'is-on' : 'is-off'}`, { name: colleague.name }),
    });
  }
  await (active ? bringBack(turn, colleague) : sendOff(turn, colleague));
}

async function bringBack(turn: Turn, colleague: StaffRecord): Promise<void> {
  await updateStaff(turn.tx, colleague.id, { active: true });
  audit(turn, colleague, 'staff.on');
  const role = turn.t(turn.locale, `common:role.${colleague.role}`);
  await turn.reply({ text: turn.t(turn.locale, 'staff-setup:staff.now-on', { name: colleague.name, role }) });
}

async function sendOff(turn: Turn, colleague: StaffRecord): Promise<void> {
  const isLastAdmin = colleague.role === 'admin' && (await countAdmins(turn.tx)) <= 1;
  if (isLastAdmin) throw new UserError('staff-setup:error.last-admin', { name: colleague.name });
  await updateStaff(turn.tx, colleague.id, { active: false });
  await endInvitesOf(turn.tx, colleague.id, turn.now);
  // Somebody who is brought back signs in anew: an old browser is not theirs for ever.
  await endSessions(turn.tx, colleague.id);
  audit(turn, colleague, 'staff.off');
  const released = await freeTickets(turn, colleague);
  const params = { name: colleague.name, count: released.length };
  const key = released.length > 0 ? 'staff-setup:staff.now-off-released' : 'staff-setup:staff.now-off';
  await turn.reply({ text: turn.t(turn.locale, key, params), choices: offerAll(turn, colleague, released) });
}

/** A button that hands everything that was given back to one colleague or team; the queue has it until then. */
function offerAll(turn: Turn, { id, name }: StaffRecord, numbers: readonly number[]): Choice[][] {
  if (numbers.length === 0) return [];
  const draft: ReassignDraft = { key: String(turn.inboundId), from: { id, name }, numbers };
  turn.remember({ reassign: draft });
  const label = turn.t(turn.locale, 'staff-reassign:button.hand-on', { count: numbers.length });
  return [[{ id: `repick:${draft.key}`, label }]];
}

/** Their tickets go back to the queue, and what was offered to them stays with whoever offered it. */
async function freeTickets(turn: Turn, colleague: StaffRecord): Promise<number[]> {
  const { tickets } = await listOpenTickets(turn.tx, { ownerId: colleague.id, limit: 10_000 });
  const released: number[] = [];
  for (const ticket of tickets) {
    if (ticket.ownerId !== colleague.id) await withdrawOffer(turn, ticket, colleague);
    else if (await release(turn, ticket, colleague)) released.push(ticket.number);
  }
  return released;
}

async function release(turn: Turn, before: TicketRecord, colleague: StaffRecord): Promise<boolean> {
  const { tx, now, actor } = turn;
  const ticket = await changeTicket(
    tx,
    before,
    { ownerId: colleague.id, states: OPEN_STATES },
    { state: 'new', ownerId: null, proposedOwnerId: null, proposedTeamId: null, claimedAt: null, pages: 0 },
    { actor, action: 'ticket.release', channel: turn.inbound.account, now },
  );
  if (!ticket) return false;
  await unfocusTicket(tx, ticket.id, null);
  await turn.emit({
    type: 'ticket.changed',
    ticket,
    before,
    what: 'released',
    params: { name: colleague.name },
    actor,
  });
  return true;
}

async function withdrawOffer(turn: Turn, before: TicketRecord, colleague: StaffRecord): Promise<void> {
  const { tx, now, actor } = turn;
  const ticket = await changeTicket(
    tx,
    before,
    { proposedOwnerId: colleague.id },
    { proposedOwnerId: null },
    { actor, action: 'ticket.withdraw', channel: turn.inbound.account, now },
  );
  // A name on a card has changed, which is what `noted` redraws; nobody claimed or released anything.
  if (ticket)
    await turn.emit({
      type: 'ticket.changed',
      ticket,
      before,
      what: 'noted',
      params: { name: colleague.name },
      actor,
    });
}

function audit(turn: Turn, colleague: StaffRecord, action: string): void {
  const change = {
    before: { active: colleague.active },
    after: { staffId: colleague.id, active: !colleague.active },
  };
  addAudit(turn.tx, { actor: turn.actor, action, now: turn.now, channel: turn.inbound.account, ...change });
}
