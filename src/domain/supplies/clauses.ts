/** Reads one clause: what is wanted in it, how much of each, or that it names nothing. */
import { type ItemKey, itemOf, type UnitKey } from './catalogue.ts';
import { isMeasure, type Quantity, quantitiesOf } from './quantities.ts';
import type { Token } from './tokens.ts';

/** One thing in a clause. */
export interface Thing {
  /** Undefined for what the catalogue does not know. */
  readonly item: ItemKey | undefined;
  readonly quantity: Quantity | undefined;
  /** An amount that its word says by itself. */
  readonly amount?: number;
  /** Its words: signs from `from` up to `to`. */
  readonly from: number;
  readonly to: number;
}

/** What a clause says. */
export interface Clause {
  readonly tokens: readonly Token[];
  readonly things: readonly Thing[];
  /** An amount without a thing: it belongs to a neighbouring clause. */
  readonly loose: Quantity | undefined;
  /** Which kind of the thing named before may be meant. */
  readonly kinds: readonly ItemKey[];
  /** "Each": this amount is that of every thing of the sentence. */
  readonly each: Quantity | undefined;
  /** Talk, or a thing that nobody counts and the catalogue does not know. */
  readonly isTalk: boolean;
}

type ItemToken = Token & {
  readonly meaning: { readonly type: 'item'; readonly item: ItemKey; readonly amount?: number };
};

interface NamedItem {
  readonly token: ItemToken;
  /** The token of the clause that it is. */
  readonly at: number;
}

/** Reads the tokens between two joints of a sentence. */
export function readClause(tokens: readonly Token[]): Clause {
  const quantities = quantitiesOf(tokens);
  const kinds = tokens.flatMap((token, at) => (token.kinds ?? []).map((item) => ({ item, at })));
  const named = namedIn(tokens, quantities);
  const each = tokens.some(({ meaning }) => meaning.type === 'each') ? quantities.at(-1) : undefined;
  const isTalk = tokens.some(({ meaning }) => ['talk', 'decoy', 'repair'].includes(meaning.type));
  const shared = { tokens, each, isTalk };
  if (named.length === 0) {
    const isKind =
      kinds.length > 0 && !tokens.some(({ meaning }) => NAMES.has(meaning.type) && meaning.type !== 'kind');
    const things = !isKind && mayCount(tokens, quantities) ? unknownThings(tokens, quantities) : [];
    const loose = things.length === 0 && !isTalk ? quantities.at(-1) : undefined;
    return { ...shared, things, loose, kinds: kinds.map(({ item }) => item) };
  }
  const bound = bind(
    named.map(({ at }) => at),
    quantities,
  );
  const things = named.map(({ token, at }, index): Thing => {
    const kind = kindOf(token.meaning.item, at, kinds, named);
    const spans = [token, ...(kind === undefined ? [] : [tokens[kind.at] as Token])];
    return {
      item: kind?.item ?? token.meaning.item,
      quantity: bound[index],
      ...(token.meaning.amount ? { amount: token.meaning.amount } : {}),
      from: Math.min(...spans.map(({ from }) => from)),
      to: Math.max(...spans.map(({ to }) => to)),
    };
  });
  return { ...shared, things, loose: undefined, kinds: [] };
}

const isItem = (token: Token): token is ItemToken => token.meaning.type === 'item';

/** The items named in a clause; two names of one thing in a row ("Aptamil milk powder") are one. */
function namedIn(tokens: readonly Token[], quantities: readonly Quantity[]): NamedItem[] {
  const named: NamedItem[] = [];
  for (const [at, token] of tokens.entries()) {
    if (!isItem(token) || tellsKind(token, tokens)) continue;
    const last = named.at(-1);
    const isApart = !last || quantities.some(({ from }) => from > last.at && from < at);
    const together = isApart ? undefined : narrower(last.token.meaning.item, token.meaning.item);
    if (!last || !together) named.push({ token, at });
    else {
      const meaning = { ...last.token.meaning, item: together };
      named[named.length - 1] = { token: { meaning, from: last.token.from, to: token.to }, at };
    }
  }
  return named;
}

/** Words for one thing that beside another only tell which: the apple of an Apple charger. */
const tellsKind = (token: Token, tokens: readonly Token[]): boolean =>
  token.kinds?.some((kind) =>
    tokens.some((one) => one !== token && isItem(one) && one.meaning.item === itemOf(kind).of),
  ) ?? false;

