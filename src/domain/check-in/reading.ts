/** Reads an answer to "how are you today?" in any of the languages: temperature, symptoms, or that there are none. */
import { readTemperature } from './temperature.ts';
import { SYMPTOM_NAMES, type Symptom } from './thresholds.ts';

/** The words of one language. */
export interface CheckInWords {
  /** "No symptoms", wherever it stands. */
  readonly none: readonly string[];
  /** "No", "nothing": only where they are the whole answer. */
  readonly nothing: readonly string[];
  /** "Fine", "ok": the whole answer too. */
  readonly well: readonly string[];
  /** What stands right before a symptom that somebody has not, and right behind it. */
  readonly not: readonly string[];
  readonly notAfter: readonly string[];
  /** What joins two symptoms of which somebody has neither. */
  readonly or: readonly string[];
  readonly symptoms: Readonly<Record<Symptom, readonly string[]>>;
}

/** What an answer says. */
export interface Reading {
  readonly celsius?: number;
  /** A number that can be no temperature, as written. */
  readonly implausible?: string;
  readonly symptoms: readonly Symptom[];
  /** They said that they have none. */
  readonly none: boolean;
  /** Said by a word that may mean something else in another conversation. */
  readonly isVague: boolean;
  /** They said of some symptom that they have it not, which says nothing of the others. */
  readonly denies: boolean;
  /** They said that they are well. */
  readonly well: boolean;
  /** Words that mean none of this. */
  readonly rest: string;
}

/** Reads an answer. */
export type ReadAnswer = (text: string) => Reading;

interface Phrase {
  readonly words: string;
  /** Undefined for "no symptoms". */
  readonly symptom: Symptom | undefined;
  readonly isWord: boolean;
}

/** Scripts that are written without spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Myanmar}\p{Script=Lao}]/u;
const fold = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll('’', "'");

/** Arabic writes "and" and "the" as one word with what follows. */
const withPrefixes = (word: string): string[] =>
  /\p{Script=Arabic}/u.test(word) ? [word, `و${word}`, `ال${word}`, `وال${word}`] : [word];

/** Characters by which phrases are looked up. */
const START = 2;

/** A reader of all these languages at once: people mix them. */
export function createReadAnswer(languages: readonly CheckInWords[]): ReadAnswer {
  const gather = (of: (words: CheckInWords) => readonly string[]): string[] => [
    ...new Set(languages.flatMap(of).map(fold).flatMap(withPrefixes)),
  ];
  const phrase =
    (symptom: Symptom | undefined) =>
    (words: string): Phrase => ({
      words,
      symptom,
      isWord: !UNSPACED.test(words),
    });
  const phrases = Map.groupBy(
    [
      ...gather(({ none }) => none).map(phrase(undefined)),
      ...SYMPTOM_NAMES.flatMap((name) => gather(({ symptoms }) => symptoms[name]).map(phrase(name))),
    ],
    ({ words }) => words.slice(0, START),
  );
  const nothing = new Set(gather((words) => words.nothing));
  const well = new Set(gather((words) => words.well));
  const not = gather((words) => words.not);
  const notAfter = gather((words) => words.notAfter);
  const or = gather((words) => words.or);
  const negations = { not, notAfter, or, empty: new Set([...not, ...notAfter, ...or]) };
  return (text) => {
    const { rest: words, ...measured } = readTemperature(text);
    const whole = bare(fold(words));
    const blank = { symptoms: [], none: false, denies: false, isVague: false, well: false, rest: '' };
    if (nothing.has(whole)) return { ...measured, ...blank, none: true, isVague: true };
    if (well.has(whole)) return { ...measured, ...blank, well: true, isVague: true };
    const found = find(fold(words), phrases, negations);
    const none = found.none && found.symptoms.length === 0;
    return { ...measured, ...found, none, isVague: false, well: false };
  };
}

const bare = (text: string): string => text.replace(/[\p{P}\p{S}\s]+/gu, ' ').trim();

/** Stands for words that were understood. */
const UNDERSTOOD = '\u0001';

