/** What a thing is called on its line: the traveller's own words, without the amount and without "please bring". */
import type { Clause, Thing } from './clauses.ts';
import type { Sign } from './cut.ts';
import type { Token } from './tokens.ts';

/** Longest name of a line, in characters. */
export const NAME_LENGTH = 120;
/** A longer clause is a story about a thing; then its bare words are its name. */
const CLAUSE_LENGTH = 60;

/** Cuts a text to a length, never inside a character. */
export function shorten(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}

/** The name of one of a clause's things. */
export function nameOf(thing: Thing, clause: Clause, text: string, signs: readonly Sign[]): string {
  const bare = sourceOf(thing, text, signs);
  const isAlone = clause.things.length === 1 && (!clause.isTalk || thing.item === undefined);
  const whole = isAlone ? withoutAmount(thing, clause.tokens, text, signs) : bare;
  const name = [...whole].length <= CLAUSE_LENGTH || thing.item === undefined ? whole : bare;
  return shorten(name || bare, NAME_LENGTH);
}

/** The text of signs from the first to the last. */
export function sourceOf(
  { from, to }: { from: number; to: number },
  text: string,
  signs: readonly Sign[],
): string {
  const words = text.slice(signs[from]?.start ?? 0, signs[to - 1]?.end ?? text.length).trim();
  // A bracket that opens inside and closes right behind belongs to the words.
  return /[(（][^)）]*$/u.test(words) ? `${words}${words.includes('（') ? '）' : ')'}` : words;
}

const NAMING = new Set(['word', 'other', 'item', 'kind', 'code', 'number', 'unit', 'quantity']);

/** All of the clause that names the thing: what stands before its amount and what stands behind it. */
function withoutAmount(thing: Thing, tokens: readonly Token[], text: string, signs: readonly Sign[]): string {
  const { from = tokens.length, to = tokens.length } = thing.quantity ?? {};
  const parts = [tokens.slice(0, from), tokens.slice(to)].map((part) => namingPart(part, text, signs));
  const kept = parts.filter((part) => part !== '');
  return kept.join(/[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Arabic}]/u.test(kept.join('')) ? ' ' : '');
}

/** A number without a unit at the beginning: the room somebody writes from. */
const isRoom = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.meaning.type === 'number' && tokens[at + 1]?.meaning.type !== 'unit';

function namingPart(tokens: readonly Token[], text: string, signs: readonly Sign[]): string {
  const first = tokens.findIndex(({ meaning }, at) => NAMING.has(meaning.type) && !isRoom(tokens, at));
  const last = tokens.findLastIndex(({ meaning }) => NAMING.has(meaning.type));
  const [from, to] = [tokens[first]?.from, tokens[last]?.to];
  return from === undefined || to === undefined ? '' : sourceOf({ from, to }, text, signs);
}
