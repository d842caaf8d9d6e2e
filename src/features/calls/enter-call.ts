/** What was said on the phone becomes a ticket like any other, owned by whoever was asked. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import type { Caller } from '../../domain/caller.ts';
import { urgencyWith } from '../../domain/care.ts';
import { type AccountId, accountId, type ChatRef } from '../../domain/ids.ts';
import { auditOpening } from '../../store/audit.ts';
import { findCaller } from '../../store/callers.ts';
import { addPerson, findPerson, updatePerson } from '../../store/people.ts';
import type { PersonRecord, TicketRecord } from '../../store/records.ts';
import { teamFor } from '../../store/routing.ts';
import { siteOf } from '../../store/sites.ts';
import { addEntry, changeTicket, openTicket } from '../../store/tickets.ts';
import type { Source } from './call-form.ts';
import type { CallDeps } from './index.ts';

const SUMMARY = 500;
/** The account of those who have none. */
const NO_ACCOUNT = accountId('phone');

/** Opens the ticket, claimed by the colleague: first asked, first responsible. */
export async function enterCall(
  turn: Turn,
  deps: CallDeps,
  source: Source,
  caller: Caller,
  words: string,
): Promise<void> {
  assertCan(turn.actor, 'ticket.enter');
  const { tx, now, actor, inbound, inboundId } = turn;
  const reading = deps.triage(words);
  const known = await findCaller(tx, caller);
  const person = known ? await complete(turn, known.person, caller) : newPerson(turn, caller);
  const site = await siteOf(tx, person.siteId ?? turn.chat.siteId);
  const facts = {
    siteId: site?.id ?? null,
    jurisdiction: person.jurisdiction,
    need: reading.need,
    care: person.care,
  };
  const opened = await openTicket(
    tx,
    {
      personId: person.id,
      siteId: facts.siteId,
      teamId: (await teamFor(tx, facts, now))?.id ?? null,
      need: reading.need,
      urgency: urgencyWith(person.care, reading.need, reading.urgency),
      summary: [...words].slice(0, SUMMARY).join(''),
      language: person.locale ?? reading.language,
      account: (known?.account as AccountId | null | undefined) ?? NO_ACCOUNT,
      privateChat: (known?.privateChat as ChatRef | null | undefined) ?? null,
      groupChat: null,
      source,
    },
    now,
  );
  auditOpening(tx, opened, { actor, now, channel: inbound.account });
  addEntry(tx, {
    ticketId: opened.id,
    kind: 'traveller',
    at: now,
    text: words,
    personId: person.id,
    staffId: actor.id,
    inboundId,
  });
  const by = { person, displayName: caller.name };
  await turn.emit({ type: 'ticket.opened', ticket: opened, selfHarm: reading.selfHarm, by });
  const ticket = await own(turn, opened);
  await report(turn, ticket, person, known?.privateChat != null);
}

function newPerson(turn: Turn, { name, room, phone }: Caller): PersonRecord {
  return addPerson(turn.tx, { name, room, phone, locale: null, siteId: turn.chat.siteId }, turn.now);
}

/** A number or a room that was not known yet is kept; what is known is not overwritten by what was heard. */
async function complete(turn: Turn, person: PersonRecord, caller: Caller): Promise<PersonRecord> {
  const change = {
    name: person.name ?? caller.name,
    room: person.room ?? caller.room,
  };
  const phone = person.phone === null ? { phone: caller.phone } : {};
  await updatePerson(turn.tx, person.id, { ...change, ...phone });
  return (await findPerson(turn.tx, person.id)) ?? person;
}

/** A complaint waits for a supervisor instead. */
async function own(turn: Turn, before: TicketRecord): Promise<TicketRecord> {
  if (before.need === 'complaint') return before;
  const { actor, now, inbound } = turn;
  const change = { state: 'claimed', ownerId: actor.id, claimedAt: now, nextPageAt: null } as const;
  const audit = { actor, action: 'ticket.claim', channel: inbound.account, now };
  const ticket = await changeTicket(turn.tx, before, { states: ['new'] }, change, audit);
  if (!ticket) return before;
  const params = { name: turn.staff?.name };
  await turn.emit({ type: 'ticket.changed', ticket, before, what: 'claimed', params, actor });
  return ticket;
}

async function report(
  turn: Turn,
  ticket: TicketRecord,
  person: PersonRecord,
  hasChat: boolean,
): Promise<void> {
  const isHidden = ticket.restricted && turn.chat.kind === 'group';
  const say = (key: string) =>
    turn.t(turn.locale, `staff-calls:${key}`, {
      number: ticket.number,
      need: isHidden ? '🔒' : turn.t(turn.locale, `common:need.${ticket.need}`),
      urgency: turn.t(turn.locale, `common:urgency.${ticket.urgency}`),
      who: [isHidden ? null : person.name, person.room].filter(Boolean).join(', ') || '?',
    });
  const how = hasChat ? say('opened.chat') : say(person.phone ? 'opened.phone' : 'opened.no-phone');
  await turn.reply({ text: `${say('opened')}\n${how}` }, { ticketId: ticket.id });
}
