/**
 * The roster: who comes, as a table that another authority wrote. A **row** is one person as understood; a **problem**
 * is what could not be understood or may be wrong, by row and column. Nothing is invented: what a cell does not say
 * stays null. Cells come in as text; reading files is no business of the domain.
 */

/** The columns, named as in the template and in its order; only `name` is required. */
export const ROSTER_COLUMNS = [
  'name',
  'sex',
  'birth_date',
  'nationality',
  'document_type',
  'document_number',
  'phone',
  'languages',
  'flight',
  'seat',
  'entry_date',
  'entry_place',
  'home_jurisdiction',
  'next_destination',
  'party',
  'site',
  'room',
  'flags',
  'contact_name',
  'contact_phone',
] as const;

/** A column that has a meaning here. */
export type RosterColumn = (typeof ROSTER_COLUMNS)[number];

/** A line of a table, as its file has it. */
export interface TableRow {
  /** As a spreadsheet numbers it, from 1. */
  readonly row: number;
  readonly cells: readonly string[];
  /** Places of numbers that were stored as numbers and have more digits than such numbers keep. */
  readonly overlong?: readonly number[];
}

/** What asks for special care; a date is the day medicine runs out (chronic) or an exam is sat (student). */
export const CARE_KINDS = [
  'elderly',
  'infant',
  'pregnant',
  'disabled',
  'chronic',
  'depression',
  'student',
  'diet',
  'religion',
] as const;

/** A kind of special care. */
export type CareKind = (typeof CARE_KINDS)[number];

/** Special care that somebody needs. */
export interface CareFlag {
  readonly kind: CareKind;
  readonly date: Temporal.PlainDate | null;
  /** As written, where that says more than the kind. */
  readonly note: string | null;
}

/** The sexes that papers know. */
export type Sex = 'female' | 'male' | 'other';

/** One person as a row of the table describes them. */
export interface RosterRow {
  readonly row: number;
  readonly name: string;
  readonly sex: Sex | null;
  readonly birthDate: Temporal.PlainDate | null;
  readonly nationality: string | null;
  /** `passport`, `id-card` and so on where known, else as written. */
  readonly documentType: string | null;
  /** Upper case, without spaces. */
  readonly documentNumber: string | null;
  /** Digits, with a leading plus if one was written. */
  readonly phone: string | null;
  /** Those of the twelve languages of the bot, in the order given. */
  readonly languages: readonly string[];
  /** Languages that the bot does not have, as written. */
  readonly otherLanguages: readonly string[];
  readonly flight: string | null;
  readonly seat: string | null;
  readonly entryDate: Temporal.PlainDate | null;
  readonly entryPlace: string | null;
  readonly homeJurisdiction: string | null;
  readonly nextDestination: string | null;
  readonly party: string | null;
  readonly site: string | null;
  readonly room: string | null;
  readonly flags: readonly CareFlag[];
  /** What stands among the flags and is none of them, as written. */
  readonly otherCare: readonly string[];
  readonly contactName: string | null;
  readonly contactPhone: string | null;
}

/**
 * What can be the matter. `file`: nothing can be read; `wrong`: the row is not imported until it is mended; `doubt`: it
 * is imported, and somebody should look.
 */
export const PROBLEM_KINDS = {
  'header-missing': 'file',
  'rows-missing': 'file',
  'column-unknown': 'doubt',
  'column-twice': 'doubt',
  'name-missing': 'wrong',
  'cells-beyond': 'wrong',
  characters: 'wrong',
  garbled: 'wrong',
  'too-long': 'wrong',
  formula: 'wrong',
  date: 'wrong',
  'date-number': 'wrong',
  'date-impossible': 'wrong',
  'date-range': 'wrong',
  'date-future': 'wrong',
  sex: 'wrong',
  document: 'wrong',
  'digits-lost': 'wrong',
  phone: 'wrong',
  'flag-date': 'wrong',
  'document-type': 'doubt',
  'digits-unsure': 'doubt',
  'document-check': 'doubt',
  'document-birth': 'doubt',
  'document-sex': 'doubt',
  'phone-more': 'doubt',
  language: 'doubt',
  flag: 'doubt',
  flight: 'doubt',
  'site-unknown': 'doubt',
} as const satisfies Record<string, 'file' | 'wrong' | 'doubt'>;

/** What is the matter; a key of `staff-roster:problem.*`. */
export type ProblemKind = keyof typeof PROBLEM_KINDS;

/** One thing that is the matter with one cell, row or file. */
export interface RosterProblem {
  /** 0 when it is the file as a whole. */
  readonly row: number;
  readonly column: RosterColumn | null;
  readonly kind: ProblemKind;
  /** What was written, shortened; of document and phone numbers only the last three characters. */
  readonly value?: string;
}
