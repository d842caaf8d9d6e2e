/** How a briefing reads. */
import type { Work } from '../../conversation/feature.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Choice } from '../../domain/message.ts';
import { shortTime } from '../../domain/short-time.ts';
import type { BriefingRecord } from '../../store/briefings.ts';

/** Number, author and time above its words. */
export function briefingText(
  { t, now }: Work,
  { number, author, createdAt, text }: BriefingRecord,
  locale: string,
  zone: string,
): string {
  const time = shortTime(createdAt, now, zone);
  return `${t(locale, 'staff-briefing:head', { number, name: isolate(author), time })}\n\n${text}`;
}

/** "I have read this". */
export const readChoice = ({ t }: Work, number: number, locale: string): Choice => ({
  id: `briefed:${number}`,
  label: t(locale, 'staff-briefing:button.read'),
});

/** Who has not. */
export const unreadChoice = ({ t }: Work, number: number, locale: string): Choice => ({
  id: `unbriefed:${number}`,
  label: t(locale, 'staff-briefing:button.unread'),
});
