/** The end of a notice: replaced by another or withdrawn; nobody gets it from then on, and those who did learn of it. */
import type { Turn, Work } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Choice } from '../../domain/message.ts';
import { markLine } from '../../domain/notice/write.ts';
import { isInForce } from '../../domain/notice.ts';
import { dayText } from '../../domain/stay/sentence.ts';
import { UserError } from '../../errors.ts';
import { enqueueEdit, enqueueMessage, type Target } from '../../outbox/enqueue.ts';
import { closeNotice, listUnmarked, type SentNotice, skipMark, takeBack } from '../../store/notice-ending.ts';
import { changeNotice, findNotice, type NoticeRecord } from '../../store/notices.ts';
import type { NoticeDeps } from './index.ts';
import { approversFor, assertSecond, isAnswer, record } from './second-person.ts';

/** Messages marked in one run. */
const A_RUN = 1000;
/** Seconds after which nothing of it is on its way any more. */
const SETTLED = 60;
const MOST_REASON = 300;

/** Ends it at once: what is not sent yet never will be. */
export async function endNow(
  turn: Turn,
  notice: NoticeRecord,
  state: 'superseded' | 'withdrawn',
): Promise<void> {
  const ended = await changeNotice(turn.tx, notice, {
    state,
    endedAt: turn.now,
    queuedTo: null,
    tellAt: turn.now,
  });
  if (!ended) throw new UserError('staff-notices:error.changed');
  const messages = await takeBack(turn.tx, notice.id);
  record(turn, state === 'superseded' ? 'notice.supersede' : 'notice.withdraw', ended, { messages });
}

/**
 * Marks what was sent, where it can be changed, and tells whoever does not get the next one; some at a time. True when
 * that was the last of it.
 */
export async function tellThoseWhoHadIt(
  work: Work,
  deps: NoticeDeps,
  notice: NoticeRecord,
): Promise<boolean> {
  const { successor } = notice;
  // What holds now goes first.
  if (successor?.state === 'sending') return false;
  const sent = await listUnmarked(work.tx, notice.id, successor?.id ?? null, A_RUN);
  for (const one of sent) mark(work, deps, notice, one);
  const since = notice.endedAt ? work.now.since(notice.endedAt).total('seconds') : SETTLED;
  const isLast = sent.length < A_RUN && since >= SETTLED;
  if (isLast) await closeNotice(work.tx, notice.id, work.now);
  return isLast;
}

function mark(work: Work, deps: NoticeDeps, notice: NoticeRecord, sent: SentNotice): void {
  const { tx, now, t } = work;
  const locale = sent.body.locale ?? deps.locale;
  const kind = sent.body.chatKind;
  const target: Target = { account: sent.account, chat: sent.chat, kind };
  const number = notice.number ?? 0;
  const by = notice.successor?.number ?? null;
  if (work.capabilities(sent.account)?.edit && sent.sentRef) {
    const text = `${markLine(locale, t, { number, by })}\n\n${sent.body.text ?? ''}`;
    const edit = { editOf: sent.key, content: { text } };
    enqueueEdit(tx, now, target, edit, { key: `noticemark:${sent.id}`, lane: 'bulk' });
  } else skipMark(tx, sent, now);
  if (sent.hasNext) return;
  const day = (notice.approvedAt ?? now).toZonedDateTimeISO(deps.zone).toPlainDate();
  const params = { number, issuer: isolate(notice.issuer), date: dayText(day, locale, true) };
  const text =
    by === null
      ? t(locale, 'notices:told.withdrawn', { ...params, reason: isolate(notice.reason ?? '') })
      : t(locale, 'notices:told.superseded', { ...params, by });
  enqueueMessage(tx, now, target, { text }, { key: `noticeend:${sent.id}`, lane: 'bulk' });
}

/** The button on a notice's page: asks for the reason. */
export async function askToWithdraw(turn: Turn, id: string | undefined): Promise<void> {
  assertCan(turn.actor, 'notice.write');
  const notice = await findNotice(turn.tx, id ?? '');
  if (!notice || !isInForce(notice.state)) throw new UserError('staff-notices:error.not-in-force');
  if (turn.chat.kind === 'group') throw new UserError('staff-notices:error.private');
  await requireApprover(turn);
  turn.expect('notices.reason', { id: notice.id });
  await turn.reply({ text: turn.t(turn.locale, 'staff-notices:withdraw.why', { number: notice.number }) });
}

