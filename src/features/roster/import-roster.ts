/** Imports a roster, or says what that would do: read lazily, in batches that are decided and written as wholes. */
import { createHash, randomUUIDv7 } from 'node:crypto';
import type { Actor } from '../../domain/actor.ts';
import { shown } from '../../domain/roster/cell.ts';
import { rosterKeys } from '../../domain/roster/match.ts';
import { createRosterReader } from '../../domain/roster/reader.ts';
import { bare } from '../../domain/roster/words.ts';
import type { RosterProblem, RosterRow, TableRow } from '../../domain/roster.ts';
import { type Decided, decideRows } from '../../domain/roster-import/decide.ts';
import {
  type ImportCounts,
  NO_COUNTS,
  type NotedMatch,
  type RowToImport,
} from '../../domain/roster-import.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { findKnown, writePeople } from '../../store/roster-books.ts';
import {
  addImport,
  advanceImport,
  findImport,
  lockRoster,
  type StoredImport,
} from '../../store/roster-imports.ts';
import { listSites } from '../../store/sites.ts';
import type { Reader, Tx } from '../../store/transaction.ts';
import { DryBooks } from './dry-books.ts';

/** A file of people. */
export interface RosterFile {
  readonly name: string;
  readonly sha256: string;
  readonly lines: AsyncIterable<TableRow>;
}

/** How a file is imported. */
export interface ImportOptions {
  readonly file: RosterFile;
  /** The day at the site. */
  readonly today: Temporal.PlainDate;
  readonly actor: Actor;
  /** The account it was sent to; none in a terminal. */
  readonly channel?: string | undefined;
  readonly isDry: boolean;
  /** What is read outside of a batch, and all that a dry run reads. */
  readonly reader: Reader;
  /** Runs a batch in a transaction. */
  run<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  now(): Temporal.Instant;
  /** More rows than these are refused. */
  readonly mostRows?: number;
  /** Called after each batch with the last row of the table that is done. */
  onProgress?(row: number, counts: ImportCounts): void;
}

/** What became of a file. */
export interface ImportReport {
  /** `known`: the same file was imported before, and nothing was done. */
  readonly state: 'done' | 'dry' | 'known';
  /** When the same file was imported before, or begun. */
  readonly before: Temporal.Instant | null;
  /** The row behind which an interrupted import went on; 0 for the beginning. */
  readonly resumedAfter: number;
  readonly counts: ImportCounts;
  /** The first of them, in the order of the rows. */
  readonly problems: readonly RosterProblem[];
  readonly matches: readonly NotedMatch[];
  /** Problems and matches that are not in these lists. */
  readonly unlisted: number;
}

/** Small enough for a few statements and for whoever waits on the embedded database's one connection. */
const BATCH = 1000;
/** A report that lists more than this is read by nobody. */
const MOST_LISTED = 10_000;

/** How many people a report tells of, whatever became of them. */
export const peopleIn = ({ new: added, changed, same, again }: ImportCounts): number =>
  added + changed + same + again;

/** @throws UserError when the file cannot be read, or another process imports it too */
export async function importRoster(options: ImportOptions): Promise<ImportReport> {
  const { file, reader, isDry } = options;
  const before = await findImport(reader, file.sha256);
  // Once the sites that nobody knew are there, the same file has more to say.
  if (before?.finishedAt && before.counts.unknownSites === 0)
    return { ...EMPTY, state: 'known', before: before.finishedAt, counts: before.counts };
  const importing = new Importing(options, before?.finishedAt ? undefined : before, await readSites(reader));
  const table = createRosterReader({ today: options.today });
  for await (const line of file.lines) {
    const { row, problems } = table.read(line);
    await importing.take(line.row, row, problems, line.row === table.head?.row);
  }
  return importing.end(table.end(), isDry ? 'dry' : 'done');
}

const EMPTY: ImportReport = {
  state: 'done',
  before: null,
  resumedAfter: 0,
  counts: NO_COUNTS,
  problems: [],
  matches: [],
  unlisted: 0,
};

/** Sites by their names without regard to case, width and punctuation; one that two have is nobody's. */
async function readSites(db: Reader): Promise<ReadonlyMap<string, string>> {
  const sites = new Map<string, string>();
  const doubtful = new Set<string>();
  for (const { id, name } of await listSites(db)) {
    if (sites.has(bare(name))) doubtful.add(bare(name));
    sites.set(bare(name), id);
  }
  for (const name of doubtful) sites.delete(name);
  return sites;
}

type Running = { -readonly [name in keyof ImportCounts]: number };

class Importing {
  readonly #options: ImportOptions;
  readonly #sites: ReadonlyMap<string, string>;
  readonly #dry = new DryBooks();
  readonly #resumedAfter: number;
  readonly #begun: Temporal.Instant | null;
  readonly #counts: Running;
  readonly #same = new Map<string, number>();
  readonly #problems: RosterProblem[] = [];
  readonly #matches: NotedMatch[] = [];
  #stored: StoredImport | undefined;
  #batch: RowToImport[] = [];
  #people = 0;
  #lastRow = 0;
  #unlisted = 0;

  constructor(options: ImportOptions, begun: StoredImport | undefined, sites: ReadonlyMap<string, string>) {
    this.#options = options;
    this.#sites = sites;
    this.#stored = options.isDry ? undefined : begun;
    this.#resumedAfter = this.#stored?.rowsDone ?? 0;
    this.#begun = begun?.createdAt ?? null;
    this.#counts = { ...NO_COUNTS, ...this.#stored?.counts };
  }

