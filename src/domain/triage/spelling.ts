/** Offers known words one slip away (a letter too many, missing, wrong, or two swapped) from an unknown one. */
export type Spelling = {
  /** `key` comes back from `correct` when a misspelling of `word` is met. */
  learn: (word: string, key: string) => void;
  correct: (word: string) => readonly string[];
};

const SHORTEST = 5;
const LONGEST = 20;
const ENDINGS = 3;

function* withOneLeftOut(word: string): Generator<string> {
  yield word;
  // The first letter stays: people seldom miss it, and "later" must not become "water".
  for (let at = 1; at < word.length; at++) yield word.slice(0, at) + word.slice(at + 1);
}

/** Deletion-neighbourhood index: two words one slip apart share a form with one letter left out. */
export function createSpelling(): Spelling {
  const byNeighbour = new Map<string, Set<string>>();
  const lookUp = (word: string, wanted: (key: string) => boolean): string[] => {
    const keys = new Set<string>();
    for (const form of withOneLeftOut(word)) {
      for (const key of byNeighbour.get(form) ?? []) if (wanted(key)) keys.add(key);
    }
    return [...keys].filter((key) => withinOneSlip(word, key.slice(key.indexOf(':') + 1)));
  };
  return {
    learn(word, key) {
      if (word.length < SHORTEST || word.length > LONGEST) return;
      for (const form of withOneLeftOut(word)) {
        const keys = byNeighbour.get(form) ?? new Set();
        byNeighbour.set(form, keys.add(key));
      }
    },
    correct(word) {
      if (word.length < SHORTEST || word.length > LONGEST) return [];
      const whole = lookUp(word, () => true);
      if (whole.length > 0) return whole;
      for (let cut = 1; cut <= ENDINGS && word.length - cut >= SHORTEST + 1; cut++) {
        const stems = lookUp(word.slice(0, -cut), (key) => key.startsWith('p:'));
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
