/** Sites and teams: few, read often. */
import type { SiteRecord, TeamRecord } from './records.ts';
import { once, type Reader, type Tx } from './transaction.ts';

/** Every site, by name. */
export function listSites(db: Reader): Promise<SiteRecord[]> {
  return once(db, 'sites', (client) => client.site.findMany({ orderBy: { name: 'asc' } }));
}

/** The site with this id; the only one there is when the id is unknown. */
export async function siteOf(tx: Tx, siteId: string | null | undefined): Promise<SiteRecord | undefined> {
  const sites = await listSites(tx);
  if (!siteId) return sites.length === 1 ? sites[0] : undefined;
  return sites.find((site) => site.id === siteId);
}

/** The team that takes every need no other team takes; undefined before any team is named. */
export function defaultTeam(tx: Tx): Promise<TeamRecord | undefined> {
  return once(tx, 'default-team', async (client) => {
    const team = await client.team.findFirst({ where: { isDefault: true } });
    return team ?? undefined;
  });
}
