/** Reads the signs of a text as things, amounts, units and words that mean nothing here. */
import type { ItemKey } from './catalogue.ts';
import type { Mark, Sign } from './cut.ts';
import { hanNumber, isHanNumber } from './han-numbers.ts';
import type { Found, Meaning, Phrases } from './phrases.ts';

/** A stretch of signs and what it means; `word` is what no phrase explains. */
export interface Token {
  readonly meaning:
    | Meaning
    | { readonly type: 'word' | 'code' }
    | { readonly type: 'mark'; readonly mark: Mark };
  /** The kinds of things that its words may tell. */
  readonly kinds?: readonly ItemKey[];
  /** The thing that its words may also be, where they were taken for a unit: "2 cups". */
  readonly orItem?: ItemKey;
  /** Its words were written without their accents. */
  readonly bare?: boolean;
  readonly from: number;
  readonly to: number;
}

/** Scripts without spaces, where a short word may be part of a longer one that nobody listed. */
const UNSPACED = new Set(['han', 'kana', 'hangul', 'lao', 'burmese']);
/** A number behind so few letters is part of a name: N95, A4, B12. */
const NAME_LETTERS = 3;

/** The signs as tokens, from left to right, the longest phrase first. */
export function tokensOf(signs: readonly Sign[], phrases: Phrases): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < signs.length; ) {
    const token = tokenAt(signs, at, tokens.at(-1), phrases);
    tokens.push(token);
    at = token.to;
  }
  return tokens;
}

function tokenAt(signs: readonly Sign[], at: number, last: Token | undefined, phrases: Phrases): Token {
  const sign = signs[at] as Sign;
  const one = (meaning: Token['meaning']): Token => ({ meaning, from: at, to: at + 1 });
  if (sign.kind === 'mark') return one({ type: 'mark', mark: sign.form as Mark });
  if (isTimes(signs, at)) return one({ type: 'mark', mark: 'times' });
  const afterNumber = last?.meaning.type === 'number' || last?.meaning.type === 'quantity';
  for (let found = phrases(signs, at); found; found = phrases(signs, at, found.to)) {
    if (found.asUnit && afterNumber) {
      const orItem =
        found.meaning.type === 'item' && !UNSPACED.has(sign.script) ? found.meaning.item : undefined;
      const { to, bare = false } = found;
      return { meaning: found.asUnit, from: at, to, bare, ...(orItem ? { orItem } : {}) };
    }
    if (standsAlone(signs, found, last, phrases) && isCounting(signs, found, last, phrases)) return found;
  }
  const han = hanAt(signs, at, phrases);
  if (han) return han;
  if (sign.kind === 'number') return one(numberAt(signs, at, phrases));
  return one({ type: 'word' });
}

/** `2x`, `x2`, in Latin or Cyrillic letters. */
function isTimes(signs: readonly Sign[], at: number): boolean {
  const sign = signs[at];
  if (sign?.form !== 'x' && sign?.form !== 'х') return false;
  return signs[at - 1]?.amount !== undefined || signs[at + 1]?.amount !== undefined;
}

/** Whether a phrase is words of its own here, and not a part of others. */
function standsAlone(
  signs: readonly Sign[],
  { meaning, from, to }: Found,
  last: Token | undefined,
  phrases: Phrases,
): boolean {
  const first = signs[from] as Sign;
  if (!UNSPACED.has(first.script)) return true;
  const isBound = meaning.type === 'skip' || meaning.type === 'joiner';
  const behindUnknown = first.joined && last?.meaning.type === 'word';
  const next = signs[to];
  const runsOn = next?.joined === true && next.kind === 'word' && UNSPACED.has(next.script);
  // 한과 2상자 are two boxes of one thing: before a number an ending is part of the word.
  const isEnding = !runsOn && !(behindUnknown && next?.kind === 'number');
  if (first.script === 'hangul') return isBound ? isEnding : !behindUnknown;
  if (places(signs, from, to) > 1) return true;
  const beforeUnknown = runsOn && !phrases(signs, to) && !hanAt(signs, to, phrases);
  if (meaning.type === 'skip') return first.joined || !beforeUnknown;
  if (meaning.type === 'joiner') return !behindUnknown || !beforeUnknown;
  return !behindUnknown && !beforeUnknown;
}

/** A number word that means other things too is one only beside a unit. */
function isCounting(
  signs: readonly Sign[],
  { meaning, to }: Found,
  last: Token | undefined,
  phrases: Phrases,
): boolean {
  if (meaning.type !== 'number' || !meaning.counted) return true;
  const next = phrases(signs, to);
  return next?.asUnit !== undefined || next?.meaning.type === 'quantity' || last?.meaning.type === 'unit';
}

/** How many visible characters a phrase has: some are cut in two. */
const places = (signs: readonly Sign[], from: number, to: number): number =>
  new Set(signs.slice(from, to).map(({ start }) => start)).size;

/** A number in Han characters, when something countable follows: 两罐, but not 一起. */
function hanAt(signs: readonly Sign[], at: number, phrases: Phrases): Token | undefined {
  let to = at;
  while (isHanNumber(signs[to]?.form ?? '')) to++;
  if (to === at) return undefined;
  const amount = hanNumber(signs.slice(at, to).map(({ form }) => form));
  const next = phrases(signs, to);
  const follows = next?.asUnit ? 'unit' : next?.meaning.type;
  const counts = follows === 'unit' || follows === 'quantity' || (follows === 'item' && amount !== 1);
  const isLast = signs[to] === undefined || signs[to]?.kind === 'mark';
  if (!amount || !(counts || (isLast && signs[at - 1]?.form === 'times'))) return undefined;
  return { meaning: { type: 'number', amount, counted: false }, from: at, to };
}

/** Digits: an amount, or a room, a date, a part of a name. */
function numberAt(signs: readonly Sign[], at: number, phrases: Phrases): Token['meaning'] {
  const sign = signs[at] as Sign;
  const before = signs[at - 1];
  const after = signs[at + 1];
  const inName =
    sign.joined && before?.script === 'latin' && before.form !== 'x' && before.form.length <= NAME_LETTERS;
  const goesOn =
    after?.joined && after.script === 'latin' && after.form !== 'x' && after.form.length <= NAME_LETTERS;
  const isNamePart = inName || (goesOn && !phrases(signs, at + 1));
  if (sign.amount === undefined || isNamePart) return { type: 'code' };
  return { type: 'number', amount: sign.amount, counted: false, digits: true };
}
