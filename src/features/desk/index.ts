/** Everything staff do with tickets in chat. */
import type { Feature } from '../../conversation/feature.ts';
import { findTicket } from '../../store/tickets.ts';
import { deskChoices } from './choices.ts';
import { deskCommands } from './commands.ts';
import { hearAnswer, hearStaff } from './hear-staff.ts';
import { ticketNumbered } from './pick-ticket.ts';
import type { DeskDeps } from './reach.ts';
import { reportFailedMessage } from './report-failed-message.ts';
import { sendKeptReplies } from './send-kept.ts';
import { showTicket } from './show-ticket.ts';
import { relayToOwner, reportUndelivered } from './tell-owner.ts';

export { createTicketDesk } from './for-others.ts';

/** The desk; registered before whatever takes travellers' words. */
export function createDesk(deps: DeskDeps): Feature {
  return {
    name: 'desk',
    commands: deskCommands(deps),
    choices: deskChoices(deps),
    answers: {
      'desk.reply': (turn, _text, params) => hearAnswer(turn, deps, 'reply', params),
      'desk.note': (turn, _text, params) => hearAnswer(turn, deps, 'note', params),
      'desk.note-restricted': (turn, _text, params) => hearAnswer(turn, deps, 'note-restricted', params),
    },
    links: {
      async ticket(turn, number) {
        if (!turn.staff) return false;
        await showTicket(turn, deps, await ticketNumbered(turn, number));
        return true;
      },
    },
    onMessage: (turn) => hearStaff(turn, deps),
    async onEvent(work, event) {
      if (event.type === 'ticket.said') await relayToOwner(work, deps, event);
      else if (event.type === 'private.opened') await sendKeptReplies(work, event.ticket);
      else if (event.type === 'inbound.failed') await reportFailedMessage(work, deps, event);
      else if (event.type === 'delivery.failed') {
        const ticket = await findTicket(work.tx, event.ticketId);
        if (ticket) await reportUndelivered(work, deps, ticket, event);
      }
    },
  };
}
