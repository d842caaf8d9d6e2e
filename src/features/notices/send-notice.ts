/** Puts a notice into the outbox: in bulk, in each reader's language, once for each chat. */
import type { PersonReach, Work } from '../../conversation/feature.ts';
import { matchLocale } from '../../domain/locale.ts';
import type { Choice, Content } from '../../domain/message.ts';
import { type NoticeHead, writeNotice } from '../../domain/notice/write.ts';
import { isForGroups } from '../../domain/notice.ts';
import { enqueueMessage } from '../../outbox/enqueue.ts';
import { addReceipts } from '../../store/notice-audience.ts';
import {
  listGuestGroups,
  listUnqueued,
  markQueued,
  moveQueue,
  noticeKey,
} from '../../store/notice-sending.ts';
import { findNotice, type NoticeRecord } from '../../store/notices.ts';
import type { NoticeDeps } from './index.ts';

/** What stands in the outbox: whoever marks it later must know in which language it was written. */
interface NoticeContent extends Content {
  /** The reader's. */
  readonly locale: string;
}

/** People queued with the approval itself. */
const AT_ONCE = 100;

/** What stands above the text of a notice. */
export const headOf = (notice: NoticeRecord, now: Temporal.Instant, zone: string): NoticeHead => ({
  issuer: notice.issuer,
  number: notice.number,
  replaces: notice.replaces,
  day: (notice.approvedAt ?? now).toZonedDateTimeISO(zone).toPlainDate(),
});

/** The button that says it was read. */
export const readChoice = ({ t }: Work, id: string, locale: string): Choice => ({
  id: `read:${id}`,
  label: t(locale, 'notices:button.read'),
});

/** Queues a notice for its next people, at most `limit`; when these are the last it is queued for all. */
export async function queueNext(
  work: Work,
  deps: NoticeDeps,
  notice: NoticeRecord,
  limit: number,
): Promise<void> {
  const next = await listUnqueued(work.tx, { noticeId: notice.id, limit });
  const ids = next.map(({ personId }) => personId);
  await queue(work, deps, notice, ids);
  await moveQueue(work.tx, notice.id, ids.length < limit ? null : (ids.at(-1) ?? null));
}

/**
 * Queues it for a few at once, so that somebody has it now; whom else it is for is found out by the next run, which
 * takes longer for many.
 */
export async function queueFirst(work: Work, deps: NoticeDeps, notice: NoticeRecord): Promise<void> {
  await addReceipts(work.tx, { noticeId: notice.id, most: AT_ONCE }, deps.zone);
  const first = await listUnqueued(work.tx, { noticeId: notice.id, limit: AT_ONCE });
  await queue(
    work,
    deps,
    notice,
    first.map(({ personId }) => personId),
  );
}

/** Queues for these people whatever is in force for them and they have not got yet. */
export async function queueFor(work: Work, deps: NoticeDeps, people: readonly string[]): Promise<void> {
  await addReceipts(work.tx, { people }, deps.zone);
  const missing = await listUnqueued(work.tx, { people });
  for (const [noticeId, rows] of Map.groupBy(missing, (row) => row.noticeId)) {
    const notice = await findNotice(work.tx, noticeId);
    if (!notice) continue;
    const ids = rows.map(({ personId }) => personId);
    await queue(work, deps, notice, ids);
  }
}

async function queue(
  work: Work,
  deps: NoticeDeps,
  notice: NoticeRecord,
  ids: readonly string[],
): Promise<void> {
  const { tx, now } = work;
  const reached = [...(await deps.people.reach(work, ids)).values()];
  const contents = new Map<string, { content: NoticeContent; locale: string }>();
  const inLocale = (locale: string) => {
    const known = contents.get(locale) ?? contentFor(work, deps, notice, locale);
    contents.set(locale, known);
    return known;
  };
  const chats = new Map<string, PersonReach>();
  for (const reach of reached)
    chats.set(noticeKey(notice.id, reach.target.account, reach.target.chat), reach);
  for (const [key, { target, locale }] of chats)
    await work.say(target, inLocale(locale).content, { key, lane: 'bulk' });
  await markQueued(
    tx,
    notice.id,
    reached.map(({ personId, locale }) => ({ personId, locale: inLocale(locale).locale })),
    now,
  );
}

function contentFor(
  work: Work,
  { zone }: NoticeDeps,
  notice: NoticeRecord,
  locale: string,
): { content: NoticeContent; locale: string } {
  const written = writeNotice(headOf(notice, work.now, zone), notice.texts, locale, work.t);
  const media = notice.attachments.length > 0 ? { media: notice.attachments } : {};
  const choices = [[readChoice(work, notice.id, locale)]];
  return { content: { text: written.text, choices, ...media, locale }, locale: written.locale };
}

/** Posts it once in each guests' group of the sites it is for, unless it is for some of their guests only. */
export async function postInGroups(work: Work, deps: NoticeDeps, notice: NoticeRecord): Promise<void> {
  if (!isForGroups(notice.audience)) return;
  for (const group of await listGuestGroups(work.tx, notice.audience.sites)) {
    const locale = matchLocale(group.locale ?? deps.locale) ?? 'en';
    const { content } = contentFor(work, deps, notice, locale);
    const { choices: _private, ...words } = content;
    const target = { account: group.account, chat: group.chat, kind: 'group' } as const;
    const key = noticeKey(notice.id, group.account, group.chat);
    enqueueMessage(work.tx, work.now, target, words, { key, lane: 'bulk' });
  }
}
