import { toSimplified } from './han-variants.ts';

/** The writing a unit is in; `word` scripts put spaces between words, the others are read sign by sign. */
export type Script =
  | 'latin'
  | 'cyrillic'
  | 'arabic'
  | 'number'
  | 'han'
  | 'kana'
  | 'hangul'
  | 'lao'
  | 'burmese'
  | 'sign';

/** The smallest thing patterns match: a whole word, or one sign (with its marks) of a script without reliable spaces. */
export type Unit = {
  /** Folded: lower case, no accents, Simplified, hiragana, one Hangul letter. */
  form: string;
  /** Lower case with its accents, for Vietnamese, where they tell words apart. */
  raw: string;
  script: Script;
  /** A punctuation mark stands before it; negation does not reach across. */
  afterBreak: boolean;
};

const WORD_SCRIPTS: ReadonlySet<Script> = new Set(['latin', 'cyrillic', 'arabic', 'number']);
const CLUSTERED: ReadonlySet<Script> = new Set(['lao', 'burmese', 'sign']);
const MARK = /\p{M}/u;
const ASCII = /^[\0-\x7f]*$/u;
const APOSTROPHE = /['’‘`´]/u;
const DIGIT = /\d/u;
const SPACE = 0x20;
const BREAKS = /[.,!?;:…\n،؛؟。、！？；：၊။]/u;
const INVISIBLE = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]|[\ufe00-\ufe0f]/gu;
const ARABIC_FOLDS: Record<string, string> = {
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ئ: 'ي',
  ؤ: 'و',
  ة: 'ه',
  ک: 'ك',
  گ: 'ك',
  چ: 'ج',
  پ: 'ب',
  ڤ: 'ف',
  ـ: '',
  ء: '',
};
const LATIN_FOLDS: Record<string, string> = {
  đ: 'd',
  ø: 'o',
  ł: 'l',
  ı: 'i',
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  ё: 'е',
};
const DIGIT_ZEROS = [0x0660, 0x06f0, 0x0966, 0x0ed0, 0x1040];

type Sign = { script: Script | undefined; form: string };
const seen = new Map<string, Sign>();

function scriptOf(character: string): Script | undefined {
  if (/\p{Script=Latin}/u.test(character)) return 'latin';
  if (/\p{Script=Han}|々/u.test(character)) return 'han';
  if (/[\p{Script=Hiragana}\p{Script=Katakana}ー]/u.test(character)) return 'kana';
  if (/\p{Script=Hangul}/u.test(character)) return 'hangul';
  if (/\p{Script=Cyrillic}|\p{Script=Greek}/u.test(character)) return 'cyrillic';
  if (/\p{Script=Arabic}/u.test(character) && /[\p{L}\p{M}ـ]/u.test(character)) return 'arabic';
  if (/\p{Script=Lao}/u.test(character)) return 'lao';
  if (/\p{Script=Myanmar}/u.test(character)) return 'burmese';
  return /\p{L}|\p{M}/u.test(character) ? 'sign' : undefined;
}

function digitOf(character: string): string | undefined {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x30 && code <= 0x39) return character;
  const zero = DIGIT_ZEROS.find((start) => code >= start && code < start + 10);
  return zero === undefined ? undefined : String(code - zero);
}

function foldCharacter(character: string, script: Script | undefined): string {
  if (script === 'latin' || script === 'cyrillic') {
    return LATIN_FOLDS[character] ?? character.normalize('NFD').replace(/\p{Mn}/gu, '');
  }
  if (script === 'arabic') return ARABIC_FOLDS[character] ?? (/\p{Mn}/u.test(character) ? '' : character);
  if (script === 'han') return toSimplified(character);
  if (script === 'kana')
    return character.replace(/[ァ-ヶ]/u, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
  return script === 'hangul' ? character.normalize('NFD') : character;
}

function signOf(character: string): Sign {
  const known = seen.get(character);
  if (known) return known;
  const digit = digitOf(character);
  const script = digit === undefined ? scriptOf(character) : 'number';
  const sign = { script, form: digit ?? foldCharacter(character, script) };
  // Bounded by what Unicode can throw at us; the everyday alphabet stays.
  if (seen.size < 20_000) seen.set(character, sign);
  return sign;
}

/** Upper and lower case, full and half width, contractions and drawn-out letters made alike. */
export function normalise(text: string): string {
  let read = ASCII.test(text)
    ? text.toLowerCase()
    : text.replace(INVISIBLE, '').normalize('NFKC').toLowerCase().normalize('NFC');
  if (APOSTROPHE.test(read)) read = read.replace(/n['’‘`´]t\b/gu, 'nt').replace(/\bi['’‘`´]m\b/gu, 'im');
  if (DIGIT.test(read)) read = read.replace(/(\d)[.,٫](\d{1,2})(?!\d)/gu, '$1·$2');
  return mayBeDrawnOut(read) ? read.replace(/(\p{L})\1{2,}/gu, '$1') : read;
}

/** Whether some letter may stand three times in a row; far cheaper to find out than to look for it by a pattern. */
function mayBeDrawnOut(text: string): boolean {
  let before = 0;
  let run = 1;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    run = unit === before ? run + 1 : 1;
    before = unit;
    // Half of a letter beyond the everyday ones: its pairs are not compared here.
    if ((run === 3 && unit !== SPACE) || (unit >= 0xd800 && unit < 0xe000)) return true;
  }
  return false;
}

/** Vowel and tone marks belong to the sign before them, in one order whatever order they were typed in. */
function withMark(form: string, mark: string): string {
  const [base = '', ...marks] = [...form, mark];
  return base + marks.sort().join('');
}

/** Where the plain letters (a to z) that stand at a place end; the place itself when there are none. */
function plainEnd(text: string, start: number): number {
  let at = start;
  for (let unit = text.charCodeAt(at); unit >= 0x61 && unit <= 0x7a; unit = text.charCodeAt(at)) at++;
  return at;
}

/** Cuts a normalised text into units. */
export function unitsOf(text: string): Unit[] {
  const units: Unit[] = [];
  let word: Unit | undefined;
  let afterBreak = false;
  for (let at = 0; at < text.length; ) {
    const end = plainEnd(text, at);
    const character = end > at ? text.slice(at, end) : String.fromCodePoint(text.codePointAt(at) ?? 0);
    const { script, form } = end > at ? { script: 'latin' as const, form: character } : signOf(character);
    at += character.length;
    if (word?.script === 'number' && character === '·') {
      word.form += '.';
      continue;
    }
    // Marks and tatweel fold to nothing and must not end the word they stand in.
    if (script !== undefined && form === '') continue;
    if (script === undefined) {
      if (BREAKS.test(character)) afterBreak = true;
      word = undefined;
      continue;
    }
    if (word && word.script === script) {
      word.form += form;
      word.raw += character;
      continue;
    }
    const last = units.at(-1);
    if (last && CLUSTERED.has(script) && last.script === script && MARK.test(character)) {
      last.form = withMark(last.form, form);
      continue;
    }
    word = undefined;
    for (const part of script === 'hangul' ? form : [form]) {
      const unit: Unit = { form: part, raw: character, script, afterBreak };
      units.push(unit);
      afterBreak = false;
      if (WORD_SCRIPTS.has(script)) word = unit;
    }
  }
  return units;
}
