/** A row of the table in words. */
import type { Work } from '../../conversation/feature.ts';
import type { Route } from '../../domain/routing.ts';
import { listTeams } from '../../store/desk.ts';
import { listSites } from '../../store/sites.ts';

/** What a row is for, `site Sun Hotel · home Hubei · need Medical help`, and the team it names. */
export async function describeRoute(
  work: Work,
  locale: string,
  route: Pick<Route, 'siteId' | 'jurisdiction' | 'need' | 'care' | 'teamId'>,
): Promise<{ condition: string; team: string }> {
  const site = (await listSites(work.tx)).find((one) => one.id === route.siteId);
  const team = (await listTeams(work.tx)).find((one) => one.id === route.teamId);
  const parts = [
    route.siteId && work.t(locale, 'staff-routing:row.site', { name: site?.name ?? '?' }),
    route.jurisdiction && work.t(locale, 'staff-routing:row.home', { name: route.jurisdiction }),
    route.need &&
      work.t(locale, 'staff-routing:row.need', { need: work.t(locale, `common:need.${route.need}`) }),
    route.care &&
      work.t(locale, 'staff-routing:row.care', { care: work.t(locale, `staff-special:kind.${route.care}`) }),
  ].filter(Boolean);
  return {
    condition: parts.join(' · ') || work.t(locale, 'staff-routing:row.all'),
    team: team?.name ?? '?',
  };
}
