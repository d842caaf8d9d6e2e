/** Author and approver see how far a notice is: in one message that changes, or a line at each quarter. */
import type { Work } from '../../conversation/feature.ts';
import { isolate } from '../../domain/isolate.ts';
import { isInForce } from '../../domain/notice.ts';
import { enqueueEdit } from '../../outbox/enqueue.ts';
import { findPlace, type NoticeProgress, noteTold, readProgress } from '../../store/notice-progress.ts';
import type { NoticeRecord } from '../../store/notices.ts';
import type { NoticeDeps } from './index.ts';

/** Seconds between two looks. */
const EVERY = 5;

/** Seconds after which the first look is due. */
export const firstLook = (now: Temporal.Instant): Temporal.Instant => now.add({ seconds: EVERY });

const keyOf = (noticeId: string, staffId: string): string => `noticeprogress:${noticeId}:${staffId}`;

const watchers = ({ createdBy, approvedBy }: NoticeRecord): string[] => [
  ...new Set([createdBy, ...(approvedBy ? [approvedBy] : [])]),
];

/** The message that is changed from now on, to each of them. */
export async function beginProgress(work: Work, deps: NoticeDeps, notice: NoticeRecord): Promise<void> {
  const { number, issuer } = notice;
  for (const staffId of watchers(notice)) {
    const reach = await deps.desk.reachStaff(work, staffId, '');
    if (!reach) continue;
    const head = work.t(reach.locale, 'staff-notices:progress.head', { number, issuer: isolate(issuer) });
    const text = `${head}\n${work.t(reach.locale, 'staff-notices:progress.begins')}`;
    await work.say(reach.target, { text }, { key: keyOf(notice.id, staffId) });
  }
}

/**
 * Says how far it is now, if that is anything new; for the last time when everything is sent or it has ended. What was
 * on its way in that moment is counted `afterwards`, where the message can be changed.
 */
export async function tellProgress(
  work: Work,
  deps: NoticeDeps,
  notice: NoticeRecord,
  afterwards = false,
): Promise<void> {
  const progress = await readProgress(work.tx, notice.id);
  const percent = percentOf(progress);
  const isOver = !isInForce(notice.state) || (progress.ahead === 0 && progress.waiting === 0);
  if (percent !== notice.toldPercent || isOver) {
    const quarter = !afterwards && (isOver || Math.floor(percent / 25) > Math.floor(notice.toldPercent / 25));
    for (const staffId of watchers(notice))
      await change(work, deps, notice, staffId, { progress, quarter, percent });
  }
  await noteTold(work.tx, notice.id, percent, isOver ? null : firstLook(work.now));
}

async function change(
  work: Work,
  deps: NoticeDeps,
  notice: NoticeRecord,
  staffId: string,
  now: { readonly progress: NoticeProgress; readonly quarter: boolean; readonly percent: number },
): Promise<void> {
  const key = keyOf(notice.id, staffId);
  const place = await findPlace(work.tx, key);
  const reach = place && (await deps.desk.reachStaff(work, staffId, ''));
  if (!place || !reach) return;
  const text = progressText(work, notice, now.progress, reach.locale);
  enqueueEdit(
    work.tx,
    work.now,
    { ...place, kind: 'private' },
    { editOf: key, content: { text }, ...(now.quarter ? { orElse: text } : {}) },
    { key: `${key}:${notice.state}:${now.percent}:${work.now.epochMilliseconds}` },
  );
}

/** Of the messages there will be; people who share a chat make one. */
function percentOf({ ahead, sent, failed, waiting, stopped }: NoticeProgress): number {
  const all = ahead + sent + failed + waiting + stopped;
  return all === 0 ? 100 : Math.floor((100 * (sent + failed)) / all);
}

const CELLS = 10;

function progressText(work: Work, notice: NoticeRecord, progress: NoticeProgress, locale: string): string {
  const percent = percentOf(progress);
  const full = Math.floor(percent / (100 / CELLS));
  const { number, issuer, successor, state } = notice;
  const said = (key: string, params: object = {}): string =>
    work.t(locale, `staff-notices:progress.${key}`, { ...params });
  return [
    said('head', { number, issuer: isolate(issuer) }),
    `${'▓'.repeat(full)}${'░'.repeat(CELLS - full)} ${percent} %`,
    said('sent', { ...progress }),
    // Of one that has ended, whoever was not queued yet may have a chat after all.
    ...(progress.unreached > 0 && isInForce(state)
      ? [said('unreached', { count: progress.unreached, number })]
      : []),
    ...(state === 'superseded' ? [said('superseded', { by: successor?.number ?? '–' })] : []),
    ...(state === 'withdrawn' ? [said('withdrawn')] : []),
    ...(progress.stopped > 0 ? [said('stopped', { count: progress.stopped })] : []),
  ].join('\n');
}
