/** `/trip new from=… to=…` and `/trip 5 at=…`: a trip, and what changes of it. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { called } from '../../domain/called.ts';
import {
  readForm,
  readKilometres,
  readPlanned,
  readPurpose,
  type TripField,
  type TripWords,
} from '../../domain/trip/form.ts';
import { isSameTime, lookAtOf, OPEN_TRIPS, type Purpose, stateKey } from '../../domain/trip.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import type { SiteRecord } from '../../store/records.ts';
import { listSites } from '../../store/sites.ts';
import { listOtherTrips, listSeats } from '../../store/trip-seats.ts';
import { addTrip, type NewTrip, type TripRecord } from '../../store/trips.ts';
import { showManifest } from './draw-manifest.ts';
import { tellOfTrip } from './tell-travellers.ts';
import { changeLocked, readNumber, riderName, type TripDeps, tripNumbered, zoneOf } from './trip-at-hand.ts';

/** Makes a trip of one line. */
export async function createTrip(turn: Turn, deps: TripDeps, form: TripWords): Promise<void> {
  assertCan(turn.actor, 'trip.edit');
  const { tx, now, actor, inbound } = turn;
  if (!form.from || !form.to) throw new UserError('staff:error.usage', { usage: 'staff-trips:usage.new' });
  const blank = {
    vehicle: null,
    driver: null,
    kilometres: null,
    plannedFor: null,
    plannedArrivalAt: null,
    createdBy: actor.id,
  };
  const fields = { ...blank, ...(await fieldsOf(turn, deps, form, undefined)) };
  const trip = await addTrip(tx, fields as NewTrip, now);
  addAudit(tx, {
    actor,
    action: 'trip.open',
    channel: inbound.account,
    now,
    after: { number: trip.number, purpose: trip.purpose, siteId: trip.toSiteId },
  });
  const params = { number: trip.number };
  await showManifest(turn, deps, trip, 0, turn.t(turn.locale, 'staff-trips:made', params));
}

/** Changes what is said of a trip; whoever was told otherwise is told anew. */
export async function editTrip(turn: Turn, deps: TripDeps, number: number, words: string): Promise<void> {
  assertCan(turn.actor, 'trip.edit');
  const before = await tripNumbered(turn, number);
  const form = readForm(words);
  // How far it was is often known last.
  const isLate = before.state === 'closed' && Object.keys(form).every((field) => field === 'km');
  if (!isLate && !OPEN_TRIPS.includes(before.state))
    throw new UserError('staff-trips:error.state', { number, state: stateKey(before.state) });
  const isGone = before.departedAt !== null;
  const fixed = (
    ['from', 'at', 'purpose', ...(before.state === 'arrived' ? ['to' as const] : [])] as const
  ).find((field) => form[field] !== undefined);
  if (isGone && fixed) throw new UserError('staff-trips:error.gone', { number, field: fixed });
  const change = await fieldsOf(turn, deps, form, before);
  const wanted = { ...before, ...change };
  await assertFree(turn, wanted);
  const lookAt = before.state === 'under-way' ? { lookAt: lookAtOf(wanted) } : {};
  const trip = await changeLocked(turn, before, { ...change, ...lookAt });
  const { tx, now, actor, inbound } = turn;
  addAudit(tx, {
    actor,
    action: 'trip.edit',
    channel: inbound.account,
    now,
    after: { number, fields: Object.keys(change).join(', ') },
  });
  await tellOfTrip(turn, deps, trip, await listSeats(tx, trip.id));
  await showManifest(turn, deps, trip, undefined, turn.t(turn.locale, 'staff-trips:changed', { number }));
}

/** `/trip 5 km 45`. */
export const setKilometres = (turn: Turn, deps: TripDeps, number: number, words: string): Promise<void> =>
  editTrip(turn, deps, number, `km=${words}`);

