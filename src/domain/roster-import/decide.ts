/** Decides what becomes of some rows, in their order. */
import {
  type Certainty,
  type KnownPerson,
  type MatchReason,
  matchRoster,
  rosterKeys,
} from '../roster/match.ts';
import type {
  Facts,
  Fate,
  Known,
  NotedMatch,
  PartyWrite,
  PersonWrite,
  RowToImport,
  StayWrite,
} from '../roster-import.ts';
import { afterChange, changeOf, factsOf, isAnotherStay, saysOfStay, stateBy, stayFacts } from './facts.ts';

/** What decisions depend on besides the rows and the books. */
export interface DecideContext {
  /** The day at the site. */
  readonly today: Temporal.PlainDate;
  readonly newId: () => string;
  /** The party that a label of the file stands for; the same label gives the same id, also after an interruption. */
  readonly partyId: (label: string) => string;
}

/** What becomes of some rows. */
export interface Decided {
  readonly fates: Readonly<Record<Fate, number>>;
  readonly writes: readonly PersonWrite[];
  readonly parties: readonly PartyWrite[];
  readonly noted: readonly NotedMatch[];
  /** Everybody the rows named, as the books have them afterwards. */
  readonly known: readonly Known[];
}

/** Decides on rows, given everybody who shares a key or the very row with one of them. */
export function decideRows(
  rows: readonly RowToImport[],
  books: readonly Known[],
  context: DecideContext,
): Decided {
  const people = books.map(({ id, facts }): KnownPerson => ({ id, ...facts }));
  const matches = Map.groupBy(
    matchRoster(
      rows.map(({ row }) => row),
      people,
    ),
    ({ row }) => row,
  );
  const deciding = new Deciding(books, context);
  for (const row of rows) deciding.take(row, matches.get(row.row.row) ?? []);
  return deciding.decided();
}

type Match = ReturnType<typeof matchRoster>[number];

/** Somebody a row may be. */
interface Candidate {
  readonly person: Known;
  readonly reasons: Set<MatchReason>;
  certainty: Certainty;
}

/** What has been decided of one person so far. */
interface Draft {
  readonly isNew: boolean;
  change: Partial<Facts>;
  keys: readonly string[];
  stay: StayWrite | null;
  partyId: string | null;
  row: number;
  hash: string;
}

const SURENESS: readonly Certainty[] = ['certain', 'likely', 'possible'];

class Deciding {
  readonly #context: DecideContext;
  readonly #people: Map<string, Known>;
  readonly #byHash: Map<string, string>;
  readonly #byRow = new Map<number, string>();
  readonly #drafts = new Map<string, Draft>();
  readonly #parties = new Map<string, PartyWrite>();
  readonly #noted: NotedMatch[] = [];
  readonly #fates: Record<Fate, number> = { new: 0, changed: 0, same: 0, again: 0 };