interface Negations {
  readonly not: readonly string[];
  readonly notAfter: readonly string[];
  readonly or: readonly string[];
  /** All of them. */
  readonly empty: ReadonlySet<string>;
}

function find(
  text: string,
  phrases: ReadonlyMap<string, readonly Phrase[]>,
  negations: Negations,
): Pick<Reading, 'symptoms' | 'none' | 'denies' | 'rest'> {
  let none = false;
  let left = text;
  const places: { readonly at: number; readonly end: number; readonly symptom: Symptom }[] = [];
  const said = matches(text, phrases);
  if (said.length === 0) return { symptoms: [], none, denies: false, rest: bare(text) };
  for (const { at, phrase } of said) {
    const { words, symptom } = phrase;
    const end = at + words.length;
    if (left.slice(at, end) !== words) continue;
    if (symptom) places.push({ at, end, symptom });
    else none = true;
    left = left.slice(0, at) + UNDERSTOOD.repeat(words.length) + left.slice(end);
  }
  places.sort((one, other) => one.at - other.at);
  const denied = places.map(({ at, end }) => isDenied(left, at, end, negations));
  spread(denied, places, (from, to) => negations.or.includes(left.slice(from, to).trim()));
  const symptoms = new Set(places.flatMap(({ symptom }, at) => (denied[at] ? [] : [symptom])));
  const rest = withoutWords(bare(left.replaceAll(UNDERSTOOD, ' ')), negations);
  return {
    symptoms: SYMPTOM_NAMES.filter((name) => symptoms.has(name)),
    none,
    denies: denied.includes('before') || denied.includes('after'),
    rest,
  };
}

/** Every phrase in the text, the longest first: of two that overlap the longer one is meant. */
function matches(
  text: string,
  phrases: ReadonlyMap<string, readonly Phrase[]>,
): { readonly at: number; readonly phrase: Phrase }[] {
  const found: { at: number; phrase: Phrase }[] = [];
  for (let at = 0; at < text.length; at += 1) {
    for (const start of [text.slice(at, at + START), text.slice(at, at + 1)]) {
      for (const phrase of phrases.get(start) ?? []) {
        const isThere = text.startsWith(phrase.words, at);
        if (isThere && (!phrase.isWord || (isEdge(text[at - 1]) && isEdge(text[at + phrase.words.length]))))
          found.push({ at, phrase });
      }
      if (start.length < START) break;
    }
  }
  return found.sort((one, other) => other.phrase.words.length - one.phrase.words.length || one.at - other.at);
}

type Denial = 'before' | 'after' | undefined;

function isDenied(text: string, at: number, end: number, { not, notAfter }: Negations): Denial {
  const before = text.slice(0, at).trimEnd();
  if (not.some((word) => endsWith(before, word))) return 'before';
  const after = text.slice(end).trimStart();
  return notAfter.some((word) => after.startsWith(word)) ? 'after' : undefined;
}

/** "No fever or cough" denies both, and so does 咳も熱もありません: forwards from a "no", backwards to a "not". */
function spread(
  denied: Denial[],
  places: readonly { readonly at: number; readonly end: number }[],
  joins: (from: number, to: number) => boolean,
): void {
  const joined = (at: number): boolean => {
    const [one, next] = [places[at], places[at + 1]];
    return one !== undefined && next !== undefined && joins(one.end, next.at);
  };
  for (let at = 0; at < places.length - 1; at += 1) {
    if (denied[at] === 'before' && joined(at)) denied[at + 1] ??= 'before';
  }
  for (let at = places.length - 2; at >= 0; at -= 1) {
    if (denied[at + 1] === 'after' && joined(at)) denied[at] ??= 'after';
  }
}

/** What is left once "no", "not" and "or" are taken away, which say nothing alone. */
const withoutWords = (rest: string, { empty }: Negations): string =>
  rest
    .split(' ')
    .filter((word) => !empty.has(word))
    .join(' ');

const isEdge = (char: string | undefined): boolean => char === undefined || !/[\p{L}\p{M}]/u.test(char);

const endsWith = (text: string, word: string): boolean =>
  text.endsWith(word) && (UNSPACED.test(word) || isEdge(text[text.length - word.length - 1]));
