/** All phrases of some languages in one tree: what stands at a place in a text, the longest phrase first. */
import type { ItemKey, UnitKey } from './catalogue.ts';
import { itemOf } from './catalogue.ts';
import { cut, type Sign, written } from './cut.ts';
import type { ItemLexicon } from './lexicon.ts';

/** What a phrase means. */
export type Meaning =
  | { readonly type: 'item'; readonly item: ItemKey; readonly amount?: number }
  /** Tells which kind of an item is meant, where that item is named too. */
  | { readonly type: 'kind'; readonly item: ItemKey }
  | { readonly type: 'unit'; readonly unit: UnitKey }
  | {
      readonly type: 'number';
      readonly amount: number;
      /** It means other things too, and is a number only beside a unit. */
      readonly counted: boolean;
      /** Written in digits. */
      readonly digits?: boolean;
    }
  | { readonly type: 'quantity'; readonly amount: number; readonly unit: UnitKey | null }
  | {
      readonly type: 'joiner' | 'range' | 'each' | 'skip' | 'asking' | 'talk' | 'decoy' | 'repair' | 'other';
    };

/** A phrase found in a text: the signs from `from` up to `to`. */
export interface Found {
  readonly meaning: Meaning;
  /** Set where the same words are a unit as well, as a cup is. */
  readonly asUnit?: Meaning & { readonly type: 'unit' };
  /** Every kind of something that the same words tell: "newborn" is one of nappies and one of milk powder. */
  readonly kinds?: readonly ItemKey[];
  /** Some of its words are without their accents: English "the" for French "thé". */
  readonly bare?: boolean;
  readonly from: number;
  readonly to: number;
}

/** The longest phrase that begins at a sign; where `before` is given, the longest that ends before that one. */
export type Phrases = (signs: readonly Sign[], at: number, before?: number) => Found | undefined;

/** The phrases of some languages, read in two ways. */
export interface PhraseBook {
  /** With their accents or without. */
  readonly any: Phrases;
  /** As they are spelt. */
  readonly spelt: Phrases;
}

interface End {
  readonly meaning: Meaning;
  readonly rank: number;
  /** Reached without the accents that the phrase has. */
  readonly bare: boolean;
}

interface Node {
  readonly next: Map<string, Node>;
  /** Beginnings of words, by `stemKey`. */
  readonly stems: Map<string, { readonly stem: string; readonly node: Node }[]>;
  anyNumber: Node | undefined;
  readonly ends: End[];
}

const newNode = (): Node => ({ next: new Map(), stems: new Map(), anyNumber: undefined, ends: [] });

/** Of phrases of one length the first of these is meant. */
const ORDER: readonly Meaning['type'][] = [
  'item',
  'kind',
  'other',
  'decoy',
  'quantity',
  'number',
  'repair',
  'asking',
  'unit',
  'each',
  'range',
  'joiner',
  'talk',
  'skip',
];

/** Puts the words of these languages into one tree. */
export function createPhrases(lexicons: ReadonlyMap<string, ItemLexicon>): PhraseBook {
  const root = newNode();
  for (const [language, lexicon] of lexicons) {
    for (const [phrase, meaning] of phrasesOf(lexicon)) plant(root, phrase, meaning, language);
  }
  const keysIn = keyReader(lexicons.has('vi'));
  const reading =
    (withBare: boolean): Phrases =>
    (signs, at, before = signs.length + 1) => {
      const longest: Longest = { to: at, before, withBare, best: undefined, unit: undefined, kinds: [] };
      walk(root, signs, at, keysIn, longest);
      const { to, best, unit, kinds } = longest;
      if (!best) return undefined;
      const also = { ...(unit ? { asUnit: unit } : {}), ...(kinds.length > 0 ? { kinds } : {}) };
      return { meaning: best.meaning, from: at, to, bare: best.bare, ...also };
    };
  return { any: reading(true), spelt: reading(false) };
}

