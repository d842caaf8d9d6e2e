/** `/trip 5 add 1203, Ana Lima, #12`, `add flight MU123`, `add party #12`: who is on a trip. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { readFlight } from '../../domain/roster/flights.ts';
import { partsOf } from '../../domain/trip/riders.ts';
import { ADDING, isSameTime, stateKey, TRIP_RULES } from '../../domain/trip.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { listParty } from '../../store/parties.ts';
import type { PersonRecord } from '../../store/records.ts';
import { addSeats, listFlight, listOtherTrips, listPeople, listSeats } from '../../store/trip-seats.ts';
import type { TripRecord } from '../../store/trips.ts';
import { showManifest } from './draw-manifest.ts';
import { tellOfTrip } from './tell-travellers.ts';
import { changeLocked, riderName, riderNames, type TripDeps, tripNumbered } from './trip-at-hand.ts';

const FLIGHT = /^(?:flight|航班)\s*(.+?)(?:\s+(\d{4}-\d{2}-\d{2}))?$/iu;
const PARTY = /^(?:party|group|family|同行|家庭)\s+(.+)$/iu;

/** Adds everybody who is named; who cannot be added is named, and why. */
export async function addPeople(turn: Turn, deps: TripDeps, number: number, words: string): Promise<void> {
  assertCan(turn.actor, 'trip.edit');
  if (!words) throw new UserError('staff:error.usage', { usage: 'staff-trips:usage.add' });
  const trip = await tripForMore(turn, number);
  const [, flight, day] = FLIGHT.exec(words) ?? [];
  if (flight) return add(turn, deps, trip, await flightOf(turn, trip, flight, day), []);
  const party = PARTY.exec(words)?.[1];
  if (party) {
    const one = await deps.people.pick(turn, party, 'tripadd', keep({ number, party: true }));
    return one ? add(turn, deps, trip, await partyOf(turn, one), []) : undefined;
  }
  await addOneByOne(turn, deps, trip, partsOf(words), []);
}

/** Which of several was meant; then whoever was named behind them. */
export async function addChosen(turn: Turn, deps: TripDeps, personId: string | undefined): Promise<void> {
  assertCan(turn.actor, 'trip.edit');
  const { person, rest } = await deps.people.chosen(turn, 'tripadd', personId);
  const { number, party, known = [], nobody = [], words = [] } = JSON.parse(rest) as Kept;
  const trip = await tripForMore(turn, number);
  if (party) return add(turn, deps, trip, await partyOf(turn, person), []);
  const people = [...(await listPeople(turn.tx, known)), person];
  await addOneByOne(turn, deps, trip, words, people, nobody);
}

/** What was said besides, while it is asked which of several is meant. */
interface Kept {
  readonly number: number;
  /** Everybody who travels with whoever is chosen. */
  readonly party?: boolean;
  /** Those found before, by id. */
  readonly known?: readonly string[];
  /** What meant nobody before. */
  readonly nobody?: readonly string[];
  /** What was not looked at yet. */
  readonly words?: readonly string[];
}

const keep = (kept: Kept): string => JSON.stringify(kept);

async function tripForMore(turn: Turn, number: number): Promise<TripRecord> {
  const trip = await tripNumbered(turn, number);
  if (!ADDING.includes(trip.state))
    throw new UserError('staff-trips:error.state', { number, state: stateKey(trip.state) });
  return trip;
}

/** Where a name means several people it is asked which, and everything else waits for the answer. */
async function addOneByOne(
  turn: Turn,
  deps: TripDeps,
  trip: TripRecord,
  parts: readonly string[],
  before: readonly PersonRecord[],
  unknown: readonly string[] = [],
): Promise<void> {
  const people = [...before];
  const nobody = [...unknown];
  for (const [at, said] of parts.entries()) {
    const known = people.map(({ id }) => id);
    const kept = keep({ number: trip.number, known, nobody, words: parts.slice(at + 1) });
    try {
      const person = await deps.people.pick(turn, said, 'tripadd', kept);
      if (!person) return;
      people.push(person);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      // With one name only, its own refusal says best what to do.
      if (parts.length === 1 && people.length === 0) throw error;
      nobody.push(said);
    }
  }
  await add(turn, deps, trip, people, nobody);
}

