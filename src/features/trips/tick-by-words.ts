/** `/board 5 Ana Lima`, `/arrive 5 Ana 1203`, `/trip 5 drop Ana refused`: whom the words mean, and what became of it. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import type { Choice } from '../../domain/message.ts';
import { partsOf, readRider, readRidersAndReason } from '../../domain/trip/riders.ts';
import { isSameTime, TICKS, type Tick } from '../../domain/trip.ts';
import { UserError } from '../../errors.ts';
import { listOtherTrips, listSeats, type SeatRecord } from '../../store/trip-seats.ts';
import type { TripRecord } from '../../store/trips.ts';
import { isRefusal } from './look-for.ts';
import { allOf, manifestChoice, resultText, warnings } from './tick-result.ts';
import { type Ticking, tickRiders } from './tick-riders.ts';
import { riderName, type TripDeps, tripNumbered, wayOf } from './trip-at-hand.ts';

const ALL = /^(?:all|everybody|everyone|全部|所有人|全员|全員)$/iu;
const USAGE: Record<Tick, string> = {
  board: 'staff-trips:usage.board',
  arrive: 'staff-trips:usage.arrive',
  missing: 'staff-trips:usage.missing',
  off: 'staff-trips:usage.drop',
  undo: 'staff-trips:usage.undo',
};
const REASON = 200;
const ROOM = 20;

/** What may be done besides being on a trip decides who may do it. */
const assertMay = (turn: Turn, tick: Tick): void =>
  assertCan(turn.actor, tick === 'off' ? 'trip.edit' : 'trip.tick');

/** Ticks whom the words mean; where they mean several, asks which. */
export async function tickByWords(
  turn: Turn,
  deps: TripDeps,
  tick: Tick,
  number: number,
  words: string,
): Promise<void> {
  assertMay(turn, tick);
  const trip = await tripNumbered(turn, number);
  const usage = () => new UserError('staff:error.usage', { usage: USAGE[tick] });
  if (!words) throw usage();
  const seats = await listSeats(turn.tx, trip.id);
  if (ALL.test(words) && (tick === 'board' || tick === 'arrive'))
    return finish(turn, deps, trip, { tick, personIds: allOf(trip, seats, tick) });
  const open: readonly string[] = TICKS[tick].from;
  const isOpen = ({ state }: SeatRecord): boolean => open.includes(state);
  if (tick === 'off') {
    const { riders, reason } = readRidersAndReason(seats, words, isOpen);
    const found = riders.map((one) => ({ ...one, said: one.words }));
    if (found.length > 0 && !reason) throw usage();
    if (found.length > 0) return go(turn, deps, { number, tick, reason }, trip, found);
    throw new UserError('staff-trips:error.not-on-it', { number, words: discreet(words) });
  }
  const found = partsOf(words).map((said) => ({ said, ...readRider(seats, said, isOpen) }));
  await go(turn, deps, { number, tick }, trip, found);
}

/** What was asked for, while it is asked who is meant. */
interface Asked {
  readonly number: number;
  readonly tick: Tick;
  readonly reason?: string;
  /** Those found already, with their new rooms. */
  readonly known?: readonly (readonly [personId: string, room: string])[];
  /** The new room of whoever is chosen. */
  readonly room?: string;
  /** Whom all of them may mean. */
  readonly several?: readonly string[];
}

interface Found {
  readonly said: string;
  readonly found?: readonly SeatRecord[];
  readonly rest?: string;
}

async function go(
  turn: Turn,
  deps: TripDeps,
  asked: Asked,
  trip: TripRecord,
  all: readonly Found[],
): Promise<void> {
  const { tick } = asked;
  const known: (readonly [string, string])[] = [];
  const unsure: (Found & { readonly found: readonly SeatRecord[] })[] = [];
  for (const one of all) {
    const { said, found = [], rest = '' } = one;
    const isRoom = tick === 'arrive' && rest.length <= ROOM && partsOf(rest).length <= 1;
    const understood = found.length > 0 && (rest === '' || isRoom);
    if (!understood) return elsewhere(turn, deps, asked, trip, said, all.length);
    const [only, another] = found;
    if (another) unsure.push({ ...one, found });
    else if (only) known.push([only.personId, rest]);
  }
  const [first] = unsure;
  if (unsure.length > 1)
    throw new UserError('staff-trips:error.one-at-a-time', { words: discreet(first?.said ?? '') });
  if (first) return askWhich(turn, { ...asked, known, room: first.rest ?? '' }, first.found);
  await run(turn, deps, trip, { ...asked, known });
}

