/** `/care 12 pregnant`, `/care Ana Lima infant`: what somebody needs special care for. */
import type { TicketDesk, Turn } from '../../conversation/feature.ts';
import { assertCan, can } from '../../domain/actor.ts';
import { careText, isOpenCare, urgencyWith } from '../../domain/care.ts';
import { type FlagsReading, readFlags } from '../../domain/roster/care-flags.ts';
import type { CareFlag } from '../../domain/roster.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { dropCare, listCare, setCare } from '../../store/care.ts';
import { findPerson } from '../../store/people.ts';
import { listOpenOf } from '../../store/proxies.ts';
import type { PersonRecord, TicketRecord } from '../../store/records.ts';
import { changeTicket } from '../../store/tickets.ts';

const LENGTH = 200;
const OFF = /^(?:-|off\b|no\b|取消|去掉|删除|刪除)\s*/iu;

/** Shows or changes the flags of a ticket's traveller. */
export async function ticketCare(
  turn: Turn,
  desk: TicketDesk,
  ticket: TicketRecord,
  words: string,
): Promise<void> {
  assertCan(turn.actor, 'care.edit');
  const person = await findPerson(turn.tx, ticket.personId);
  if (!person) throw new UserError('staff:error.no-ticket', { number: ticket.number });
  const { number } = ticket;
  const text = await editCare(turn, person, words, ticket.id);
  const key = text ? 'staff-special:now' : 'staff-special:none';
  await desk.answer(turn, ticket, turn.t(turn.locale, key, { number, text }));
}

/** Shows or changes somebody's flags; `who` is what they are called in the answer. */
export async function personCare(
  turn: Turn,
  person: PersonRecord,
  who: string,
  words: string,
): Promise<void> {
  assertCan(turn.actor, 'care.edit');
  const text = await editCare(turn, person, words);
  const key = text ? 'staff-special:person.now' : 'staff-special:person.none';
  await turn.reply({ text: turn.t(turn.locale, key, { who, text }) });
}

/** The flags after the change, as whoever reads here may read them; empty where there is none. */
async function editCare(turn: Turn, person: PersonRecord, words: string, ticketId?: string): Promise<string> {
  const confidential = turn.chat.kind === 'private' && can(turn.actor, 'ticket.read-restricted');
  if (words) await change(turn, person, words, confidential, ticketId);
  const reader = { t: turn.t, locale: turn.locale, confidential };
  return careText(await listCare(turn.tx, person.id), reader);
}

async function change(
  turn: Turn,
  person: PersonRecord,
  words: string,
  confidential: boolean,
  ticketId: string | undefined,
): Promise<void> {
  const { tx, now, actor, inbound } = turn;
  if ([...words].length > LENGTH) throw new UserError('staff-special:error.long', { most: LENGTH });
  const { isOff, flags, other, hasBadDate } = readCare(words);
  if (hasBadDate) throw new UserError('staff-special:error.date');
  if (other.length > 0 || flags.length === 0) throw new UserError('staff-special:error.unknown');
  if (!confidential && !flags.every(isOpenCare)) throw new UserError('staff-special:error.confidential');
  const kinds = flags.map(({ kind }) => kind);
  if (isOff) await dropCare(tx, person.id, kinds);
  else await setCare(tx, person.id, flags);
  addAudit(tx, {
    actor,
    action: isOff ? 'care.off' : 'care.set',
    channel: inbound.account,
    now,
    ...(ticketId ? { ticketId } : {}),
    after: ticketId ? auditOf(flags) : { personId: person.id, ...auditOf(flags) },
  });
  await follow(turn, person);
}

/** `off` before the flags takes them away. */
const readCare = (words: string): FlagsReading & { isOff: boolean } => ({
  isOff: OFF.test(words),
  ...readFlags(words.replace(OFF, '')),
});

const OFF_BEFORE = /(?:^|\s)(?:-|off|no|取消|去掉|删除|刪除)\s+$/iu;

/**
 * Where the flags begin in `Ana Lima off pregnant, chronic 2026-12-03`: everything before them is whom they are about.
 * They begin with the fewest last words before the first comma that name a flag.
 */
export function splitCare(words: string): { who: string; rest: string } {
  const first = /^[^,，、;；]*/u.exec(words)?.[0] ?? '';
  const starts = [...first.matchAll(/(?<=^|\s)\S/gu)].map(({ index }) => index).reverse();
  const last = starts.findIndex((at) => readFlags(first.slice(at)).flags.length > 0);
  const start = starts[withNamed(first, starts, last)];
  if (start === undefined) return { who: words, rest: '' };
  const before = words.slice(0, start);
  const off = OFF_BEFORE.exec(before)?.[0] ?? '';
  const from = start - off.length;
  return { who: words.slice(0, from).trim(), rest: words.slice(from).trim() };
}

/** `diet` before `vegetarian` names the same flag, and nobody is called that. */
function withNamed(text: string, starts: readonly number[], last: number): number {
  const [found] = readFlags(text.slice(starts[last])).flags;
  const before = text.slice(starts[last + 1], starts[last]);
  const isNamed = found && last >= 0 && before.trim().toLowerCase() === found.kind;
  return isNamed ? last + 1 : last;
}

/** Open tickets become as urgent as they would be if they were opened now, and every card shows the flags. */
async function follow(turn: Turn, person: PersonRecord): Promise<void> {
  const { tx, now, actor, inbound } = turn;
  const care = (await listCare(tx, person.id)).map(({ kind }) => kind);
  const tickets = await listOpenOf(tx, [person.id]);
  for (const before of tickets) {
    const urgency = urgencyWith(care, before.need, before.urgency);
    if (urgency === before.urgency) continue;
    const audit = { actor, action: 'ticket.correct', channel: inbound.account, now };
    const ticket = await changeTicket(tx, before, { states: OPEN_STATES }, { urgency }, audit);
    if (!ticket) continue;
    const params = { name: turn.staff?.name };
    await turn.emit({ type: 'ticket.changed', ticket, before, what: 'corrected', params, actor });
  }
  const drawn = await listOpenOf(tx, [person.id]);
  await turn.emit({
    type: 'profile.changed',
    person: { ...person, care },
    tickets: drawn,
    inboundId: turn.inboundId,
  });
}

/** Kinds and days; notes are people's words. */
const auditOf = (flags: readonly CareFlag[]): object => ({
  kinds: flags.map(({ kind, date }) => (date ? `${kind} ${date}` : kind)),
});
