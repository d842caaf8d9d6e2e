/**
 * Importing a roster: what becomes of each row, given who is in the books. Nothing here writes; a dry run and an import
 * decide by the same code.
 *
 * - **Books** the people known already, those that earlier rows of the same file made included.
 * - **Fate** what becomes of a row: somebody new, a change to somebody known, nothing, or a second row of one person.
 * - A row that certainly is somebody known changes them. One that probably is does so too when nothing speaks against it
 *   and nobody else comes into question: otherwise a corrected roster without document numbers would double everybody.
 *   Every other resemblance makes a new person, and is listed for somebody to look at.
 */
import type { RosterMatch } from './roster/match.ts';
import type { RosterRow } from './roster.ts';

/** What is known of a person, in the words of a row; arrays are empty and values null where nothing is known. */
export interface Facts extends Omit<RosterRow, 'row' | 'party' | 'site'> {
  readonly siteId: string | null;
}

/** Where somebody is in their stay; `home`: let go from the site, with days at home to come. */
export type StayState = 'expected' | 'here' | 'hospital' | 'home' | 'released' | 'left';

/** The latest stay of somebody. */
export interface KnownStay {
  readonly id: string;
  readonly state: StayState;
  readonly isOver: boolean;
}

/** Somebody in the books. */
export interface Known {
  readonly id: string;
  readonly facts: Facts;
  readonly party: { readonly id: string; readonly name: string | null } | null;
  readonly stay: KnownStay | null;
  /** The row of this very import that has named them already. */
  readonly fileRow: number | null;
  /** Of the row that they were imported from last. */
  readonly rowHash: string | null;
}

/** A row to decide on. */
export interface RowToImport {
  readonly row: RosterRow;
  readonly siteId: string | null;
  /** Of all that it says, and how many rows of the file said the same before it. */
  readonly hash: string;
}

/** What became of rows. */
export const FATES = ['new', 'changed', 'same', 'again'] as const;
/** One of them; `again` is a second row of somebody whom the file has named before. */
export type Fate = (typeof FATES)[number];

/** How many people and rows there were; `problems` counts single cells. */
export interface ImportCounts extends Readonly<Record<Fate, number>> {
  readonly wrong: number;
  readonly problems: number;
  /** Rows that name a site that is not here. */
  readonly unknownSites: number;
}

/** Nothing yet. */
export const NO_COUNTS: ImportCounts = {
  new: 0,
  changed: 0,
  same: 0,
  again: 0,
  wrong: 0,
  problems: 0,
  unknownSites: 0,
};

/** A resemblance that somebody should look at; without reasons, the same words as in an earlier file and no number. */
export interface NotedMatch {
  readonly match: RosterMatch;
  /** What the known person is called; empty where another row is meant. */
  readonly name: string;
  /** False where the row became a person of its own. */
  readonly isTaken: boolean;
}

/** What is to be written of one person. */
export interface PersonWrite {
  readonly id: string;
  readonly isNew: boolean;
  /** Only what changes; everything of somebody new. */
  readonly change: Partial<Facts>;
  /** What they are found by from now on. */
  readonly keys: readonly string[];
  readonly stay: StayWrite | null;
  readonly partyId: string | null;
  readonly row: number;
  readonly hash: string;
}

/** A stay to be begun or changed. */
export interface StayWrite {
  readonly id: string;
  readonly isNew: boolean;
  readonly state: StayState;
  /** What is said of it; nothing said is nothing changed. */
  readonly says: StayFacts;
}

/** What a row says of a stay. */
export type StayFacts = {
  readonly [name in 'siteId' | 'flight' | 'seat' | 'entryDate' | 'entryPlace']?: Facts[name] | undefined;
};

/** A label of the file that stands for people who travel together. */
export interface PartyWrite {
  readonly id: string;
  readonly name: string;
}
