/** What the people of a manifest are told: when and where they go, what changed, and that they are there. */
import type { PersonReach, Work } from '../../conversation/feature.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Content } from '../../domain/message.ts';
import { keepTold, type SeatRecord } from '../../store/trip-seats.ts';
import type { TripRecord } from '../../store/trips.ts';
import { type TripDeps, zoneOf } from './trip-at-hand.ts';

/** Those who are told, and where they go. */
interface Told extends Pick<SeatRecord, 'personId' | 'name' | 'told'> {}

/** What people are told of a trip, to find out whether it changed. */
export const toldOf = ({ plannedFor, fromPlace, toPlace }: TripRecord): string =>
  JSON.stringify([plannedFor?.toString() ?? null, fromPlace, toPlace]);

/**
 * Everybody who is to go learns when, from where and where to, and of a change whoever was told something else. Nothing
 * is told of a trip without a time, or of one that should have left already.
 */
export async function tellOfTrip(
  work: Work,
  deps: TripDeps,
  trip: TripRecord,
  seats: readonly SeatRecord[],
): Promise<void> {
  const { plannedFor } = trip;
  if (!plannedFor || Temporal.Instant.compare(plannedFor, work.now) <= 0) return;
  const told = toldOf(trip);
  const due = seats.filter((seat) => seat.state === 'listed' && seat.told !== told);
  for (const isChange of [false, true]) {
    const people = due.filter((seat) => (seat.told !== null) === isChange);
    const reached = await tellAll(
      work,
      deps,
      people,
      `${isChange ? 'changed' : 'listed'}:${trip.id}:${trip.version}`,
      {
        expiresAt: plannedFor,
        write: await tripText(work, deps, trip, isChange ? 'changed' : trip.purpose),
      },
    );
    await keepTold(work.tx, trip.id, reached, told);
  }
}

/** Whoever was told of it learns that it is off, for all or for them. */
export async function tellOff(
  work: Work,
  deps: TripDeps,
  trip: TripRecord,
  seats: readonly SeatRecord[],
  what: 'cancelled' | 'off',
): Promise<void> {
  const people = seats.filter((seat) => seat.told !== null);
  const zone = await zoneOf(work, deps, trip);
  const { t } = work;
  await tellAll(work, deps, people, `${what}:${trip.id}:${trip.version}`, {
    write: (locale) =>
      t(locale, `trips:${what}`, {
        from: isolate(trip.fromPlace),
        to: isolate(trip.toPlace),
        time: trip.plannedFor ? momentText(trip.plannedFor, locale, zone) : '–',
      }),
  });
  const ids = people.map(({ personId }) => personId);
  await keepTold(work.tx, trip.id, ids, null);
}

/** They are there; where it is known, in which room. */
export async function tellArrived(
  work: Work,
  deps: TripDeps,
  trip: TripRecord,
  people: readonly (Told & { readonly newRoom: string | null })[],
): Promise<void> {
  const { t } = work;
  const kind = trip.purpose === 'hospital' || trip.purpose === 'release' ? trip.purpose : 'here';
  for (const [room, those] of Map.groupBy(people, ({ newRoom }) => newRoom)) {
    const lines = (locale: string): string[] => [
      t(locale, `trips:arrived.${kind}`, { place: isolate(trip.toPlace) }),
      ...(kind === 'here' ? [t(locale, room ? 'trips:room' : 'trips:room-later', { room })] : []),
      ...(kind === 'release' ? [] : [t(locale, 'trips:write-here')]),
    ];
    const key = `arrived:${trip.id}:${trip.version}:${room ?? ''}`;
    await tellAll(work, deps, those, key, { write: (locale) => lines(locale).join('\n') });
  }
}

/** The room that was not known when they arrived. */
export async function tellRoom(
  work: Work,
  deps: TripDeps,
  trip: TripRecord,
  people: readonly Told[],
  room: string,
): Promise<void> {
  await tellAll(work, deps, people, `room:${trip.id}:${trip.version}:${room}`, {
    write: (locale) => work.t(locale, 'trips:room', { room }),
  });
}

interface Telling {
  write(locale: string): string;
  readonly expiresAt?: Temporal.Instant;
}

/**
 * One message for each chat: a mother reads once of herself and her children, and whom it is about where that is not
 * only whoever reads it. The people who were reached.
 */
async function tellAll(
  work: Work,
  { people }: TripDeps,
  whom: readonly Told[],
  key: string,
  { write, expiresAt }: Telling,
): Promise<string[]> {
  if (whom.length === 0) return [];
  const reach = await people.reach(
    work,
    whom.map(({ personId }) => personId),
  );
  const chats = Map.groupBy(reach.values(), ({ target }) => `${target.account}:${target.chat}`);
  for (const [chat, readers] of chats) {
    const [reader] = readers;
    if (!reader) continue;
    const content = contentFor(work, reader.locale, readers, write(reader.locale));
    const queued = { key: `trip:${key}:${chat}`, ...(expiresAt ? { expiresAt } : {}) };
    await work.say(reader.target, content, queued);
  }
  return [...reach.keys()];
}

function contentFor({ t }: Work, locale: string, readers: readonly PersonReach[], text: string): Content {
  const isAlone = readers.length === 1 && !readers[0]?.isSpeaker;
  if (isAlone) return { text };
  const names = readers
    .toSorted((one, other) => Number(one.isSpeaker) - Number(other.isSpeaker))
    .map(({ name }) => isolate(name ?? '?'))
    .join(', ');
  return { text: `${t(locale, 'trips:for', { names })}\n${text}` };
}

async function tripText(
  work: Work,
  deps: TripDeps,
  trip: TripRecord,
  title: string,
): Promise<(locale: string) => string> {
  const zone = await zoneOf(work, deps, trip);
  return (locale) => {
    const say = (key: string, params: Record<string, unknown> = {}): string =>
      work.t(locale, `trips:${key}`, params);
    return [
      say(`title.${title}`),
      say('when', { time: trip.plannedFor ? momentText(trip.plannedFor, locale, zone) : '–' }),
      say('from', { place: isolate(trip.fromPlace) }),
      say('to', { place: isolate(trip.toPlace) }),
      say('bring'),
      say('ask'),
    ].join('\n');
  };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** A moment by the clock of the place, in the reader's language: "Monday 23 November, 08:30". */
function momentText(at: Temporal.Instant, locale: string, zone: string): string {
  const name = `${locale} ${zone}`;
  let format = formats.get(name);
  if (!format) {
    format = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
    });
    formats.set(name, format);
  }
  return format.format(at.epochMilliseconds);
}
