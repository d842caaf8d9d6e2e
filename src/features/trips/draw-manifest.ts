/** A trip as colleagues see it: everybody on it, what they can tick, and what comes next. */
import type { Turn, Work } from '../../conversation/feature.ts';
import type { Choice, Content } from '../../domain/message.ts';
import { shortTime } from '../../domain/short-time.ts';
import { isLong } from '../../domain/trip/totals.ts';
import { ALL_MEANS, expectedArrival, type SeatState, stateKey, type TripState } from '../../domain/trip.ts';
import { enqueueEdit } from '../../outbox/enqueue.ts';
import { listSeats, type SeatRecord } from '../../store/trip-seats.ts';
import { findKeyOf, type TripRecord } from '../../store/trips.ts';
import { riderName, startText, type TripDeps, wayOf, zoneOf } from './trip-at-hand.ts';

/** People on one page: as many buttons as a hand finds its way among. */
const PAGE = 16;

const MARKS: Record<SeatState, string> = {
  listed: '◻️',
  boarded: '✅',
  arrived: '🏁',
  missing: '🆘',
  off: '✖️',
};

/** The buttons of a manifest; one under another message leaves that as it is. */
const OF_MANIFEST = /^(?:triptick|tripgo):|^trip:\d+:\d/u;

/** What a button does to somebody, as the trip stands. */
const NEXT: Partial<Record<TripState, 'board' | 'arrive'>> = {
  planned: 'board',
  boarding: 'board',
  'under-way': 'arrive',
  arrived: 'arrive',
};

/** Shows the manifest: in the message whose button was pressed where that can be, else in a new one. */
export async function showManifest(
  turn: Turn,
  deps: TripDeps,
  trip: TripRecord,
  page?: number,
  news?: string,
): Promise<void> {
  const seats = await listSeats(turn.tx, trip.id);
  const content = await drawManifest(turn, deps, trip, seats, page, news);
  const { inbound, chat } = turn;
  const { choice } = inbound;
  const isOfManifest = choice !== undefined && OF_MANIFEST.test(choice.id);
  const ref = isOfManifest && turn.capabilities(inbound.account)?.edit ? choice.ref : undefined;
  const editOf = ref && (await findKeyOf(turn.tx, { account: inbound.account, chat: chat.externalId, ref }));
  if (!editOf) return turn.reply(content);
  const target = { account: inbound.account, chat: chat.externalId, kind: chat.kind };
  const orElse = content.text ?? '';
  enqueueEdit(turn.tx, turn.now, target, { editOf, orElse, content }, { key: `trip:${turn.inboundId}` });
}

async function drawManifest(
  turn: Turn,
  deps: TripDeps,
  trip: TripRecord,
  all: readonly SeatRecord[],
  asked: number | undefined,
  news: string | undefined,
): Promise<Content> {
  const { t, locale } = turn;
  const tick = NEXT[trip.state];
  const seats = [
    ...all.filter(({ state }) => state !== 'off'),
    ...all.filter(({ state }) => state === 'off'),
  ];
  const canTick = ({ state }: SeatRecord): boolean =>
    tick !== undefined && (state === 'missing' || state === ALL_MEANS[tick]);
  const pages = Math.max(1, Math.ceil(seats.length / PAGE));
  const first = Math.max(0, Math.floor(seats.findIndex(canTick) / PAGE));
  const page = Math.min(Math.max(asked ?? first, 0), pages - 1);
  const shown = seats.slice(page * PAGE, page * PAGE + PAGE);
  // Where choices are numbered lines, whoever can be ticked is named by theirs.
  const isNumbered = turn.capabilities(turn.inbound.account)?.buttons === false;
  const named = isNumbered ? shown.filter((seat) => !canTick(seat)) : shown;
  const text = [
    await headOf(turn, deps, trip, locale),
    peopleText(turn, locale, seats),
    ...named.map((seat) => seatLine(turn, seat)),
    ...(pages > 1 ? [t(locale, 'staff-trips:page', { page: page + 1, pages })] : []),
    ...(news ? ['', news] : []),
  ].join('\n');
  const people = tick ? shown.filter(canTick).map((seat) => seatChoice(trip, seat, tick, page)) : [];
  const choices = [
    ...rowsOf(people, 2),
    ...rowsOf(pageChoices(trip, page, pages), 3),
    ...rowsOf(tripChoices(turn, trip, all, page), 2),
  ];
  return { text, choices, card: true };
}

