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
  /** An unknown thing that nobody counted: kept only where something shows that it is wanted. */
  readonly guessed: boolean;
}

/** Longest stretch of unknown words taken for a thing, in signs. */
const THING_LENGTH = { spaced: 6, unspaced: 14 };

/** The lines of a text, by the order in which things are named. */
export function readLines(
  tokens: readonly Token[],
  text: string,
  signs: readonly Sign[],
): Omit<Draft, 'sentence' | 'guessed'>[] {
  const drafts: Draft[] = [];
  const asked = new Set<number>();
  const eaches = new Map<number, Quantity>();
  let ahead: Quantity | undefined;
  let counted = 0;
  for (const { clause, sentence } of clausesOf(tokens)) {
    if (clause.tokens.some(({ meaning }) => meaning.type === 'asking')) asked.add(sentence);
    if (clause.each) eaches.set(sentence, clause.each);
    for (const thing of clause.things) {
      const draft = draftOf(thing, clause, sentence, text, signs);
      if (ahead && !draft.stated) state(draft, ahead);
      ahead = undefined;
      drafts.push(draft);
      counted += 1;
    }
    if (clause.things.length > 0) continue;
    const last = drafts.at(-1);
    if (last && clause.kind && last.item === itemOf(clause.kind).of)
      tellKind(last, clause.kind, clause, text, signs);
    const loose = clause.each ? undefined : clause.loose;
    if (loose && last && !last.stated) state(last, loose);
    else if (loose && !last) ahead = loose;
    if (!loose && !clause.kind && !clause.isTalk) drafts.push(...guess(clause, sentence, text, signs));
  }
  for (const draft of drafts) {
    const each = eaches.get(draft.sentence);
    if (each && !draft.stated) state(draft, each);
  }
  const guesses = drafts.filter(({ guessed }) => guessed).length;
  const isList = counted > 0 && guesses <= counted;
  return withoutRepeats(drafts.filter((draft) => !draft.guessed || isList || asked.has(draft.sentence)));
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
  text: string,
  signs: readonly Sign[],
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
function tellKind(draft: Draft, kind: ItemKey, clause: Clause, text: string, signs: readonly Sign[]): void {
  const words = remainder(clause.tokens);
  draft.item = kind;
  if (words) draft.name = shorten(`${draft.name}, ${sourceOf(words, text, signs)}`, NAME_LENGTH);
}

/** Unknown words that may be a thing: few enough to be a name. */
function guess(clause: Clause, sentence: number, text: string, signs: readonly Sign[]): Draft[] {
  const words = remainder(clause.tokens);
  if (!words) return [];
  const spaced = ['latin', 'cyrillic', 'arabic'].includes(signs[words.from]?.script ?? '');
  if (words.to - words.from > (spaced ? THING_LENGTH.spaced : THING_LENGTH.unspaced)) return [];
  const name = shorten(sourceOf(words, text, signs), NAME_LENGTH);
  return [{ item: null, name, amount: 1, unit: null, stated: false, sentence, guessed: true }];
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
