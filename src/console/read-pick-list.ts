/** The pick list that a request asks for: `?site=NAME&floor=12`. */
import type { Context } from 'hono';
import { called } from '../domain/called.ts';
import type { PickQuery } from '../domain/supplies/pick-address.ts';
import { makePickList, type PickList } from '../domain/supplies/pick-list.ts';
import type { SiteRecord } from '../store/records.ts';
import { listSites } from '../store/sites.ts';
import { listPickLines } from '../store/supplies.ts';
import { transact } from '../store/transaction.ts';
import type { ConsoleDeps } from './index.ts';

/** What was asked for, and what there is. */
export interface Asked {
  /** As it stands in the address. */
  readonly query: PickQuery;
  readonly sites: readonly SiteRecord[];
  /** Undefined where there are no sites, or one has to be chosen. */
  readonly site: SiteRecord | undefined;
  /** Undefined while one of several sites has to be chosen, or there is none of that name. */
  readonly list: PickList | undefined;
}

/** Longest part of an address that is looked at; names and floors are shorter. */
const LONGEST = 200;

/** Reads it, and as what it stands at this moment. */
export async function readPickList(c: Context, { db }: ConsoleDeps): Promise<Asked> {
  const part = (name: string): string | undefined => c.req.query(name)?.trim().slice(0, LONGEST) || undefined;
  const query: PickQuery = { site: part('site'), floor: part('floor'), lang: part('lang') };
  return transact(db, async (tx) => {
    const sites = await listSites(tx);
    const [site, another] = query.site ? called(sites, query.site) : sites;
    if (another || (query.site && !site)) return { query, sites, site: undefined, list: undefined };
    const lines = await listPickLines(tx, site && { id: site.id, isOnly: sites.length === 1 });
    return { query, sites, site, list: makePickList(lines, query.floor) };
  });
}
