/** Cuts a text into words, signs, numbers and marks, each with its place, so that a thing's name is kept as written. */
import { latinDigits } from '../digits.ts';
import { normalise, type Script, unitsOf } from '../triage/units.ts';

const MARKS = ['line', 'stop', 'break', 'soft', 'times', 'dash', 'joiner'] as const;

/** What stands between words: a line's or sentence's end, a comma, a weaker pause, "times", "to" in a range, "and". */
export type Mark = (typeof MARKS)[number];

/** One piece of a text. */
export interface Sign {
  readonly kind: 'word' | 'number' | 'mark';
  /** A word as triage folds it, or a Mark; of a number its digits. */
  readonly form: string;
  /** The word with its accents, which tell Vietnamese words apart. */
  readonly raw: string;
  readonly script: Script;
  readonly start: number;
  readonly end: number;
  /** Nothing stands between it and the one before. */
  readonly joined: boolean;
  /** What a number is worth; undefined where it cannot be an amount (a date, a telephone, a price). */
  readonly amount?: number;
}

const FRACTIONS: Record<string, number> = { '¼': 0.25, '½': 0.5, '¾': 0.75, '⅓': 0.33, '⅔': 0.67 };
const HALF_WIDTH_KANA = /[\uff61-\uff9f]+/gu;
const DIGIT = '[\\p{Nd}]';
/** Plain letters come by the word, others one by one with their marks, and the rest is looked at more closely. */
const PIECE = /([A-Za-z]+(?!\p{M}))|(\p{L}[\p{M}\u0eb3]*)|(\n|\s?[^\s\p{L}])/gu;
const OTHER = new RegExp(
  [
    // A date, a time, a price, a temperature, a room with its sign: numbers, but never amounts.
    `(?<code>${DIGIT}{1,4}(?<gap>[-/.])${DIGIT}{1,2}\\k<gap>${DIGIT}{1,4}|${DIGIT}{1,2}[:：]${DIGIT}{2}(?!${DIGIT})|[#＃№$€¥￥]\\s?${DIGIT}+|${DIGIT}+(?:[.,]${DIGIT}+)?\\s?[°℃%％$€¥￥元円원])`,
    `(?<fraction>(?:${DIGIT}\\s?)?[¼½¾⅓⅔]|[1-3][/⁄][2-4](?!${DIGIT}))`,
    `(?<number>${DIGIT}+(?:[.,٫٬]${DIGIT}+)*)`,
    '(?<line>\\n)',
    '(?<stop>[!?؟。！？။…]|\\.(?=\\s|$|\\p{L}))',
    '(?<break>[,;،؛、；，၊•|\\u2460-\\u2473])',
    '(?<soft>[:：])',
    '(?<times>[×✕✖*＊])',
    '(?<dash>\\s?[-–—~〜～]\\s?)',
    '(?<joiner>[+&＋＆/／])',
  ].join('|'),
  'uy',
);
/** Scripts whose words are written with spaces between them. */
const SPACED: ReadonlySet<Script> = new Set(['latin', 'cyrillic', 'arabic']);
/** A number with more digits is somebody's telephone. */
const LONGEST_NUMBER = 4;

interface Folded {
  readonly form: string;
  readonly raw: string;
  readonly script: Script;
}

/** Hardly anybody writes them, and who does means the same word. */
const ARABIC_VOWELS = /[\u064b-\u065f\u0670]/gu;

const folded = new Map<string, readonly Folded[]>();

/** A letter with its marks, folded as triage folds it; the everyday ones are remembered. */
function fold(cluster: string): readonly Folded[] {
  const known = folded.get(cluster);
  if (known) return known;
  const bare = cluster.replace(ARABIC_VOWELS, '');
  const units = unitsOf(normalise(bare)).map(({ form, raw, script }) => ({ form, raw, script }));
  // One Hangul syllable comes in letters; here it stays whole, since words begin with whole syllables.
  // The hamza at the end tells water (ماء) from "not" (ما).
  if (cluster === 'ء') units.push({ form: cluster, raw: cluster, script: 'arabic' });
  const whole =
    units[0]?.script === 'hangul' ? [{ form: cluster, raw: cluster, script: 'hangul' } as const] : units;
  if (folded.size < 20_000) folded.set(cluster, whole);
  return whole;
}

/** The text as it is cut: composed letters, and kana of full width. Places in the signs are places in this text. */
export const written = (text: string): string =>
  text
    .normalize('NFC')
    .replace(HALF_WIDTH_KANA, (kana) => kana.normalize('NFKC'))
    .trim();

/** Cuts a text that `written` made. */
export function cut(text: string): Sign[] {
  const signs: Sign[] = [];
  const numbering = enumerators(text);
  PIECE.lastIndex = 0;
  for (let match = PIECE.exec(text); match; match = PIECE.exec(text)) {
    const { index: start } = match;
    const [, plain, letter] = match;
    if (plain ?? letter) {
      const joined = signs.at(-1)?.end === start;
      addWord(signs, plain ? plainWord(plain) : fold(letter ?? ''), start, PIECE.lastIndex, joined);
    } else PIECE.lastIndex = addOther(signs, text, start, numbering);
  }
  return signs;
}

