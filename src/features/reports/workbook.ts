/** Tables as a spreadsheet file (XLSX). */
import writeXlsxFile from 'write-excel-file/node';
import type { Work } from '../../conversation/feature.ts';
import type { Media } from '../../domain/message.ts';
import type { Sheet } from '../../domain/report/written.ts';
import { KEPT_FILES, keepBytes } from '../../store/media-files.ts';

/** Days for which it is kept; who wants it later has it written anew. */
const KEPT_DAYS = 30;
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Characters that names of sheets may not have, and how long they may be. */
const FORBIDDEN = /[\\/?*[\]:]/gu;
const NAME_LENGTH = 31;
/** Width of a column in characters. */
const [NARROW, WIDE] = [10, 60];

/** Writes the workbook and keeps it to be sent; what says the same is kept once. */
export async function keepWorkbook(work: Work, name: string, sheets: readonly Sheet[]): Promise<Media> {
  const file = { key: JSON.stringify(sheets), name, type: TYPE, bytes: await writeWorkbook(sheets) };
  const id = await keepBytes(work.tx, file, work.now, work.now.add({ hours: 24 * KEPT_DAYS }));
  return { kind: 'document', account: KEPT_FILES, id, name, type: TYPE };
}

/** The bytes of a workbook; words stay words, also where they look like a formula. */
export async function writeWorkbook(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const written = sheets.map(({ name, rows }) => ({
    sheet: name.replace(FORBIDDEN, ' ').slice(0, NAME_LENGTH),
    stickyRowsCount: 1,
    columns: widths(rows),
    data: rows.map((row, at) =>
      row.map((cell) => {
        if (cell === null) return null;
        const style = at === 0 ? { fontWeight: 'bold' as const } : {};
        return typeof cell === 'number'
          ? { value: cell, type: Number, ...style }
          : { value: cell, type: String, wrap: true, ...style };
      }),
    ),
  }));
  return writeXlsxFile(written).toBuffer();
}

const widths = (rows: Sheet['rows']): { width: number }[] =>
  (rows[0] ?? []).map((_cell, column) => {
    const longest = Math.max(...rows.map((row) => String(row[column] ?? '').length));
    return { width: Math.min(WIDE, Math.max(NARROW, longest + 2)) };
  });
