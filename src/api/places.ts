/** What everybody on the team knows: sites, teams, and notices that were sent. */
import { listTeams } from '../store/desk.ts';
import { listNotices } from '../store/notices.ts';
import { listSites } from '../store/sites.ts';
import { ANY, type ApiParts, guarded, json } from './route.ts';
import { createRoute, z } from './zod.ts';

const siteSchema = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    timeZone: z.string().nullable(),
    emergencyPhone: z.string().nullable(),
    hotline: z.string().nullable(),
  })
  .openapi('Site');

const teamSchema = z.strictObject({ id: z.uuid(), name: z.string(), isDefault: z.boolean() }).openapi('Team');

const noticeSchema = z
  .strictObject({
    id: z.uuid(),
    issuer: z.string(),
    number: z.int().nullable(),
    state: z.enum(['draft', 'asked', 'sending', 'sent', 'superseded', 'withdrawn']),
    approvedAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
    replaces: z.int().nullable(),
    texts: z.array(z.strictObject({ locale: z.string(), title: z.string(), body: z.string() })),
  })
  .openapi('Notice');

const listOf = <T extends z.ZodType>(item: T) => z.strictObject({ items: z.array(item) });
const MOST_NOTICES = 100;

/** GET /sites, /teams and /notices, for any token. */
export function placeRoutes(parts: ApiParts): void {
  sitesRoute(parts);
  teamsRoute(parts);
  noticesRoute(parts);
}

const guard = ({ gate }: ApiParts) => guarded(gate, 'Places', { what: 'ticket.list' });
const request = { query: z.strictObject({}) };

function sitesRoute(parts: ApiParts): void {
  const { api, deps } = parts;
  const sites = createRoute({
    method: 'get',
    path: '/api/v1/sites',
    summary: 'List sites',
    description: 'Hotels, hospitals and homes, by name.',
    ...guard(parts),
    request,
    responses: { 200: json(listOf(siteSchema), 'All sites'), ...ANY },
  });
  api.openapi(sites, async (c) => {
    const items = (await listSites(deps.db)).map(({ id, name, timeZone, emergencyPhone, hotline }) => {
      return { id, name, timeZone, emergencyPhone, hotline };
    });
    return c.json({ items }, 200);
  });
}

function teamsRoute(parts: ApiParts): void {
  const { api, deps } = parts;
  const teams = createRoute({
    method: 'get',
    path: '/api/v1/teams',
    summary: 'List teams',
    description: 'By name.',
    ...guard(parts),
    request,
    responses: { 200: json(listOf(teamSchema), 'All teams'), ...ANY },
  });
  api.openapi(teams, async (c) => {
    const rows = await listTeams(deps.db);
    return c.json({ items: rows.map(({ id, name, isDefault }) => ({ id, name, isDefault })) }, 200);
  });
}

function noticesRoute(parts: ApiParts): void {
  const { api, deps } = parts;
  const notices = createRoute({
    method: 'get',
    path: '/api/v1/notices',
    summary: 'List notices',
    description: `Those that have a number, the newest ${MOST_NOTICES} first.`,
    ...guard(parts),
    request,
    responses: { 200: json(listOf(noticeSchema), 'The latest notices'), ...ANY },
  });
  api.openapi(notices, async (c) => {
    const rows = await listNotices(deps.db, MOST_NOTICES);
    const items = rows.map(({ id, issuer, number, state, approvedAt, endedAt, replaces, texts }) => ({
      id,
      issuer,
      number,
      state,
      approvedAt: approvedAt?.toString() ?? null,
      endedAt: endedAt?.toString() ?? null,
      replaces,
      texts: texts.map(({ locale, title, body }) => ({ locale, title, body })),
    }));
    return c.json({ items }, 200);
  });
}
