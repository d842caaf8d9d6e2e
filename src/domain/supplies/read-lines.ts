/** Puts the clauses of a text together: amounts, kinds and "each" that stand apart from the thing they belong to. */
import { type ItemKey, itemOf, type UnitKey } from './catalogue.ts';
import { type Clause, readClause, remainder, unitFor } from './clauses.ts';
import { round, type Sign } from './cut.ts';
import { NAME_LENGTH, nameOf, shorten, sourceOf } from './names.ts';
import type { Quantity } from './quantities.ts';
import type { Token } from './tokens.ts';

/** A line while it is put together. */
interface Draft {
  item: ItemKey | null;
  name: string;
  amount: number;
  unit: UnitKey | null;
  stated: boolean;
  readonly sentence: number;
  /** An unknown thing that nobody counted or asked for: kept only in a list. */
  readonly guessed: boolean;
}

/** So many known things make a list, in which the unknown ones are wanted too. */
const LIST = 2;

/** Longest stretch of unknown words taken for a thing, in signs. */
const THING_LENGTH = { spaced: 6, unspaced: 14 };

/** A text that is being read. */
interface Reading {
  readonly text: string;
  readonly signs: readonly Sign[];
  readonly drafts: Draft[];
  /** By sentence: the amount of each thing in it. */
  readonly eaches: Map<number, Quantity>;
  /** The sentence in which something was asked for last. */
  asked: number | undefined;
  /** An amount that stood before any thing. */
  ahead: Quantity | undefined;
  /** Clauses that may name things which nobody knows: no talk, and no amount alone. */
  readonly strange: string[];
}

/** What is read out of a text. */
export interface Lines {
  /** In the order in which things are named. */
  readonly lines: readonly Omit<Draft, 'sentence' | 'guessed'>[];
  /** Clauses of unknown words that are no talk; where nothing else is found, these may name what is wanted. */
  readonly strange: readonly string[];
}

/** The lines of a text. */
export function readLines(tokens: readonly Token[], text: string, signs: readonly Sign[]): Lines {
  const reading: Reading = {
    text,
    signs,
    drafts: [],
    eaches: new Map(),
    asked: undefined,
    ahead: undefined,
    strange: [],
  };
  for (const { clause, sentence } of clausesOf(tokens)) {
    if (clause.tokens.some(({ meaning }) => meaning.type === 'asking')) reading.asked = sentence;
    if (clause.each) reading.eaches.set(sentence, clause.each);
    if (clause.things.length > 0) takeThings(reading, clause, sentence);
    else takeRest(reading, clause, sentence);
  }
  const { drafts, eaches } = reading;
  for (const draft of drafts) {
    const each = eaches.get(draft.sentence);
    if (each && !draft.stated) state(draft, each);
  }
  const known = drafts.filter(({ guessed }) => !guessed).length;
  const isList = known >= LIST && drafts.length - known <= known;
  const lines = withoutRepeats(drafts.filter((draft) => !draft.guessed || isList));
  return { lines, strange: reading.strange };
}

function takeThings(reading: Reading, clause: Clause, sentence: number): void {
  for (const thing of clause.things) {
    const draft = draftOf(thing, clause, sentence, reading);
    if (reading.ahead && !draft.stated) state(draft, reading.ahead);
    reading.ahead = undefined;
    reading.drafts.push(draft);
  }
}

/** A clause without a thing: it may tell the kind or the amount of the one before, or name one that nobody knows. */
function takeRest(reading: Reading, clause: Clause, sentence: number): void {
  const { drafts } = reading;
  const last = drafts.at(-1);
  const kind = clause.kinds.find((one) => last && last.item === itemOf(one).of);
  if (last && kind) tellKind(last, kind, clause, reading);
  const loose = clause.each ? undefined : clause.loose;
  if (loose && last && !last.stated) state(last, loose);
  else if (loose?.orItem) drafts.push(thingOf(loose, loose.orItem, clause, sentence, reading));
  else if (loose && !last) reading.ahead = loose;
  if (!loose && !kind && !clause.isTalk) drafts.push(...guess(clause, sentence, reading));
}

