import { NumberLists } from './number-lists.ts';

/** Offers known words one slip away (a letter too many, missing, wrong, or two swapped) from an unknown one. */
export type Spelling = {
  /** `id` comes back from `correct` when a misspelling of `word`, or of a word that begins so, is met. */
  learn: (word: string, isStem: boolean, id: number) => void;
  correct: (word: string) => readonly number[];
};

const SHORTEST = 5;
const LONGEST = 20;
const ENDINGS = 3;

/** Hands over a number and the length of the word itself and of what is left without one of its letters. */
function eachNeighbour(word: string, take: (number: number, length: number) => void): void {
  take(numberWithout(word, -1), word.length);
  // The first letter stays: people seldom miss it, and "later" must not become "water".
  for (let left = 1; left < word.length; left++) take(numberWithout(word, left), word.length - 1);
}

/** Two forms may share a number by chance. */
function numberWithout(word: string, left: number): number {
  let number = 0;
  for (let at = 0; at < word.length; at++)
    if (at !== left) number = Math.imul(number ^ word.charCodeAt(at), 0x9e3779b1) ^ (number >>> 15);
  return number;
}

/** Deletion-neighbourhood index: two words one slip apart share a form with one letter left out. */
export function createSpelling(): Spelling {
  const known: { readonly word: string; readonly isStem: boolean; readonly id: number }[] = [];
  const byNeighbour = new NumberLists(17);
  const lookUp = (word: string, onlyStems: boolean): number[] => {
    const found = new Set<number>();
    eachNeighbour(word, (number, length) => {
      for (let link = byNeighbour.first(number, length); link >= 0; link = byNeighbour.next(link))
        found.add(byNeighbour.value(link));
    });
    return [...found].flatMap((at) => {
      const one = known[at];
      return one && (one.isStem || !onlyStems) && withinOneSlip(word, one.word) ? [one.id] : [];
    });
  };
  return {
    learn(word, isStem, id) {
      if (word.length < SHORTEST || word.length > LONGEST) return;
      eachNeighbour(word, (number, length) => byNeighbour.add(number, length, known.length));
      known.push({ word, isStem, id });
    },
    correct(word) {
      if (word.length < SHORTEST || word.length > LONGEST) return [];
      const whole = lookUp(word, false);
      if (whole.length > 0) return whole;
      for (let cut = 1; cut <= ENDINGS && word.length - cut >= SHORTEST + 1; cut++) {
        const stems = lookUp(word.slice(0, -cut), true);
        if (stems.length > 0) return stems;
      }
      return [];
    },
  };
}

function withinOneSlip(left: string, right: string): boolean {
  if (Math.abs(left.length - right.length) > 1 || left.charAt(0) !== right.charAt(0)) return false;
  let head = 0;
  while (head < left.length && left.charAt(head) === right.charAt(head)) head++;
  const rest = (word: string, skip: number) => word.slice(head + skip);
  if (left.length > right.length) return rest(left, 1) === rest(right, 0);
  if (left.length < right.length) return rest(left, 0) === rest(right, 1);
  const swapped =
    left.charAt(head) === right.charAt(head + 1) && left.charAt(head + 1) === right.charAt(head);
  return rest(left, 1) === rest(right, 1) || (swapped && rest(left, 2) === rest(right, 2));
}