  constructor(books: readonly Known[], context: DecideContext) {
    this.#context = context;
    this.#people = new Map(books.map((person) => [person.id, person]));
    this.#byHash = new Map(
      books.flatMap(({ id, rowHash, fileRow }) => (rowHash && fileRow === null ? [[rowHash, id]] : [])),
    );
  }

  take(said: RowToImport, matches: readonly Match[]): void {
    const known = this.#unchanged(said.hash);
    if (known) {
      const { party } = known;
      // Others with this label, who are new, come to them; whom staff took out of the party stays out.
      if (party?.name && party.name === said.row.party)
        this.#parties.set(party.name, { id: party.id, name: party.name });
      if (keysOf(factsOf(said)).length === 0) this.#noteSameWords(said.row.row, known);
      // Its site may have been added since.
      const isFound = said.siteId !== null && known.facts.siteId === null;
      const change = isFound ? { siteId: said.siteId } : {};
      this.#put(said, known, change, isFound ? this.#stayAfter(known, factsOf(said), change) : null);
      this.#fates[isFound ? 'changed' : 'same'] += 1;
      return;
    }
    const candidates = this.#candidates(matches);
    const target = choose(candidates, said);
    this.#note(said.row.row, candidates, target);
    if (target) this.#change(said, target.person);
    else this.#add(said);
  }

  decided(): Decided {
    return {
      fates: this.#fates,
      writes: [...this.#drafts].map(([id, draft]) => ({ id, ...draft })),
      parties: [...this.#parties.values()],
      noted: this.#noted,
      known: [...this.#drafts.keys()].flatMap((id) => this.#people.get(id) ?? []),
    };
  }

  /** Whom this very row, word for word, was imported as last time: what staff changed since then stays. */
  #unchanged(hash: string): Known | undefined {
    const known = this.#people.get(this.#byHash.get(hash) ?? '');
    return known?.fileRow === null ? known : undefined;
  }

  /** One candidate for each person, however many matches name them. */
  #candidates(matches: readonly Match[]): Candidate[] {
    const found = new Map<string, Candidate>();
    for (const { other, reasons, certainty } of matches) {
      const person = this.#people.get('id' in other ? other.id : (this.#byRow.get(other.row) ?? ''));
      if (!person) continue;
      const same = found.get(person.id);
      if (!same) found.set(person.id, { person, reasons: new Set(reasons), certainty });
      else {
        for (const reason of reasons) same.reasons.add(reason);
        same.certainty = SURENESS.find((each) => each === certainty || each === same.certainty) ?? certainty;
      }
    }
    return [...found.values()];
  }

  /** Lists what somebody should look at: all but the one person in the books whom the row certainly is. */
  #note(row: number, candidates: readonly Candidate[], target: Candidate | undefined): void {
    for (const candidate of candidates) {
      const { person, reasons, certainty } = candidate;
      const isTaken = candidate === target;
      if (isTaken && certainty === 'certain' && person.fileRow === null) continue;
      const other = person.fileRow === null ? { id: person.id } : { row: person.fileRow };
      const match = { row, other, reasons: [...reasons], certainty };
      this.#noted.push({ match, name: 'id' in other ? person.facts.name : '', isTaken });
    }
  }

  /** Namesakes of whom nothing else is said cannot be told apart. */
  #noteSameWords(row: number, { id, facts: { name } }: Known): void {
    this.#noted.push({
      match: { row, other: { id }, reasons: [], certainty: 'likely' },
      name,
      isTaken: true,
    });
  }

  #add(said: RowToImport): void {
    const id = this.#context.newId();
    const facts = factsOf(said);
    const state = stateBy(facts, this.#context.today);
    const stay = { id: this.#context.newId(), isNew: true, state, says: stayFacts(facts) };
    const person: Known = { id, facts: NOBODY, party: null, stay: null, fileRow: null, rowHash: null };
    this.#put(said, person, facts, stay, this.#partyOf(person, said.row.party), true);
    this.#fates.new += 1;
  }

  #change(said: RowToImport, person: Known): void {
    const facts = factsOf(said);
    const change = changeOf(person.facts, facts);
    const stay = this.#stayAfter(person, facts, change);
    const party = this.#partyOf(person, said.row.party);
    const isMoved = party !== null && party.id !== person.party?.id;
    const isChanged = Object.keys(change).length > 0 || stay !== null || isMoved;
    this.#put(said, person, change, stay, isMoved ? party : null);
    this.#fates[person.fileRow !== null ? 'again' : isChanged ? 'changed' : 'same'] += 1;
  }

  /** A stay that is begun or changed by this row; null when the row has nothing to say of it. */
  #stayAfter(person: Known, said: Facts, change: Partial<Facts>): StayWrite | null {
    const { stay } = person;
    const { today, newId } = this.#context;
    if (!stay || isAnotherStay(person, said)) {
      const facts = stay ? said : afterChange(person.facts, change);
      return { id: newId(), isNew: true, state: stateBy(facts, today), says: stayFacts(facts) };
    }
    // What is over stays as it was.
    if (stay.isOver) return null;
    // A list that names the room it named before says nothing of an arrival: nobody is found by importing it again.
    const isPlaced = change.room !== undefined || change.siteId !== undefined;
    const isNews = stay.state === 'expected' && isPlaced;
    const state = isNews ? stateBy(afterChange(person.facts, change), today) : stay.state;
    const says = stayFacts(change);
    return saysOfStay(says) || state !== stay.state ? { id: stay.id, isNew: false, state, says } : null;
  }

  /** Notes that this row is this person, and what that changes. */
  #put(
    { row, hash }: RowToImport,
    person: Known,
    change: Partial<Facts>,
    stay: StayWrite | null = null,
    party: PartyWrite | null = null,
    isNew = false,
  ): void {
    const before = this.#drafts.get(person.id);
    const facts = afterChange(person.facts, change);
    this.#drafts.set(person.id, {
      isNew: isNew || (before?.isNew ?? false),
      change: joinChanges(before?.change ?? {}, change),
      keys: Object.keys(change).length > 0 ? keysOf(facts) : (before?.keys ?? []),
      stay: joinStays(before?.stay ?? null, stay),
      partyId: party?.id ?? before?.partyId ?? null,
      row: row.row,
      hash,
    });
    this.#byRow.set(row.row, person.id);
    this.#people.set(person.id, {
      id: person.id,
      facts,
      party: party ?? person.party,
      stay: stay ? { id: stay.id, state: stay.state, isOver: false } : person.stay,
      fileRow: row.row,
      rowHash: hash,
    });
  }

  /** The party of a label: the one that somebody with it has from an earlier import, else one of this import. */
  #partyOf(person: Known, label: string | null): PartyWrite | null {
    // A party without a name was put together by staff.
    if (label === null || (person.party && person.party.name === null)) return null;
    const own = person.party?.name === label ? person.party.id : undefined;
    const party = this.#parties.get(label) ?? { id: own ?? this.#context.partyId(label), name: label };
    this.#parties.set(label, party);
    return party;
  }
}