  async take(
    place: number,
    row: RosterRow | undefined,
    problems: readonly RosterProblem[],
    isHeader: boolean,
  ): Promise<void> {
    const siteId = row?.site ? (this.#sites.get(bare(row.site)) ?? null) : null;
    const isLost = row !== undefined && row.site !== null && siteId === null;
    const found = isLost ? [...problems, unknownSite(row)] : problems;
    const isDone = place <= this.#resumedAfter;
    this.#list(found, isDone);
    this.#lastRow = place;
    if (row) {
      this.#tooMany();
      const hash = this.#hash(row);
      if (!isDone) this.#batch.push({ row, siteId, hash });
      if (!isDone && isLost) this.#counts.unknownSites += 1;
    } else if (found.length > 0 && !isDone && !isHeader) this.#counts.wrong += 1;
    if (this.#batch.length === BATCH) await this.#finishBatch(null);
  }

  async end(problems: readonly RosterProblem[], state: 'done' | 'dry'): Promise<ImportReport> {
    this.#list(problems, false);
    const { isDry, now } = this.#options;
    // Nothing is noted of a file of which nothing could be imported.
    if (isDry || this.#batch.length > 0 || this.#stored) await this.#finishBatch(isDry ? null : now());
    return {
      state,
      before: this.#begun,
      resumedAfter: this.#resumedAfter,
      counts: { ...this.#counts },
      problems: this.#problems,
      matches: this.#matches,
      unlisted: this.#unlisted,
    };
  }

  #tooMany(): void {
    this.#people += 1;
    const { mostRows } = this.#options;
    if (mostRows !== undefined && this.#people > mostRows)
      throw new UserError('staff-import:error.too-many', { most: mostRows });
  }

  /** Of what a row says: it is known again without any number. Namesakes of whom nothing else is said are counted. */
  #hash(row: RosterRow): string {
    const { row: _row, ...says } = row;
    const hash = createHash('sha256').update(JSON.stringify(says)).digest('base64url').slice(0, 22);
    const count = this.#same.get(hash) ?? 0;
    this.#same.set(hash, count + 1);
    return `${hash}:${count}`;
  }

  #list(problems: readonly RosterProblem[], isDone: boolean): void {
    if (!isDone) this.#counts.problems += problems.length;
    const room = MOST_LISTED - this.#problems.length;
    this.#problems.push(...problems.slice(0, room));
    this.#unlisted += Math.max(0, problems.length - room);
  }

  async #finishBatch(finishedAt: Temporal.Instant | null): Promise<void> {
    const { isDry, reader, run, onProgress } = this.#options;
    if (isDry) this.#tell(await this.#tryOut(reader));
    else this.#tell(await run((tx) => this.#write(tx, finishedAt)));
    this.#batch = [];
    onProgress?.(this.#lastRow, { ...this.#counts });
  }

  async #tryOut(db: Reader): Promise<Decided> {
    const { keys, hashes } = this.#wanted();
    const decided = this.#decide(await this.#dry.find(db, keys, hashes), 'dry');
    this.#dry.keep(decided.known);
    return decided;
  }

  /** One batch: all of it, with how far the import has come, or nothing. */
  async #write(tx: Tx, finishedAt: Temporal.Instant | null): Promise<Decided> {
    const { file, actor, channel, now } = this.#options;
    await lockRoster(tx);
    const at = now();
    const staffId = actor.role === 'system' ? null : actor.id;
    const { name, sha256 } = file;
    const stored = this.#stored ?? (await addImport(tx, { name, sha256, staffId }, this.#counts, at));
    const { keys, hashes } = this.#wanted();
    const decided = this.#decide(await findKnown(tx, keys, hashes, stored.id), stored.id);
    await writePeople(tx, stored.id, decided.writes, decided.parties, at);
    const counts = added(this.#counts, decided);
    if (!(await advanceImport(tx, stored, this.#lastRow, counts, finishedAt)))
      throw new UserError('staff-import:error.elsewhere');
    if (finishedAt) {
      const after = { importId: stored.id, ...counts };
      addAudit(tx, { actor, action: 'roster.import', now: at, channel, after });
    }
    this.#stored = { ...stored, rowsDone: this.#lastRow, counts, finishedAt };
    return decided;
  }

  #wanted(): { keys: string[]; hashes: string[] } {
    const keys = new Set(this.#batch.flatMap(({ row }) => rosterKeys(row).map(({ key }) => key)));
    return { keys: [...keys], hashes: this.#batch.map(({ hash }) => hash) };
  }

  #decide(books: Parameters<typeof decideRows>[1], importId: string): Decided {
    return decideRows(this.#batch, books, {
      today: this.#options.today,
      newId: () => randomUUIDv7(),
      partyId: (label) => idFrom(`${importId} ${label}`),
    });
  }

  #tell(decided: Decided): void {
    Object.assign(this.#counts, added(this.#counts, decided));
    const room = MOST_LISTED - this.#matches.length;
    this.#matches.push(...decided.noted.slice(0, room));
    this.#unlisted += Math.max(0, decided.noted.length - room);
  }
}

const unknownSite = ({ row, site }: RosterRow): RosterProblem => ({
  row,
  column: 'site',
  kind: 'site-unknown',
  value: shown(site ?? '', 'site'),
});

const added = (counts: ImportCounts, { fates }: Decided): ImportCounts => ({
  ...counts,
  new: counts.new + fates.new,
  changed: counts.changed + fates.changed,
  same: counts.same + fates.same,
  again: counts.again + fates.again,
});

/** An id that the same words always give, so that an import that was interrupted goes on with the same parties. */
function idFrom(words: string): string {
  const hex = createHash('sha256').update(words).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