/** "2 cups": the unit is the thing. */
function thingOf(
  quantity: Quantity,
  item: ItemKey,
  { tokens }: Clause,
  sentence: number,
  { text, signs }: Reading,
): Draft {
  const name = sourceOf(tokens[quantity.to - 1] ?? { from: 0, to: signs.length }, text, signs);
  const { unit } = itemOf(item);
  return { item, name, amount: round(quantity.amount), unit, stated: true, sentence, guessed: false };
}

function* clausesOf(tokens: readonly Token[]): Generator<{ clause: Clause; sentence: number }> {
  let sentence = 0;
  let part: Token[] = [];
  for (const token of tokens) {
    const { meaning } = token;
    const isJoint =
      meaning.type === 'joiner' ||
      (meaning.type === 'mark' && meaning.mark !== 'times' && meaning.mark !== 'dash');
    if (!isJoint) {
      part.push(token);
      continue;
    }
    if (part.length > 0) yield { clause: readClause(part), sentence };
    part = [];
    if (meaning.type === 'mark' && (meaning.mark === 'line' || meaning.mark === 'stop')) sentence += 1;
  }
  if (part.length > 0) yield { clause: readClause(part), sentence };
}

function draftOf(
  thing: Clause['things'][number],
  clause: Clause,
  sentence: number,
  { text, signs }: Reading,
): Draft {
  const amount = thing.quantity?.amount ?? thing.amount ?? 1;
  return {
    item: thing.item ?? null,
    name: nameOf(thing, clause, text, signs),
    amount: round(amount),
    unit: unitFor(thing.item ?? null, thing.quantity?.unit ?? null),
    stated: thing.quantity?.stated ?? thing.amount !== undefined,
    sentence,
    guessed: false,
  };
}

function state(draft: Draft, { amount, unit }: Quantity): void {
  draft.amount = round(amount);
  draft.unit = unit ? unitFor(draft.item, unit) : draft.unit;
  draft.stated = true;
}

/** "Milk powder, stage 2": the kind stands behind a comma. */
function tellKind(draft: Draft, kind: ItemKey, clause: Clause, { text, signs }: Reading): void {
  const words = remainder(clause.tokens);
  draft.item = kind;
  if (words) draft.name = shorten(`${draft.name}, ${sourceOf(words, text, signs)}`, NAME_LENGTH);
}

/** Unknown words that may be a thing: few enough to be a name. */
function guess(clause: Clause, sentence: number, { text, signs, asked, strange }: Reading): Draft[] {
  const words = remainder(clause.tokens);
  if (!words) return [];
  strange.push(sourceOf(words, text, signs));
  const spaced = ['latin', 'cyrillic', 'arabic'].includes(signs[words.from]?.script ?? '');
  if (words.to - words.from > (spaced ? THING_LENGTH.spaced : THING_LENGTH.unspaced)) return [];
  const name = shorten(sourceOf(words, text, signs), NAME_LENGTH);
  return [{ item: null, name, amount: 1, unit: null, stated: false, sentence, guessed: asked !== sentence }];
}

/** What is named again without another amount is still the same thing; so is a kind of it. */
function withoutRepeats(drafts: readonly Draft[]): Draft[] {
  const kept: Draft[] = [];
  for (const draft of drafts) {
    const at = kept.findIndex((other) => isSame(other, draft) && !(other.stated && draft.stated));
    const other = kept[at];
    if (!other) kept.push(draft);
    else if (draft.stated || (!other.stated && isKindOf(draft, other))) kept[at] = draft;
  }
  return kept;
}

const isSame = (one: Draft, other: Draft): boolean =>
  one.item !== null && (one.item === other.item || isKindOf(one, other) || isKindOf(other, one));

const isKindOf = (one: Draft, other: Draft): boolean =>
  one.item !== null && other.item !== null && itemOf(one.item).of === other.item;
