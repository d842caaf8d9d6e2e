/** Whoever has not read a briefing hears of it once more: when their next shift begins, or after some hours. */
import type { Work } from '../../conversation/feature.ts';
import { findBriefing, takeReminders } from '../../store/briefings.ts';
import { briefingText, readChoice } from './briefing-text.ts';
import type { BriefingDeps } from './index.ts';

/** Hours after which those who work in no shift are reminded. */
const AFTER = 4;
/** Hours after which a briefing is no news to anybody. */
const OLDEST = 72;

/** Reminds everybody who is due, once for each briefing. */
export async function remindOfBriefings(work: Work, deps: BriefingDeps): Promise<void> {
  const due = await takeReminders(work.tx, work.now, { hours: AFTER, oldest: OLDEST });
  for (const { briefingId, staffId } of due) {
    const briefing = await findBriefing(work.tx, { id: briefingId });
    const reach = briefing && (await deps.desk.reachStaff(work, staffId, ''));
    if (!briefing || !reach) continue;
    const { locale } = reach;
    const text = [
      work.t(locale, 'staff-briefing:remind'),
      briefingText(work, briefing, locale, deps.zone),
    ].join('\n\n');
    const choices = [[readChoice(work, briefing.number, locale)]];
    await work.say(reach.target, { text, choices }, { key: `briefing:${briefingId}:remind:${staffId}` });
  }
}
