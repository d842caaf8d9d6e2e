/** Who has to know of a chain of contacts: colleagues who may read it, and those whose dates it changes. */
import type { Work } from '../../conversation/feature.ts';
import { canReadTicket } from '../../domain/actor.ts';
import { isolate } from '../../domain/isolate.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import { auditReading } from '../../store/audit.ts';
import { listReachable } from '../../store/oversight.ts';
import type { TicketRecord } from '../../store/records.ts';
import type { Chain, Met } from './find-contacts.ts';
import type { TestsDeps } from './index.ts';

/** Contacts in a message; the ticket keeps more. */
const MOST = 100;
/** More at once leave room for answers. */
const FEW = 20;

/** Of whom the positive test is. */
interface Head {
  readonly name: string | null;
  readonly room: string | null;
  readonly site: string | null;
}

/** A line for each: who and where, how they met and when, and the date before and after. */
export function contactLines(work: Work, { contacts, unsure }: Chain, locale: string): string[] {
  const say = (key: string, params: Record<string, unknown> = {}): string =>
    work.t(locale, `staff-tests:contacts.${key}`, params);
  const lines = contacts.map(({ name, room, site, stay, link, contact, isPlanned }) => {
    const parts = [
      isolate(name ?? '?'),
      ...[room, site].filter((part) => part !== null).map(isolate),
      say(`link.${link}`),
      ...(link === 'flight' && stay.seat ? [say('seat', { seat: stay.seat })] : []),
      ...(contact.met ? [say('met', { date: contact.met.toString() })] : []),
      isPlanned ? datesOf(contact, say) : work.t(locale, `staff-import:stay.${stay.state}`),
    ];
    return `• ${parts.join(' · ')}`;
  });
  return unsure > 0 ? [...lines, say('unsure', { count: unsure })] : lines;
}

function datesOf(
  { before, after, changes }: Met['contact'],
  say: (key: string, params?: Record<string, unknown>) => string,
): string {
  if (!after.release) return say('no-date');
  const date = after.release.toString();
  if (!changes || before.release?.equals(after.release)) return say('same', { date });
  return say('moved', { before: before.release?.toString() ?? '–', date });
}

/** In private, to everybody who may read the ticket; each reading is on record. */
export async function listContactsToStaff(
  work: Work,
  chain: Chain,
  ticket: TicketRecord,
  head: Head,
): Promise<void> {
  const { index, contacts, unsure } = chain;
  if (contacts.length + unsure === 0) return;
  for (const one of (await listReachable(work.tx)).values()) {
    const reader = { role: one.role, id: one.staffId };
    if (!one.privateChat || !canReadTicket(reader, ticket)) continue;
    const locale = matchLocale(one.locale, STAFF_LOCALES) ?? 'en';
    const lines = contactLines(work, chain, locale);
    const params = {
      number: ticket.number,
      who: [isolate(head.name ?? '?'), head.room, head.site].filter(Boolean).join(' · '),
      date: index.on.toString(),
      count: contacts.length,
    };
    const more =
      lines.length > MOST ? [work.t(locale, 'staff-tests:more', { count: lines.length - MOST })] : [];
    auditReading(work, reader, ticket, one.account);
    await work.say(
      { account: one.account, chat: one.privateChat, kind: 'private' },
      {
        text: [work.t(locale, 'staff-tests:contacts.head', params), ...lines.slice(0, MOST), ...more].join(
          '\n',
        ),
        choices: [[{ id: `open:${ticket.number}`, label: `#${ticket.number}` }]],
      },
      { key: `test:contacts:${ticket.id}:${one.staffId}`, ticketId: ticket.id },
    );
  }
}

/** Whom a correction is sent to: the date is another, and they were told one, or are there to be told. */
function hearsOfIt({ isPlanned, stay, contact: { before, after } }: Met): boolean {
  if (!isPlanned || (stay.toldReleaseOn === null && stay.state !== 'here')) return false;
  return before.release?.toString() !== after.release?.toString();
}

/** Only why their date is another one: the date itself comes with the correction, and nobody is named. */
export async function tellContacts(
  work: Work,
  { people }: TestsDeps,
  chains: readonly Chain[],
): Promise<void> {
  const changed = new Map<string, Met>();
  for (const met of chains.flatMap(({ contacts }) => contacts)) {
    if (hearsOfIt(met)) changed.set(met.stay.id, met);
  }
  const reached = await people.reach(
    work,
    [...changed.values()].map(({ stay }) => stay.personId),
  );
  for (const { stay, contact } of changed.values()) {
    const reach = reached.get(stay.personId);
    if (!reach || reach.isSpeakerIll) continue;
    const { t } = work;
    const lines = [
      ...(reach.isSpeaker ? [t(reach.locale, 'tests:for', { name: isolate(reach.name ?? '?') })] : []),
      t(reach.locale, 'tests:contact'),
    ];
    await work.say(
      reach.target,
      { text: lines.join('\n') },
      {
        key: `test:contact:${stay.id}:${contact.met}:${work.now.epochMilliseconds}`,
        lane: changed.size > FEW ? 'bulk' : 'interactive',
      },
    );
  }
}