interface Longest {
  to: number;
  readonly before: number;
  readonly withBare: boolean;
  best: End | undefined;
  unit: (Meaning & { readonly type: 'unit' }) | undefined;
  kinds: ItemKey[];
}

function* phrasesOf(lexicon: ItemLexicon): Generator<[string, Meaning]> {
  for (const [key, phrases] of Object.entries(lexicon.items) as [ItemKey, string[]][]) {
    for (const phrase of phrases) {
      const [, words = phrase, amount] = /^!?(.*?)(?:=(\d+))?$/u.exec(phrase) ?? [];
      if (itemOf(key).of && !phrase.startsWith('!')) yield [words, { type: 'kind', item: key }];
      else yield [words, { type: 'item', item: key, ...(amount ? { amount: Number(amount) } : {}) }];
    }
  }
  for (const [unit, phrases] of Object.entries(lexicon.units) as [UnitKey, string[]][]) {
    for (const phrase of phrases) yield [phrase, { type: 'unit', unit }];
  }
  for (const [phrase, amount] of Object.entries(lexicon.numbers))
    yield [phrase, { type: 'number', amount, counted: false }];
  for (const [phrase, amount] of Object.entries(lexicon.counted))
    yield [phrase, { type: 'number', amount, counted: true }];
  for (const [phrase, [amount, unit]] of Object.entries(lexicon.quantities))
    yield [phrase, { type: 'quantity', amount, unit }];
  yield* plain(lexicon);
}

function* plain(lexicon: ItemLexicon): Generator<[string, Meaning]> {
  const lists = {
    joiner: lexicon.joiners,
    range: lexicon.ranges,
    each: lexicon.each,
    skip: lexicon.skip,
    asking: lexicon.asking,
    talk: lexicon.talk,
    decoy: lexicon.decoys,
    repair: lexicon.repairs,
    other: lexicon.others,
  } as const;
  for (const [type, phrases] of Object.entries(lists) as [keyof typeof lists, string[]][]) {
    for (const phrase of phrases) yield [phrase, { type }];
  }
}

/** A way to write the phrase that is being planted. */
interface Way {
  readonly node: Node;
  readonly bare: boolean;
}

/** `#` is any number, a star at a word's end stands for the rest of the word. */
function plant(root: Node, phrase: string, meaning: Meaning, language: string): void {
  let ways: Way[] = [{ node: root, bare: false }];
  for (const part of phrase.replaceAll('#', ' # ').split(/\s+/u).filter(Boolean)) {
    if (part === '#') {
      ways = ways.map(({ node, bare }) => {
        node.anyNumber ??= newNode();
        return { node: node.anyNumber, bare };
      });
      continue;
    }
    const signs = cut(written(part.replace(/\*$/u, ''))).filter(({ kind }) => kind !== 'mark');
    for (const [at, sign] of signs.entries()) {
      const isStem = part.endsWith('*') && at === signs.length - 1;
      ways = ways.flatMap((way) =>
        keysOf(sign, language).map(({ key, bare }) => ({
          node: step(way.node, key, isStem),
          bare: way.bare || bare,
        })),
      );
    }
  }
  if (ways.some(({ node }) => node === root))
    throw new Error(`Phrase "${phrase}" of ${language} has no words.`);
  const rank = ORDER.indexOf(meaning.type);
  for (const { node, bare } of ways) node.ends.push({ meaning, rank, bare });
}

/** What stems are found by: the first letters, and before them the mark of a way to spell. */
const stemKey = (key: string): string => key.slice(0, key.charAt(1) === ':' ? 4 : 2);

function step(node: Node, key: string, isStem: boolean): Node {
  if (isStem) {
    const stem = { stem: key, node: newNode() };
    const alike = node.stems.get(stemKey(key));
    if (alike) alike.push(stem);
    else node.stems.set(stemKey(key), [stem]);
    return stem.node;
  }
  const known = node.next.get(key) ?? newNode();
  node.next.set(key, known);
  return known;
}

