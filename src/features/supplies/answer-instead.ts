/** The traveller says whether something else would do; the line becomes that thing, or stays what it was. */
import type { Turn } from '../../conversation/feature.ts';
import type { Actor } from '../../domain/actor.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import { isWriter, writerId } from '../../domain/proxy.ts';
import type { LineChange } from '../../domain/supplies/line.ts';
import { amountOf, thingName } from '../../domain/supplies/line-text.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import { readYesNo } from '../../domain/yes-no.ts';
import { UserError } from '../../errors.ts';
import { listStaffChats } from '../../store/cards.ts';
import { findPerson } from '../../store/people.ts';
import type { TicketRecord } from '../../store/records.ts';
import { findAsked, type ItemLineRecord } from '../../store/supplies.ts';
import { addEntry, findTicket } from '../../store/tickets.ts';
import { lineAt, refusal, report } from './change-lines.ts';
import { editLines, type Held, holdLines } from './hold-lines.ts';
import type { SupplyDeps } from './index.ts';
import { askTraveller, markOf, offeredText } from './offer-instead.ts';

/** What was said, and who says so. */
interface Answer {
  readonly accepted: boolean;
  /** A colleague who asked by phone. */
  readonly byStaff: boolean;
}

/** A pressed yes or no: `instead:12:1:<offer>:yes`. */
export async function answerByChoice(
  turn: Turn,
  deps: SupplyDeps,
  [number, position, offer, answer]: readonly string[],
): Promise<void> {
  const known = Number(number);
  const ticket =
    Number.isSafeInteger(known) && known < 2 ** 31 ? await findTicket(turn.tx, known) : undefined;
  if (!ticket || !isWriter(ticket, turn.person?.id)) throw new UserError('common:error.old-choice');
  await answerOwn(turn, deps, ticket, { position: Number(position), offer, accepted: answer === 'yes' });
}

/** A typed yes or no, right after the question; other words go on as a message. */
export async function answerByWords(
  turn: Turn,
  deps: SupplyDeps,
  text: string,
  params: Record<string, unknown>,
): Promise<boolean> {
  turn.expect(undefined);
  const said = readYesNo(text, turn.locale, (locale, answer) => turn.t(locale, `supplies:words.${answer}`));
  const ticket = typeof params.ticket === 'string' ? await findTicket(turn.tx, params.ticket) : undefined;
  if (!said || !ticket || !isWriter(ticket, turn.person?.id)) return false;
  const { position, offer } = params;
  await answerOwn(turn, deps, ticket, { position: Number(position), offer, accepted: said === 'yes' });
  return true;
}

interface OwnAnswer {
  readonly position: number;
  readonly offer: unknown;
  readonly accepted: boolean;
}

async function answerOwn(turn: Turn, deps: SupplyDeps, picked: TicketRecord, said: OwnAnswer): Promise<void> {
  turn.expect(undefined);
  const isOpen = OPEN_STATES.includes(picked.state);
  const held = isOpen ? await holdLines(turn, picked) : undefined;
  const line = held?.lines.find(({ position }) => position === said.position);
  if (!held || !line || line.substitution !== 'asked' || markOf(line) !== said.offer) {
    await turn.reply({ text: turn.t(turn.locale, 'supplies:answer.old') }, { ticketId: picked.id });
    return;
  }
  await answerInstead(turn, deps, held, line, { accepted: said.accepted, byStaff: false });
}

/** Records an answer on a held line, and tells the other side. */
export async function answerInstead(
  turn: Turn,
  deps: SupplyDeps,
  held: Held,
  line: ItemLineRecord,
  { accepted, byStaff }: Answer,
): Promise<void> {
  if (line.substitution !== 'asked') throw refusal(held, line, 'not-asked');
  const { ticket } = held;
  const actor: Actor = byStaff ? turn.actor : { role: 'traveller', id: writerId(ticket) };
  const change = accepted ? acceptance(deps, ticket, line) : ({ substitution: 'declined' } as const);
  const person = await findPerson(turn.tx, ticket.personId);
  const name = byStaff ? turn.staff?.name : `👤 ${person?.room ?? ''}`.trim();
  const edited = await editLines(turn, deps, held, {
    changes: [{ line, change }],
    actor,
    name,
    isAnswer: true,
  });
  if (byStaff) return report(turn, deps, edited);
  await thank(turn, deps, edited.ticket, line, accepted);
  await tellTeam(turn, deps, edited.ticket, line, accepted, person?.room ?? null);
  await askNext(turn, deps, lineAt(edited, line.position));
}

