/** What a traveller is told once of what is kept: with the first answer in private, and again when it changes. */
import type { Turn } from '../conversation/feature.ts';
import { NOTICE_VERSION } from '../domain/privacy/notice.ts';
import { noteShown } from '../store/consent.ts';
import { readOpenDays } from '../store/releases.ts';
import { readRetentionRules } from '../store/retention.ts';

/**
 * The text to stand in an answer that is given anyway; nothing where they have seen it. It costs one collected row and no
 * message of its own. Somebody who has only pressed start is nobody yet: they are noted with their first need.
 */
export async function privacyNotice(turn: Turn, locale: string): Promise<string[]> {
  const { tx, now, session, person, inbound } = turn;
  if (turn.staff || turn.chat.kind !== 'private') return [];
  const seen = typeof session.notice === 'number' ? session.notice : 0;
  const isNew = seen < NOTICE_VERSION;
  const before = typeof session.noticeAt === 'string' ? Temporal.Instant.from(session.noticeAt) : undefined;
  if (!isNew && !(before && person)) return [];
  if (person) {
    const shown = { personId: person.id, version: NOTICE_VERSION, account: inbound.account };
    noteShown(tx, shown, before ?? now);
  }
  turn.remember({ notice: NOTICE_VERSION, noticeAt: person ? undefined : now.toString() });
  if (!isNew) return [];
  const { days } = await readRetentionRules(tx);
  return [turn.t(locale, 'privacy:notice', { days: days.identity + (await readOpenDays(tx)) })];
}
