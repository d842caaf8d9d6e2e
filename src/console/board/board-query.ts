/** What of the queue is looked at, as the page's address says it. */
import type { Context } from 'hono';
import { NEEDS, type Need } from '../../domain/need.ts';
import type { SiteRecord } from '../../store/records.ts';
import { listSites } from '../../store/sites.ts';
import type { ConsoleDeps } from '../index.ts';
import { pageOf } from '../pager.ts';

/** Kinds of standing that are asked for. */
export const STANDINGS = ['unclaimed', 'overdue', 'waiting', 'mine'] as const;

/** What is looked at; what is left out does not narrow it. */
export interface BoardQuery {
  readonly site: SiteRecord | undefined;
  readonly sites: readonly SiteRecord[];
  readonly need: Need | undefined;
  readonly standing: (typeof STANDINGS)[number] | undefined;
  readonly search: string;
  readonly page: number;
  /** Whether it depends on who looks. */
  readonly mine: boolean;
}

const LONGEST = 100;

/** Reads the address; what is unknown in it counts as left out. */
export async function readBoardQuery(c: Context, { db }: ConsoleDeps): Promise<BoardQuery> {
  const part = (name: string): string => c.req.query(name)?.trim().slice(0, LONGEST) ?? '';
  const sites = await listSites(db);
  const standing = STANDINGS.find((one) => one === part('standing'));
  const need = part('need');
  return {
    sites,
    site: sites.find(({ name }) => name === part('site')),
    need: NEEDS.find((one) => one === need),
    standing,
    search: part('search'),
    page: pageOf(part('page')),
    mine: standing === 'mine',
  };
}

/** The address of this view, or of another page of it. */
export function boardAddress(query: BoardQuery, path: string, page = query.page): string {
  const parts = {
    site: query.site?.name,
    need: query.need,
    standing: query.standing,
    search: query.search,
    page: page > 0 ? String(page) : '',
  };
  const given = Object.entries(parts).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}
