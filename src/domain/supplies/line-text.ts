/** How a line is written: for staff on cards and lists, and for the traveller it is for. */
import { isolate } from '../isolate.ts';
import type { Translate } from '../locale.ts';
import { itemOf, knownItem, MEASURES } from './catalogue.ts';
import { isOpenLine, type Line, type LineState } from './line.ts';

/** In whose language. */
export interface Wording {
  readonly t: Translate;
  readonly locale: string;
}

type Thing = Pick<Line, 'item' | 'name' | 'unit'>;

/** What it is called: by its name in this language, or as it was written. */
export function thingName({ item, name }: Pick<Thing, 'item' | 'name'>, { t, locale }: Wording): string {
  const key = knownItem(item);
  return key ? t(locale, `supplies:item.${key}`) : isolate(name);
}

/** What it is counted in; nothing where that goes without saying. */
export function unitName({ item, unit }: Pick<Thing, 'item' | 'unit'>, { t, locale }: Wording): string {
  const key = knownItem(item);
  const own = key ? itemOf(key).unit : 'piece';
  return unit === null || unit === own ? '' : t(locale, `supplies:unit.${unit}`);
}

/** `2 × Milk powder`, `3 × Water (carton)`, `500 ml Milk`. */
export function amountOf(thing: Thing, amount: number, wording: Wording): string {
  const name = thingName(thing, wording);
  const { unit } = thing;
  if (unit && MEASURES.includes(unit))
    return `${amount} ${wording.t(wording.locale, `supplies:unit.${unit}`)} ${name}`;
  const counted = unitName(thing, wording);
  return `${amount} × ${name}${counted ? ` (${counted})` : ''}`;
}

/** Signs that every language reads. */
export const LINE_MARKS: Record<LineState, string> = {
  requested: '▫️',
  packed: '📦',
  delivered: '✅',
  unavailable: '❌',
  cancelled: '✖️',
};

/** One line of `/item N`: `1. 📦 2 × Milk powder “lait en poudre” · 1 of 2 delivered`. */
export function lineText(line: Line, wording: Wording): string {
  const { t, locale } = wording;
  const name = thingName(line, wording);
  const isAsWritten = knownItem(line.item) === undefined || same(name, line.name);
  const parts = [
    `${line.position}. ${LINE_MARKS[line.state]} ${amountOf(line, line.amount, wording)}`,
    ...(isAsWritten ? [] : [`“${isolate(line.name)}”`]),
  ];
  const notes = [
    ...(isPartly(line)
      ? [t(locale, 'staff-supplies:part', { done: line.delivered, amount: line.amount })]
      : []),
    ...(line.substitution && line.substitute
      ? [t(locale, `staff-supplies:substitution.${line.substitution}`, { thing: isolate(line.substitute) })]
      : []),
  ];
  return [parts.join(' '), ...notes].join(' · ');
}

/** Whether some of it has arrived, and not all. */
export const isPartly = ({ delivered, amount }: Pick<Line, 'delivered' | 'amount'>): boolean =>
  delivered > 0 && delivered < amount;

const same = (one: string, other: string): boolean =>
  one.normalize('NFKC').toLowerCase() === other.normalize('NFKC').toLowerCase();

/** Lines named on a card. */
const ON_CARD = 8;

/** All lines of a ticket as one line of its card, cancelled ones left out; none when there is nothing to bring. */
export function compactLines(lines: readonly Line[], wording: Wording): string[] {
  const wanted = lines.filter(({ state }) => state !== 'cancelled');
  if (wanted.length === 0) return [];
  const named = wanted.slice(0, ON_CARD).map((line) => {
    const part = isPartly(line) ? ` ${line.delivered}/${line.amount}` : '';
    const mark = markOf(line);
    return `${amountOf(line, line.amount, wording)}${part}${mark ? ` ${mark}` : ''}`;
  });
  const rest = wanted.length - named.length;
  return [`🧺 ${[...named, ...(rest > 0 ? [`+${rest}`] : [])].join(' · ')}`];
}

function markOf(line: Line): string {
  if (line.substitution === 'asked' && isOpenLine(line)) return '⏳';
  return line.state === 'requested' ? '' : LINE_MARKS[line.state];
}
