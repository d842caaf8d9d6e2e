import { BYTE_ORDER_MARK, csvLine } from '../../domain/csv.ts';
import type { CellRows } from './read-pages.ts';

/** A header and rows as the bytes of a CSV file. */
export async function* writeCsv(
  header: readonly string[],
  pages: AsyncIterable<CellRows>,
  hasMark: boolean,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  yield encoder.encode(`${hasMark ? BYTE_ORDER_MARK : ''}${csvLine(header)}`);
  for await (const rows of pages) yield encoder.encode(rows.map(csvLine).join(''));
}
