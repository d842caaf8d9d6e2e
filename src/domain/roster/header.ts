/** Finds the line that names the columns. */
import { ROSTER_COLUMNS, type RosterColumn, type RosterProblem, type TableRow } from '../roster.ts';
import { shown, tidy } from './cell.ts';
import { HEADER_NAMES } from './header-names.ts';
import { bare } from './words.ts';

/** Which cells mean what. */
export interface RosterHead {
  readonly row: number;
  /** Several places where several columns have one meaning: the first filled cell of a row counts. */
  readonly places: ReadonlyMap<RosterColumn, readonly number[]>;
  /** The heading of the first column with names, as written. */
  readonly nameHeading: string;
  /** How many columns the table has. */
  readonly width: number;
  readonly problems: readonly RosterProblem[];
}

/** Titles and notes may stand above the header, but not more lines than this. */
export const MOST_TITLE_ROWS = 20;
/** More columns that nobody knows are not listed one by one. */
const MOST_UNKNOWN = 30;

const COLUMNS: ReadonlyMap<string, RosterColumn> = new Map(
  ROSTER_COLUMNS.flatMap((column) =>
    [column, ...HEADER_NAMES[column].split('|')].map((name): [string, RosterColumn] => [bare(name), column]),
  ),
);

/** Whether these cells name columns of a roster: a name among them makes it one. */
export const isHeader = (cells: readonly string[]): boolean =>
  cells.some((cell) => columnNamed(cell) === 'name');

/** The header in this line; undefined when it is none. */
export function readHeader({ row, cells }: TableRow): RosterHead | undefined {
  if (!isHeader(cells)) return undefined;
  const places = new Map<RosterColumn, number[]>();
  const unknown: RosterProblem[] = [];
  const twice = new Map<RosterColumn, RosterProblem>();
  let width = 0;
  for (const [place, cell] of cells.entries()) {
    const name = tidy(cell);
    if (name === '') continue;
    width = place + 1;
    const column = columnNamed(name);
    if (!column) {
      if (unknown.length < MOST_UNKNOWN)
        unknown.push({ row, column: null, kind: 'column-unknown', value: shown(name, null) });
      continue;
    }
    const known = places.get(column);
    if (known) {
      known.push(place);
      twice.set(column, { row, column, kind: 'column-twice', value: shown(name, null) });
    } else places.set(column, [place]);
  }
  const nameHeading = tidy(cells[places.get('name')?.[0] ?? -1] ?? '');
  return { row, places, nameHeading, width, problems: [...twice.values(), ...unknown] };
}

/** The column that a heading means: `*姓名（必填）`, `Name 姓名` and `Date of birth (YYYY-MM-DD)` too. */
function columnNamed(heading: string): RosterColumn | undefined {
  if (heading.length > 100) return undefined;
  const whole = COLUMNS.get(bare(heading));
  if (whole) return whole;
  const short = heading.replace(/[(（【[].*$/s, '');
  const meanings = new Set(
    [
      short,
      ...heading.split(
        /[()（）/|\n\r]|(?<=\p{Script=Han})\s*(?=[A-Za-z])|(?<=[A-Za-z])\s*(?=\p{Script=Han})/u,
      ),
    ]
      .map((part) => COLUMNS.get(bare(part)))
      .filter((column) => column !== undefined),
  );
  // Two meanings in one heading, such as "Name / Phone", are none.
  return meanings.size === 1 ? [...meanings][0] : undefined;
}
