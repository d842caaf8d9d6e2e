/** The second pair of eyes: somebody else than the author reads a notice, and lets it out or sends it back. */
import type { Turn, Work } from '../../conversation/feature.ts';
import { assertCan, type Role } from '../../domain/actor.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Choice } from '../../domain/message.ts';
import { isInForce } from '../../domain/notice.ts';
import { UserError } from '../../errors.ts';
import { findStaffName } from '../../store/desk.ts';
import { FIRST_ID } from '../../store/notice-sending.ts';
import { changeNotice, findNotice, lockNotices, type NoticeRecord, nextNumber } from '../../store/notices.ts';
import { listReachable } from '../../store/oversight.ts';
import { endNow } from './end-notice.ts';
import type { NoticeDeps } from './index.ts';
import { previewOf } from './preview.ts';
import { approversFor, assertSecond, isAnswer, record } from './second-person.ts';
import { postInGroups, queueFirst } from './send-notice.ts';
import { beginProgress, firstLook } from './tell-progress.ts';

const MOST_WHY = 500;

/** Asks everybody who may approve; the draft stands still meanwhile. */
export async function askApproval(turn: Turn, deps: NoticeDeps, draft: NoticeRecord): Promise<void> {
  assertCan(turn.actor, 'notice.write');
  const approvers = await approversFor(turn, turn.actor.id);
  if (approvers.length === 0) throw new UserError('staff-notices:error.nobody-approves');
  const asked = await changeNotice(turn.tx, draft, { state: 'asked', askedAt: turn.now });
  if (!asked) throw new UserError('staff:error.old-button');
  record(turn, 'notice.ask', asked);
  const author = turn.staff?.name ?? '?';
  for (const staffId of approvers) {
    const reach = await deps.desk.reachStaff(turn, staffId, '');
    if (!reach) continue;
    const { role } = (await listReachable(turn.tx)).get(staffId) ?? { role: 'liaison' as Role };
    const reader = { actor: { id: staffId, role }, locale: reach.locale };
    const pages = await previewOf(turn, deps, asked, reader);
    const key = `noticeask:${asked.id}:${asked.version}:${staffId}`;
    for (const [index, page] of pages.texts.entries())
      await turn.say(reach.target, { text: page }, { key: `${key}:${index}` });
    const head = turn.t(reach.locale, 'staff-notices:asked.head', { name: author });
    const content = { text: `${head}\n\n${pages.summary}`, choices: decisions(turn, asked, reach.locale) };
    await turn.say(reach.target, content, { key });
  }
  turn.expect(undefined);
  const text = turn.t(turn.locale, 'staff-notices:asked.done', { count: approvers.length });
  await turn.reply({ text });
}

/** The buttons of whoever decides; they name the version that was read. */
export const decisions = ({ t }: Work, { id, version }: NoticeRecord, locale: string): Choice[][] => [
  [{ id: `noticeok:${id}:${version}`, label: t(locale, 'staff-notices:button.approve') }],
  [{ id: `noticeback:${id}:${version}`, label: t(locale, 'staff-notices:button.back') }],
];

/** What waits for a decision, as it was when the button was made; says what has become of it otherwise. */
async function askedFor(turn: Turn, id = '', version = ''): Promise<NoticeRecord> {
  assertCan(turn.actor, 'notice.approve');
  const notice = await findNotice(turn.tx, id);
  if (!notice) throw new UserError('staff-notices:error.gone');
  assertSecond(turn, notice.createdBy);
  if (notice.number !== null) {
    const by = notice.approvedBy ? await findStaffName(turn.tx, notice.approvedBy) : '?';
    throw new UserError('staff-notices:error.approved', { number: notice.number, name: by });
  }
  if (notice.state !== 'asked' || String(notice.version) !== version)
    throw new UserError('staff-notices:error.changed');
  return notice;
}

/** Gives it its number and sends it on its way; what it replaces ends in the same moment. */
export async function approveNotice(
  turn: Turn,
  deps: NoticeDeps,
  id: string | undefined,
  version: string | undefined,
): Promise<void> {
  const { tx, now } = turn;
  const seen = await askedFor(turn, id, version);
  await lockNotices(tx, seen.supersedesId ? [seen.id, seen.supersedesId] : [seen.id]);
  const notice = await askedFor(turn, id, version);
  const old = notice.supersedesId ? await findNotice(tx, notice.supersedesId) : undefined;
  if (old && !isInForce(old.state))
    throw new UserError('staff-notices:error.ended', { number: old.number ?? 0 });
  const sending = await changeNotice(tx, notice, {
    state: 'sending',
    number: await nextNumber(tx, notice.issuer),
    approvedBy: turn.actor.id,
    approvedAt: now,
    queuedTo: FIRST_ID,
    tellAt: firstLook(now),
  });
  if (!sending) throw new UserError('staff-notices:error.changed');
  if (old) await endNow(turn, old, 'superseded');
  record(turn, 'notice.approve', sending, old ? { replaces: old.number } : {});
  await queueFirst(turn, deps, sending);
  await postInGroups(turn, deps, sending);
  const { number, issuer } = sending;
  const params = { number, issuer: isolate(issuer) };
  await turn.reply({ text: turn.t(turn.locale, 'staff-notices:approved.done', params) });
  await tellAuthor(turn, deps, sending, (locale) =>
    turn.t(locale, 'staff-notices:approved.told', { ...params, name: turn.staff?.name ?? '?' }),
  );
  await beginProgress(turn, deps, sending);
}

/** Asks what is wrong with it. */
export async function askWhy(turn: Turn, id: string | undefined, version: string | undefined): Promise<void> {
  const notice = await askedFor(turn, id, version);
  turn.expect('notices.why', { id: notice.id, version: String(notice.version) });
  await turn.reply({ text: turn.t(turn.locale, 'staff-notices:back.ask') });
}

/** Sends it back to its author with these words. */
export async function hearWhy(
  turn: Turn,
  deps: NoticeDeps,
  text: string,
  params: Record<string, unknown>,
): Promise<boolean> {
  if (!text || !isAnswer(turn)) return false;
  turn.expect(undefined);
  const notice = await askedFor(turn, String(params.id), String(params.version));
  const draft = await changeNotice(turn.tx, notice, { state: 'draft' });
  if (!draft) throw new UserError('staff-notices:error.changed');
  record(turn, 'notice.return', draft);
  const why = [...text].slice(0, MOST_WHY).join('');
  const { t } = turn;
  await turn.reply({ text: t(turn.locale, 'staff-notices:back.done') });
  await tellAuthor(turn, deps, draft, (locale) =>
    t(locale, 'staff-notices:back.told', { name: turn.staff?.name ?? '?', why: isolate(why) }),
  );
  return true;
}

async function tellAuthor(
  turn: Turn,
  deps: NoticeDeps,
  notice: NoticeRecord,
  write: (locale: string) => string,
): Promise<void> {
  const reach = await deps.desk.reachStaff(turn, notice.createdBy, '');
  const key = `noticeauthor:${notice.id}:${notice.version}`;
  if (reach) await turn.say(reach.target, { text: write(reach.locale) }, { key });
}
