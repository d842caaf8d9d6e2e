/** How a notice reads, for travellers and for staff. */
import { isolate } from '../isolate.ts';
import { languageName } from '../language-name.ts';
import { LOCALES, type Translate } from '../locale.ts';
import { type NoticeText, textFor } from '../notice.ts';
import { dayText } from '../stay/sentence.ts';

/** What stands above the text. */
export interface NoticeHead {
  readonly issuer: string;
  /** Null while it is a draft. */
  readonly number: number | null;
  /** The number of the one that it replaces. */
  readonly replaces: number | null;
  /** The day it was approved. */
  readonly day: Temporal.PlainDate;
}

/** The text of a notice and the language it came in; `locale` is the reader's. */
export interface WrittenNotice {
  readonly text: string;
  readonly locale: string;
}

/** A notice as one reader gets it; says so where there is no text in their language. */
export function writeNotice(
  head: NoticeHead,
  texts: readonly NoticeText[],
  locale: string,
  t: Translate,
): WrittenNotice {
  const text = textFor(texts, locale);
  const parts = [
    [
      headLine(head, locale, t),
      ...(head.replaces === null ? [] : [t(locale, 'notices:replaces', { number: head.replaces })]),
      ...(text && text.locale !== locale
        ? [t(locale, 'notices:fallback', { language: languageName(text.locale, locale) })]
        : []),
    ].join('\n'),
    ...(text ? [text.title, text.body] : []),
  ];
  return { text: parts.filter(Boolean).join('\n\n'), locale: text?.locale ?? locale };
}

/** "📢 Notice No. 3 · Health Office · 3 May 2026". */
export function headLine({ issuer, number, day }: NoticeHead, locale: string, t: Translate): string {
  const params = { number: number ?? '–', issuer: isolate(issuer), date: dayText(day, locale, true) };
  return t(locale, 'notices:head', params);
}

/** How the notice of before is marked above its own text. */
export const markLine = (
  locale: string,
  t: Translate,
  ended: { readonly number: number; readonly by: number | null },
): string =>
  ended.by === null
    ? t(locale, 'notices:mark.withdrawn', { number: ended.number })
    : t(locale, 'notices:mark.superseded', { number: ended.number, by: ended.by });

/** The languages without a text, in the order of the bot's own list. */
export const missingLanguages = (texts: readonly NoticeText[]): string[] =>
  LOCALES.filter((locale) => !texts.some((text) => text.locale === locale));
