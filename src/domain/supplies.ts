/**
 * Reads what is wanted out of a traveller's words: "2 x milk powder stage 1, 1 x thermometer" is two lines. Nothing is
 * invented: an amount that nobody wrote is one, unknown things stay lines in their own words, and words that name no thing
 * are no line.
 */
import type { ItemKey, UnitKey } from './supplies/catalogue.ts';
import { cut, type Sign, written } from './supplies/cut.ts';
import type { ItemLexicon } from './supplies/lexicon.ts';
import { shorten } from './supplies/names.ts';
import { createPhrases, type PhraseBook } from './supplies/phrases.ts';
import { quantitiesOf } from './supplies/quantities.ts';
import { readLines } from './supplies/read-lines.ts';
import { LATIN, languagesOf } from './supplies/speech.ts';
import { type Token, tokensOf } from './supplies/tokens.ts';

/** One thing that is wanted. */
export interface SupplyLine {
  /** Null for what the catalogue does not know. */
  readonly item: ItemKey | null;
  /** As it was written. */
  readonly name: string;
  readonly amount: number;
  readonly unit: UnitKey | null;
  /** Whether the amount was written too. */
  readonly stated: boolean;
}

/** What a text asks for. */
export interface SupplyReading {
  /** None where nothing is named: a greeting, "we need supplies", an amount of nothing. */
  readonly lines: readonly SupplyLine[];
  /** False when nothing was recognised: a line, if there is one, is the words themselves. */
  readonly understood: boolean;
  /** It tells of something broken or of a service that fails, and asks for nothing. */
  readonly repair: boolean;
}

/** Reads texts of a language, or of whatever language their letters belong to; never throws. */
export interface SupplyReader {
  read(text: string, language: string): SupplyReading;
  /** An amount alone: `3`, `3 cans`, `三罐`; undefined for other words. */
  amount(
    text: string,
    language: string,
  ): { readonly amount: number; readonly unit: UnitKey | null } | undefined;
}

/** Longest text that becomes a line as a whole, in characters. */
const WHOLE_LENGTH = 200;
/** More of a message than this is not read (characters). */
const READ_LENGTH = 4000;

/** A reader with these vocabularies, by language. */
export function createSupplyReader(lexicons: Record<string, ItemLexicon>): SupplyReader {
  const phrasesFor = rememberPhrases(lexicons);
  const tokensIn = (signs: readonly Sign[], languages: readonly string[]): Token[] =>
    tokensOf(signs, phrasesFor(languages).any);

  /** Words that lack their accents count only in a text that `isOther` does not find to be in another language. */
  function accented(
    signs: readonly Sign[],
    languages: readonly string[],
    isOther: (tokens: readonly Token[]) => boolean,
  ): Token[] {
    const tokens = tokensIn(signs, languages);
    if (!tokens.some(({ bare }) => bare) || !isOther(tokens)) return tokens;
    return tokensOf(signs, phrasesFor(languages).spelt);
  }

  return {
    read(words, language) {
      const text = written(words.slice(0, READ_LENGTH));
      const signs = cut(text);
      const languages = languagesOf(text, language);
      const own = languages.filter((one) => one !== 'en');
      const tokens = accented(
        signs,
        languages,
        () => knownIn(tokensIn(signs, ['en'])) > knownIn(tokensIn(signs, own)),
      );
      const reading = read(text, signs, tokens);
      const isRead = hasItem(reading) || !/\p{Script=Latin}/u.test(text) || !isStrange(tokens);
      if (isRead) return reading;
      const others = LATIN.map((other) => {
        const isOther = (foreign: readonly Token[]): boolean => knownIn(foreign) <= knownIn(tokens);
        return read(text, signs, accented(signs, [other], isOther));
      });
      return others.find(hasItem) ?? reading;
    },
    amount(words, language) {
      const text = written(words.slice(0, READ_LENGTH));
      const tokens = tokensIn(cut(text), languagesOf(text, language));
      const [quantity] = quantitiesOf(tokens);
      const isAll = quantity?.from === 0 && quantity.to === tokens.length;
      return isAll ? { amount: quantity.amount, unit: quantity.unit } : undefined;
    },
  };
}

/** The phrases of some languages together, put into one tree at their first use. */
function rememberPhrases(
  lexicons: Record<string, ItemLexicon>,
): (languages: readonly string[]) => PhraseBook {
  const made = new Map<string, PhraseBook>();
  return (languages) => {
    const key = languages.join(' ');
    const known = made.get(key);
    if (known) return known;
    const entries = languages.flatMap((one) => (lexicons[one] ? [[one, lexicons[one]] as const] : []));
    const phrases = createPhrases(new Map(entries));
    made.set(key, phrases);
    return phrases;
  };
}

const hasItem = ({ lines }: SupplyReading): boolean => lines.some(({ item }) => item !== null);

/** Of a text in the language it was taken for at least this share of the words is known, if only "the" and "please". */
const KNOWN_SHARE = 0.34;

/** Whether a text is hardly in the language that it was read as. */
function isStrange(tokens: readonly Token[]): boolean {
  const words = tokens.filter(({ meaning }) => meaning.type !== 'mark' && meaning.type !== 'number');
  const known = words.filter(({ meaning }) => meaning.type !== 'word');
  return known.length < words.length * KNOWN_SHARE;
}

const UNKNOWN: ReadonlySet<string> = new Set(['mark', 'number', 'word', 'code']);

/** How many words of a text are known. */
const knownIn = (tokens: readonly Token[]): number =>
  tokens.reduce((sum, { meaning, from, to }) => sum + (UNKNOWN.has(meaning.type) ? 0 : to - from), 0);

function read(text: string, signs: readonly Sign[], tokens: readonly Token[]): SupplyReading {
  const says = (type: string): boolean => tokens.some(({ meaning }) => meaning.type === type);
  const found = readLines(tokens, text, signs);
  const lines = found.lines.map(({ item, name, amount, unit, stated }) => ({
    item,
    name,
    amount,
    unit,
    stated,
  }));
  const understood = lines.some(({ item, stated }) => item !== null || stated);
  const isWanted = understood && (says('asking') || lines.some(({ stated }) => stated));
  const repair = says('repair') && !isWanted;
  if (lines.length > 0 || found.strange.length === 0) return { lines, understood, repair };
  const words = found.strange.length === 1 ? (found.strange[0] ?? text) : text;
  const name = shorten(words.replaceAll(/\s+/gu, ' '), WHOLE_LENGTH);
  return { lines: [{ item: null, name, amount: 1, unit: null, stated: false }], understood, repair };
}
