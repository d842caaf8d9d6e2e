/** A message that could not be handled still reaches somebody who can help. */
import type { DomainEvent, Work } from '../../conversation/feature.ts';
import type { StaffRole } from '../../domain/actor.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import type { Content, Inbound } from '../../domain/message.ts';
import { tellTeam } from '../../outbox/tell-team.ts';
import { findSender } from '../../store/desk.ts';
import { teamFor } from '../../store/routing.ts';
import { listStaffReach, type StaffReach } from '../../store/staff-reach.ts';
import type { DeskDeps } from './reach.ts';

/** The team's chats get a reference and the room; the words go to those in private who may read anybody's. */
export async function reportFailedMessage(
  work: Work,
  deps: DeskDeps,
  { inbound, reference }: Extract<DomainEvent, { type: 'inbound.failed' }>,
): Promise<void> {
  const sender = await findSender(work.tx, inbound.account, inbound.sender.id);
  const localeOf = (wanted: string | null): string =>
    matchLocale(wanted ?? deps.locale, STAFF_LOCALES) ?? 'en';
  const where = (locale: string): string => {
    const room = sender?.room ? work.t(locale, 'staff:card.room', { room: sender.room }) : undefined;
    return [room ?? work.t(locale, 'staff:card.room-unknown'), sender?.site].filter(Boolean).join(' · ');
  };
  const { siteId = null, jurisdiction = null } = sender ?? {};
  const team = await teamFor(work.tx, { siteId, jurisdiction, need: 'other' }, work.now);
  const readers = readersOf(await listStaffReach(work.tx), sender?.isRestricted ?? false);
  const key = readers.length > 0 ? 'staff:failed.group' : 'staff:failed.group-unread';
  await tellTeam(work, team?.id, { key: `failed:${reference}:team`, locale: deps.locale }, (locale) => ({
    text: work.t(locale, key, { reference, where: where(locale) }),
  }));
  for (const { staffId, account, privateChat: chat, locale: wanted } of readers) {
    if (!chat) continue;
    const locale = localeOf(wanted);
    const name = sender?.name ?? inbound.sender.name ?? '?';
    const head = work.t(locale, 'staff:failed.private', { reference, where: where(locale), name });
    const target = { account, chat, kind: 'private' } as const;
    await work.say(target, quoted(head, inbound), { key: `failed:${reference}:${staffId}` });
  }
}

/**
 * Nobody can tell whether words that could not be handled are confidential: supervisors read them, or carers while no
 * supervisor can be reached; administrators only where there is neither, and nothing of the sender's is confidential.
 */
function readersOf(reach: readonly StaffReach[], isRestricted: boolean): StaffReach[] {
  const reachable = reach.filter((one) => one.privateChat !== null);
  const ranks: StaffRole[][] = [
    ['supervisor'],
    ['medic', 'counsellor'],
    ...(isRestricted ? [] : [['admin'] satisfies StaffRole[]]),
  ];
  for (const roles of ranks) {
    const found = reachable.filter(({ role }) => roles.includes(role));
    if (found.length > 0) return [...new Map(found.toReversed().map((one) => [one.staffId, one])).values()];
  }
  return [];
}

/** The whole message below a line of ours. */
function quoted(head: string, { text, media, place, contact }: Inbound): Content {
  return {
    text: text ? `${head}\n“${text}”` : head,
    ...(media?.length ? { media } : {}),
    ...(place ? { place } : {}),
    ...(contact ? { contact } : {}),
  };
}
