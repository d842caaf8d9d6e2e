/** Whom somebody met who tested positive, and what that makes of everybody's dates. */
import type { Work } from '../../conversation/feature.ts';
import { type Contact, contactsOf, type Mate } from '../../domain/stay/contacts.ts';
import { addAudit } from '../../store/audit.ts';
import { addContacts, type ContactWrite, listMates, type MateRow } from '../../store/stay-contacts.ts';
import { lockStays } from '../../store/stay-tests.ts';
import { listStays, readRuleBook, type StayRecord, stayFacts } from '../../store/stays.ts';
import type { TestsDeps } from './index.ts';
import type { EnteredBy, Recorded } from './record-results.ts';

/** Somebody they met. */
export interface Met extends Pick<MateRow, 'name' | 'room' | 'site'> {
  readonly stay: StayRecord;
  readonly link: 'party' | 'flight';
  readonly contact: Contact;
  /** Whether dates are planned by this contact: not of those who left, or are ill themselves. */
  readonly isPlanned: boolean;
}

/** Somebody positive, and those they met. */
export interface Chain {
  readonly index: Recorded;
  /** The party first, then the flight by seat. */
  readonly contacts: readonly Met[];
  /** People of the same flight of whom nobody knows whether it was the same day. */
  readonly unsure: number;
}

/** The chains of these positives; everybody's plan is made with and without the contact. */
export async function findContacts(
  work: Work,
  { zone }: TestsDeps,
  positives: readonly Recorded[],
): Promise<Chain[]> {
  const { tx, now } = work;
  const mates = await listMates(
    tx,
    positives.map(({ stayId }) => stayId),
    now,
  );
  const ids = [...new Set(mates.flatMap(({ link, stayId }) => (link === 'unsure' ? [] : [stayId])))];
  await lockStays(tx, ids);
  const stays = new Map((await listStays(tx, { ids })).map((stay) => [stay.id, stay]));
  const book = await readRuleBook(tx);
  const byIndex = Map.groupBy(mates, ({ indexId }) => indexId);
  return positives.map((index): Chain => {
    const rows = byIndex.get(index.stayId) ?? [];
    const met = new Map<string, MateRow>();
    const candidates = rows.flatMap((row): Mate[] => {
      const stay = stays.get(row.stayId);
      if (!stay || row.link === 'unsure') return [];
      met.set(row.stayId, row);
      return [{ id: row.stayId, link: row.link, facts: stayFacts(stay, zone) }];
    });
    const infected = { positive: index.on, entry: index.stay.entryOn };
    const contacts = contactsOf(infected, candidates, book, now).flatMap((contact): Met[] => {
      const [row, stay] = [met.get(contact.id), stays.get(contact.id)];
      if (!row || !stay) return [];
      const { name, room, site } = row;
      const isPlanned = stay.endedAt === null && stay.state !== 'hospital';
      return [{ name, room, site, stay, link: contact.link, contact, isPlanned }];
    });
    return { index, contacts: contacts.toSorted(nearest), unsure: rows.length - candidates.length };
  });
}

const seats = new Intl.Collator('en', { numeric: true });

const nearest = (one: Met, two: Met): number =>
  Number(one.link === 'flight') - Number(two.link === 'flight') ||
  seats.compare(one.stay.seat ?? '~', two.stay.seat ?? '~') ||
  seats.compare(one.room ?? '~', two.room ?? '~');

/** Keeps the contacts that count; the stays whose last contact they may be. */
export async function keepContacts(
  work: Work,
  chains: readonly Chain[],
  { actor, channel }: EnteredBy,
): Promise<string[]> {
  const writes = chains.flatMap(({ index, contacts }) =>
    contacts.flatMap(({ link, contact, isPlanned, stay }): ContactWrite[] =>
      isPlanned && contact.met
        ? [{ indexStayId: index.stayId, stayId: stay.id, link, metOn: contact.met }]
        : [],
    ),
  );
  await addContacts(work.tx, writes, work.now);
  for (const { index } of chains) {
    const stayIds = writes.filter((one) => one.indexStayId === index.stayId).map(({ stayId }) => stayId);
    if (stayIds.length === 0) continue;
    const after = { personId: index.stay.personId, on: index.on.toString(), stayIds };
    addAudit(work.tx, { actor, channel, now: work.now, action: 'test.contacts', after });
  }
  return [...new Set(writes.map(({ stayId }) => stayId))];
}
