/** Where the pick list is as a page to print. */
export const PICK_PAGE = '/desk/pick';

/** What is listed there, and in which language; what is left out is asked for, or all of it. */
export interface PickQuery {
  /** The site's name. */
  readonly site?: string | undefined;
  readonly floor?: string | undefined;
  readonly lang?: string | undefined;
}

/** The address of a list below `page`. */
export function pickAddress(page: string, query: PickQuery): string {
  const named = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return named.length > 0 ? `${page}?${new URLSearchParams(named)}` : page;
}
