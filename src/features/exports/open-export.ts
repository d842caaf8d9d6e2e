/** One export as a stream of bytes: the same for a page, a terminal and a chat. */
import { toDate } from '../../clock.ts';
import { assertCan } from '../../domain/actor.ts';
import { columnsFor } from '../../domain/export/columns.ts';
import type { ExportFormat, ExportQuery } from '../../domain/export/query.ts';
import { MOST_SHEET_ROWS } from '../../domain/export/workbook-xml.ts';
import { addAudit } from '../../store/audit.ts';
import type { ExportWish } from '../../store/export-rows.ts';
import { transact } from '../../store/transaction.ts';
import type { ExportDeps, ExportReader } from './deps.ts';
import { noteReadings } from './note-readings.ts';
import { type CellRows, readPages } from './read-pages.ts';
import { writeCsv } from './write-csv.ts';
import { writeWorkbook } from './write-workbook.ts';

/** A file that is being made as it is taken. */
export interface OpenedExport {
  readonly name: string;
  readonly type: string;
  /** Ends with an error when the database does; cancelling it ends the reading. */
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
}

const TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

const PAGE_ROWS = 500;

/**
 * Opens an export. It is on record before the first byte is given out, and again at the end with the number of rows.
 *
 * @throws UserError when this role may not export
 */
export async function openExport(
  deps: ExportDeps,
  reader: ExportReader,
  query: ExportQuery,
): Promise<OpenedExport> {
  assertCan(reader.actor, 'export.run');
  const { db, clock, zone, pageRows = PAGE_ROWS } = deps;
  const { kind, format } = query;
  const columns = columnsFor(kind, reader.actor);
  const wish: ExportWish = { query, columns, actor: reader.actor, zone };
  await record(deps, reader, 'export.run', factsOf(query));
  const end = onEnd(deps, reader, query);
  const noted = noteReadings(readPages(db, wish, pageRows), deps, reader, columns);
  const pages = counted(noted, end, deps.onRows);
  const header = columns.map(({ key }) => key);
  const bytes =
    format === 'csv'
      ? writeCsv(header, pages, query.bom ?? false)
      : writeWorkbook({ ...workbookOf(deps, reader, wish), header, pages });
  const day = clock.now().toZonedDateTimeISO(zone).toPlainDate();
  return {
    name: `${kind}-${day}.${format}`,
    type: TYPES[format],
    stream: streamOf(bytes, () => end(0, false)),
  };
}

/** Nothing is read before somebody reads; `onCancel` is called also when nothing ever was. */
function streamOf(
  bytes: AsyncGenerator<Uint8Array<ArrayBuffer>>,
  onCancel: () => Promise<void>,
): OpenedExport['stream'] {
  const source = {
    async pull(controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>) {
      const { done, value } = await bytes.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await bytes.return(undefined);
      await onCancel();
    },
  };
  return new ReadableStream(source, { highWaterMark: 0 });
}

function workbookOf({ t, clock, sheetRows }: ExportDeps, { locale }: ExportReader, wish: ExportWish) {
  const name = t(locale, `staff-exports:kind.${wish.query.kind}`);
  const say = (key: string): string => t(locale, `staff-exports:${key}`);
  const heads = ['column', 'type', 'meaning'].map((head) => say(`legend.${head}`));
  const lines = wish.columns.map(({ key, type }) => [key, say(`type.${type}`), say(`column.${key}`)]);
  return {
    sheetName: (number: number) => (number === 1 ? name : `${name} ${number}`),
    legend: { name: say('legend.sheet'), rows: [heads, ...lines] },
    sheetRows: sheetRows ?? MOST_SHEET_ROWS,
    mtime: toDate(clock.now()),
  };
}

type End = (rows: number, isWhole: boolean) => Promise<void>;

/** Puts on record, once, how many rows were read and whether those were all. */
function onEnd(deps: ExportDeps, reader: ExportReader, { kind, format }: ExportQuery): End {
  let isTold = false;
  return async (rows, isWhole) => {
    if (isTold) return;
    isTold = true;
    await record(deps, reader, 'export.end', { export: kind, format, rows, whole: isWhole });
  };
}

async function* counted(
  pages: AsyncIterable<CellRows>,
  end: End,
  onRows: ExportDeps['onRows'],
): AsyncGenerator<CellRows> {
  let [rows, isWhole] = [0, false];
  try {
    for await (const page of pages) {
      rows += page.length;
      yield page;
      onRows?.(page.length);
    }
    isWhole = true;
  } finally {
    await end(rows, isWhole);
  }
}

/** What was asked for, without a word of what is in it. */
function factsOf({ kind, format, from, to, siteId, need, state }: ExportQuery): object {
  const days = from || to ? `${from ?? ''}..${to ?? ''}` : undefined;
  const filter = { days, siteId, need, state };
  const set = Object.entries(filter).filter(([, value]) => value !== undefined);
  return { export: kind, format, ...Object.fromEntries(set) };
}

function record(
  { db, clock }: ExportDeps,
  { actor, channel }: ExportReader,
  action: string,
  after: object,
): Promise<void> {
  return transact(db, async (tx) => addAudit(tx, { actor, action, now: clock.now(), channel, after }));
}
