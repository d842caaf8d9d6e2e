/**
 * Whom each row of a table of results is about, and what becomes of it. A row is about somebody only when what it says
 * means one person and nothing it says speaks against them; everything else is listed for somebody to look at.
 */
import { fold } from '../called.ts';
import { nameKey, rosterKeys } from '../roster/match.ts';
import type { TestResult } from '../stay/facts.ts';
import { type DayProblem, dayProblem, type TestedStay } from '../test-result.ts';
import type { ResultRow } from './read-results.ts';

/** Somebody who may be meant. */
export interface Candidate {
  readonly id: string;
  readonly name: string | null;
  readonly room: string | null;
  readonly site: string | null;
  readonly birthDate: Temporal.PlainDate | null;
  readonly documentNumber: string | null;
  /** Of the keys that were asked for, those that are theirs. */
  readonly keys: readonly string[];
}

/** Their stay, with the results that are there. */
export interface CandidateStay extends TestedStay {
  readonly id: string;
  readonly tests: readonly { readonly takenOn: Temporal.PlainDate; readonly result: TestResult }[];
}

/** What is looked up for a row. */
export interface RowKeys {
  readonly document: string | null;
  readonly phone: string | null;
  readonly birth: string | null;
  readonly room: { readonly site: string | null; readonly room: string } | null;
}

/** Why a row is left out; a key of `staff-tests:row.*`. */
export type Refusal =
  | DayProblem
  | 'unknown'
  | 'ambiguous'
  | 'contradicts'
  | 'no-stay'
  | 'twice'
  | 'was-positive'
  | 'has-result';

/** What becomes of a row. */
export type Fate =
  | {
      readonly row: ResultRow;
      readonly fate: 'new' | 'corrected' | 'same';
      readonly who: Candidate;
      readonly stayId: string;
    }
  | { readonly row: ResultRow; readonly fate: 'again'; readonly other: number }
  | { readonly row: ResultRow; readonly fate: 'refused'; readonly why: Refusal; readonly detail?: string };

/** What a row is looked up by. */
export function keysOf({ document, phone, name, birthDate, site, room }: ResultRow): RowKeys {
  const keys = rosterKeys({
    name: name ?? '',
    birthDate,
    documentNumber: document,
    phone,
    flight: null,
    entryDate: null,
  });
  const of = (wanted: string): string | null => keys.find(({ reason }) => reason === wanted)?.key ?? null;
  return {
    document: of('document'),
    phone: of('phone'),
    birth: of('name-birth'),
    room: room ? { site: site ? fold(site) : null, room: room.toLowerCase() } : null,
  };
}

/** Decides on all rows; of one person and day the first row counts, unless another says otherwise. */
export function decideResults(
  rows: readonly ResultRow[],
  people: readonly Candidate[],
  stays: ReadonlyMap<string, CandidateStay>,
  now: Temporal.Instant,
): Fate[] {
  const books = indexOf(people);
  const fates = rows.map((row): Fate => decideRow(row, books, stays, now));
  const seen = new Map<string, Fate & { fate: 'new' | 'corrected' | 'same' }>();
  const contradicted = new Set<string>();
  const keyOf = (fate: Fate): string => ('stayId' in fate ? `${fate.stayId} ${fate.row.on}` : '');
  for (const fate of fates) {
    if (!('stayId' in fate)) continue;
    const first = seen.get(keyOf(fate));
    if (!first) seen.set(keyOf(fate), fate);
    else if (first.row.result !== fate.row.result) contradicted.add(keyOf(fate));
  }
  return fates.map((fate): Fate => {
    if (!('stayId' in fate)) return fate;
    const key = keyOf(fate);
    if (contradicted.has(key)) return { row: fate.row, fate: 'refused', why: 'twice' };
    const first = seen.get(key);
    return first && first !== fate ? { row: fate.row, fate: 'again', other: first.row.row } : fate;
  });
}

interface Books {
  readonly byKey: ReadonlyMap<string, readonly Candidate[]>;
  readonly byRoom: ReadonlyMap<string, readonly Candidate[]>;
}

