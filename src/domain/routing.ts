/** Which team takes a need: a table of site, home jurisdiction and need, where the most specific row wins. */
import { fold } from './called.ts';
import type { Need } from './need.ts';

/** One row; null matches everything. */
export interface Route {
  readonly id: string;
  readonly siteId: string | null;
  readonly jurisdiction: string | null;
  readonly need: Need | null;
  readonly teamId: string;
}

/** What is known of a need when it is routed. */
export interface RouteFacts {
  readonly siteId: string | null;
  readonly jurisdiction: string | null;
  readonly need: Need;
}

/** More columns win over fewer; of as many, the site counts most and the need least. */
const specificity = (route: Route): number => {
  const parts = [route.siteId, route.jurisdiction, route.need].map((part) => (part === null ? 0 : 1));
  const [site = 0, jurisdiction = 0, need = 0] = parts;
  return (site + jurisdiction + need) * 8 + site * 4 + jurisdiction * 2 + need;
};

/** Jurisdictions are written by many hands: case, width and spaces do not tell them apart. */
export const sameJurisdiction = (a: string, b: string): boolean => fold(a) === fold(b);

/** Whether two rows are for the same needs, so that a table has only one of them. */
export const sameCondition = (
  a: Pick<Route, 'siteId' | 'jurisdiction' | 'need'>,
  b: Pick<Route, 'siteId' | 'jurisdiction' | 'need'>,
): boolean =>
  a.siteId === b.siteId && a.need === b.need && fold(a.jurisdiction ?? '') === fold(b.jurisdiction ?? '');

/** The rows that match, most specific first. */
export function matchingRoutes(routes: readonly Route[], facts: RouteFacts): Route[] {
  return routes
    .filter(
      (route) =>
        (route.siteId === null || route.siteId === facts.siteId) &&
        (route.need === null || route.need === facts.need) &&
        (route.jurisdiction === null ||
          (facts.jurisdiction !== null && sameJurisdiction(route.jurisdiction, facts.jurisdiction))),
    )
    .sort((left, right) => specificity(right) - specificity(left) || (left.id < right.id ? -1 : 1));
}
