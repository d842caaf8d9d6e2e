/**
 * What example messages teach: a complement naive Bayes over pieces of words, which knows the many words that no
 * lexicon lists. It is counted afresh at each start from the examples in the locale data.
 *
 * Rennie et al., Tackling the Poor Assumptions of Naive Bayes Text Classifiers (ICML 2003).
 */
import { NEEDS, type Need } from '../need.ts';

/** Example messages by what they are about; `selfHarm` holds those whose writer, or somebody near, wants to die. */
export type Examples = Readonly<Partial<Record<Need | 'selfHarm', readonly string[]>>>;

/** How much a text resembles the examples of each need, from 0 to 1 together, and those of self-harm. */
export interface Likeness {
  readonly needs: ReadonlyMap<Need, number>;
  readonly selfHarm: number;
}

const CLASSES = [...NEEDS, 'selfHarm'] as const;
const LONGEST = 4;
const SMOOTHING = 0.1;
/** Scales scores before they are turned into shares, so that the surest do not drown everything else. */
const SHARPNESS = 0.1;
/** So many pieces are taken to say nothing: a few words resemble something by chance. */
const CAUTION = 40;

/** Learns from the examples of every language at once. */
export function createLearned(examples: readonly Examples[]): (text: string) => Likeness {
  const counts = new Map<string, Float32Array>();
  const totals = new Float64Array(CLASSES.length);
  let documents = 0;
  for (const language of examples) {
    for (const [index, name] of CLASSES.entries()) {
      for (const text of language[name] ?? []) {
        documents += 1;
        for (const piece of piecesOf(text)) {
          const row = counts.get(piece) ?? new Float32Array(CLASSES.length);
          counts.set(piece, row);
          row[index] = (row[index] ?? 0) + 1;
          totals[index] = (totals[index] ?? 0) + 1;
        }
      }
    }
  }
  const weights = weigh(counts, totals, documents);
  return (text) => likeness(text, weights);
}

function weigh(
  counts: Map<string, Float32Array>,
  totals: Float64Array,
  documents: number,
): Map<string, Float32Array> {
  const all = totals.reduce((sum, total) => sum + total, 0);
  const weights = new Map<string, Float32Array>();
  for (const [piece, row] of counts) {
    const seen = row.reduce((sum, count) => sum + count, 0);
    if (seen < 2) continue;
    const rarity = Math.log(documents / seen);
    weights.set(
      piece,
      row.map((count, index) => {
        const total = totals[index] ?? 0;
        const here = (count + SMOOTHING) / (total + SMOOTHING * counts.size);
        const elsewhere = (seen - count + SMOOTHING) / (all - total + SMOOTHING * counts.size);
        return rarity * Math.log(here / elsewhere);
      }),
    );
  }
  return weights;
}

function likeness(text: string, weights: ReadonlyMap<string, Float32Array>): Likeness {
  const sums = new Float64Array(CLASSES.length);
  let known = 0;
  for (const piece of piecesOf(text)) {
    const row = weights.get(piece);
    if (!row) continue;
    known += 1;
    for (let index = 0; index < row.length; index += 1) sums[index] = (sums[index] ?? 0) + (row[index] ?? 0);
  }
  const scores = [...sums].map((sum) => (sum / Math.sqrt(known + CAUTION)) * SHARPNESS);
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - highest));
  const whole = powers.reduce((sum, power) => sum + power, 0);
  const shares = powers.map((power) => power / whole);
  const selfHarm = shares.at(-1) ?? 0;
  const needs = new Map(
    NEEDS.map((need, index) => [need, (shares[index] ?? 0) + (need === 'psychological' ? selfHarm : 0)]),
  );
  return { needs, selfHarm };
}

/** Pieces of two to four letters, words and pairs of words; without case, accents, punctuation and which number. */
function piecesOf(text: string): Set<string> {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/\p{N}+/gu, '0')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
  const pieces = new Set<string>();
  const padded = ` ${plain} `;
  for (let length = 2; length <= LONGEST; length += 1) {
    for (let at = 0; at + length <= padded.length; at += 1) pieces.add(padded.slice(at, at + length));
  }
  const words = plain.split(' ');
  for (const [at, word] of words.entries()) {
    pieces.add(`${word} `);
    pieces.add(`${word} ${words[at + 1] ?? ''}`);
  }
  return pieces;
}
