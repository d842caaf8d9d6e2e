/** A positive test: they are no ordinary guests any more, a medic is called, and whom they met is found. */
import type { Work } from '../../conversation/feature.ts';
import { isolate } from '../../domain/isolate.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import { addAudit } from '../../store/audit.ts';
import { findPerson } from '../../store/people.ts';
import type { TicketRecord } from '../../store/records.ts';
import { siteOf } from '../../store/sites.ts';
import { listStays, updateStays } from '../../store/stays.ts';
import { addEntry } from '../../store/tickets.ts';
import { type Chain, findContacts, keepContacts } from './find-contacts.ts';
import type { TestsDeps } from './index.ts';
import type { EnteredBy, Recorded } from './record-results.ts';
import { contactLines, listContactsToStaff, tellContacts } from './tell-contacts.ts';

/** Somebody new who is positive, and what was done. */
export interface Alarm {
  readonly chain: Chain;
  readonly ticket: TicketRecord;
  /** Whether they themselves could be told that a medic calls them. */
  readonly isTold: boolean;
}

/** Lines that a ticket keeps of a list of contacts. */
const MOST_NOTED = 300;

/** Does all that a positive test asks for; `stayIds` are the stays of contacts whose last contact is another. */
export async function raiseAlarms(
  work: Work,
  deps: TestsDeps,
  recorded: readonly Recorded[],
  by: EnteredBy,
): Promise<{ readonly alarms: readonly Alarm[]; readonly stayIds: readonly string[] }> {
  const positives = newPositives(recorded);
  if (positives.length === 0) return { alarms: [], stayIds: [] };
  await moveToHospital(work, positives, by);
  const chains = await findContacts(work, deps, positives);
  const stayIds = await keepContacts(work, chains, by);
  const alarms: Alarm[] = [];
  for (const chain of chains) alarms.push(await alarm(work, deps, chain, by));
  await tellContacts(work, deps, chains);
  return { alarms, stayIds };
}

/** The last positive of each stay; who is in hospital with one already alarms nobody anew. */
function newPositives(recorded: readonly Recorded[]): Recorded[] {
  const last = new Map<string, Recorded>();
  for (const one of recorded) {
    if (one.result !== 'positive') continue;
    const isKnown = one.stay.tests.some(
      ({ takenOn, result }) => result === 'positive' && !takenOn.equals(one.on),
    );
    if (isKnown && one.stay.state === 'hospital') continue;
    const other = last.get(one.stayId);
    if (!other || Temporal.PlainDate.compare(other.on, one.on) < 0) last.set(one.stayId, one);
  }
  return [...last.values()];
}

/** At once, and not when the ambulance has come: nobody may bring them meals, or let them go, as before. */
async function moveToHospital(
  work: Work,
  positives: readonly Recorded[],
  { actor, channel }: EnteredBy,
): Promise<void> {
  const moved = positives.filter(({ stay }) => stay.endedAt === null && stay.state !== 'hospital');
  const ids = moved.map(({ stayId }) => stayId);
  if (ids.length === 0) return;
  await updateStays(work.tx, ids, { state: 'hospital' });
  const after = new Map((await listStays(work.tx, { ids })).map((stay) => [stay.id, stay]));
  for (const { stay: before } of moved) {
    addAudit(work.tx, {
      actor,
      channel,
      now: work.now,
      action: 'test.hospital',
      before: { personId: before.personId, stayState: before.state },
      after: { personId: before.personId, stayState: 'hospital' },
    });
    const stay = after.get(before.id);
    if (stay) await work.emit({ type: 'stay.moved', before, stay, actor });
  }
}

async function alarm(work: Work, deps: TestsDeps, chain: Chain, by: EnteredBy): Promise<Alarm> {
  const { tx, now, t } = work;
  const { index } = chain;
  const person = await findPerson(tx, index.stay.personId);
  if (!person) throw new Error('a stay without its person');
  const locale = matchLocale(deps.locale, STAFF_LOCALES) ?? 'en';
  const site = await siteOf(tx, index.stay.siteId);
  const ticket = await deps.people.open(work, {
    person,
    need: 'medical',
    urgency: 'emergency',
    summary: t(locale, 'staff-tests:alarm.summary', {
      date: index.on.toString(),
      party: chain.contacts.filter(({ link }) => link === 'party').length,
      flight: chain.contacts.filter(({ link }) => link === 'flight').length,
    }),
    actor: by.actor,
    channel: by.channel,
  });
  const head = { name: person.name, room: person.room, site: site?.name ?? null };
  const lines = contactLines(work, chain, locale);
  if (lines.length > 0) {
    const text = [t(locale, 'staff-tests:contacts.note'), ...lines.slice(0, MOST_NOTED)].join('\n');
    addEntry(tx, { ticketId: ticket.id, kind: 'note', at: now, text, restricted: true });
  }
  await listContactsToStaff(work, chain, ticket, head);
  const isTold = await deps.people.tell(
    work,
    person.id,
    (reach) => ({
      text: [
        ...(reach.isSpeaker ? [t(reach.locale, 'tests:for', { name: isolate(reach.name ?? '?') })] : []),
        t(reach.locale, 'tests:medic-calls'),
      ].join('\n'),
    }),
    { key: `test:medic:${ticket.id}`, lane: 'emergency', ticketId: ticket.id },
  );
  return { chain, ticket, isTold };
}
