/** What figures are asked for, as the page's address says it. */
import type { Context } from 'hono';
import { type Period, readPeriod } from '../../domain/figures/period.ts';
import { type FiguresFilter, GROUPS, type Group } from '../../domain/figures/question.ts';
import { NEEDS } from '../../domain/need.ts';
import { listTeams } from '../../store/desk.ts';
import type { SiteRecord, TeamRecord } from '../../store/records.ts';
import { listSites } from '../../store/sites.ts';
import type { ConsoleDeps } from '../index.ts';

/** Periods that have a word. */
export const PERIODS = ['today', 'yesterday', '7d', '30d'] as const;

/** What is asked, and what could be. */
export interface FiguresQuery {
  readonly period: Period;
  /** As in the address. */
  readonly words: Readonly<Record<string, string>>;
  readonly by: Group | undefined;
  readonly filter: FiguresFilter;
  readonly sites: readonly SiteRecord[];
  readonly teams: readonly TeamRecord[];
  readonly groups: readonly Group[];
}

/** Reads the address; throws the UserError for a period that cannot be. Own figures are not divided by colleague. */
export async function readFiguresQuery(
  c: Context,
  { db, clock, zone }: ConsoleDeps,
  readsAll: boolean,
): Promise<FiguresQuery> {
  const part = (name: string): string => c.req.query(name)?.trim().slice(0, 100) ?? '';
  const sites = await listSites(db);
  const teams = await listTeams(db);
  const site = sites.find(({ name }) => name === part('site'));
  const team = teams.find(({ name }) => name === part('team'));
  const need = NEEDS.find((one) => one === part('need'));
  const groups = GROUPS.filter((group) => readsAll || group !== 'staff');
  const by = groups.find((group) => group === part('by'));
  const [from, to] = [part('from'), part('to')];
  const asked = from ? `${from}..${to || from}` : part('period') || '7d';
  const words = { period: from ? '' : asked, from, to, site: site?.name, team: team?.name, need, by };
  return {
    period: readPeriod(asked, site?.timeZone ?? zone, clock.now()),
    words: Object.fromEntries(
      Object.entries(words).filter((one): one is [string, string] => Boolean(one[1])),
    ),
    by,
    filter: {
      ...(site ? { siteId: site.id } : {}),
      ...(team ? { teamId: team.id } : {}),
      ...(need ? { need } : {}),
    },
    sites,
    teams,
    groups,
  };
}

/** The address of these figures at a path. */
export const figuresAddress = ({ words }: FiguresQuery, path: string): string =>
  `${path}?${new URLSearchParams(words)}`;
