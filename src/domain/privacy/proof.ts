/** The proof that somebody's data were erased: what was done and when, and nothing that says whose they were. */
import type { DataClass } from './data-class.ts';

/** Rows that were changed or removed, by kind of data and table. */
export type Removed = Readonly<Partial<Record<DataClass, Readonly<Record<string, number>>>>>;

/** The text of a proof: the same facts always make the same text, so that its hash can be checked by anybody. */
export function proofText(facts: {
  readonly number: number;
  readonly doneAt: Temporal.Instant;
  readonly removed: Removed;
}): string {
  const removed = Object.fromEntries(
    Object.entries(facts.removed)
      .map(([name, tables]) => [name, Object.fromEntries(Object.entries(tables).sort(byName))] as const)
      .sort(byName),
  );
  return JSON.stringify({ erasure: facts.number, doneAt: facts.doneAt.toString(), removed });
}

const byName = ([one]: readonly [string, unknown], [two]: readonly [string, unknown]): number =>
  one < two ? -1 : 1;

/** How many rows that were, all together. */
export const rowsIn = (removed: Removed): number =>
  Object.values(removed)
    .flatMap((tables) => Object.values(tables))
    .reduce((sum, count) => sum + count, 0);
