/** The ledger of thanks and complaints; complaints go to those who answer for a team. */
import type { Command, Feature, TicketDesk, Turn } from '../../conversation/feature.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import type { Triage as Reading } from '../../domain/triage.ts';
import type { TicketRecord } from '../../store/records.ts';
import { answerComplaint, complain } from './complain.ts';
import { keepInStep, keepTicket, tellSupervisors } from './keep-ticket.ts';
import { markComplaint, recordThanks } from './record-line.ts';
import { showLedger } from './show-ledger.ts';

/** What the feature needs. */
export interface LedgerDeps {
  readonly triage: (text: string) => Reading;
  readonly desk: TicketDesk;
  readonly locale: string;
  readonly zone: string;
}

/** The ledger; registered before the travellers' own `/thanks`. */
export function createLedger(deps: LedgerDeps): Feature {
  return {
    name: 'ledger',
    commands: [
      command('thanks', ['表扬', '表揚'], 'staff', recordThanks),
      command('complaint', ['投诉', '投訴'], 'staff', (turn, args) => markComplaint(turn, deps, args)),
      command('complaint', ['投诉', '投訴'], 'anyone', (turn, args) => complain(turn, deps, args)),
      {
        ...command('ledger', ['台账', '台帳'], 'staff', (turn, args) => showLedger(turn, deps, args)),
        action: 'ledger.read',
      },
    ],
    answers: { 'ledger.complaint': (turn, text) => answerComplaint(turn, deps, text) },
    async onEvent(work, event) {
      if (event.type === 'ticket.opened') {
        await keepTicket(work, event.ticket);
        if (event.ticket.need === 'complaint') await tellSupervisors(work, event.ticket, deps.locale);
      }
      if (event.type !== 'ticket.changed') return;
      const { ticket, before } = event;
      if (ticket.need !== before.need) await keepInStep(work, ticket);
      if (waitsForSupervisor(ticket, before)) await tellSupervisors(work, ticket, deps.locale);
    },
  };
}

/** It has become a complaint that nobody has, or whoever it turned out to be about had it. */
const waitsForSupervisor = (ticket: TicketRecord, before: TicketRecord): boolean =>
  ticket.need === 'complaint' &&
  ticket.ownerId === null &&
  OPEN_STATES.includes(ticket.state) &&
  (before.need !== 'complaint' || ticket.aboutStaffId !== before.aboutStaffId);

const command = (
  name: string,
  words: string[],
  audience: Command['audience'],
  run: (turn: Turn, args: string) => Promise<void>,
): Command => ({
  name,
  words,
  audience,
  description:
    audience === 'staff' ? `staff-ledger:command.${name}.description` : `care:command.${name}.description`,
  usage: `staff-ledger:command.${name}.usage`,
  run,
});