/** The line becomes what was offered, and keeps what it stands in for. */
function acceptance({ supplies }: SupplyDeps, ticket: TicketRecord, line: ItemLineRecord): LineChange {
  const words = line.substitute ?? line.name;
  const [thing] = supplies.read(words, ticket.language).lines;
  const { item = null, name = words, unit = null, stated = false, amount } = thing ?? {};
  return {
    item,
    name,
    unit: unit ?? line.unit,
    state: 'requested',
    substitution: 'accepted',
    substitute: line.name,
    ...(stated && amount !== undefined ? { amount } : {}),
  };
}

async function thank(
  turn: Turn,
  { supplies }: SupplyDeps,
  ticket: TicketRecord,
  line: ItemLineRecord,
  accepted: boolean,
): Promise<void> {
  const { locale, t } = turn;
  const wording = { t, locale };
  const instead = offeredText(supplies, line, wording);
  const wanted = thingName(line, wording);
  const text = t(locale, `supplies:answer.${accepted ? 'yes' : 'no'}`, { instead, wanted });
  addEntry(turn.tx, {
    ticketId: ticket.id,
    kind: 'traveller',
    at: turn.now,
    text: `${accepted ? '✓' : '✗'} ${instead}`,
    personId: writerId(ticket),
    inboundId: turn.inboundId,
  });
  await turn.reply({ text }, { ticketId: ticket.id });
}

/** The owner hears it in private; of a ticket that nobody has, the team does. */
async function tellTeam(
  turn: Turn,
  { desk, supplies, locale: fallback }: SupplyDeps,
  ticket: TicketRecord,
  line: ItemLineRecord,
  accepted: boolean,
  room: string | null,
): Promise<void> {
  const say = (locale: string): string => {
    const wording = { t: turn.t, locale };
    return turn.t(locale, `staff-supplies:answered.${accepted ? 'yes' : 'no'}`, {
      number: ticket.number,
      position: line.position,
      room: room ? turn.t(locale, 'staff:card.room', { room }) : turn.t(locale, 'staff:card.room-unknown'),
      wanted: amountOf(line, line.amount, wording),
      instead: offeredText(supplies, line, wording),
    });
  };
  const items = (locale: string) => [
    [{ id: `items:${ticket.number}`, label: turn.t(locale, 'staff:button.items') }],
  ];
  const key = `answered:${line.id}:${line.version}`;
  const write = (locale: string) => ({ text: say(locale), choices: items(locale) });
  if (ticket.ownerId && (await desk.tellStaff(turn, ticket, ticket.ownerId, key, write))) return;
  if (ticket.restricted) return;
  for (const chat of await listStaffChats(turn.tx, ticket.teamId)) {
    const locale = matchLocale(chat.locale ?? fallback, STAFF_LOCALES) ?? 'en';
    const target = { account: chat.account, chat: chat.externalId, kind: chat.kind };
    await turn.say(target, { text: say(locale) }, { key: `${key}:${chat.id}`, ticketId: ticket.id });
  }
}

/** Without buttons only the last question can be answered by number: the one before it is put again. */
async function askNext(turn: Turn, deps: SupplyDeps, { id }: ItemLineRecord): Promise<void> {
  if (turn.capabilities(turn.inbound.account)?.buttons !== false || !turn.person) return;
  const asked = await findAsked(turn.tx, turn.person.id);
  const ticket = asked && asked.line.id !== id ? await findTicket(turn.tx, asked.ticketId) : undefined;
  const target = ticket && (await deps.desk.reachTraveller(turn, ticket));
  if (asked && ticket && target)
    await askTraveller(turn, deps, ticket, asked.line, target, `:${turn.inboundId}`);
}
