/** How much of a table is read, and what is said when it is more. */
import type { TableRow } from '../../domain/roster.ts';
import { UserError } from '../../errors.ts';

/** A row with more cells is no row of people; the one after them stands for all the others. */
export const MOST_CELLS = 256;

/** More than twice what a district surveyed in three days. */
const MOST_ROWS = 200_000;

/** Rows are handed on by the hundred within this folder: one at a time costs as much as reading them. */
export type Batches = AsyncGenerator<readonly TableRow[]>;

/** The rows that say anything, one by one. @throws UserError after too many of them */
export async function* limitRows(batches: Batches): AsyncGenerator<TableRow> {
  let count = 0;
  for await (const rows of batches) {
    for (const row of rows) {
      if (row.cells.every((cell) => cell === '')) continue;
      count += 1;
      if (count > MOST_ROWS) throw new UserError('staff-roster:file.rows', { most: MOST_ROWS });
      yield row;
    }
  }
}
