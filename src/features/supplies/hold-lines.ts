/** The lines of a ticket in hand: nobody else changes them until this turn is done. */
import type { Turn } from '../../conversation/feature.ts';
import type { Actor } from '../../domain/actor.ts';
import { isOpenLine, type LineChange } from '../../domain/supplies/line.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import { UserError } from '../../errors.ts';
import { lockTickets } from '../../store/merging.ts';
import type { TicketRecord } from '../../store/records.ts';
import { addLines, changeLine, type ItemLineRecord, listLines, type NewLine } from '../../store/supplies.ts';
import { changeTicket, type TicketChange } from '../../store/tickets.ts';
import type { SupplyDeps } from './index.ts';
import { tellTraveller } from './tell-traveller.ts';

/** A locked ticket and its lines. */
export interface Held {
  readonly ticket: TicketRecord;
  readonly lines: readonly ItemLineRecord[];
}

/** What is to be done with held lines. */
export interface Edit {
  readonly changes?: readonly { readonly line: ItemLineRecord; readonly change: LineChange }[];
  readonly added?: readonly NewLine[];
  /** Who did it, and what cards call them. */
  readonly actor: Actor;
  readonly name: string | undefined;
  /** The traveller hears of it in another way. */
  readonly isAnswer?: boolean;
}

/** How the lines stand after an edit. */
export interface Edited extends Held {
  /** `told`: the traveller was told what comes; `phone`: there is no chat to tell them in. */
  readonly told: 'told' | 'phone' | undefined;
}

/** Locks a ticket and reads its lines; throws unless something can still be done on it. */
export async function holdLines(turn: Turn, picked: TicketRecord): Promise<Held> {
  const ticket = (await lockTickets(turn.tx, [picked.id])).get(picked.id) ?? picked;
  if (!OPEN_STATES.includes(ticket.state)) {
    const { number, state } = ticket;
    throw new UserError('staff:error.state', { number, state: `staff:state.${state}` });
  }
  return { ticket, lines: await listLines(turn.tx, ticket.id) };
}

/** Writes an edit that was found possible: lines, audit, cards, and the traveller's message when all is decided. */
export async function editLines(turn: Turn, deps: SupplyDeps, held: Held, edit: Edit): Promise<Edited> {
  const { tx, now } = turn;
  const { ticket: before } = held;
  const changed = new Map<string, ItemLineRecord>();
  for (const { line, change } of edit.changes ?? []) {
    const after = await changeLine(tx, line, change, now);
    if (!after) throw new Error('a line changed while its ticket was locked');
    changed.set(line.id, after);
  }
  const added = edit.added?.length ? await addLines(tx, before.id, edit.added, now) : [];
  const lines = [...held.lines.map((line) => changed.get(line.id) ?? line), ...added];
  const told = await tellTraveller(turn, deps, { before: held, lines, isAnswer: edit.isAnswer ?? false });
  const ticket = await record(turn, deps, held, lines, edit, told === 'told');
  const params = { name: edit.name };
  await turn.emit({
    type: 'ticket.changed',
    ticket,
    before,
    what: 'supplied',
    params,
    actor: edit.actor,
  });
  return { ticket, lines, told };
}

/** A new version of the ticket, with what became of which line; being told what comes is an answer. */
async function record(
  turn: Turn,
  { desk }: SupplyDeps,
  { ticket: before, lines: was }: Held,
  lines: readonly ItemLineRecord[],
  { actor }: Edit,
  isTold: boolean,
): Promise<TicketRecord> {
  const { now, inbound } = turn;
  const versions = new Map(was.map((line) => [line.id, line.version]));
  const touched = new Set(lines.filter((line) => versions.get(line.id) !== line.version).map(({ id }) => id));
  const answered: TicketChange =
    isTold && actor.role !== 'traveller'
      ? { firstResponseAt: before.firstResponseAt ?? now, answeredAt: before.answeredAt ?? now }
      : {};
  const ticket = await changeTicket(turn.tx, before, { states: OPEN_STATES }, answered, {
    actor,
    action: 'ticket.supplied',
    channel: inbound.account,
    now,
    before: { lines: was.filter(({ id }) => touched.has(id)).map(factsOf) },
    after: { lines: lines.filter(({ id }) => touched.has(id)).map(factsOf) },
  });
  if (!ticket) throw await desk.standsOtherwise(turn, before.id);
  return ticket;
}

/** A line without its words: the record tells what was done, not what was said. */
const factsOf = ({
  position,
  item,
  amount,
  unit,
  state,
  delivered,
  substitution,
}: ItemLineRecord): object => ({
  position,
  item,
  amount,
  unit,
  state,
  delivered,
  substitution,
});

/** Whether there are lines and nothing is left to bring. */
export const isSettled = (lines: readonly ItemLineRecord[]): boolean =>
  lines.length > 0 && !lines.some(isOpenLine);
