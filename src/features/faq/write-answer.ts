/** An entry as a traveller reads it: question, answer, and where it comes from. */
import type { Work } from '../../conversation/feature.ts';
import { readableIn } from '../../domain/faq.ts';
import { isolate } from '../../domain/isolate.ts';
import { languageName } from '../../domain/language-name.ts';
import type { Translate } from '../../domain/locale.ts';
import { dayText } from '../../domain/stay/sentence.ts';
import type { FaqEntry } from '../../store/faq.ts';

/** The text of an entry in the reader's language, else in another, with a line that says so; the source below. */
export function writeAnswer(
  { t }: Pick<Work, 't'>,
  locale: string,
  entry: FaqEntry,
  found?: string,
): string | undefined {
  const used = readableIn(locale, Object.keys(entry.texts), found);
  const text = used && entry.texts[used];
  if (!text) return undefined;
  const note =
    used === locale ? [] : [t(locale, 'faq:other-language', { language: languageName(used, locale) })];
  return [...note, `❓ ${text.question}`, text.answer, `— ${cite(entry, locale, t)}`].join('\n\n');
}

/** The question of an entry as a button's label, in the reader's language where there is one. */
export function questionOf(entry: FaqEntry, locale: string): string | undefined {
  const used = readableIn(locale, Object.keys(entry.texts));
  return used && entry.texts[used]?.question;
}

/** "FAQ 7, from Notice No. 3 of 12 May 2026 (Sun Hotel)". */
export function cite(entry: FaqEntry, locale: string, t: Translate): string {
  const { number, notice, source, datedOn } = entry;
  const date = dayText(datedOn, locale, true);
  if (!notice) return t(locale, 'faq:cite.source', { number, source: isolate(source ?? '?'), date });
  return t(locale, 'faq:cite.notice', {
    number,
    notice: notice.number ?? '?',
    issuer: isolate(notice.issuer),
    date,
  });
}