function indexOf(people: readonly Candidate[]): Books {
  const byKey = new Map<string, Candidate[]>();
  const byRoom = new Map<string, Candidate[]>();
  const add = (map: Map<string, Candidate[]>, key: string, one: Candidate): void => {
    const some = map.get(key);
    if (some) some.push(one);
    else map.set(key, [one]);
  };
  for (const one of people) {
    for (const key of one.keys) add(byKey, key, one);
    if (one.room) add(byRoom, one.room.toLowerCase(), one);
  }
  return { byKey, byRoom };
}

function decideRow(
  row: ResultRow,
  books: Books,
  stays: ReadonlyMap<string, CandidateStay>,
  now: Temporal.Instant,
): Fate {
  const refuse = (why: Refusal, detail?: string): Fate => ({
    row,
    fate: 'refused',
    why,
    ...(detail ? { detail } : {}),
  });
  const who = whoIs(row, books);
  if (typeof who === 'string') return refuse(who);
  const stay = stays.get(who.id);
  if (!stay) return refuse('no-stay');
  const wrong = dayProblem(row.on, stay, now);
  if (wrong) return refuse(wrong.problem, wrong.date.toString());
  const before = stay.tests.find(({ takenOn }) => takenOn.equals(row.on))?.result;
  if (before === row.result) return { row, fate: 'same', who, stayId: stay.id };
  // These undo something that somebody acted on: one at a time, by somebody who means it.
  if (before === 'positive') return refuse('was-positive');
  if (before !== undefined && row.result === 'pending') return refuse('has-result');
  return {
    row,
    fate: before === undefined || before === 'pending' ? 'new' : 'corrected',
    who,
    stayId: stay.id,
  };
}

/** The one person whom a row means. A number of a document that nobody has means nobody. */
function whoIs(row: ResultRow, books: Books): Candidate | Refusal {
  const keys = keysOf(row);
  const keyed = (key: string | null): readonly Candidate[] => (key && books.byKey.get(key)) || [];
  if (keys.document) {
    const found = keyed(keys.document);
    if (found.length > 0) return settle(row, found);
  }
  // Without a document in the books, name and birth will do; with another one it is somebody else.
  const isFree = (one: Candidate): boolean => !keys.document || one.documentNumber === null;
  const ways = [
    keyed(keys.birth),
    keyed(keys.phone).filter((one) => !row.name || isNamed(one, row.name)),
    inRoom(keys.room, books).filter((one) => !row.name || isNamed(one, row.name)),
  ];
  for (const way of ways) {
    const found = way.filter(isFree);
    if (found.length > 0) return settle(row, found);
  }
  return 'unknown';
}

const inRoom = (room: RowKeys['room'], { byRoom }: Books): Candidate[] =>
  room
    ? (byRoom.get(room.room) ?? []).filter(({ site }) => room.site === null || fold(site ?? '') === room.site)
    : [];

const isNamed = ({ name }: Candidate, written: string): boolean => nameKey(name ?? '') === nameKey(written);

/**
 * One of several by whatever else the row says; against one person nothing may speak. The day of birth speaks louder
 * than a name, which laboratories spell as they like.
 */
function settle(row: ResultRow, found: readonly Candidate[]): Candidate | Refusal {
  const isBorn = (one: Candidate): boolean | undefined =>
    row.birthDate && one.birthDate ? row.birthDate.equals(one.birthDate) : undefined;
  const isCalled = (one: Candidate): boolean => !row.name || !one.name || isNamed(one, row.name);
  const fitting = found.filter((one) => isBorn(one) ?? isCalled(one));
  const [only, another] = fitting;
  if (!only) return 'contradicts';
  if (!another) return only;
  const called = row.name ? fitting.filter(isCalled) : fitting;
  const here = row.room ? inRoom(keysOf(row).room, indexOf(called)) : called;
  return here.length === 1 && here[0] ? here[0] : 'ambiguous';
}
