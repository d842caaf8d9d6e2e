/** A message that could not be handled still reaches somebody who can help. */
import type { DomainEvent, Work } from '../../conversation/feature.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import type { Content, Inbound } from '../../domain/message.ts';
import { listStaffChats } from '../../store/cards.ts';
import { findSender } from '../../store/desk.ts';
import { defaultTeam } from '../../store/sites.ts';
import { listStaffReach } from '../../store/staff-reach.ts';
import type { DeskDeps } from './reach.ts';

/** The team's chats get a reference and the room; the words go to supervisors and administrators in private. */
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
  const team = await defaultTeam(work.tx);
  for (const chat of await listStaffChats(work.tx, team?.id ?? null)) {
    const locale = localeOf(chat.locale);
    await work.say(
      { account: chat.account, chat: chat.externalId, kind: chat.kind },
      { text: work.t(locale, 'staff:failed.group', { reference, where: where(locale) }) },
      { key: `failed:${reference}:${chat.id}` },
    );
  }
  const told = new Set<string>();
  for (const one of await listStaffReach(work.tx)) {
    const oversees = one.role === 'supervisor' || one.role === 'admin';
    if (!oversees || !one.privateChat || told.has(one.staffId)) continue;
    told.add(one.staffId);
    const locale = localeOf(one.locale);
    const name = sender?.name ?? inbound.sender.name ?? '?';
    const head = work.t(locale, 'staff:failed.private', { reference, where: where(locale), name });
    await work.say({ account: one.account, chat: one.privateChat, kind: 'private' }, quoted(head, inbound), {
      key: `failed:${reference}:${one.staffId}`,
    });
  }
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
