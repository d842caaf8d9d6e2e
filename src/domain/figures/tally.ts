/** What was counted, in parts that add up, and the figures that follow from it. */
import type { Figures } from './question.ts';

/** Counts and lengths of one group; what is absent was not found. */
export interface Tally {
  readonly opened?: number;
  readonly open?: number;
  readonly overdue?: number;
  readonly resolved?: number;
  readonly reopened?: number;
  /** Seconds from the opening to the first answer, of each. */
  readonly responses?: Int32Array;
  /** Seconds from the opening to the resolution, of each. */
  readonly resolutions?: Int32Array;
  readonly responsesInTime?: number;
  readonly responsesDue?: number;
  readonly resolutionsInTime?: number;
  readonly resolutionsDue?: number;
  readonly stars?: number;
  readonly ratings?: number;
  readonly thanks?: number;
  readonly complaints?: number;
  readonly inQuarantine?: number;
  readonly heardFrom?: number;
  readonly released?: number;
}

/** What cannot be known, whatever was counted. */
export interface Known {
  readonly overdue: boolean;
  readonly people: boolean;
}

/** Everything counted of several groups, or in several ways of one. */
export function addUp(tallies: readonly Tally[]): Tally {
  const sum: Record<string, number | Int32Array> = {};
  const lists = new Map<string, Int32Array[]>();
  for (const tally of tallies) {
    for (const [name, value] of Object.entries(tally) as [string, number | Int32Array][]) {
      if (typeof value === 'number') sum[name] = ((sum[name] as number | undefined) ?? 0) + value;
      else lists.set(name, [...(lists.get(name) ?? []), value]);
    }
  }
  for (const [name, parts] of lists) sum[name] = joined(parts);
  return sum as Tally;
}

function joined(parts: readonly Int32Array[]): Int32Array {
  if (parts.length === 1 && parts[0]) return parts[0];
  const all = new Int32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The figures of a tally: zero where nothing was found, null where nothing could be measured. */
export function figuresOf(tally: Tally, known: Known): Figures {
  const responses = tally.responses?.slice();
  const resolutions = tally.resolutions?.slice();
  const people = (count: number | undefined): number | null => (known.people ? (count ?? 0) : null);
  return {
    opened: tally.opened ?? 0,
    open: tally.open ?? 0,
    overdue: known.overdue ? (tally.overdue ?? 0) : null,
    resolved: tally.resolved ?? 0,
    reopened: tally.reopened ?? 0,
    responseMedian: quantile(responses, 0.5),
    responseP90: quantile(responses, 0.9),
    resolutionMedian: quantile(resolutions, 0.5),
    resolutionP90: quantile(resolutions, 0.9),
    responseKept: share(tally.responsesInTime, tally.responsesDue),
    resolutionKept: share(tally.resolutionsInTime, tally.resolutionsDue),
    rating: share(tally.stars, tally.ratings),
    ratings: tally.ratings ?? 0,
    thanks: tally.thanks ?? 0,
    complaints: tally.complaints ?? 0,
    inQuarantine: people(tally.inQuarantine),
    heardFrom: people(tally.heardFrom),
    released: people(tally.released),
  };
}

/** Below which this share of the values lies, between two of them in proportion; null of none. Changes their order. */
export function quantile(values: Int32Array | undefined, at: number): number | null {
  if (!values || values.length === 0) return null;
  const place = (values.length - 1) * at;
  const below = select(values, Math.floor(place));
  const above = select(values, Math.ceil(place));
  return below + (above - below) * (place - Math.floor(place));
}

/** What would stand in this place if they were sorted (Hoare's selection): a fourth of the time that sorting takes. */
function select(values: Int32Array, place: number): number {
  const value = (index: number): number => values[index] as number;
  let [first, last] = [0, values.length - 1];
  while (first < last) {
    const pivot = value((first + last) >> 1);
    let [left, right] = [first, last];
    while (left <= right) {
      while (value(left) < pivot) left += 1;
      while (value(right) > pivot) right -= 1;
      if (left > right) break;
      const moved = value(left);
      values[left] = value(right);
      values[right] = moved;
      left += 1;
      right -= 1;
    }
    if (place <= right) last = right;
    else if (place >= left) first = left;
    else break;
  }
  return value(place);
}

const share = (part: number | undefined, of: number | undefined): number | null =>
  of ? (part ?? 0) / of : null;
