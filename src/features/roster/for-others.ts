/** What the roster does for other features that act on people; the composition root hands it to them. */
import type { FoundNeed, PeopleDesk, PersonReach, Turn, Work } from '../../conversation/feature.ts';
import { urgencyWith } from '../../domain/care.ts';
import { accountId } from '../../domain/ids.ts';
import { isolate } from '../../domain/isolate.ts';
import { matchLocale } from '../../domain/locale.ts';
import type { Choice } from '../../domain/message.ts';
import { UserError } from '../../errors.ts';
import { auditOpening } from '../../store/audit.ts';
import { findPerson } from '../../store/people.ts';
import type { FoundPerson } from '../../store/person-cards.ts';
import { listReach } from '../../store/reach.ts';
import type { PersonRecord, TicketRecord } from '../../store/records.ts';
import { teamFor } from '../../store/routing.ts';
import { listSites, siteOf } from '../../store/sites.ts';
import { addEntry, findTicket, openTicket } from '../../store/tickets.ts';
import { lookUp, MOST_OFFERED } from './look-up.ts';

/** How pages name somebody, of whom there may be two with one name in one room. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SUMMARY = 500;
/** The account of those who have none. */
const NO_ACCOUNT = accountId('phone');

/** What an installation decides. */
export interface PeopleDeps {
  /** Language of travellers and colleagues whose own is unknown. */
  readonly locale: string;
}

/** The roster's hands, for this installation. */
export function createPeopleDesk(deps: PeopleDeps): PeopleDesk {
  const reach = (work: Work, ids: readonly string[]) => reachPeople(work, deps, ids);
  return {
    pick: pickPerson,
    byId: personById,
    async chosen(turn, choice, personId) {
      const { choosing } = turn.session;
      if (choosing?.choice !== choice) throw new UserError('common:error.old-choice');
      turn.remember({ choosing: undefined });
      return { person: await personById(turn, personId), rest: choosing.rest };
    },
    reach,
    async tell(work, personId, write, queued) {
      const found = (await reach(work, [personId])).get(personId);
      if (found) await work.say(found.target, write(found), queued);
      return found !== undefined;
    },
    open: (work, found) => openFound(work, deps, found),
    async describe(turn, { name, room, siteId }) {
      const site = (await listSites(turn.tx)).find(({ id }) => id === siteId)?.name;
      return [isolate(name ?? '?'), room, site].filter(Boolean).join(' · ');
    },
  };
}

async function pickPerson(
  turn: Turn,
  words: string,
  choice: string,
  rest = '',
): Promise<PersonRecord | undefined> {
  const number = /^[#＃]\s*(\d{1,9})$/u.exec(words.trim())?.[1];
  if (number) return travellerOf(turn, Number(number));
  if (ID.test(words.trim())) return personById(turn, words.trim());
  const found = await lookUp(turn.tx, words.trim());
  if (found.length === 1) return personById(turn, found[0]?.id);
  turn.remember({ choosing: { choice, rest } });
  const choices = found
    .slice(0, MOST_OFFERED)
    .map((one): Choice[] => [{ id: `${choice}:${one.id}`, label: label(one) }]);
  const key = found.length > MOST_OFFERED ? 'staff-import:person.too-many' : 'staff-import:person.which';
  await turn.reply({ text: turn.t(turn.locale, key, { count: choices.length }), choices });
  return undefined;
}

const label = ({ name, room, site }: FoundPerson): string =>
  [name ?? '?', room, site].filter(Boolean).join(' · ');

async function travellerOf(turn: Turn, number: number): Promise<PersonRecord> {
  const ticket = await findTicket(turn.tx, number);
  if (!ticket) throw new UserError('staff:error.no-ticket', { number });
  return personById(turn, ticket.personId);
}

async function personById(turn: Turn, id: string | undefined): Promise<PersonRecord> {
  const person = /^[0-9a-f-]{36}$/.test(id ?? '') && (await findPerson(turn.tx, id ?? ''));
  if (!person) throw new UserError('common:error.old-choice');
  return person;
}

async function reachPeople(
  { tx }: Work,
  { locale }: PeopleDeps,
  ids: readonly string[],
): Promise<ReadonlyMap<string, PersonReach>> {
  const rows = await listReach(tx, ids);
  return new Map(
    rows.map((row): [string, PersonReach] => [
      row.personId,
      {
        personId: row.personId,
        name: row.name,
        target: { account: row.account, chat: row.chat, kind: 'private' },
        locale: matchLocale(row.locale ?? locale) ?? 'en',
        isSpeaker: row.isSpeaker,
        isSpeakerIll: row.isSpeakerIll,
      },
    ]),
  );
}

/** Like a need that somebody called in, but owned by nobody yet. */
async function openFound(work: Work, { locale }: PeopleDeps, found: FoundNeed): Promise<TicketRecord> {
  const { tx, now } = work;
  const { person, need, urgency, actor } = found;
  const site = await siteOf(tx, person.siteId);
  const facts = { siteId: site?.id ?? null, jurisdiction: person.jurisdiction, need, care: person.care };
  const [reach] = await listReach(tx, [person.id]);
  const ticket = await openTicket(
    tx,
    {
      personId: person.id,
      speakerId: reach?.isSpeaker ? reach.readerId : null,
      siteId: facts.siteId,
      teamId: (await teamFor(tx, facts, now))?.id ?? null,
      need,
      urgency: urgencyWith(person.care, need, urgency),
      summary: [...found.summary].slice(0, SUMMARY).join(''),
      language: person.locale ?? reach?.locale ?? locale,
      account: reach?.account ?? NO_ACCOUNT,
      privateChat: reach?.chat ?? null,
      groupChat: null,
      source: 'found',
      acknowledgedAt: found.isTold ? now : null,
    },
    now,
  );
  auditOpening(tx, ticket, { actor, now, ...(found.channel ? { channel: found.channel } : {}) });
  const isStaff = actor.role !== 'system' && actor.role !== 'traveller';
  addEntry(tx, {
    ticketId: ticket.id,
    kind: 'note',
    at: now,
    text: found.summary,
    ...(isStaff ? { staffId: actor.id } : {}),
    ...(found.inboundId === undefined ? {} : { inboundId: found.inboundId }),
  });
  const by = { person, displayName: null };
  await work.emit({ type: 'ticket.opened', ticket, selfHarm: found.selfHarm ?? false, by });
  return ticket;
}
