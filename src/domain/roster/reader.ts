/** Reads a roster line by line, so that a district of ninety thousand needs no more memory than its rows. */
import type { RosterProblem, RosterRow, TableRow } from '../roster.ts';
import { tidy } from './cell.ts';
import { MOST_TITLE_ROWS, type RosterHead, readHeader } from './header.ts';
import { createCellReaders, type RowReading, readRow } from './read-row.ts';

/** What reading depends on. */
export interface ReaderOptions {
  /** The day at the site; nobody is born after it. */
  readonly today: Temporal.PlainDate;
}

/** Is fed the lines of one table in their order. */
export interface RosterReader {
  /** What this line says: nothing for titles and empty lines, only problems for the header. */
  read(line: TableRow): RowReading;
  /** What is the matter with the table as a whole, after its last line. */
  end(): RosterProblem[];
  readonly head: RosterHead | undefined;
}

const NOTHING: RowReading = { problems: [] };

/** Prepares reading one table. */
export function createRosterReader({ today }: ReaderOptions): RosterReader {
  const readers = createCellReaders();
  let head: RosterHead | undefined;
  let [above, people] = [0, 0];
  return {
    get head() {
      return head;
    },
    read(line) {
      if (head) {
        // Sheets made for printing repeat their header on every page.
        if (isRepeated(line, head)) return NOTHING;
        const reading = readRow(line, { head, today, readers });
        if (reading) people += 1;
        return reading ?? NOTHING;
      }
      if (above >= MOST_TITLE_ROWS || line.cells.every((cell) => tidy(cell) === '')) return NOTHING;
      above += 1;
      head = readHeader(line);
      return head ? { problems: head.problems } : NOTHING;
    },
    end() {
      if (!head) return [{ row: 0, column: null, kind: 'header-missing' }];
      return people > 0 ? [] : [{ row: 0, column: null, kind: 'rows-missing' }];
    },
  };
}

function isRepeated({ cells }: TableRow, head: RosterHead): boolean {
  const place = head.places.get('name')?.[0] ?? -1;
  return tidy(cells[place] ?? '') === head.nameHeading;
}

/** A table as understood. */
export interface RosterReading {
  readonly rows: readonly RosterRow[];
  /** In the order of the lines; of very many only the first. */
  readonly problems: readonly RosterProblem[];
  /** How many there are in all. */
  readonly problemCount: number;
  /** Rows that are left out for what is wrong with them. */
  readonly wrongRows: number;
}

/** A report that lists more than this is read by nobody. */
const MOST_PROBLEMS = 10_000;

/** Reads a whole table, as its lines arrive. */
export async function readRoster(
  lines: Iterable<TableRow> | AsyncIterable<TableRow>,
  options: ReaderOptions,
): Promise<RosterReading> {
  const reader = createRosterReader(options);
  const rows: RosterRow[] = [];
  const problems: RosterProblem[] = [];
  let [problemCount, wrongRows] = [0, 0];
  const note = (found: readonly RosterProblem[]): void => {
    problemCount += found.length;
    problems.push(...found.slice(0, MOST_PROBLEMS - problems.length));
  };
  for await (const line of lines) {
    const reading = reader.read(line);
    if (reading.row) rows.push(reading.row);
    else if (reading.problems.length > 0 && reader.head?.row !== line.row) wrongRows += 1;
    note(reading.problems);
  }
  note(reader.end());
  return { rows, problems, problemCount, wrongRows };
}
