/**
 * What example messages teach: a complement naive Bayes over pieces of words, which knows the many words that no
 * lexicon lists. It is counted afresh at each start from the examples in the locale data.
 *
 * Rennie et al., Tackling the Poor Assumptions of Naive Bayes Text Classifiers (ICML 2003).
 */
import { NEEDS, type Need } from '../need.ts';
import { PieceTable } from './piece-table.ts';
import { eachPiece } from './pieces.ts';
import { normalise } from './units.ts';

/** Example messages by what they are about; `selfHarm` holds those whose writer, or somebody near, wants to die. */
export type Examples = Readonly<Partial<Record<Need | 'selfHarm', readonly string[]>>>;

/** How much a text resembles the examples of each need, from 0 to 1 together, and those of self-harm. */
export interface Likeness {
  readonly needs: ReadonlyMap<Need, number>;
  readonly selfHarm: number;
  /** How many pieces of the text were in the examples: of a name or a greeting few are. */
  readonly pieces: number;
}

const CLASSES = [...NEEDS, 'selfHarm'] as const;
const WIDTH = CLASSES.length;
/** Room for 458,000 pieces, those of some 22,000 examples, in 15 MB; what is read after that is left out. */
export const TABLE_BITS = 19;
/** Counts are kept as whole numbers of this fineness, up to what a row holds. */
const ONE = 8;
const MOST = 2 ** 15 - 1;
/** Weights are kept as whole numbers of this fineness. */
const STEPS = 100;
const SMOOTHING = 0.1;
/** Scales scores before they are turned into shares, so that the surest do not drown everything else. */
const SHARPNESS = 0.1;
/** So many pieces are taken to say nothing: a few words resemble something by chance. */
const CAUTION = 40;

/** Learns from the examples of every language at once; what comes back reads texts that are `normalise`d. */
export function createLearned(examples: readonly Examples[]): (text: string) => Likeness {
  const table = new PieceTable(WIDTH, TABLE_BITS);
  let documents = 0;
  for (const language of examples) documents += learn(table, language);
  weigh(table, documents);
  return (text) => likeness(text, table);
}

/** Counts the pieces of one language's examples, each class for as much as the others; returns how many texts. */
function learn(table: PieceTable, examples: Examples): number {
  const { rows } = table;
  const classes = CLASSES.map((name) => examples[name] ?? []);
  const documents = classes.reduce((sum, texts) => sum + texts.length, 0);
  for (const [at, texts] of classes.entries()) {
    // Were a class merely larger here than elsewhere, all words of this language would seem to speak for it.
    const worth = Math.max(1, Math.round((ONE * documents) / WIDTH / texts.length));
    const take = (piece: number) => {
      const row = table.claim(piece);
      if (row >= 0) rows[row + at] = Math.min((rows[row + at] ?? 0) + worth, MOST);
    };
    for (const text of texts) eachPiece(normalise(text), take);
  }
  return documents;
}

/** Turns the counts into weights, in their place: what each piece says for a class against all others. */
function weigh(table: PieceTable, documents: number): void {
  const { rows } = table;
  const totals = new Float64Array(WIDTH);
  let pieces = 0;
  for (const row of table.taken()) {
    pieces += 1;
    for (let at = 0; at < WIDTH; at += 1) totals[at] = (totals[at] ?? 0) + (rows[row + at] ?? 0);
  }
  const unseen = SMOOTHING * ONE;
  const all = totals.reduce((sum, total) => sum + total, 0);
  const odds = totals.map((total) => Math.log((total + unseen * pieces) / (all - total + unseen * pieces)));
  const weight = (here: number, seen: number, rarity: number, at: number): number =>
    Math.round(rarity * (Math.log((here + unseen) / (seen - here + unseen)) - (odds[at] ?? 0)));
  // Most pieces are as rare as many others, and found in one class only.
  const bySeen = new Map<number, { readonly rarity: number; readonly absent: readonly number[] }>();
  for (const row of table.taken()) {
    let seen = 0;
    for (let at = 0; at < WIDTH; at += 1) seen += rows[row + at] ?? 0;
    let alike = bySeen.get(seen);
    if (alike === undefined) {
      const rarity = Math.max(0, Math.log((documents * ONE) / seen)) * STEPS;
      alike = { rarity, absent: CLASSES.map((_name, at) => weight(0, seen, rarity, at)) };
      bySeen.set(seen, alike);
    }
    for (let at = 0; at < WIDTH; at += 1) {
      const here = rows[row + at] ?? 0;
      rows[row + at] = here === 0 ? (alike.absent[at] ?? 0) : weight(here, seen, alike.rarity, at);
    }
  }
}

function likeness(text: string, table: PieceTable): Likeness {
  const { rows } = table;
  const sums = new Float64Array(WIDTH);
  let known = 0;
  eachPiece(text, (piece) => {
    const row = table.find(piece);
    if (row < 0) return;
    known += 1;
    for (let at = 0; at < WIDTH; at += 1) sums[at] = (sums[at] ?? 0) + (rows[row + at] ?? 0);
  });
  const scale = SHARPNESS / STEPS / Math.sqrt(known + CAUTION);
  const highest = Math.max(...sums);
  const powers = sums.map((sum) => Math.exp((sum - highest) * scale));
  const whole = powers.reduce((sum, power) => sum + power, 0);
  const selfHarm = (powers.at(-1) ?? 0) / whole;
  const needs = new Map(
    NEEDS.map((need, at) => [need, (powers[at] ?? 0) / whole + (need === 'psychological' ? selfHarm : 0)]),
  );
  return { needs, selfHarm, pieces: known };
}