async function add(
  turn: Turn,
  deps: TripDeps,
  before: TripRecord,
  wanted: readonly PersonRecord[],
  nobody: readonly string[],
): Promise<void> {
  const { tx, now, actor, inbound, t, locale } = turn;
  const { number } = before;
  const all = [...new Map(wanted.map((person) => [person.id, person])).values()];
  const seats = await listSeats(tx, before.id);
  const on = new Set(seats.filter(({ state }) => state !== 'off').map(({ personId }) => personId));
  const twice = all.filter(({ id }) => on.has(id));
  const elsewhere = await listOtherTrips(
    tx,
    before.id,
    all.map(({ id }) => id),
  );
  const clash = elsewhere.filter((one) => !on.has(one.personId) && isSameTime(one.trip, before));
  const busy = new Set(clash.map(({ personId }) => personId));
  const fresh = all.filter(({ id }) => !on.has(id) && !busy.has(id));
  const most = TRIP_RULES.mostPeople;
  if (on.size + fresh.length > most) throw new UserError('staff-trips:error.full', { number, most });
  const news: string[] = [];
  if (fresh.length > 0)
    news.push(t(locale, 'staff-trips:added', { count: fresh.length, names: shortNames(fresh) }));
  if (twice.length > 0) news.push(t(locale, 'staff-trips:twice', { number, names: riderNames(twice) }));
  const others = clash.map((one) => `${riderName({ name: one.name, room: null })} (${one.trip.number})`);
  if (clash.length > 0) news.push(t(locale, 'staff-trips:busy', { names: [...new Set(others)].join(', ') }));
  if (nobody.length > 0)
    news.push(t(locale, 'staff-trips:nobody', { words: nobody.map(discreet).join(', ') }));
  if (fresh.length === 0) return turn.reply({ text: news.join('\n') });
  const ids = fresh.map(({ id }) => id);
  await addSeats(tx, before.id, ids);
  const trip = await changeLocked(turn, before);
  addAudit(tx, {
    actor,
    action: 'trip.add',
    channel: inbound.account,
    now,
    after: { number, count: ids.length, people: ids },
  });
  await tellOfTrip(turn, deps, trip, await listSeats(tx, trip.id));
  await showManifest(turn, deps, trip, undefined, news.join('\n'));
}

const NAMED = 20;

const shortNames = (people: readonly PersonRecord[]): string =>
  people.length > NAMED ? `${riderNames(people.slice(0, NAMED))} …` : riderNames(people);

/** What meant nobody may be the number of a document or a phone, which a group does not read. */
const discreet = (words: string): string =>
  /\d{5}/u.test(words.normalize('NFKC')) ? `…${words.slice(-3)}` : words;

/** Everybody of a flight whose stay lasts; those who are fetched have not come yet. */
async function flightOf(
  turn: Turn,
  { purpose }: TripRecord,
  words: string,
  date: string | undefined,
): Promise<PersonRecord[]> {
  const { flight } = readFlight(words);
  const on = date ? readDay(date) : null;
  const all = await listFlight(turn.tx, flight, on);
  const meant = purpose === 'arrival' ? all.filter(({ hasCome }) => !hasCome) : all;
  const days = [...new Set(meant.map(({ day }) => day ?? '?'))].sort();
  if (meant.length === 0) throw new UserError('staff-trips:error.no-flight', { flight });
  if (days.length > 1) throw new UserError('staff-trips:error.which-day', { flight, days: days.join(', ') });
  return listPeople(
    turn.tx,
    meant.map(({ personId }) => personId),
  );
}

function readDay(words: string): Temporal.PlainDate {
  try {
    return Temporal.PlainDate.from(words);
  } catch (cause) {
    throw new UserError('staff-trips:error.time', { words }, { cause });
  }
}

const partyOf = async (turn: Turn, person: PersonRecord): Promise<PersonRecord[]> =>
  person.partyId ? listParty(turn.tx, person.partyId) : [person];
