/** `/notice waiting`: what waits for a second person, with the buttons for whoever may decide. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Choice } from '../../domain/message.ts';
import { UserError } from '../../errors.ts';
import { findStaffName } from '../../store/desk.ts';
import { listUndecided, type NoticeRecord } from '../../store/notices.ts';
import { decisions } from './approve-notice.ts';
import { endDecisions } from './end-notice.ts';
import type { NoticeDeps } from './index.ts';
import { previewOf } from './preview.ts';

const MOST = 10;
const WAITING = /^(?:waiting|pending|待批|待批准|待核准)$/iu;

/** Carries out `/notice waiting`; false for other words. */
export async function waitingCommand(turn: Turn, deps: NoticeDeps, words: string): Promise<boolean> {
  if (!WAITING.test(words.trim())) return false;
  assertCan(turn.actor, 'notice.approve');
  if (turn.chat.kind === 'group') throw new UserError('staff-notices:error.private');
  const notices = await listUndecided(turn.tx, MOST);
  const { t, locale } = turn;
  if (notices.length === 0) await turn.reply({ text: t(locale, 'staff-notices:waiting.none') });
  for (const notice of notices)
    await (notice.state === 'asked' ? showAsked(turn, deps, notice) : showEnding(turn, notice));
  return true;
}

/** A notice that is to be sent, as travellers will read it. */
async function showAsked(turn: Turn, deps: NoticeDeps, notice: NoticeRecord): Promise<void> {
  const { t, locale, actor } = turn;
  const { texts, summary } = await previewOf(turn, deps, notice, { actor, locale });
  for (const text of texts) await turn.reply({ text });
  const name = await findStaffName(turn.tx, notice.createdBy);
  const head = t(locale, 'staff-notices:asked.head', { name });
  const choices = notice.createdBy === actor.id ? [] : decisions(turn, notice, locale);
  await turn.reply({ text: `${head}\n\n${summary}`, choices });
}

/** A notice in force that is to be withdrawn. */
async function showEnding(turn: Turn, notice: NoticeRecord): Promise<void> {
  const { t, locale, actor } = turn;
  const { number, issuer, reason, endingBy } = notice;
  const name = await findStaffName(turn.tx, endingBy ?? '');
  const params = { name, number, issuer: isolate(issuer), reason: isolate(reason ?? '') };
  const choices: Choice[][] = endingBy === actor.id ? [] : endDecisions(turn, notice, locale);
  await turn.reply({ text: t(locale, 'staff-notices:withdraw.asked', params), choices });
}
