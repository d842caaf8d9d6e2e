/** Notices as travellers have them: those in force, with a word that they were read. */
import type { Turn } from '../../conversation/feature.ts';
import type { Choice } from '../../domain/message.ts';
import { headLine, markLine, writeNotice } from '../../domain/notice/write.ts';
import { isInForce, textFor } from '../../domain/notice.ts';
import { UserError } from '../../errors.ts';
import { addReceipts } from '../../store/notice-audience.ts';
import { listOwnNotices, listReadableFor, markRead, type OwnNotice } from '../../store/notice-receipts.ts';
import { findNotice, type NoticeRecord } from '../../store/notices.ts';
import { listSpokenFor } from '../../store/proxies.ts';
import type { NoticeDeps } from './index.ts';
import { headOf, readChoice } from './send-notice.ts';

const MOST = 12;
/** Days for which one that has ended is still named, so that nobody goes by it. */
const NAMED_DAYS = 7;

/** `/notices`: what holds for the reader and those they speak for, newest first. */
export async function listForTraveller(turn: Turn, deps: NoticeDeps): Promise<void> {
  if (turn.chat.kind === 'group') throw new UserError('notices:error.private');
  const { t, locale, tx, now } = turn;
  const person = await turn.ensurePerson();
  const others = (await listSpokenFor(tx, person.id)).filter(({ proxy }) => proxy.state === 'verified');
  const people = [person.id, ...others.map(({ subject }) => subject.id)];
  await addReceipts(tx, { people }, deps.zone);
  const since = now.subtract({ hours: 24 * NAMED_DAYS });
  const all = await listOwnNotices(tx, people, since, MOST);
  const [valid, ended] = [
    all.filter((one) => isInForce(one.state)),
    all.filter((one) => !isInForce(one.state)),
  ];
  const lines = [...valid, ...ended].map((one) => lineOf(turn, deps, one));
  const head = t(locale, `notices:list.${valid.length > 0 ? 'head' : 'none'}`);
  const choices = valid.map((one): Choice[] => [{ id: `noticeopen:${one.id}`, label: labelOf(turn, one) }]);
  await turn.reply({ text: [head, ...lines].join('\n\n'), choices });
}

function labelOf({ locale }: Turn, { number, texts }: NoticeRecord): string {
  const title = [...(textFor(texts, locale)?.title ?? '')];
  return `№ ${number} · ${title.length > 30 ? `${title.slice(0, 30).join('')}…` : title.join('')}`;
}

function lineOf({ t, locale, now }: Turn, { zone }: NoticeDeps, notice: OwnNotice): string {
  const head = headLine(headOf(notice, now, zone), locale, t);
  if (!isInForce(notice.state)) return `${head}\n${markOf(notice, locale, t)}`;
  const read = t(locale, `notices:list.${notice.isRead ? 'read' : 'unread'}`);
  return [head, textFor(notice.texts, locale)?.title, read].filter(Boolean).join('\n');
}

const markOf = ({ number, successor }: NoticeRecord, locale: string, t: Turn['t']): string =>
  markLine(locale, t, { number: number ?? 0, by: successor?.number ?? null });

/** One notice in full; one that has ended says only what holds instead. */
export async function openOwn(turn: Turn, deps: NoticeDeps, id: string | undefined): Promise<void> {
  const { notice } = await own(turn, id);
  await showOwn(turn, deps, notice);
}

async function showOwn(turn: Turn, deps: NoticeDeps, notice: NoticeRecord): Promise<void> {
  const { t, locale, now } = turn;
  if (!isInForce(notice.state)) return turn.reply({ text: markOf(notice, locale, t) });
  const { text } = writeNotice(headOf(notice, now, deps.zone), notice.texts, locale, t);
  const media = notice.attachments.length > 0 ? { media: notice.attachments } : {};
  await turn.reply({ text, choices: [[readChoice(turn, notice.id, locale)]], ...media });
}

/** "I have read this": for the reader, and for those who are written to in this chat. */
export async function readNotice(turn: Turn, deps: NoticeDeps, id: string | undefined): Promise<void> {
  const { notice, rows, personId } = await own(turn, id);
  const { t, locale, tx, now, inbound, chat } = turn;
  if (!isInForce(notice.state)) {
    await turn.reply({ text: markOf(notice, locale, t) });
    const next = notice.successor && (await findNotice(tx, notice.successor.id));
    const isOwn = next && (await listReadableFor(tx, next.id, personId)).length > 0;
    if (isOwn && isInForce(next.state)) await showOwn(turn, deps, next);
    return;
  }
  const open = rows.filter(({ readAt }) => readAt === null).map((row) => row.personId);
  const others = await deps.people.reach(
    turn,
    open.filter((one) => one !== personId),
  );
  const here = [...others.values()].filter(
    ({ target }) => target.account === inbound.account && target.chat === chat.externalId,
  );
  await markRead(tx, notice.id, [personId, ...here.map((one) => one.personId)], now);
  await turn.reply({ text: t(locale, 'notices:read', { number: notice.number }) });
}

/** A notice that is for the reader or their people; another one is an old button. */
async function own(turn: Turn, id: string | undefined) {
  if (turn.chat.kind === 'group') throw new UserError('notices:error.private');
  const notice = turn.person && (await findNotice(turn.tx, id ?? ''));
  const rows = notice && turn.person ? await listReadableFor(turn.tx, notice.id, turn.person.id) : [];
  if (!notice || !turn.person || rows.length === 0) throw new UserError('common:error.old-choice');
  return { notice, rows, personId: turn.person.id };
}
