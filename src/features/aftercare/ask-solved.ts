/** Asks the traveller in private whether a ticket that was called done is solved. */
import type { DomainEvent, Work } from '../../conversation/feature.ts';
import { matchLocale } from '../../domain/locale.ts';
import type { Choice, Content } from '../../domain/message.ts';
import { writerId } from '../../domain/proxy.ts';
import { isUnknownToTraveller } from '../../domain/ticket.ts';
import { expectInPrivate } from '../../store/aftercare.ts';
import { findPerson } from '../../store/people.ts';
import type { TicketRecord } from '../../store/records.ts';

/** Asks once for every time it was resolved; never in a group, and not after a word of thanks. */
export async function askAfterResolving(
  work: Work,
  event: Extract<DomainEvent, { type: 'ticket.changed' }>,
): Promise<void> {
  const { ticket, actor } = event;
  if (!ticket.privateChat || ticket.need === 'thanks' || isUnknownToTraveller(ticket)) return;
  const person = await findPerson(work.tx, writerId(ticket));
  const locale = person?.locale ?? matchLocale(ticket.language) ?? 'en';
  const content = ticket.restricted
    ? safeQuestion(work, locale, ticket)
    : solvedQuestion(work, locale, ticket, actor.role === 'traveller' ? 'care:ask.own' : 'care:ask.solved');
  const target = { account: ticket.account, chat: ticket.privateChat, kind: 'private' } as const;
  await work.say(target, content, { key: `care:${ticket.id}:${ticket.version}`, ticketId: ticket.id });
  await expectInPrivate(work.tx, target, {
    answer: ticket.restricted ? 'care.safe' : 'care.rating',
    params: { ticket: ticket.id },
    at: work.now.toString(),
  });
}

/** The question with its five ratings and the way back. */
export function solvedQuestion(work: Work, locale: string, ticket: TicketRecord, key: string): Content {
  return {
    text: work.t(locale, key, { number: ticket.number }),
    choices: [ratings(ticket), [notSolved(work, locale, ticket)]],
  };
}

/** After something painful nobody is asked for stars first. */
function safeQuestion(work: Work, locale: string, ticket: TicketRecord): Content {
  const safe = { id: `safe:${ticket.number}`, label: work.t(locale, 'care:button.safe') };
  const someone = { id: `notsolved:${ticket.number}`, label: work.t(locale, 'care:button.someone') };
  return { text: work.t(locale, 'care:ask.safe', { number: ticket.number }), choices: [[safe], [someone]] };
}

/** One to five, in one row. */
export const ratings = (ticket: TicketRecord): Choice[] =>
  [1, 2, 3, 4, 5].map((stars) => ({ id: `rate:${ticket.number}:${stars}`, label: `${stars} ★` }));

/** The button that opens a ticket again. */
export const notSolved = (work: Work, locale: string, ticket: TicketRecord): Choice => ({
  id: `notsolved:${ticket.number}`,
  label: work.t(locale, 'care:button.not-solved'),
});