/** Of somebody of whom nothing is known. */
const NOBODY: Facts = {
  name: '',
  sex: null,
  birthDate: null,
  nationality: null,
  documentType: null,
  documentNumber: null,
  phone: null,
  languages: [],
  otherLanguages: [],
  flight: null,
  seat: null,
  entryDate: null,
  entryPlace: null,
  homeJurisdiction: null,
  nextDestination: null,
  siteId: null,
  room: null,
  flags: [],
  otherCare: [],
  contactName: null,
  contactPhone: null,
};

/** What two rows of one file change together. */
function joinChanges(before: Partial<Facts>, after: Partial<Facts>): Partial<Facts> {
  if (!before.flags || !after.flags) return { ...before, ...after };
  const flags = new Map([...before.flags, ...after.flags].map((flag) => [flag.kind, flag]));
  return { ...before, ...after, flags: [...flags.values()] };
}

/** A stay that one row of a file begins and another changes is begun. */
function joinStays(before: StayWrite | null, after: StayWrite | null): StayWrite | null {
  if (!before || !after || before.id !== after.id) return after ?? before;
  const says = Object.entries(after.says).filter(([, value]) => value !== null && value !== undefined);
  return { ...after, isNew: before.isNew, says: { ...before.says, ...Object.fromEntries(says) } };
}

const keysOf = (facts: Facts): string[] => rosterKeys(facts).map(({ key }) => key);

/** The person that a row is; undefined for somebody new. */
function choose(candidates: readonly Candidate[], said: RowToImport): Candidate | undefined {
  const certain = candidates.filter(({ certainty }) => certainty === 'certain').toSorted(bySureness);
  if (certain[0]) return certain[0];
  const likely = candidates.filter(({ certainty }) => certainty === 'likely');
  const [only] = likely;
  if (!only || likely.length > 1 || only.person.fileRow !== null) return undefined;
  return speaksAgainst(only.person.facts, said) ? undefined : only;
}

/** A document says most, then the number of things in common; somebody the file has not named yet comes first. */
const bySureness = (one: Candidate, two: Candidate): number =>
  Number(two.reasons.has('document')) - Number(one.reasons.has('document')) ||
  two.reasons.size - one.reasons.size ||
  Number(one.person.fileRow !== null) - Number(two.person.fileRow !== null);

/** Another birth date or another document than the one that is known. */
function speaksAgainst(known: Facts, { row }: RowToImport): boolean {
  const otherBirth = !!known.birthDate && !!row.birthDate && !known.birthDate.equals(row.birthDate);
  const otherDocument =
    !!known.documentNumber && !!row.documentNumber && known.documentNumber !== row.documentNumber;
  return otherBirth || otherDocument;
}