/** Numbers and marks; where the next piece begins. */
function addOther(signs: Sign[], text: string, at: number, numbering: ReadonlySet<number>): number {
  const isSpaced = /\s/u.test(text.charAt(at)) && text.charAt(at) !== '\n';
  // A dash takes the space before it along; everything else begins behind it.
  OTHER.lastIndex = isSpaced && !/[-–—~〜～]/u.test(text.charAt(at + 1)) ? at + 1 : at;
  const start = OTHER.lastIndex;
  const groups = OTHER.exec(text)?.groups;
  if (!groups) return start + String.fromCodePoint(text.codePointAt(start) ?? 0).length;
  const end = OTHER.lastIndex;
  const joined = signs.at(-1)?.end === start;
  const { dash, code, number, fraction } = groups;
  if (numbering.has(start)) signs.push(mark('break', start, end));
  else if (dash !== undefined) addDash(signs, text, dash, start, end);
  else if (code !== undefined) signs.push(numberAt(code, start, end, joined, undefined));
  else if (number !== undefined) signs.push(numberAt(number, start, end, joined, amountOf(number)));
  else if (fraction !== undefined) signs.push(numberAt(fraction, start, end, joined, fractionOf(fraction)));
  else signs.push(mark(markIn(groups), start, end));
  return end;
}

const mark = (form: Mark, start: number, end: number): Sign => ({
  kind: 'mark',
  form,
  raw: form,
  script: 'sign',
  start,
  end,
  joined: false,
});

const markIn = (groups: Record<string, string | undefined>): Mark =>
  MARKS.find((form) => groups[form] !== undefined) ?? 'break';

function numberAt(
  value: string,
  start: number,
  end: number,
  joined: boolean,
  amount: number | undefined,
): Sign {
  const form = latinDigits(value.normalize('NFKC'));
  const sign: Sign = { kind: 'number', form, raw: form, script: 'number', start, end, joined };
  return amount === undefined ? sign : { ...sign, amount };
}

/** Letters without marks need no folding but to lower case. */
function plainWord(word: string): readonly Folded[] {
  const form = word.toLowerCase();
  return [{ form, raw: form, script: 'latin' }];
}

function addWord(signs: Sign[], parts: readonly Folded[], start: number, end: number, joined: boolean): void {
  for (const [at, part] of parts.entries()) {
    const last = signs.at(-1);
    const goesOn = last?.kind === 'word' && last.script === part.script && SPACED.has(part.script);
    if (goesOn && (joined || at > 0)) {
      signs[signs.length - 1] = { ...last, form: last.form + part.form, raw: last.raw + part.raw, end };
    } else {
      signs.push({ kind: 'word', ...part, start, end, joined: joined || at > 0 });
    }
  }
}

/** Between numbers a range, alone between spaces a pause, at a line's beginning a bullet; inside a word nothing. */
function addDash(signs: Sign[], text: string, value: string, start: number, end: number): void {
  const last = signs.at(-1);
  if (last?.kind === 'number' && last.end === start && /^\p{Nd}/u.test(text.slice(end))) {
    signs.push(mark('dash', start, end));
  } else if (!last || last.form === 'line') signs.push(mark('break', start, end));
  else if (/^\s/u.test(value) && /\s$/u.test(value)) signs.push(mark('soft', start, end));
}

/** `12`, `1.5`, `1,5`, `1,000`; undefined for what is longer or has more parts. */
function amountOf(value: string): number | undefined {
  const digits = latinDigits(value.normalize('NFKC')).replaceAll('٫', '.').replaceAll('٬', ',');
  if (/^\d{1,3}([.,]\d{3})+$/.test(digits)) return Number(digits.replace(/[.,]/g, ''));
  if (!/^\d+([.,]\d{1,2})?$/.test(digits)) return undefined;
  const amount = Number(digits.replace(',', '.'));
  return amount > 0 && amount < 10 ** LONGEST_NUMBER ? amount : undefined;
}

/** `½`, `1½`, `1/2`. */
function fractionOf(value: string): number | undefined {
  const [above, below] = value.split(/[/⁄]/);
  if (below) return Number(above) < Number(below) ? round(Number(above) / Number(below)) : undefined;
  const part = FRACTIONS[value.slice(-1)] ?? 0;
  const whole = latinDigits(value.slice(0, -1).trim());
  return round(Number(whole || 0) + part);
}

/** Amounts are kept to a hundredth. */
export const round = (amount: number): number => Math.round(amount * 100) / 100;

const NONE: ReadonlySet<number> = new Set();

/** Where `1.`, `2)`, `3、` only number a list: they begin with one and count on. */
function enumerators(text: string): ReadonlySet<number> {
  if (!/\p{Nd}[.)）、．]/u.test(text)) return NONE;
  const found = [...text.matchAll(/(?<=^|[\s;；,，。])(\p{Nd}{1,2})[.)）、．](?!\p{Nd})/gu)];
  const counts = found.every((match, at) => Number(latinDigits(match[1] ?? '')) === at + 1);
  return new Set(counts && found.length > 1 ? found.map(({ index }) => index) : []);
}
