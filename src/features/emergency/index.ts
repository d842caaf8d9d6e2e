/** Emergencies page people: everyone in the team's chat, the carers and the administrators, again until somebody claims. */
import type { Feature, Work } from '../../conversation/feature.ts';
import { canReadTicket, carerFor } from '../../domain/actor.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import type { Choice, Mention } from '../../domain/message.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import type { Target } from '../../outbox/enqueue.ts';
import { auditReading } from '../../store/audit.ts';
import { listStaffChats } from '../../store/cards.ts';
import { answering } from '../../store/duty.ts';
import { findPerson } from '../../store/people.ts';
import type { TicketRecord } from '../../store/records.ts';
import { siteOf } from '../../store/sites.ts';
import { listStaffReach, type StaffReach } from '../../store/staff-reach.ts';
import { changeTicket, listDuePages } from '../../store/tickets.ts';
import { listWhoIsOn } from './who-is-on.ts';

/** What this installation decides about paging. */
export interface PagingRules {
  /** Minutes after the first page at which the next ones follow; the last gap is repeated until claimed. */
  readonly minutes: readonly number[];
  readonly locale: string;
}

/** The emergency feature. */
export function createEmergency(rules: PagingRules): Feature {
  return {
    name: 'emergency',
    async onEvent(work, event) {
      if (event.type === 'ticket.opened' && event.ticket.urgency === 'emergency')
        await page(work, event.ticket, rules);
      if (event.type !== 'ticket.changed') return;
      const { ticket, before, what } = event;
      const became = ticket.urgency === 'emergency' && before.urgency !== 'emergency';
      const gaveUp = what === 'released' || what === 'reassigned';
      const freed = ticket.urgency === 'emergency' && ticket.ownerId === null && gaveUp;
      // Found to be another carer's matter: that carer has not been called yet.
      const corrected = ticket.urgency === 'emergency' && carerFor(ticket.need) !== carerFor(before.need);
      if (became || freed || corrected) await page(work, ticket, rules);
    },
    async sweep(work) {
      for (const ticket of await listDuePages(work.tx, work.now)) await page(work, ticket, rules);
    },
  };
}

const SYSTEM = { role: 'system', id: 'system' } as const;

/** Pages once, and sets when the next page follows; of two processes only one does. */
async function page(work: Work, ticket: TicketRecord, rules: PagingRules): Promise<void> {
  const count = ticket.pages;
  const unowned = ticket.ownerId === null;
  const nextPageAt = unowned
    ? work.now.add({ seconds: Math.round(gapMinutes(rules.minutes, count) * 60) })
    : null;
  const changed = await changeTicket(
    work.tx,
    ticket,
    { version: ticket.version, states: OPEN_STATES },
    { pages: count + 1, nextPageAt },
    { actor: SYSTEM, action: 'ticket.page', now: work.now },
  );
  if (changed) await alert(work, changed, rules.locale);
}

/** Minutes from page number `count` to the one after it. */
export function gapMinutes(minutes: readonly number[], count: number): number {
  const at = (index: number): number => (index < 0 ? 0 : (minutes[index] ?? Number.NaN));
  const gap = at(count) - at(count - 1);
  if (Number.isFinite(gap) && gap > 0) return gap;
  const last = minutes.length - 1;
  return Math.max(1, at(last) - at(last - 1));
}

async function alert(work: Work, ticket: TicketRecord, fallback: string): Promise<void> {
  const reach = await listStaffReach(work.tx);
  const facts = await factsOf(work, ticket);
  const onDuty = ticket.teamId ? await answering(work.tx, ticket.teamId, work.now) : undefined;
  for (const chat of await listStaffChats(work.tx, ticket.teamId)) {
    const here = await listWhoIsOn(work.tx, chat, reach, onDuty);
    const locale = matchLocale(chat.locale ?? fallback, STAFF_LOCALES) ?? 'en';
    const target: Target = { account: chat.account, chat: chat.externalId, kind: chat.kind };
    const mentions = here.map((one) => ({ id: one.externalId, name: one.name }));
    await send(target, locale, pageText(work, locale, ticket, facts, false), mentions);
  }
  for (const one of calledIn(reach, ticket)) {
    if (!one.privateChat) continue;
    const locale = matchLocale(one.locale ?? fallback, STAFF_LOCALES) ?? 'en';
    const reader = { role: one.role, id: one.staffId };
    const mayRead = canReadTicket(reader, ticket);
    if (mayRead && ticket.restricted) auditReading(work, reader, ticket, one.account);
    const target: Target = { account: one.account, chat: one.privateChat, kind: 'private' };
    await send(target, locale, pageText(work, locale, ticket, facts, mayRead), []);
  }

  function send(target: Target, locale: string, text: string, mentions: Mention[]): Promise<void> {
    const choices: Choice[][] = ticket.ownerId === null ? [[claimChoice(work, ticket, locale)]] : [];
    return work.say(
      target,
      { text, choices, mentions },
      {
        key: `page:${ticket.id}:${ticket.pages}:${target.account}:${target.chat}`,
        lane: 'emergency',
        ticketId: ticket.id,
        expiresAt: work.now.add({ minutes: 30 }),
      },
    );
  }
}

/** Administrators always; the carer for the need, or the supervisors while there is no such carer. */
function calledIn(reach: readonly StaffReach[], ticket: TicketRecord): StaffReach[] {
  const carer = carerFor(ticket.need);
  const carers = reach.filter((one) => one.role === carer);
  const helpers = carers.length > 0 ? carers : reach.filter((one) => one.role === 'supervisor');
  const owner = reach.filter((one) => one.staffId === ticket.ownerId);
  return [...new Set([...helpers, ...reach.filter((one) => one.role === 'admin'), ...owner])];
}

const claimChoice = (work: Work, ticket: TicketRecord, locale: string): Choice => ({
  id: `claim:${ticket.number}:${ticket.version}`,
  label: work.t(locale, 'staff:button.claim'),
});

interface PageFacts {
  readonly room: string | undefined;
  readonly site: string | undefined;
}

async function factsOf(work: Work, ticket: TicketRecord): Promise<PageFacts> {
  const person = await findPerson(work.tx, ticket.personId);
  const site = await siteOf(work.tx, ticket.siteId ?? person?.siteId);
  return { room: person?.room ?? undefined, site: site?.name };
}

/** In a group a restricted emergency shows number, urgency, room and site only. */
function pageText(work: Work, locale: string, ticket: TicketRecord, facts: PageFacts, full: boolean): string {
  const room = facts.room ?? work.t(locale, 'staff-page:room-unknown');
  const params = { number: ticket.number, room, site: facts.site ?? '', count: ticket.pages };
  const head = work.t(locale, ticket.pages > 1 ? 'staff-page:again' : 'staff-page:first', params);
  if (ticket.restricted && !full) {
    const confidential = work.t(locale, 'staff-page:confidential');
    return [head, ...(facts.site ? [facts.site] : []), confidential].join('\n');
  }
  const need = work.t(locale, `common:need.${ticket.need}`);
  return `${head}\n${need}${facts.site ? ` · ${facts.site}` : ''}\n${ticket.summary}`;
}
