/** Turns the bytes of a roster file into rows of text, whatever program has saved it. */
import { isHeader, MOST_TITLE_ROWS } from '../domain/roster/header.ts';
import type { TableRow } from '../domain/roster.ts';
import { UserError } from '../errors.ts';
import { readCsv } from './roster/csv.ts';
import { type Batches, limitRows } from './roster/limits.ts';
import { openPackage, type Package } from './roster/package.ts';
import { readSheet } from './roster/sheet.ts';
import { readWorkbook, type Workbook } from './roster/workbook.ts';

/** A district's workbook has some 15 million bytes. */
export const MOST_FILE_BYTES = 100_000_000;

/**
 * The rows of a CSV file or of the first sheet of a workbook that has a roster's header, one after the other and only as
 * fast as they are taken.
 *
 * @throws UserError (`staff-roster:file.*`) when the file cannot be read
 */
export async function* readRosterTable(bytes: Uint8Array): AsyncGenerator<TableRow> {
  yield* limitRows(rowsOf(bytes));
}

function rowsOf(bytes: Uint8Array): Batches {
  if (bytes.length > MOST_FILE_BYTES)
    throw new UserError('staff-roster:file.size', { megabytes: MOST_FILE_BYTES / 1_000_000 });
  const starts = (...mark: number[]): boolean => mark.every((byte, at) => bytes[at] === byte);
  if (starts(0x50, 0x4b, 0x03, 0x04)) return readSheets(bytes);
  // What the programs of before 2007 wrote; workbooks with a password look like it too.
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) throw new UserError('staff-roster:file.old');
  return readCsv(bytes);
}

async function* readSheets(bytes: Uint8Array): Batches {
  const from = await openPackage(bytes);
  const book = await readWorkbook(from);
  const [first] = book.sheets;
  if (!first) throw new UserError('staff-roster:file.workbook');
  for (const sheet of book.sheets) {
    if (await hasHeader(from, sheet, book)) return yield* readSheet(from, sheet, book);
  }
  yield* readSheet(from, first, book);
}

async function hasHeader(from: Package, sheet: string, book: Workbook): Promise<boolean> {
  let seen = 0;
  for await (const rows of readSheet(from, sheet, book)) {
    for (const { cells } of rows) {
      if (isHeader(cells)) return true;
      seen += 1;
      if (seen >= MOST_TITLE_ROWS) return false;
    }
  }
  return false;
}
