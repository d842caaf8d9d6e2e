import type { Clock } from '../../clock.ts';
import type { Actor } from '../../domain/actor.ts';
import type { Translate } from '../../domain/locale.ts';
import type { Db } from '../../store/db.ts';

/** What exports are made with. */
export interface ExportDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly t: Translate;
  /** The installation's time zone, for what belongs to no site. */
  readonly zone: string;
  /** Told how many rows were added to the file, again and again. */
  readonly onRows?: (more: number) => void;
  /** Rows read at a time, and rows of a sheet: for tests. */
  readonly pageRows?: number;
  readonly sheetRows?: number;
}

/** Who exports: what they may not read is not in the file. */
export interface ExportReader {
  readonly actor: Actor;
  /** Of the meanings of columns, in workbooks. */
  readonly locale: string;
  /** The account they asked on, for the record; undefined in a terminal. */
  readonly channel?: string | undefined;
}
