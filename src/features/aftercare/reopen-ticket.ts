/** "Not solved": the ticket is open again, with whoever had it. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { addTravellerEntry } from '../../store/entries.ts';
import type { TicketRecord } from '../../store/records.ts';
import { siteOf } from '../../store/sites.ts';
import { listStaffReach, type StaffReach } from '../../store/staff-reach.ts';
import { changeTicket } from '../../store/tickets.ts';
import { discreetName, traveller } from './own-ticket.ts';

/** Opens it again and asks what is missing; `words` are those that said so. */
export async function reopenOwn(turn: Turn, before: TicketRecord, words?: string): Promise<void> {
  const actor = traveller(before);
  assertCan(actor, 'ticket.reopen-own');
  const { tx, now } = turn;
  const owner = await activeOwner(turn, before);
  const isGrave = before.urgency === 'emergency' || before.need === 'psychological';
  const ticket = await changeTicket(
    tx,
    before,
    { states: ['resolved', 'closed'] },
    {
      state: 'reopened',
      ownerId: owner?.staffId ?? null,
      resolvedAt: null,
      rating: null,
      ratingComment: null,
      answeredAt: null,
      pages: 0,
      nextPageAt: isGrave ? now : null,
      ...(owner ? {} : { claimedAt: null }),
    },
    { actor, action: 'ticket.reopen-own', channel: turn.inbound.account, now },
  );
  turn.remember({ ticket: before.id, expect: undefined });
  if (words) addTravellerEntry(turn.tx, before, turn, words);
  if (ticket) {
    const params = { name: discreetName(turn), ...(owner ? { context: 'owned', owner: owner.name } : {}) };
    await turn.emit({ type: 'ticket.changed', ticket, before, what: 'reopened', params, actor });
  }
  if (words) {
    const { inbound, inboundId } = turn;
    await turn.emit({ type: 'ticket.said', ticket: ticket ?? before, inbound, inboundId });
  }
  await ask(turn, before, ticket !== undefined);
}

/** Somebody who has left the team cannot go on with it. */
async function activeOwner(turn: Turn, ticket: TicketRecord): Promise<StaffReach | undefined> {
  return (await listStaffReach(turn.tx)).find((one) => one.staffId === ticket.ownerId);
}

async function ask(turn: Turn, ticket: TicketRecord, wasReopened: boolean): Promise<void> {
  const { locale, t } = turn;
  const key = !wasReopened ? 'still-open' : ticket.restricted ? 'caring' : 'missing';
  const lines = [t(locale, `care:reopened.${key}`, { number: ticket.number })];
  const hotline =
    ticket.need === 'psychological' ? (await siteOf(turn.tx, ticket.siteId))?.hotline : undefined;
  if (hotline) lines.push(t(locale, 'care:reopened.hotline', { phone: hotline }));
  await turn.reply({ text: lines.join('\n') }, { ticketId: ticket.id });
}
