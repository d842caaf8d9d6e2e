/** What a traveller can do with an answer: say that it helped, or ask a person all the same. */
import type { Turn } from '../../conversation/feature.ts';
import type { Actor } from '../../domain/actor.ts';
import { isWriter, writerId } from '../../domain/proxy.ts';
import { OPEN_STATES, resolution } from '../../domain/ticket.ts';
import { UserError } from '../../errors.ts';
import { findEntry, noteHelp } from '../../store/faq.ts';
import { addEntry, changeTicket, findTicket } from '../../store/tickets.ts';
import type { FaqDeps } from './index.ts';
import { keepWords, keptWords } from './kept-words.ts';

/** "Ask a person": what they asked becomes a ticket, once. */
export async function passOn(turn: Turn, ask: FaqDeps['ask'], key: string | undefined): Promise<void> {
  const kept = keptWords(turn).find((one) => one.key === key);
  if (!kept) throw new UserError('common:error.old-choice');
  if (kept.ticket !== undefined) throw new UserError('faq:error.asked', { number: kept.ticket });
  const { number } = await ask(turn, kept.words);
  keepWords(turn, { ...kept, ticket: number });
}

/** "This answered my question", where there is no ticket. */
export async function helpedByChoice(turn: Turn, number: string | undefined): Promise<void> {
  const entry = /^\d{1,6}$/.test(number ?? '') ? await findEntry(turn.tx, Number(number)) : undefined;
  if (!entry) throw new UserError('common:error.old-choice');
  const person = turn.staff ? turn.person : await turn.ensurePerson();
  if (person) await noteHelp(turn.tx, entry, person.id, turn.now);
  await turn.reply({ text: turn.t(turn.person?.locale ?? turn.locale, 'faq:glad') });
}

/** "This answered it", on a ticket: it is resolved like any that its traveller calls solved, and can be reopened. */
export async function resolveByFaq(
  turn: Turn,
  { locale }: Pick<FaqDeps, 'locale'>,
  [ticketNumber, entryNumber]: readonly string[],
): Promise<void> {
  const isWhole = [ticketNumber, entryNumber].every((one) => /^\d{1,9}$/.test(one ?? ''));
  const before = isWhole ? await findTicket(turn.tx, Number(ticketNumber)) : undefined;
  const entry = before && (await findEntry(turn.tx, Number(entryNumber)));
  if (!before || !entry || !isWriter(before, turn.person?.id)) throw new UserError('common:error.old-choice');
  const { number } = before;
  // What became graver since is not over because an old question was answered.
  if (before.restricted || before.urgency === 'emergency')
    throw new UserError('faq:error.graver', { number });
  const actor: Actor = { role: 'traveller', id: writerId(before) };
  const ticket = await changeTicket(turn.tx, before, { states: OPEN_STATES }, resolution(turn.now), {
    actor,
    action: 'ticket.resolve-faq',
    channel: turn.inbound.account,
    now: turn.now,
  });
  if (!ticket) throw new UserError('faq:error.done', { number });
  await noteHelp(turn.tx, entry, actor.id, turn.now);
  const text = turn.t(locale, 'staff-faq:entry.helped', { number: entry.number });
  addEntry(turn.tx, { ticketId: ticket.id, kind: 'event', at: turn.now, text });
  const params = { name: `👤 ${turn.person?.room ?? ''}`.trim() };
  await turn.emit({ type: 'ticket.changed', ticket, before, what: 'resolved', params, actor });
}
