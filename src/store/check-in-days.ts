/** Days of check-ins as statements take them: `r` is one row for each, `s` is a stay. */
import { dayInForce, type Round, roundOf } from '../domain/check-in/hours.ts';
import { listSites } from './sites.ts';
import type { Tx } from './transaction.ts';

/** Stands for no site where sites are compared, so that the comparison can be hashed. */
export const NOWHERE = `'00000000-0000-0000-0000-000000000000'::uuid`;

/** The days that are the statement's first parameter. */
export const DAYS = `r as (select site_id, day, since from jsonb_to_recordset($1::jsonb)
  as r(site_id uuid, day date, since timestamptz))`;

/** The stay is at the day's site. */
export const SAME_SITE = `coalesce(s.site_id, ${NOWHERE}) = coalesce(r.site_id, ${NOWHERE})`;

/** They are there. */
export const HERE = `s.state = 'here' and s.ended_at is null`;

/** A day at a site; `since` is what the statement says it is. */
export type Day = Pick<Round, 'siteId' | 'day'> & { readonly since?: Temporal.Instant };

/** The first parameter. */
export const daysParameter = (days: readonly Day[]): string =>
  JSON.stringify(
    days.map(({ siteId, day, since }) => ({
      site_id: siteId,
      day: day.toString(),
      since: since?.toString() ?? null,
    })),
  );

interface Now {
  readonly tx: Tx;
  readonly now: Temporal.Instant;
}

/** Every site's round of the day that it is there. */
export async function listRounds({ tx, now }: Now, zone: string): Promise<Round[]> {
  const sites = await listSites(tx);
  const nowhere = { id: null, checkInHours: null };
  return [...sites.map((site) => roundOf(site, site.timeZone ?? zone, now)), roundOf(nowhere, zone, now)];
}

/** The round of one site. */
export async function findRound(work: Now, zone: string, siteId: string | null): Promise<Round> {
  const rounds = await listRounds(work, zone);
  const found = rounds.find((round) => round.siteId === siteId) ?? rounds.at(-1);
  if (!found) throw new Error('there is always the round of those at no site');
  return found;
}

/** The days whose answers count now. */
export const daysInForce = (
  rounds: readonly Round[],
  now: Temporal.Instant,
): Pick<Round, 'siteId' | 'day'>[] =>
  rounds.map((round) => ({ siteId: round.siteId, day: dayInForce(round, now) }));