/** Number, state, way, time, vehicle: in two lines. */
export async function headOf(work: Work, deps: TripDeps, trip: TripRecord, locale: string): Promise<string> {
  const { t, now } = work;
  const zone = await zoneOf(work, deps, trip);
  const { number, kilometres, vehicle, driver, departedAt, arrivedAt } = trip;
  const clock = (at: Temporal.Instant): string => shortTime(at, now, zone);
  const expected = arrivedAt ? null : expectedArrival(trip);
  const km =
    kilometres !== null &&
    t(locale, `staff-trips:${isLong(kilometres) ? 'km-long' : 'km'}`, { km: kilometres });
  const facts = [
    departedAt
      ? t(locale, 'staff-trips:departed-at', { time: clock(departedAt) })
      : startText(work, trip, zone, locale),
    arrivedAt && t(locale, 'staff-trips:arrived-at', { time: clock(arrivedAt) }),
    departedAt && expected && t(locale, 'staff-trips:expected-at', { time: clock(expected) }),
    vehicle,
    driver,
    km,
  ];
  const purpose = t(locale, `staff-trips:purpose.${trip.purpose}`);
  const state = t(locale, stateKey(trip.state));
  return [
    t(locale, 'staff-trips:head', { number, state, way: wayOf(trip), purpose }),
    facts.filter(Boolean).join(' · '),
  ].join('\n');
}

/** `40 people · 12 boarded · 1 missing`; whoever was taken off is not counted. */
export function peopleText(
  { t }: Pick<Work, 't'>,
  locale: string,
  seats: readonly { readonly state: SeatState }[],
): string {
  const on = seats.filter(({ state }) => state !== 'off');
  const counts = (['listed', 'boarded', 'arrived', 'missing'] as const).flatMap((state) => {
    const count = on.filter((seat) => seat.state === state).length;
    return count > 0 ? [t(locale, `staff-trips:count.${state}`, { count })] : [];
  });
  return [t(locale, 'staff-trips:people', { count: on.length }), ...counts].join(' · ');
}

/** Why somebody does not go may be confidential: a group is told only that they do not. */
function seatLine({ chat }: Turn, seat: SeatRecord): string {
  const reason = seat.state === 'off' && chat.kind === 'private' && seat.reason ? ` · ${seat.reason}` : '';
  return `${MARKS[seat.state]} ${riderName(seat)}${reason}`;
}

const seatChoice = (
  { number }: TripRecord,
  seat: SeatRecord,
  tick: 'board' | 'arrive',
  page: number,
): Choice => ({
  // A choice's id is short: the tick by its first letter.
  id: `triptick:${number}:${seat.personId}:${tick[0]}:${page}`,
  label: `${seat.state === 'missing' ? MARKS.missing : '✓'} ${riderName(seat)}`,
});

function pageChoices({ number }: TripRecord, page: number, pages: number): Choice[] {
  const to = (at: number, label: string): Choice => ({ id: `trip:${number}:${at}`, label });
  return [
    ...(page > 0 ? [to(page - 1, `◀ ${page}/${pages}`)] : []),
    ...(page < pages - 1 ? [to(page + 1, `▶ ${page + 2}/${pages}`)] : []),
  ];
}

/** What the trip itself can do next; "all" is of the manifest as it was shown. */
function tripChoices(
  { t, locale }: Turn,
  trip: TripRecord,
  seats: readonly SeatRecord[],
  page: number,
): Choice[] {
  const { number, version, state } = trip;
  const count = (wanted: SeatState): number => seats.filter((seat) => seat.state === wanted).length;
  const go = (what: string, params: Record<string, unknown> = {}): Choice => ({
    id: `tripgo:${number}:${what}:${version}:${page}`,
    label: t(locale, `staff-trips:button.${what}`, params),
  });
  const [listed, boarded, missing] = [count('listed'), count('boarded'), count('missing')];
  if (state === 'planned' || state === 'boarding') {
    if (listed > 0) return [go('board', { count: listed })];
    return boarded > 0 ? [go('depart')] : [];
  }
  const all = boarded > 0 ? [go('arrive', { count: boarded })] : [];
  if (state === 'under-way') return [...all, go('there')];
  return state === 'arrived' && listed + boarded + missing === 0 ? [go('close')] : all;
}

const rowsOf = (choices: readonly Choice[], width: number): Choice[][] =>
  Array.from({ length: Math.ceil(choices.length / width) }, (_row, at) =>
    choices.slice(at * width, at * width + width),
  );
