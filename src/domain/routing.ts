/** Which team takes a need: a table of site, home jurisdiction and need, where the most specific row wins. */
import { fold } from './called.ts';
import type { Need } from './need.ts';
import type { CareKind } from './roster.ts';

/** One row; null matches everything. */
export interface Route {
  readonly id: string;
  readonly siteId: string | null;
  readonly jurisdiction: string | null;
  readonly need: Need | null;
  /** Only for somebody with this special care. */
  readonly care: CareKind | null;
  readonly teamId: string;
}

/** What is known of a need when it is routed. */
export interface RouteFacts {
  readonly siteId: string | null;
  readonly jurisdiction: string | null;
  readonly need: Need;
  /** The special care of whose need it is. */
  readonly care?: readonly CareKind[] | undefined;
}

/** Special care wins over everything; then more columns win over fewer, and the site counts most and the need least. */
const specificity = (route: Route): number => {
  const parts = [route.siteId, route.jurisdiction, route.need].map((part) => (part === null ? 0 : 1));
  const [site = 0, jurisdiction = 0, need = 0] = parts;
  const rest = (site + jurisdiction + need) * 8 + site * 4 + jurisdiction * 2 + need;
  return rest + (route.care === null ? 0 : 32);
};

/** Jurisdictions are written by many hands: case, width and spaces do not tell them apart. */
export const sameJurisdiction = (a: string, b: string): boolean => fold(a) === fold(b);

/** Whether two rows are for the same needs, so that a table has only one of them. */
export const sameCondition = (
  a: Pick<Route, 'siteId' | 'jurisdiction' | 'need' | 'care'>,
  b: Pick<Route, 'siteId' | 'jurisdiction' | 'need' | 'care'>,
): boolean =>
  a.siteId === b.siteId &&
  a.need === b.need &&
  a.care === b.care &&
  fold(a.jurisdiction ?? '') === fold(b.jurisdiction ?? '');

/** The rows that match, most specific first. */
export function matchingRoutes(routes: readonly Route[], facts: RouteFacts): Route[] {
  return routes
    .filter(
      (route) =>
        (route.siteId === null || route.siteId === facts.siteId) &&
        (route.need === null || route.need === facts.need) &&
        (route.care === null || (facts.care ?? []).includes(route.care)) &&
        (route.jurisdiction === null ||
          (facts.jurisdiction !== null && sameJurisdiction(route.jurisdiction, facts.jurisdiction))),
    )
    .sort((left, right) => specificity(right) - specificity(left) || (left.id < right.id ? -1 : 1));
}
