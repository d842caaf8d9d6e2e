/** What the desk does for other features that act on tickets; the composition root hands it to them. */
import type { TicketDesk } from '../../conversation/feature.ts';
import { answerInPlace, assertAmongStaff, confirm } from './answer-in-place.ts';
import { unfocus } from './focus.ts';
import { pickTicket, ticketNumbered } from './pick-ticket.ts';
import { type DeskDeps, reachStaff, reachTraveller } from './reach.ts';
import { assertMine, standsOtherwise } from './refuse.ts';
import { travellerLocale } from './relay.ts';
import { showTicket } from './show-ticket.ts';
import { tellStaff } from './tell-colleague.ts';

/** The desk's hands, for this installation. */
export function createTicketDesk(deps: DeskDeps): TicketDesk {
  return {
    assertAmongStaff,
    pick: pickTicket,
    numbered: ticketNumbered,
    assertMine,
    standsOtherwise: (turn, ticketId) => standsOtherwise(turn, deps, ticketId),
    answer: answerInPlace,
    confirm,
    show: (turn, ticket) => showTicket(turn, deps, ticket),
    unfocus,
    reachStaff: (work, staffId, ticketId) => reachStaff(work, deps, staffId, ticketId),
    tellStaff: (work, ticket, staffId, key, write) => tellStaff(work, deps, ticket, staffId, key, write),
    reachTraveller,
    travellerLocale,
  };
}
