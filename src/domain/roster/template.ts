/** The empty table that those who write rosters are given. */
import type { Translate } from '../locale.ts';
import { ROSTER_COLUMNS, type RosterColumn } from '../roster.ts';

/** Spreadsheets take a file without this mark for one of the old encodings. */
const BYTE_ORDER_MARK = '\ufeff';

/** A CSV file with the header alone, named in this language; what is filled in below it can be imported as it is. */
export const rosterTemplate = (locale: string, t: Translate): string =>
  `${BYTE_ORDER_MARK}${ROSTER_COLUMNS.map((column) => columnName(column, locale, t)).join(',')}\r\n`;

/** What to write in one column. */
export interface ColumnExplanation {
  readonly column: RosterColumn;
  /** The heading of the template. */
  readonly name: string;
  readonly explanation: string;
}

/** What to write in each column, in the order of the template. */
export const explainColumns = (locale: string, t: Translate): ColumnExplanation[] =>
  ROSTER_COLUMNS.map((column) => ({
    column,
    name: columnName(column, locale, t),
    explanation: t(locale, `staff-roster:explain.${column}`),
  }));

/** The heading of a column in this language, which the import understands. */
export const columnName = (column: RosterColumn, locale: string, t: Translate): string =>
  t(locale, `staff-roster:column.${column}`);
