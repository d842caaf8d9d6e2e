/** The trip a command means, and how it is named. */
import type { PeopleDesk, TicketDesk, Work } from '../../conversation/feature.ts';
import { isolate } from '../../domain/isolate.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import { shortTime } from '../../domain/short-time.ts';
import type { Rider } from '../../domain/trip/riders.ts';
import { UserError } from '../../errors.ts';
import { listSites } from '../../store/sites.ts';
import { changeTrip, lockTrip, type TripChange, type TripRecord } from '../../store/trips.ts';

/** What trips need from outside. */
export interface TripDeps {
  readonly desk: TicketDesk;
  readonly people: PeopleDesk;
  /** Time zone of sites that name none, and of totals. */
  readonly zone: string;
  /** Language of chats and tickets that have none of their own. */
  readonly locale: string;
}

/** A number that no trip has stands for none. */
export function readNumber(words: string | undefined): number {
  const number = Number(words?.normalize('NFKC').replace(/^#/u, '').trim() || Number.NaN);
  return Number.isSafeInteger(number) && number > 0 && number < 2 ** 31 ? number : 0;
}

/** The trip with this number, kept from changing until the turn is done. */
export async function tripNumbered(work: Work, number: number): Promise<TripRecord> {
  const trip = await lockTrip(work.tx, number);
  if (!trip) throw new UserError('staff-trips:error.no-trip', { number });
  return trip;
}

/** Changes a trip that is locked in this transaction. */
export async function changeLocked(
  work: Work,
  before: TripRecord,
  change: TripChange = {},
): Promise<TripRecord> {
  const trip = await changeTrip(work.tx, before, change);
  if (!trip) throw new Error('a trip changed while it was locked');
  return trip;
}

/** Whose clock a trip goes by: that of where it begins, else of where it ends. */
export async function zoneOf(
  work: Work,
  { zone }: TripDeps,
  { fromSiteId, toSiteId }: Pick<TripRecord, 'fromSiteId' | 'toSiteId'>,
): Promise<string> {
  const sites = await listSites(work.tx);
  const of = (id: string | null) => sites.find((site) => site.id === id)?.timeZone;
  return of(fromSiteId) ?? of(toSiteId) ?? zone;
}

/** `Airport T2 → Sun Hotel`. */
export const wayOf = ({ fromPlace, toPlace }: Pick<TripRecord, 'fromPlace' | 'toPlace'>): string =>
  `${isolate(fromPlace)} → ${isolate(toPlace)}`;

/** `Ana Lima (1203)`. */
export const riderName = ({ name, room }: Pick<Rider, 'name' | 'room'>): string =>
  room ? `${isolate(name ?? '?')} (${room})` : isolate(name ?? '?');

/** Several of them. */
export const riderNames = (riders: readonly Pick<Rider, 'name' | 'room'>[]): string =>
  riders.map(riderName).join(', ');

/** When a trip leaves, or left. */
export function startText(work: Work, trip: TripRecord, zone: string, locale: string): string {
  const at = trip.departedAt ?? trip.plannedFor;
  return at ? shortTime(at, work.now, zone) : work.t(locale, 'staff-trips:no-time');
}

/** The language of what is written for nobody in particular. */
export const houseLocale = ({ locale }: TripDeps): string => matchLocale(locale, STAFF_LOCALES) ?? 'en';
