/** How well entries fit a question: by the words they share, where rare words count for more. */
import { cutWords } from './cut-words.ts';

/** One entry in one language, as the search found it. */
export interface Candidate {
  readonly question: string;
  /** Everything it is found by, cut and joined by spaces. */
  readonly words: string;
}

/** A word that only the answer says counts for less than one of its question. */
const IN_ANSWER = 0.7;
/** Words of no entry at all: names, greetings, and what the entries are not about. */
const UNKNOWN = 0.6;

/**
 * For each candidate from 0 (nothing in common) to 1 (the very question). `candidates` are the texts that share words
 * with the question, and how rare a word is, is judged by them; `total` is how many texts there are at all.
 */
export function fitOf(
  asked: readonly string[],
  candidates: readonly Candidate[],
  total: number,
): readonly number[] {
  const texts = candidates.map(({ question, words }) => ({
    question: wordsOf(question),
    all: new Set(words.split(' ')),
  }));
  const weights = new Map(
    asked.map((word) => [word, rarity(texts.filter(({ all }) => all.has(word)).length, total)]),
  );
  const known = (word: string): number => weights.get(word) ?? 0;
  return texts.map(({ question, all }) => {
    const met = sum(asked, (word) =>
      all.has(word) ? known(word) * (question.has(word) ? 1 : IN_ANSWER) : 0,
    );
    const ofAsked = met / Math.max(sum(asked, known), Number.MIN_VALUE);
    const own = [...question];
    const common = sum(own, known);
    const missed = own.filter((word) => !weights.has(word)).length * rarity(1, total) * UNKNOWN;
    const ofOwn = common / Math.max(common + missed, Number.MIN_VALUE);
    return 0.6 * ofAsked + 0.4 * ofOwn;
  });
}

const rarity = (texts: number, total: number): number =>
  texts === 0 ? UNKNOWN * Math.log(1 + total / 1.5) : Math.log(1 + (total + 1) / (0.5 + texts));

const sum = (words: readonly string[], value: (word: string) => number): number =>
  words.reduce((total, word) => total + value(word), 0);

/** The questions of entries are few, and come up again and again. */
const MOST_KEPT = 5000;
const kept = new Map<string, ReadonlySet<string>>();

function wordsOf(question: string): ReadonlySet<string> {
  const known = kept.get(question);
  if (known) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  const words = new Set(cutWords(question));
  kept.set(question, words);
  return words;
}