/** The reason that was asked for. */
export async function hearReason(
  turn: Turn,
  deps: NoticeDeps,
  text: string,
  params: Record<string, unknown>,
): Promise<boolean> {
  if (!text || !isAnswer(turn)) return false;
  turn.expect(undefined);
  const notice = await findNotice(turn.tx, String(params.id));
  if (!notice) throw new UserError('staff-notices:error.gone');
  await withdraw(turn, deps, notice, text);
  return true;
}

async function requireApprover(turn: Turn): Promise<string[]> {
  const approvers = await approversFor(turn, turn.actor.id);
  if (approvers.length === 0) throw new UserError('staff-notices:error.nobody-approves');
  return approvers;
}

/** Asks a second colleague whether it is to be withdrawn. */
export async function withdraw(
  turn: Turn,
  deps: NoticeDeps,
  notice: NoticeRecord,
  reason: string,
): Promise<void> {
  assertCan(turn.actor, 'notice.write');
  if (!isInForce(notice.state)) throw new UserError('staff-notices:error.not-in-force');
  const approvers = await requireApprover(turn);
  const asked = await changeNotice(turn.tx, notice, {
    reason: [...reason.trim()].slice(0, MOST_REASON).join(''),
    endingBy: turn.actor.id,
  });
  if (!asked) throw new UserError('staff-notices:error.changed');
  record(turn, 'notice.ask-end', asked);
  const { t } = turn;
  const { id, version, number } = asked;
  for (const staffId of approvers) {
    const reach = await deps.desk.reachStaff(turn, staffId, '');
    if (!reach) continue;
    const { locale } = reach;
    const params = { name: turn.staff?.name ?? '?', number, issuer: isolate(asked.issuer) };
    const text = t(locale, 'staff-notices:withdraw.asked', {
      ...params,
      reason: isolate(asked.reason ?? ''),
    });
    const choices = endDecisions(turn, asked, locale);
    await turn.say(reach.target, { text, choices }, { key: `noticeend:${id}:${version}:${staffId}` });
  }
  await turn.reply({ text: t(turn.locale, 'staff-notices:withdraw.done', { count: approvers.length }) });
}

/** The buttons of whoever decides on it. */
export const endDecisions = ({ t }: Work, { id, version }: NoticeRecord, locale: string): Choice[][] => [
  [{ id: `noticeendok:${id}:${version}`, label: t(locale, 'staff-notices:button.withdraw-yes') }],
  [{ id: `noticeendno:${id}:${version}`, label: t(locale, 'staff-notices:button.withdraw-no') }],
];

/** Yes or no of somebody else than who asked. */
export async function decideWithdrawal(
  turn: Turn,
  deps: NoticeDeps,
  id: string | undefined,
  version: string | undefined,
  isYes: boolean,
): Promise<void> {
  assertCan(turn.actor, 'notice.approve');
  const notice = await findNotice(turn.tx, id ?? '');
  if (!notice) throw new UserError('staff-notices:error.gone');
  if (!isInForce(notice.state)) throw new UserError('staff-notices:error.not-in-force');
  if (!notice.endingBy || String(notice.version) !== version)
    throw new UserError('staff-notices:error.changed');
  assertSecond(turn, notice.endingBy);
  if (isYes) await endNow(turn, notice, 'withdrawn');
  else {
    if (!(await changeNotice(turn.tx, notice, { endingBy: null, reason: null })))
      throw new UserError('staff-notices:error.changed');
    record(turn, 'notice.keep', notice);
  }
  const key = isYes ? 'staff-notices:withdraw.over' : 'staff-notices:withdraw.kept';
  const params = { number: notice.number, issuer: isolate(notice.issuer), name: turn.staff?.name ?? '?' };
  await turn.reply({ text: turn.t(turn.locale, key, params) });
  const reach = await deps.desk.reachStaff(turn, notice.endingBy, '');
  if (!reach) return;
  const text = turn.t(reach.locale, key, params);
  await turn.say(reach.target, { text }, { key: `noticeend:${notice.id}:${version}:asker` });
}