/**
 * A word as it is spelt, and without its accents. In Vietnamese accents decide when they are written; only a text
 * without any is met halfway.
 */
function keysOf({ script, raw, form }: Sign, language: string): { key: string; bare: boolean }[] {
  const isAccented = script === 'latin' && raw !== form;
  if (language === 'vi' && script === 'latin')
    return [
      { key: `v:${raw}`, bare: false },
      { key: `u:${form}`, bare: isAccented },
    ];
  return [...(isAccented ? [{ key: `a:${raw}`, bare: false }] : []), { key: form, bare: isAccented }];
}

type Keys = (signs: readonly Sign[], at: number) => readonly string[];

function walk(node: Node, signs: readonly Sign[], at: number, keysIn: Keys, longest: Longest): void {
  if (node.ends.length > 0 && at >= longest.to && at < longest.before) take(node.ends, at, longest);
  const sign = signs[at];
  if (!sign || sign.kind === 'mark') return;
  for (const key of keysIn(signs, at)) {
    const next = node.next.get(key);
    if (next) walk(next, signs, at + 1, keysIn, longest);
    const stems = node.stems.size > 0 ? node.stems.get(stemKey(key)) : undefined;
    if (!stems) continue;
    for (const { stem, node: after } of stems)
      if (key.startsWith(stem)) walk(after, signs, at + 1, keysIn, longest);
  }
  if (sign.kind === 'number' && node.anyNumber) walk(node.anyNumber, signs, at + 1, keysIn, longest);
}

function take(ends: readonly End[], at: number, longest: Longest): void {
  for (const end of ends) {
    if (end.bare && !longest.withBare) continue;
    if (at > longest.to) Object.assign(longest, { to: at, best: undefined, unit: undefined, kinds: [] });
    if (!longest.best || isBetter(end, longest.best)) longest.best = end;
    if (end.meaning.type === 'unit') longest.unit = end.meaning;
    if (end.meaning.type === 'kind') longest.kinds.push(end.meaning.item);
  }
}

const isBetter = (end: End, best: End): boolean =>
  end.rank < best.rank || (end.rank === best.rank && best.bare && !end.bare);

/** "And", "the", "to the" are written together with an Arabic word. */
const ARABIC_HEADS = /^(?:و?(?:ال|بال|لل|ب|ل)|و)(?=.{3,}$)/u;

/** The forms a sign may have in the tree; those of the latest text are remembered. */
function keyReader(withVietnamese: boolean): Keys {
  let text: readonly Sign[] = [];
  let keys: (readonly string[] | undefined)[] = [];
  let unaccented = false;
  return (signs, at) => {
    if (signs !== text) {
      text = signs;
      keys = [];
      unaccented = withVietnamese && isUnaccented(signs);
    }
    const known = keys[at];
    if (known) return known;
    const sign = signs[at];
    const made = sign ? formsOf(sign, withVietnamese, unaccented) : [];
    keys[at] = made;
    return made;
  };
}

const isUnaccented = (signs: readonly Sign[]): boolean =>
  signs.every(({ script, raw, form }) => script !== 'latin' || raw === form);

function formsOf(sign: Sign, withVietnamese: boolean, unaccented: boolean): readonly string[] {
  if (sign.script === 'arabic') {
    const bare = sign.form.replace(ARABIC_HEADS, '');
    const withoutAnd = sign.form.replace(/^و(?=.{3,}$)/u, '');
    return [...new Set([sign.form, withoutAnd, bare])];
  }
  if (sign.script !== 'latin') return [sign.form];
  const forms = sign.raw === sign.form ? [sign.form] : [`a:${sign.raw}`, sign.form];
  if (withVietnamese) forms.push(`v:${sign.raw}`, ...(unaccented ? [`u:${sign.form}`] : []));
  return forms;
}
