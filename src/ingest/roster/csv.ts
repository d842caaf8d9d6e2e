/** Reads tables out of text, a row at a time. */
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { MOST_TITLE_ROWS, readHeader } from '../../domain/roster/header.ts';
import type { TableRow } from '../../domain/roster.ts';
import { UserError } from '../../errors.ts';
import { detectEncoding, type Encoded } from './encoding.ts';
import { type Batches, MOST_CELLS } from './limits.ts';

const SEPARATORS = [',', ';', '\t'] as const;
/** How much is read to see which separator it is. */
const SAMPLE_BYTES = 65_536;
const CHUNK_BYTES = 65_536;
const BATCH = 100;

const LENIENT = {
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  // A quote within a cell that is not quoted is a character like any other.
  relax_quotes: true,
};

/** The rows of a text file. @throws UserError when it is no text, or a quotation never ends */
export async function* readCsv(bytes: Uint8Array): Batches {
  const encoded = detectEncoding(bytes);
  if (!encoded) throw new UserError('staff-roster:file.encoding');
  const parser = parse({ ...LENIENT, delimiter: separatorOf(bytes, encoded) });
  const source = Readable.from(chunks(bytes, encoded));
  source.on('error', (error) => parser.destroy(error));
  let row = 0;
  let batch: TableRow[] = [];
  try {
    for await (const cells of source.pipe(parser) as AsyncIterable<string[]>) {
      row += 1;
      batch.push({ row, cells: cells.length > MOST_CELLS ? cells.slice(0, MOST_CELLS + 1) : cells });
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
    yield batch;
  } catch (error) {
    if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED')
      throw new UserError('staff-roster:file.quote', { row: Number(error.records) + 1 }, { cause: error });
    throw error;
  } finally {
    source.destroy();
    parser.destroy();
  }
}

/** The text in pieces: as it is when the parser can read it, else decoded. */
function* chunks(bytes: Uint8Array, { encoding, skip }: Encoded): Generator<Uint8Array | string> {
  const decoder = encoding === 'utf-8' ? undefined : new TextDecoder(encoding);
  for (let at = skip; at < bytes.length; at += CHUNK_BYTES) {
    const chunk = bytes.subarray(at, at + CHUNK_BYTES);
    const text = decoder?.decode(chunk, { stream: true });
    if (text !== '') yield text ?? chunk;
  }
  const rest = decoder?.decode();
  if (rest) yield rest;
}

/** The separator with which the first lines have the best header; without any, the most cells. */
function separatorOf(bytes: Uint8Array, { encoding, skip }: Encoded): string {
  const decoded = new TextDecoder(encoding).decode(bytes.subarray(skip, skip + SAMPLE_BYTES));
  const scores = SEPARATORS.map((delimiter) => {
    const rows = sample(decoded, delimiter);
    const heads = rows.map((cells) => readHeader({ row: 1, cells })?.places.size ?? 0);
    const most = Math.max(0, ...rows.map((cells) => cells.length));
    return { delimiter, columns: Math.max(0, ...heads), cells: most };
  });
  const [best] = scores.sort((one, two) => two.columns - one.columns || two.cells - one.cells);
  return best?.delimiter ?? ',';
}

function sample(text: string, delimiter: string): string[][] {
  try {
    return parseSync(text, { ...LENIENT, delimiter, to: MOST_TITLE_ROWS, skip_empty_lines: true });
  } catch (error) {
    // A cell that is longer than the sample, or quoted without end; then lines must do.
    if (error instanceof CsvError)
      return text.split(/\r?\n/, MOST_TITLE_ROWS).map((line) => line.split(delimiter));
    throw error;
  }
}
