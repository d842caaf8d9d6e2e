/** Reads a table of test results, row by row; nothing that a row does not say is made up. */
import { cellProblem, saysNothing, shown, tidy } from '../roster/cell.ts';
import { readDate } from '../roster/dates.ts';
import { hasLostItsEnd, isShortened, readDocument } from '../roster/documents.ts';
import { MOST_TITLE_ROWS } from '../roster/header.ts';
import { readPhone } from '../roster/phones.ts';
import type { ProblemKind, TableRow } from '../roster.ts';
import type { TestResult } from '../stay/facts.ts';
import { readResult } from '../test-result.ts';
import { type ResultColumn, type ResultHead, readResultHeader } from './columns.ts';

/** One result as a row has it. */
export interface ResultRow {
  readonly row: number;
  readonly document: string | null;
  readonly phone: string | null;
  readonly name: string | null;
  readonly birthDate: Temporal.PlainDate | null;
  readonly site: string | null;
  readonly room: string | null;
  readonly on: Temporal.PlainDate;
  readonly result: TestResult;
}

/** Why a cell or a row cannot be read: as in rosters, or a key of `staff-tests:row.*`. */
export type RowProblem =
  | ProblemKind
  | 'no-date'
  | 'no-result'
  | 'result'
  | 'nobody-named'
  | 'header'
  | 'no-date-column'
  | 'no-rows';

/** What is the matter with one row; 0 is the file as a whole. */
export interface ResultProblem {
  readonly row: number;
  readonly column: ResultColumn | null;
  readonly kind: RowProblem;
  /** As written, numbers hidden. */
  readonly value: string;
}

/** A table as understood. */
export interface ResultReading {
  readonly rows: readonly ResultRow[];
  readonly problems: readonly ResultProblem[];
}

/** Reads a whole table; stops behind `most` rows. */
export async function readResults(
  lines: Iterable<TableRow> | AsyncIterable<TableRow>,
  most: number,
): Promise<ResultReading & { readonly isTooLong: boolean }> {
  const rows: ResultRow[] = [];
  const problems: ResultProblem[] = [];
  const file = (kind: RowProblem): ResultProblem => ({ row: 0, column: null, kind, value: '' });
  let head: ResultHead | undefined;
  let [above, count] = [0, 0];
  for await (const line of lines) {
    if (line.cells.every((cell) => tidy(cell) === '')) continue;
    if (!head) {
      above += 1;
      head = readResultHeader(line);
      if (!head && above >= MOST_TITLE_ROWS) break;
      if (head && !head.places.has('date'))
        return { rows, problems: [file('no-date-column')], isTooLong: false };
      continue;
    }
    count += 1;
    if (count > most) return { rows, problems, isTooLong: true };
    const reading = readRow(line, head);
    if ('on' in reading) rows.push(reading);
    else problems.push(...reading);
  }
  if (!head) problems.push(file('header'));
  else if (count === 0) problems.push(file('no-rows'));
  return { rows, problems, isTooLong: false };
}

function readRow(line: TableRow, head: ResultHead): ResultRow | ResultProblem[] {
  const problems: ResultProblem[] = [];
  const report = (column: ResultColumn | null, kind: RowProblem, value = ''): null => {
    problems.push({ row: line.row, column, kind, value: hidden(column, value) });
    return null;
  };
  const cell = (column: ResultColumn): string | null => {
    const written = line.cells[head.places.get(column) ?? -1] ?? '';
    const problem = cellProblem(written);
    if (problem) return report(column, problem, written);
    const text = tidy(written);
    // A dash is a negative result, and nothing everywhere else.
    return text === '' || (column !== 'result' && saysNothing(text, 'room')) ? null : text;
  };
  const read = <T>(column: ResultColumn, reader: (text: string) => T | RowProblem): T | null => {
    const text = cell(column);
    if (text === null) return null;
    const value = reader(text);
    return typeof value === 'string' && KINDS.has(value)
      ? report(column, value as RowProblem, text)
      : (value as T);
  };
  const document = read('document_number', (text) => documentIn(line, head, text));
  const phone = read('phone', (text) => {
    const reading = readPhone(text);
    return 'problem' in reading ? reading.problem : reading.phone;
  });
  const name = cell('name');
  const birthDate = read('birth_date', readDate) as Temporal.PlainDate | null;
  const site = cell('site');
  const room = cell('room');
  const on = read('date', readDate) as Temporal.PlainDate | null;
  const result = read('result', (text) => readResult(text) ?? 'result');
  const bad = (column: ResultColumn): boolean => problems.some((one) => one.column === column);
  if (!on && !bad('date')) report('date', 'no-date');
  if (!result && !bad('result')) report('result', 'no-result');
  const isNamed = document || phone || room || (name && birthDate);
  if (!isNamed && problems.length === 0) report(null, 'nobody-named');
  if (problems.length > 0 || !on || !result) return problems;
  return { row: line.row, document, phone, name, birthDate, site, room, on, result: result as TestResult };
}

/** What readers answer instead of a value. */
const KINDS: ReadonlySet<string> = new Set([
  'date',
  'date-number',
  'date-impossible',
  'date-range',
  'document',
  'digits-lost',
  'phone',
  'result',
]);

function documentIn(line: TableRow, head: ResultHead, text: string): string {
  const isOverlong = line.overlong?.includes(head.places.get('document_number') ?? -1) ?? false;
  if (isShortened(text) || (isOverlong && hasLostItsEnd(text))) return 'digits-lost';
  return readDocument(text) ?? 'document';
}

const hidden = (column: ResultColumn | null, value: string): string =>
  shown(value, column === 'document_number' || column === 'phone' ? column : null);
