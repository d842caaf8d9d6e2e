/** The cells of a line by the meaning of their column. */
import {
  PROBLEM_KINDS,
  type ProblemKind,
  type RosterColumn,
  type RosterProblem,
  type TableRow,
} from '../roster.ts';
import { cellProblem, saysNothing, shown, tidy } from './cell.ts';
import type { RosterHead } from './header.ts';

/** The cells of one line, and what is found to be the matter with them. */
export class Cells {
  readonly problems: RosterProblem[] = [];
  readonly #line: TableRow;
  readonly #texts = new Map<RosterColumn, string>();
  readonly #filled = new Map<RosterColumn, number>();
  #isWrong = false;

  constructor(line: TableRow, head: RosterHead) {
    this.#line = line;
    for (const [column, places] of head.places) this.#take(column, places);
    for (let place = head.width; place < line.cells.length; place += 1) {
      const cell = line.cells[place] ?? '';
      if (tidy(cell) === '') continue;
      // More cells than columns: an unquoted comma has moved the row.
      this.report(null, 'cells-beyond', cell);
      break;
    }
  }

  get areEmpty(): boolean {
    return this.#texts.size === 0 && this.problems.length === 0;
  }

  get isWrong(): boolean {
    return this.#isWrong;
  }

  hasProblem(column: RosterColumn): boolean {
    return this.problems.some((problem) => problem.column === column);
  }

  /** What is written there; null where nothing is. */
  text(column: RosterColumn): string | null {
    return this.#texts.get(column) ?? null;
  }

  /** Whether it is a number with more digits than a spreadsheet keeps. */
  isOverlong(column: RosterColumn): boolean {
    return this.#line.overlong?.includes(this.#filled.get(column) ?? -1) ?? false;
  }

  read<T>(column: RosterColumn, reader: (text: string) => T): T | null {
    const text = this.text(column);
    return text === null ? null : reader(text);
  }

  date(
    column: RosterColumn,
    read: (text: string) => Temporal.PlainDate | ProblemKind,
  ): Temporal.PlainDate | null {
    return this.read(column, (text) => {
      const date = read(text);
      return typeof date === 'string' ? this.report(column, date, text) : date;
    });
  }

  /** Notes a problem; answers null, which is what such a cell says. */
  report(column: RosterColumn | null, kind: ProblemKind, value?: string): null {
    this.#isWrong ||= PROBLEM_KINDS[kind] === 'wrong';
    const { row } = this.#line;
    this.problems.push({ row, column, kind, ...(value !== undefined && { value: shown(value, column) }) });
    return null;
  }

  #take(column: RosterColumn, places: readonly number[]): void {
    for (const place of places) {
      const cell = this.#line.cells[place];
      if (cell === undefined || cell === '') continue;
      const problem = cellProblem(cell);
      const text = problem ? '' : tidy(cell);
      if (problem) this.report(column, problem, cell);
      else if (saysNothing(text, column)) continue;
      else {
        this.#texts.set(column, text);
        this.#filled.set(column, place);
      }
      return;
    }
  }
}