/** Everybody of a room or a name, each with a button, and all of them together. */
async function askWhich(turn: Turn, asked: Asked, found: readonly SeatRecord[]): Promise<void> {
  const { t, locale } = turn;
  const several = found.map(({ personId }) => personId);
  turn.remember({ choosing: { choice: 'tripwho', rest: JSON.stringify({ ...asked, several }) } });
  const choices = found.map((seat): Choice[] => [{ id: `tripwho:${seat.personId}`, label: riderName(seat) }]);
  const all: Choice = {
    id: 'tripwho:all',
    label: t(locale, 'staff-trips:button.all', { count: found.length }),
  };
  await turn.reply({ text: t(locale, 'staff-trips:which'), choices: [...choices, [all]] });
}

/** Words that nobody of the manifest answers to may mean somebody by a number, or of another trip. */
async function elsewhere(
  turn: Turn,
  deps: TripDeps,
  asked: Asked,
  trip: TripRecord,
  said: string,
  parts: number,
): Promise<void> {
  const { number } = trip;
  const nobody = new UserError('staff-trips:error.not-on-it', { number, words: discreet(said) });
  if (parts > 1) throw nobody;
  const [, ticket, room = ''] = (asked.tick === 'arrive' && /^([#＃]\d+)\s+(\S+)$/u.exec(said)) || [];
  const person = await deps.people.pick(turn, ticket ?? said, 'tripwho', JSON.stringify(asked));
  if (person) await run(turn, deps, trip, { ...asked, known: [[person.id, room]] });
}

/** One of those who were offered, or all of them. */
export async function tickChosen(turn: Turn, deps: TripDeps, id: string | undefined): Promise<void> {
  const { choosing } = turn.session;
  const tick = choosing?.choice === 'tripwho' ? (JSON.parse(choosing.rest) as Asked).tick : 'board';
  assertMay(turn, tick);
  if (choosing?.choice !== 'tripwho') throw new UserError('common:error.old-choice');
  const asked = JSON.parse(choosing.rest) as Asked;
  const { known = [], room = '', several = [] } = asked;
  const trip = await tripNumbered(turn, asked.number);
  const isAll = id === 'all' && several.length > 0;
  const ids = isAll ? several : [(await deps.people.chosen(turn, 'tripwho', id)).person.id];
  turn.remember({ choosing: undefined });
  await run(turn, deps, trip, {
    ...asked,
    known: [...known, ...ids.map((one) => [one, room] as const)],
  });
}

async function run(turn: Turn, deps: TripDeps, trip: TripRecord, asked: Asked): Promise<void> {
  const { tick, known = [], reason = '' } = asked;
  const seats = await listSeats(turn.tx, trip.id);
  for (const [personId] of known)
    if (!seats.some((seat) => seat.personId === personId)) throw await notOnIt(turn, deps, trip, personId);
  if ([...reason].length > REASON)
    throw new UserError('staff-trips:error.long', { field: 'reason', most: REASON });
  await finish(turn, deps, trip, {
    tick,
    personIds: known.map(([personId]) => personId),
    rooms: new Map(known.filter(([, room]) => room)),
    ...(tick === 'off' ? { reason, isRefusal: isRefusal(reason) } : {}),
  });
}

/** Somebody is not on this trip: on which, if they are on one. */
async function notOnIt(turn: Turn, deps: TripDeps, trip: TripRecord, personId: string): Promise<UserError> {
  const person = await deps.people.byId(turn, personId);
  const params = { number: trip.number, name: riderName(person) };
  const others = await listOtherTrips(turn.tx, trip.id, [personId]);
  const other = others.find((one) => isSameTime(one.trip, trip)) ?? others[0];
  if (!other) return new UserError('staff-trips:error.on-none', params);
  return new UserError('staff-trips:error.on-other', {
    ...params,
    other: other.trip.number,
    way: wayOf(other.trip),
  });
}

async function finish(turn: Turn, deps: TripDeps, trip: TripRecord, ticking: Ticking): Promise<void> {
  const ticked = await tickRiders(turn, deps, trip, ticking);
  const text = [resultText(turn, ticked, ticking.tick), ...(await warnings(turn, ticked, ticking.tick))].join(
    '\n',
  );
  await turn.reply({ text, choices: [[manifestChoice(turn, trip, turn.locale)]] });
}

/** What meant nobody may be a number, which is not said again. */
const discreet = (words: string): string =>
  /\d{5}/u.test(words.normalize('NFKC')) ? `…${words.slice(-3)}` : words;
