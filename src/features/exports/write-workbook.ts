/** Rows as a workbook, written while it is taken: sheet after sheet goes into the archive, and none is held. */
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import {
  SHEET_END,
  SHEET_START,
  sheetPath,
  sheetRow,
  workbookParts,
} from '../../domain/export/workbook-xml.ts';
import type { CellRows } from './read-pages.ts';

/** What a workbook is made of. */
export interface WorkbookPlan {
  readonly header: readonly string[];
  readonly pages: AsyncIterable<CellRows>;
  /** Of the sheet with this number, counted from 1. */
  readonly sheetName: (number: number) => string;
  /** A last sheet that says what the columns mean. */
  readonly legend: { readonly name: string; readonly rows: CellRows };
  /** The most rows of a sheet, its header included; what is more goes on the next one. */
  readonly sheetRows: number;
  /** Of the files in the archive. */
  readonly mtime: Date;
}

/** Fast, and a quarter larger than the best. */
const COMPRESSION = 1;
/** Rows turned into XML at once. */
const CHUNK_ROWS = 100;

/** The bytes of the file; leaving them early ends the reading of rows too. */
export async function* writeWorkbook(plan: WorkbookPlan): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const source = new RowSource(plan.pages);
  const opened: Readable[] = [];
  const fail = (error: unknown): void => void output.destroy(error as Error);
  zip.on('error', fail);
  const filling = fill({ zip, plan, source, opened }).catch(fail);
  try {
    for await (const chunk of output) yield chunk as Uint8Array<ArrayBuffer>;
  } finally {
    output.destroy();
    opened.at(-1)?.destroy();
    await filling;
    await source.close();
  }
}

interface Filling {
  readonly zip: ZipFile;
  readonly plan: WorkbookPlan;
  readonly source: RowSource;
  /** What was added to the archive so far; the last one is being read. */
  readonly opened: Readable[];
}

/** Adds one sheet when the one before is read to its end. */
async function fill({ zip, plan, source, opened }: Filling): Promise<void> {
  const options = { mtime: plan.mtime, compressionLevel: COMPRESSION };
  const names: string[] = [];
  const add = async (name: string, xml: AsyncIterable<string> | Iterable<string>): Promise<void> => {
    const part = Readable.from(xml, { objectMode: false });
    opened.push(part);
    zip.addReadStream(part, sheetPath(names.length), options);
    names.push(name);
    await finished(part);
  };
  do await add(plan.sheetName(names.length + 1), rowsOfSheet(plan, source));
  while (await source.hasMore());
  const { name, rows } = plan.legend;
  await add(name, [SHEET_START, ...rows.map((cells, at) => sheetRow(cells, at + 1)), SHEET_END]);
  for (const [path, xml] of workbookParts(names)) zip.addBuffer(Buffer.from(xml), path, options);
  zip.end();
}

async function* rowsOfSheet({ header, sheetRows }: WorkbookPlan, source: RowSource): AsyncGenerator<string> {
  let row = 1;
  yield SHEET_START + sheetRow(header, row);
  while (row < sheetRows && (await source.hasMore())) {
    let xml = '';
    for (const cells of source.take(Math.min(CHUNK_ROWS, sheetRows - row))) xml += sheetRow(cells, ++row);
    yield xml;
  }
  yield SHEET_END;
}

/** Rows that several sheets are filled from, one after the other. */
class RowSource {
  readonly #pages: AsyncIterator<CellRows>;
  #page: CellRows = [];
  #at = 0;

  constructor(pages: AsyncIterable<CellRows>) {
    this.#pages = pages[Symbol.asyncIterator]();
  }

  async hasMore(): Promise<boolean> {
    while (this.#at >= this.#page.length) {
      const { done, value } = await this.#pages.next();
      if (done) return false;
      this.#page = value;
      this.#at = 0;
    }
    return true;
  }

  /** Of the rows at hand. */
  take(most: number): CellRows {
    const rows = this.#page.slice(this.#at, this.#at + most);
    this.#at += rows.length;
    return rows;
  }

  async close(): Promise<void> {
    await this.#pages.return?.();
  }
}
