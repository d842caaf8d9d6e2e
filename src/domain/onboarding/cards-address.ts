/** Where the room cards are as a page to print. */
export const CARDS_PAGE = '/desk/cards';

/** Whose cards: everybody's of a site, or of one room there. */
export interface CardsQuery {
  /** The site's name. */
  readonly site?: string | undefined;
  readonly room?: string | undefined;
  readonly lang?: string | undefined;
}

/** The address of the page for these. */
export function cardsAddress(query: CardsQuery): string {
  const named = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return named.length > 0 ? `${CARDS_PAGE}?${new URLSearchParams(named)}` : CARDS_PAGE;
}
