/** What is typed, or stands in a text file, of a notice: its texts by language, and lines about it. */
import { MOST_LETTERS, MOST_TITLE, type NoticeText } from '../notice.ts';
import { readLanguages } from '../roster/words.ts';

/** What could be read. */
export interface DraftReading {
  readonly issuer?: string;
  /** The number of the notice it replaces. */
  readonly replaces?: number;
  /** Whom it is for, as written. */
  readonly audience?: string;
  readonly texts: readonly NoticeText[];
  /** Words in front of the first language. */
  readonly loose: string;
  /** Languages of texts that have no title, or too many letters. */
  readonly wrong: readonly { readonly locale: string; readonly why: 'empty' | 'long' }[];
}

const ISSUER = /^(?:issuer|发布单位|發布單位|发布机关|發布機關|发文单位|發文單位)\s*[:：=]\s*(\S.*)$/iu;
const REPLACES =
  /^(?:replaces|supersedes|取代|替代|代替)\s*[:：=]?\s*(?:no\.?\s*|第\s*|#)?(\d{1,6})\s*号?號?$/iu;
const AUDIENCE = /^(?:to|for|audience|发给|發給|对象|對象)\s*[:：]\s*(\S.*)$/iu;
/** `zh: title`, `English：`; a single letter, as in a date, names no language. */
const LANGUAGE = /^([\p{L}\p{M}]{2,12}(?:-[a-z]{2,4})?)\s*[:：]\s*(.*)$/iu;

/** Reads lines: a line that begins with a language opens its text, the first line is the title. */
export function readDraft(text: string): DraftReading {
  const lines = text.replaceAll(/\r\n?/g, '\n').split('\n');
  const sections: { locale: string; lines: string[] }[] = [];
  const loose: string[] = [];
  const facts: { issuer?: string; replaces?: number; audience?: string } = {};
  for (const line of lines) {
    const opened = sectionOf(line);
    if (opened) sections.push(opened);
    else if (sections.length > 0) sections.at(-1)?.lines.push(line);
    else if (!readFact(line.trim(), facts)) loose.push(line);
  }
  const texts: NoticeText[] = [];
  const wrong: { locale: string; why: 'empty' | 'long' }[] = [];
  for (const section of sections) {
    const made = noticeText(section.locale, section.lines.join('\n'));
    if ('why' in made) wrong.push({ locale: section.locale, why: made.why });
    else texts.push(made);
  }
  return { ...facts, texts, loose: loose.join('\n').trim(), wrong };
}

/** The text in one language: its first line is the title. */
export function noticeText(locale: string, words: string): NoticeText | { readonly why: 'empty' | 'long' } {
  const [title = '', ...rest] = words.trim().split('\n');
  const body = rest.join('\n').trim();
  if (!title.trim()) return { why: 'empty' };
  const letters = [...title].length + [...body].length;
  if ([...title].length > MOST_TITLE || letters > MOST_LETTERS) return { why: 'long' };
  return { locale, title: title.trim(), body };
}

function sectionOf(line: string): { locale: string; lines: string[] } | undefined {
  const match = LANGUAGE.exec(line.trim());
  const [locale] = match ? readLanguages(match[1] ?? '').known : [];
  return locale ? { locale, lines: [match?.[2] ?? ''] } : undefined;
}

function readFact(line: string, facts: { issuer?: string; replaces?: number; audience?: string }): boolean {
  const issuer = ISSUER.exec(line)?.[1];
  const replaces = REPLACES.exec(line)?.[1];
  const audience = AUDIENCE.exec(line)?.[1];
  if (issuer) facts.issuer = issuer.trim();
  else if (replaces) facts.replaces = Number(replaces);
  else if (audience) facts.audience = audience.trim();
  return Boolean(issuer || replaces || audience);
}
