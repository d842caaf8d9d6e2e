/** A ticket got no topic: administrators hear of it once, and until they act tickets stand in the group as before. */
import type { DomainEvent, Work } from '../../conversation/feature.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import { findChatById } from '../../store/people.ts';
import type { ChatRecord } from '../../store/records.ts';
import { listStaffReach, type StaffReach } from '../../store/staff-reach.ts';
import { switchTopics } from '../../store/topics.ts';
import { auditSwitch } from './audit-switch.ts';
import type { TopicsDeps } from './index.ts';

const SYSTEM = { role: 'system', id: 'system' } as const;

/**
 * Without topics or the right to them the option is switched off, by whichever ticket noticed first. A limit passes by
 * itself: it is told of once a day.
 */
export async function tellRefused(
  work: Work,
  deps: TopicsDeps,
  { chatId, why }: Extract<DomainEvent, { type: 'topics.refused' }>,
): Promise<void> {
  const chat = await findChatById(work.tx, chatId);
  if (!chat?.hasTopics) return;
  if (why === 'no-topics') {
    const switched = await switchTopics(work.tx, chatId, false);
    if (!switched) return;
    auditSwitch(work, switched, SYSTEM);
  }
  const day = work.now.toString().slice(0, 10);
  const episode = why === 'limit' ? day : work.now.epochMilliseconds;
  await tellAdmins(work, deps, chat, why, `topics:${chatId}:${why}:${episode}`);
}

/** Every administrator in private; the group itself when none of them can be written to. */
async function tellAdmins(
  work: Work,
  deps: TopicsDeps,
  chat: ChatRecord,
  why: 'no-topics' | 'limit',
  key: string,
): Promise<void> {
  const content = (wanted: string | null) => {
    const locale = matchLocale(wanted ?? deps.locale, STAFF_LOCALES) ?? 'en';
    return { text: work.t(locale, `staff-topics:told.${why}`, { group: chat.title ?? '?' }) };
  };
  const admins = await reachableAdmins(work, chat);
  for (const { staffId, account, privateChat, locale } of admins) {
    if (!privateChat) continue;
    const target = { account, chat: privateChat, kind: 'private' } as const;
    await work.say(target, content(locale), { key: `${key}:${staffId}` });
  }
  if (admins.length > 0) return;
  const target = { account: chat.account, chat: chat.externalId, kind: chat.kind };
  await work.say(target, content(chat.locale), { key: `${key}:group` });
}

/** One private chat for each, on the group's own platform if they have one there. */
async function reachableAdmins(work: Work, { account }: ChatRecord): Promise<StaffReach[]> {
  const chats = (await listStaffReach(work.tx)).filter(
    ({ role, privateChat }) => role === 'admin' && privateChat !== null,
  );
  const byAdmin = Map.groupBy(chats, ({ staffId }) => staffId);
  return [...byAdmin.values()].flatMap((own) => own.find((one) => one.account === account) ?? own[0] ?? []);
}
