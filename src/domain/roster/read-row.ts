/** Reads one person out of one line of the table. */
import type { RosterProblem, RosterRow, TableRow } from '../roster.ts';
import { type FlagsReading, readFlags } from './care-flags.ts';
import { Cells } from './cells.ts';
import { readDate } from './dates.ts';
import { documentDoubts, hasLostItsEnd, isShortened, readDocument } from './documents.ts';
import { readFlight, readSeat } from './flights.ts';
import type { RosterHead } from './header.ts';
import { readPhone } from './phones.ts';
import { remember } from './remember.ts';
import { readDocumentType, readLanguages, readSex } from './words.ts';

/** What a line says: a row unless something in it is wrong, and what is the matter. */
export interface RowReading {
  readonly row?: RosterRow;
  readonly problems: readonly RosterProblem[];
}

/** What does not change from line to line. */
export interface RowContext {
  readonly head: RosterHead;
  /** The day at the site; nobody is born after it. */
  readonly today: Temporal.PlainDate;
  readonly readers: CellReaders;
}

/** Readers of cells that many lines have alike. */
export type CellReaders = ReturnType<typeof createCellReaders>;

/** Readers for one table. */
export const createCellReaders = () => ({
  sex: remember(readSex),
  date: remember(readDate),
  documentType: remember(readDocumentType),
  languages: remember(readLanguages),
  flight: remember(readFlight),
  seat: remember(readSeat),
  flags: remember(readFlags),
});

const NO_FLAGS: FlagsReading = { flags: [], other: [], hasBadDate: false };

/** Reads a line below the header; undefined when it says nothing about anybody. */
export function readRow(line: TableRow, { head, today, readers }: RowContext): RowReading | undefined {
  const cells = new Cells(line, head);
  if (cells.areEmpty) return undefined;
  const name = cells.text('name');
  if (name === null && !cells.hasProblem('name')) cells.report('name', 'name-missing');
  const sex = cells.read('sex', (text) => readers.sex(text) ?? cells.report('sex', 'sex', text));
  const birthDate = cells.date('birth_date', readers.date);
  if (birthDate && Temporal.PlainDate.compare(birthDate, today) > 0)
    cells.report('birth_date', 'date-future', birthDate.toString());
  const documentType = cells.read('document_type', (text) => {
    const type = readers.documentType(text);
    if (!type) cells.report('document_type', 'document-type', text);
    return type ?? text;
  });
  const documentNumber = readDocumentCell(cells);
  for (const kind of documentDoubts({ documentType, documentNumber, birthDate, sex }))
    cells.report('document_number', kind, documentNumber ?? '');
  const languages = cells.read('languages', readers.languages);
  for (const word of languages?.other ?? []) cells.report('languages', 'language', word);
  const flags = readFlagsCell(cells, readers.flags);
  const row: RosterRow = {
    row: line.row,
    name: name ?? '',
    sex,
    birthDate,
    nationality: cells.text('nationality'),
    documentType,
    documentNumber,
    phone: readPhoneCell(cells, 'phone'),
    languages: languages?.known ?? [],
    otherLanguages: languages?.other ?? [],
    flight: cells.read('flight', (text) => {
      const { flight, isKnownForm } = readers.flight(text);
      if (!isKnownForm) cells.report('flight', 'flight', text);
      return flight;
    }),
    seat: cells.read('seat', readers.seat),
    entryDate: cells.date('entry_date', readers.date),
    entryPlace: cells.text('entry_place'),
    homeJurisdiction: cells.text('home_jurisdiction'),
    nextDestination: cells.text('next_destination'),
    party: cells.text('party'),
    site: cells.text('site'),
    room: cells.text('room'),
    flags: flags.flags,
    otherCare: flags.other,
    contactName: cells.text('contact_name'),
    contactPhone: readPhoneCell(cells, 'contact_phone'),
  };
  return cells.isWrong ? { problems: cells.problems } : { row, problems: cells.problems };
}

function readDocumentCell(cells: Cells): string | null {
  return cells.read('document_number', (text) => {
    const isOverlong = cells.isOverlong('document_number');
    if (isShortened(text) || (isOverlong && hasLostItsEnd(text)))
      return cells.report('document_number', 'digits-lost', text);
    if (isOverlong) cells.report('document_number', 'digits-unsure', text);
    return readDocument(text) ?? cells.report('document_number', 'document', text);
  });
}

function readPhoneCell(cells: Cells, column: 'phone' | 'contact_phone'): string | null {
  return cells.read(column, (text) => {
    const reading = readPhone(text);
    if ('problem' in reading) return cells.report(column, reading.problem, text);
    if (reading.isMoreWritten) cells.report(column, 'phone-more', reading.phone);
    return reading.phone;
  });
}

function readFlagsCell(cells: Cells, read: CellReaders['flags']): FlagsReading {
  const reading = cells.read('flags', read) ?? NO_FLAGS;
  if (reading.hasBadDate) cells.report('flags', 'flag-date', cells.text('flags') ?? '');
  for (const words of reading.other) cells.report('flags', 'flag', words);
  return reading;
}
