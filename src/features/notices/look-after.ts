/** What falls due for notices: queueing, looking for late arrivals, telling how far one is, and ending one. */
import type { Work } from '../../conversation/feature.ts';
import { addReceipts } from '../../store/notice-audience.ts';
import { beginAgain, takeDueNotices } from '../../store/notice-sending.ts';
import { findNotice } from '../../store/notices.ts';
import { tellThoseWhoHadIt } from './end-notice.ts';
import type { NoticeDeps } from './index.ts';
import { queueNext } from './send-notice.ts';
import { tellProgress } from './tell-progress.ts';

/** People queued in one run, of all notices together: 50,000 within 34 runs, which are a second apart. */
const A_RUN = 1500;

/** Does what is due, some of it at a time; after a crash it goes on where it was. */
export async function lookAfterNotices(work: Work, deps: NoticeDeps): Promise<void> {
  const due = await takeDueNotices(work.tx, work.now);
  const queueing = due.filter(({ queue, look }) => queue || look).length;
  for (const { id, queue, look, close, tell } of due) {
    const notice = await findNotice(work.tx, id);
    if (!notice) continue;
    if (look) {
      await addReceipts(work.tx, { noticeId: id }, deps.zone);
      await beginAgain(work.tx, id, work.now);
    }
    if (queue || look) await queueNext(work, deps, notice, Math.ceil(A_RUN / queueing));
    const isClosed = close && (await tellThoseWhoHadIt(work, deps, notice));
    if (tell || isClosed) await tellProgress(work, deps, notice, !tell);
  }
}
