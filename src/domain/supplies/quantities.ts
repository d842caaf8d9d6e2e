/** Finds the amounts in a clause, with their units. */
import { type ItemKey, MEASURES, type UnitKey } from './catalogue.ts';
import { round } from './cut.ts';
import type { Token } from './tokens.ts';

/** An amount somebody wrote, where, and which way it looks for its thing. */
export interface Quantity {
  readonly amount: number;
  readonly unit: UnitKey | null;
  /** Tokens of the clause, up to but without `to`. */
  readonly from: number;
  readonly to: number;
  /** `x2` belongs to what stands before it, `2x` to what follows; undefined says nothing. */
  readonly side: 'before' | 'after' | undefined;
  /** False for a box "of" something: one is meant, but nobody said so. */
  readonly stated: boolean;
  /** "One", without a unit: in some languages that is only "a". */
  readonly isArticle?: boolean;
  /** The thing itself, where its unit is one too and no other thing is named: "2 cups". */
  readonly orItem?: ItemKey;
}

/** A number this large without a unit is a room's. */
const ROOM_NUMBER = 100;

/** Whether it tells a size or weight rather than how many. */
export const isMeasure = ({ unit }: Quantity): boolean => unit !== null && MEASURES.includes(unit);

/** Every amount of a clause, in order; none of them overlap. */
export function quantitiesOf(tokens: readonly Token[]): Quantity[] {
  const found: Quantity[] = [];
  for (let at = 0; at < tokens.length; ) {
    const quantity = quantityAt(tokens, at);
    if (quantity) found.push(quantity);
    at = quantity?.to ?? at + 1;
  }
  return found;
}

function quantityAt(tokens: readonly Token[], at: number): Quantity | undefined {
  const begins = isTimes(tokens[at]) ? at + 1 : at;
  const counted = numberFrom(tokens, begins);
  if (!counted) return begins === at ? unitFirst(tokens, at) : undefined;
  const { amount } = counted;
  const times = isTimes(tokens[counted.to]);
  const afterTimes = times ? counted.to + 1 : counted.to;
  const unitAt = counted.unit ? afterTimes : pastSkips(tokens, afterTimes);
  const unit = counted.unit ?? unitOf(tokens[unitAt]) ?? null;
  const to = unit && !counted.unit ? unitAt + 1 : afterTimes;
  const isBare = unit === null && !times && begins === at;
  if (isBare && (amount >= ROOM_NUMBER || tokens[to]?.meaning.type === 'decoy')) return undefined;
  const side = begins > at ? 'before' : times ? 'after' : undefined;
  const isArticle = amount === 1 && unit === null && !times && !isInDigits(tokens[begins]);
  const orItem = tokens[to - 1]?.orItem;
  return { amount, unit, from: at, to, side, stated: true, isArticle, ...(orItem ? { orItem } : {}) };
}

interface Counted {
  readonly amount: number;
  readonly unit: UnitKey | null;
  readonly to: number;
}

/** `2`, `2-3` and `2 or 3` (the greater: enough is brought), `twenty two`, `2 dozen`, "half a kilo". */
function numberFrom(tokens: readonly Token[], at: number): Counted | undefined {
  const first = tokens[at]?.meaning;
  if (first?.type === 'quantity') return { amount: first.amount, unit: first.unit, to: at + 1 };
  if (first?.type !== 'number') return undefined;
  const second = tokens[at + 1]?.meaning;
  const third = tokens[at + 2]?.meaning;
  const isRange = second?.type === 'range' || (second?.type === 'mark' && second.mark === 'dash');
  if (isRange && third?.type === 'number') {
    return { amount: Math.max(first.amount, third.amount), unit: null, to: at + 3 };
  }
  if (second?.type === 'quantity') {
    return { amount: round(first.amount * second.amount), unit: second.unit, to: at + 2 };
  }
  const isTens = first.amount >= 20 && first.amount % 10 === 0;
  if (second?.type === 'number' && isTens && second.amount < 10) {
    return { amount: first.amount + second.amount, unit: null, to: at + 2 };
  }
  return { amount: first.amount, unit: null, to: at + 1 };
}

/** `ຕຸກໜຶ່ງ`, `kg 2`; and "a box of masks", where one is meant. */
function unitFirst(tokens: readonly Token[], at: number): Quantity | undefined {
  const unit = unitOf(tokens[at]);
  if (!unit) return undefined;
  const next = tokens[at + 1]?.meaning;
  const behind = tokens[at + 2]?.meaning.type;
  if (next?.type === 'number' && behind !== 'unit' && next.amount < ROOM_NUMBER) {
    return { amount: next.amount, unit, from: at, to: at + 2, side: undefined, stated: true };
  }
  const thing = tokens[pastSkips(tokens, at + 1)]?.meaning.type;
  // A measure alone is more often something else: the l of l'eau.
  if ((thing !== 'item' && thing !== 'kind') || MEASURES.includes(unit)) return undefined;
  return { amount: 1, unit, from: at, to: at + 1, side: 'after', stated: false };
}

const isInDigits = (token: Token | undefined): boolean =>
  token?.meaning.type === 'number' && token.meaning.digits === true;

const isTimes = (token: Token | undefined): boolean =>
  token?.meaning.type === 'mark' && token.meaning.mark === 'times';

const unitOf = (token: Token | undefined): UnitKey | undefined =>
  token?.meaning.type === 'unit' ? token.meaning.unit : undefined;

/** The first token from here on that is not an article, a particle or "of". */
function pastSkips(tokens: readonly Token[], at: number): number {
  let past = at;
  while (tokens[past]?.meaning.type === 'skip') past++;
  return past;
}
