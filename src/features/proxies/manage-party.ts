/** `/party`: who travels with whom. */
import type { TicketDesk, Turn } from '../../conversation/feature.ts';
import { assertCan, canReadTicket } from '../../domain/actor.ts';
import { memberText } from '../../domain/card-people.ts';
import { type Named, readParty } from '../../domain/party-words.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { findByName, joinParty, leaveParty, listParty } from '../../store/parties.ts';
import { findPerson } from '../../store/people.ts';
import { listOpenOf } from '../../store/proxies.ts';
import type { PersonRecord } from '../../store/records.ts';

/** Key of the usage line. */
export const PARTY_USAGE = 'staff-proxy:usage.party';

const OUT = /^(?:out|leave|移出)(?=[\s#＃\d])\s*/iu;
/** Most that are put together at once. */
const MOST = 20;

/** One shows, several are joined, `out` takes one out. */
export async function party(turn: Turn, desk: TicketDesk, args: string): Promise<void> {
  assertCan(turn.actor, 'party.edit');
  const isOut = OUT.test(args);
  const named = readParty(args.replace(OUT, ''));
  if (named.length === 0 || named.length > MOST || (isOut && named.length > 1))
    throw new UserError('staff:error.usage', { usage: PARTY_USAGE });
  const people = new Map<string, PersonRecord>();
  for (const one of named) {
    const person = await find(turn, desk, one);
    people.set(person.id, person);
  }
  const [first, ...others] = people.values();
  if (!first) return;
  if (isOut) return takeOut(turn, first);
  if (named.length === 1) return show(turn, first);
  if (others.length === 0) throw new UserError('staff-proxy:error.one', { name: memberText(first) });
  await join(turn, [first, ...others]);
}

async function find(turn: Turn, desk: TicketDesk, one: Named): Promise<PersonRecord> {
  if ('name' in one) {
    const [person, another] = await findByName(turn.tx, one.name);
    if (!person) throw new UserError('staff-proxy:error.nobody', { name: one.name });
    if (another) throw new UserError('staff-proxy:error.several', { name: one.name });
    return person;
  }
  const ticket = await desk.numbered(turn, String(one.number));
  const { number } = ticket;
  if (!canReadTicket(turn.actor, ticket)) throw new UserError('staff:error.restricted', { number });
  if (ticket.restricted && turn.chat.kind === 'group')
    throw new UserError('staff-proxy:error.private', { number });
  const person = await findPerson(turn.tx, ticket.personId);
  if (!person) throw new UserError('staff:error.no-ticket', { number });
  return person;
}

async function join(turn: Turn, people: readonly PersonRecord[]): Promise<void> {
  const { tx, now } = turn;
  const members = await joinParty(tx, people, now);
  audit(turn, 'party.join', { partyId: members[0]?.partyId, people: members.map(({ id }) => id) });
  await redraw(turn, members);
  await list(turn, members);
}

async function takeOut(turn: Turn, person: PersonRecord): Promise<void> {
  const name = memberText(person);
  if (!person.partyId) throw new UserError('staff-proxy:error.alone', { name });
  await leaveParty(turn.tx, person.id);
  audit(turn, 'party.leave', { partyId: person.partyId, people: [person.id] });
  await redraw(turn, [person, ...(await listParty(turn.tx, person.partyId))]);
  await turn.reply({ text: turn.t(turn.locale, 'staff-proxy:party.left', { name }) });
}

async function show(turn: Turn, person: PersonRecord): Promise<void> {
  const members = person.partyId ? await listParty(turn.tx, person.partyId) : [];
  if (members.length < 2) throw new UserError('staff-proxy:error.alone', { name: memberText(person) });
  await list(turn, members);
}

/** Everybody with their open tickets; a group is not told whose the confidential ones are. */
async function list(turn: Turn, members: readonly PersonRecord[]): Promise<void> {
  const open = await listOpenOf(
    turn.tx,
    members.map(({ id }) => id),
  );
  const lines = members.map((member) => {
    const own = open.filter(
      (one) => one.personId === member.id && !(one.restricted && turn.chat.kind === 'group'),
    );
    return [`• ${memberText(member)}`, ...own.map(({ number }) => `#${number}`)].join(' ');
  });
  const head = turn.t(turn.locale, 'staff-proxy:party.head', { count: members.length });
  await turn.reply({ text: [head, ...lines].join('\n') });
}

function audit(turn: Turn, action: string, after: object): void {
  const { actor, now, inbound } = turn;
  addAudit(turn.tx, { actor, action, channel: inbound.account, now, after });
}

async function redraw(turn: Turn, members: readonly PersonRecord[]): Promise<void> {
  const [person] = members;
  if (!person) return;
  const tickets = await listOpenOf(
    turn.tx,
    members.map(({ id }) => id),
  );
  await turn.emit({ type: 'profile.changed', person, tickets, inboundId: turn.inboundId });
}