/** Throws when a new time would put somebody on two trips at once. */
async function assertFree(turn: Turn, trip: TripRecord): Promise<void> {
  const on = (await listSeats(turn.tx, trip.id)).filter(({ state }) => state === 'listed');
  if (on.length === 0) return;
  const others = await listOtherTrips(
    turn.tx,
    trip.id,
    on.map(({ personId }) => personId),
  );
  const clash = others.filter((other) => isSameTime(other.trip, trip));
  if (clash.length === 0) return;
  const names = clash.map((one) => `${riderName({ name: one.name, room: null })} (${one.trip.number})`);
  throw new UserError('staff-trips:error.clash', { number: trip.number, names: names.join(', ') });
}

type Fields = Partial<Omit<NewTrip, 'createdBy'>>;

/** What the words say of a trip; of a new one also what follows from where it goes. */
async function fieldsOf(
  turn: Turn,
  deps: TripDeps,
  form: TripWords,
  before: TripRecord | undefined,
): Promise<Fields> {
  const sites = await listSites(turn.tx);
  const place = (field: 'from' | 'to') => {
    const words = form[field];
    if (words === undefined) return undefined;
    if (!words) throw new UserError('staff-trips:error.place', { field });
    return { words, site: siteNamed(sites, words) };
  };
  const [from, to] = [place('from'), place('to')];
  const ends = {
    ...(from ? { fromPlace: from.site?.name ?? from.words, fromSiteId: from.site?.id ?? null } : {}),
    ...(to ? { toPlace: to.site?.name ?? to.words, toSiteId: to.site?.id ?? null } : {}),
  };
  const { fromSiteId = null, toSiteId = null } = { ...before, ...ends };
  const zone = await zoneOf(turn, deps, { fromSiteId, toSiteId });
  const purpose = form.purpose ? readPurpose(form.purpose) : (before?.purpose ?? guessPurpose(fromSiteId));
  if (!toSiteId && (purpose === 'transfer' || purpose === 'arrival'))
    throw new UserError('staff-trips:error.no-site', { place: to?.words ?? before?.toPlace });
  const at = (field: 'at' | 'until') => (form[field] ? readPlanned(form[field], turn.now, zone) : null);
  const said = (field: TripField): boolean => form[field] !== undefined;
  const times = {
    ...(said('at') ? { plannedFor: at('at') } : {}),
    ...(said('until') ? { plannedArrivalAt: at('until') } : {}),
  };
  assertOrder({ ...before, ...times });
  return {
    ...ends,
    ...times,
    purpose,
    ...(said('vehicle') ? { vehicle: form.vehicle || null } : {}),
    ...(said('driver') ? { driver: form.driver || null } : {}),
    ...(said('km') ? { kilometres: form.km ? readKilometres(form.km) : null } : {}),
  };
}

/** From a site to a site is a transfer; from anywhere else to one, an arrival. */
const guessPurpose = (fromSiteId: string | null): Purpose => (fromSiteId ? 'transfer' : 'arrival');

function assertOrder({ plannedFor, plannedArrivalAt }: Partial<TripRecord>): void {
  if (plannedFor && plannedArrivalAt && Temporal.Instant.compare(plannedArrivalAt, plannedFor) <= 0)
    throw new UserError('staff-trips:error.order');
}

/** The site that is called so, or begins so; no site is meant by a name that several have. */
export function siteNamed(sites: readonly SiteRecord[], words: string): SiteRecord | undefined {
  const found = called(sites, words);
  if (found.length > 1) {
    const names = found.map(({ name }) => name).join(', ');
    throw new UserError('staff-trips:error.which-site', { words, sites: names });
  }
  return found[0];
}

/** A site's button in the form. */
export const numberedSite = (sites: readonly SiteRecord[], position: string | undefined): SiteRecord => {
  const site = sites[readNumber(position) - 1];
  if (!site) throw new UserError('staff:error.old-button');
  return site;
};
