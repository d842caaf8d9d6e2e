/** A traveller's words become lines by themselves: when a request for supplies is opened, and when more is said on it. */
import type { DomainEvent, Work } from '../../conversation/feature.ts';
import { isOpenLine } from '../../domain/supplies/line.ts';
import type { SupplyLine } from '../../domain/supplies.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import { collectedWords } from '../../store/entries.ts';
import { lockTickets } from '../../store/merging.ts';
import type { TicketRecord } from '../../store/records.ts';
import { addLines, appendLines, changeLine, dropCopies, listLines } from '../../store/supplies.ts';
import type { SupplyDeps } from './index.ts';

/** Listens; other needs, and words that name nothing, cost nothing. */
export async function proposeLines(work: Work, deps: SupplyDeps, event: DomainEvent): Promise<void> {
  if (event.type === 'ticket.opened') await open(work, deps, event.ticket);
  else if (event.type === 'ticket.said') await add(work, deps, event);
  else if (event.type === 'ticket.changed' && event.what === 'corrected') await correct(work, deps, event);
}

/** The first lines are collected with the ticket: nothing is read and no statement is added. */
async function open(work: Work, deps: SupplyDeps, ticket: TicketRecord): Promise<void> {
  if (ticket.need !== 'supplies') return;
  const words = collectedWords(work.tx, ticket.id);
  const lines = linesIn(deps, ticket, words ?? ticket.summary);
  appendLines(work.tx, ticket.id, lines, work.now);
  // Words without an entry of this moment were said before, on a ticket that need not bring the same again.
  if (words === undefined && lines.length > 0) await dropCopies(work.tx, ticket, lines, work.now);
}

/** What a text asks for; something broken is no thing to bring. */
function linesIn({ supplies }: SupplyDeps, ticket: TicketRecord, words: string): readonly SupplyLine[] {
  const reading = supplies.read(words, ticket.language);
  return reading.repair ? [] : reading.lines;
}

/** Further words: only what is surely wanted becomes a line, for most of what is said is conversation. */
async function add(
  work: Work,
  { supplies }: SupplyDeps,
  { ticket, inbound }: Extract<DomainEvent, { type: 'ticket.said' }>,
): Promise<void> {
  // A corrected message says again what was said.
  if (ticket.need !== 'supplies' || !inbound.text || inbound.edits) return;
  const { lines, repair } = supplies.read(inbound.text, ticket.language);
  const wanted = (repair ? [] : lines).filter(({ item, stated }) => item !== null || stated);
  if (wanted.length > 0) await addTo(work, ticket, wanted);
}

async function addTo(work: Work, ticket: TicketRecord, wanted: readonly SupplyLine[]): Promise<void> {
  const { tx, now } = work;
  const held = (await lockTickets(tx, [ticket.id])).get(ticket.id);
  if (!held || !OPEN_STATES.includes(held.state)) return;
  const known = (await listLines(tx, ticket.id)).filter(isOpenLine);
  const added: SupplyLine[] = [];
  for (const line of wanted) {
    const same = known.find(({ item }) => item !== null && item === line.item);
    // "Three cans, please" after "we have no milk": the amount that nobody had said yet.
    const isUnsaid = same?.version === 1 && same.state === 'requested' && same.amount === 1;
    if (!same || (line.stated && !isUnsaid)) added.push(line);
    else if (line.stated) await changeLine(tx, same, { amount: line.amount, unit: line.unit }, now);
  }
  if (added.length > 0) await addLines(tx, ticket.id, added, now);
}

/** Found to be a matter of supplies after all: what it asks for is read out of its first words. */
async function correct(
  work: Work,
  deps: SupplyDeps,
  { ticket, before }: Extract<DomainEvent, { type: 'ticket.changed' }>,
): Promise<void> {
  if (ticket.need !== 'supplies' || before.need === 'supplies') return;
  if ((await listLines(work.tx, ticket.id)).length > 0) return;
  await addLines(work.tx, ticket.id, linesIn(deps, ticket, ticket.summary), work.now);
}
