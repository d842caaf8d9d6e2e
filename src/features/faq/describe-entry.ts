/** An entry as colleagues see it: how it stands, where it comes from, whom it is for, and what it says. */
import type { Turn } from '../../conversation/feature.ts';
import { type FaqStanding, standingOf } from '../../domain/faq.ts';
import { LOCALES } from '../../domain/locale.ts';
import type { FaqEntry } from '../../store/faq.ts';
import { todayOf } from './entry-facts.ts';
import type { FaqDeps } from './index.ts';
import { cite, questionOf } from './write-answer.ts';

/** How it stands today. */
export const standing = (turn: Turn, deps: Pick<FaqDeps, 'zone'>, entry: FaqEntry): FaqStanding =>
  standingOf(entry, todayOf(turn, deps));

/** Everything, with every language. */
export function describeEntry(turn: Turn, deps: Pick<FaqDeps, 'zone'>, entry: FaqEntry): string {
  const { t, locale } = turn;
  const texts = LOCALES.flatMap((language) => {
    const text = entry.texts[language];
    return text ? [`${language}: ${text.question}\n${text.answer}`] : [];
  });
  const head = [
    `${t(locale, `staff-faq:standing.${standing(turn, deps, entry)}`)} · ${cite(entry, locale, t)}`,
    factsOf(turn, entry).join(' · '),
    t(locale, 'staff-faq:helped', { count: entry.helped }),
  ];
  return [head.join('\n'), ...texts].join('\n\n');
}

/** One line of a list. */
export function entryLine(turn: Turn, deps: Pick<FaqDeps, 'zone'>, entry: FaqEntry): string {
  const now = standing(turn, deps, entry);
  const mark = now === 'in-force' ? '' : `${turn.t(turn.locale, `staff-faq:standing.${now}`)} · `;
  const languages = LOCALES.filter((language) => language in entry.texts).join(' ');
  const facts = factsOf(turn, entry).join(' · ');
  return `${entry.number}. ${mark}${questionOf(entry, turn.locale) ?? '–'} (${languages}) · ${facts}`;
}

function factsOf({ t, locale }: Turn, entry: FaqEntry): string[] {
  const say = (key: string, params?: Record<string, unknown>) => t(locale, `staff-faq:fact.${key}`, params);
  const { siteName, jurisdiction, validFrom, validTo } = entry;
  const scope = [
    ...(siteName ? [say('site', { name: siteName })] : []),
    ...(jurisdiction ? [say('home', { name: jurisdiction })] : []),
  ];
  return [
    ...(scope.length > 0 ? scope : [say('everybody')]),
    ...(validFrom ? [say('from', { date: validFrom.toString() })] : []),
    validTo ? say('until', { date: validTo.toString() }) : say('no-end'),
  ];
}