/** Of an item and a kind of it the kind; of two names for one thing that thing. */
function narrower(one: ItemKey, other: ItemKey): ItemKey | undefined {
  if (one === other || itemOf(one).of === other) return one;
  return itemOf(other).of === one ? other : undefined;
}

/** The kind that stands nearest to the item it is a kind of. */
function kindOf(
  item: ItemKey,
  at: number,
  kinds: readonly { item: ItemKey; at: number }[],
  named: readonly NamedItem[],
): { item: ItemKey; at: number } | undefined {
  const distance = (kind: { at: number }): number => Math.abs(kind.at - at);
  const nearest = (kind: { at: number }): boolean =>
    named.every((other) => Math.abs(other.at - kind.at) >= distance(kind));
  return kinds
    .filter((kind) => itemOf(kind.item).of === item && nearest(kind))
    .sort((a, b) => distance(a) - distance(b))[0];
}

/** Which amount belongs to which thing: each looks the way it is written, or the way the clause begins. */
function bind(things: readonly number[], quantities: readonly Quantity[]): (Quantity | undefined)[] {
  const bound: (Quantity | undefined)[] = things.map(() => undefined);
  const amountsFirst = (quantities[0]?.from ?? 0) < (things[0] ?? 0);
  // What says how many comes first; what says how large only where nothing says how many.
  for (const quantity of [...quantities].sort((a, b) => Number(isMeasure(a)) - Number(isMeasure(b)))) {
    const free = (index: number): boolean =>
      index >= 0 && index < things.length && bound[index] === undefined;
    const next = things.findIndex((at) => at >= quantity.to);
    const before = next < 0 ? things.length - 1 : next - 1;
    const forward = quantity.side ? quantity.side === 'after' : amountsFirst;
    const wanted = forward ? [next, before] : [before, next];
    const index = wanted.find(free);
    if (index !== undefined) bound[index] = quantity;
  }
  return bound;
}

/** Whether an amount in a clause without known things counts one: in talk only what is asked for, with a unit. */
function mayCount(tokens: readonly Token[], quantities: readonly Quantity[]): boolean {
  const says = (...types: string[]): boolean => tokens.some(({ meaning }) => types.includes(meaning.type));
  if (!says('talk', 'repair')) return true;
  return says('asking') && quantities.some(({ unit }) => unit !== null);
}

/** Things that are not in the catalogue, told by their amounts: "2 flannels 3 flasks" are two. */
function unknownThings(tokens: readonly Token[], quantities: readonly Quantity[]): Thing[] {
  const counts = quantities.filter((quantity) => !isMeasure(quantity));
  const marks = (counts.length > 0 ? counts : quantities).filter((one) => one.stated && !one.isArticle);
  const amountsFirst = wordsIn(tokens, 0, marks[0]?.from ?? 0) === undefined;
  return marks.flatMap((quantity, index): Thing[] => {
    const before = amountsFirst ? quantity.to : (marks[index - 1]?.to ?? 0);
    const behind = amountsFirst ? (marks[index + 1]?.from ?? tokens.length) : quantity.from;
    const words = marks.length === 1 ? wordsIn(tokens, 0, tokens.length) : wordsIn(tokens, before, behind);
    return words ? [{ item: undefined, quantity, ...words }] : [];
  });
}

/** What an unknown thing's name is made of. */
const NAMES: ReadonlySet<string> = new Set(['word', 'other', 'kind']);

/** The signs from the first to the last word that means nothing here; undefined when there is none. */
function wordsIn(
  tokens: readonly Token[],
  from: number,
  to: number,
): { from: number; to: number } | undefined {
  const words = tokens.slice(from, to).filter(({ meaning }) => NAMES.has(meaning.type));
  const [first, last] = [words[0], words.at(-1)];
  return first && last && { from: first.from, to: last.to };
}

/** What is left of a clause that names nothing known, without "please" and the like at its edges. */
export const remainder = (tokens: readonly Token[]): { from: number; to: number } | undefined =>
  wordsIn(tokens, 0, tokens.length);

/** Units of what nobody hands out by the piece: "2 个奶粉" are two cans, but "5 片尿布" are no packs. */
const WHOLE_UNITS: readonly UnitKey[] = ['bottle', 'can', 'portion', 'cup', 'bag', 'set', 'pair'];

/** The unit an amount of an item is in: the written one, or else the item's own. */
export function unitFor(item: ItemKey | null, unit: UnitKey | null): UnitKey | null {
  if (!item) return unit;
  const own = itemOf(item).unit;
  return unit === null || (unit === 'piece' && WHOLE_UNITS.includes(own)) ? own : unit;
}
