/** Which group belongs to which team and site, and the teams and sites themselves, when an administrator sets them up. */
import { randomUUIDv7 } from 'node:crypto';
import { toDate } from '../clock.ts';
import type { SiteRecord, TeamRecord } from './records.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** What a chat is tied to. */
export interface ChatBinding {
  /** It shows every team's tickets, as the web desk does. */
  readonly oversees: boolean;
  readonly team: TeamRecord | null;
  readonly site: SiteRecord | null;
}

/** What this chat is tied to now; a page, which is no chat, to nothing. */
export async function findBinding(db: Reader, chatId: string): Promise<ChatBinding> {
  const client = await sql(db);
  const row = await client.chat.findUnique({
    where: { id: chatId },
    include: { team: true, site: true },
  });
  return { oversees: row?.oversees ?? false, team: row?.team ?? null, site: row?.site ?? null };
}

/** Holds off everybody else who would set up teams or sites, until the end of this transaction. */
export async function lockBindings(tx: Tx): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`select pg_advisory_xact_lock(hashtextextended('bindings', 0))`;
}

/** Ties a chat to a team or site, or unties it; what was read of teams and chats in this transaction is read again. */
export async function bindChat(
  tx: Tx,
  chatId: string,
  change: { teamId?: string | null; siteId?: string | null },
): Promise<void> {
  const client = await sql(tx);
  await client.chat.update({ where: { id: chatId }, data: change });
  tx.memo.clear();
}

/** The team of this name, in any letter case. */
export async function findTeam(db: Reader, name: string): Promise<TeamRecord | undefined> {
  const client = await sql(db);
  const row = await client.team.findFirst({ where: { name: { equals: name, mode: 'insensitive' } } });
  return row ?? undefined;
}

/** The team that takes what no other team takes, freshly read. */
export async function findDefaultTeam(db: Reader): Promise<TeamRecord | undefined> {
  const client = await sql(db);
  return (await client.team.findFirst({ where: { isDefault: true } })) ?? undefined;
}

/** Adds a team; the first one takes every need. */
export async function addTeam(tx: Tx, name: string, now: Temporal.Instant): Promise<TeamRecord> {
  const isDefault = (await findDefaultTeam(tx)) === undefined;
  const team: TeamRecord = { id: randomUUIDv7(), name, isDefault };
  const client = await sql(tx);
  await client.team.create({ data: { ...team, createdAt: toDate(now) } });
  tx.memo.clear();
  return team;
}

/** Gives a team another name. */
export async function renameTeam(tx: Tx, id: string, name: string): Promise<void> {
  const client = await sql(tx);
  await client.team.update({ where: { id }, data: { name } });
  tx.memo.clear();
}

/** How many open chats a team works in. */
export async function countTeamChats(db: Reader, teamId: string): Promise<number> {
  const client = await sql(db);
  return client.chat.count({ where: { teamId, state: 'open' } });
}

/** Names of the teams that have a group on this account. */
export async function listTeamNames(db: Reader, account: string): Promise<string[]> {
  const client = await sql(db);
  const rows = await client.team.findMany({
    where: { chats: { some: { account, state: 'open' } } },
    orderBy: [{ isDefault: 'desc' }, { name: 'asc' }],
  });
  return rows.map((row) => row.name);
}

/** What may be said of a site besides its name; an absent field stays as it is, null empties it. */
export type SiteFacts = Partial<
  Pick<SiteRecord, 'emergencyPhone' | 'hotline' | 'timeZone' | 'releaseNote' | 'checkInHours'>
>;

/** Adds the site of this name (in any letter case) or changes it. */
export async function saveSite(
  tx: Tx,
  name: string,
  facts: SiteFacts,
  now: Temporal.Instant,
): Promise<{ site: SiteRecord; before: SiteRecord | undefined }> {
  const client = await sql(tx);
  const before = await client.site.findFirst({ where: { name: { equals: name, mode: 'insensitive' } } });
  const site = before
    ? await client.site.update({ where: { id: before.id }, data: facts })
    : await client.site.create({ data: { id: randomUUIDv7(), name, ...facts, createdAt: toDate(now) } });
  tx.memo.clear();
  return { site, before: before ?? undefined };
}

/** Every site with the number of groups tied to it, by name. */
export async function listSitesWithGroups(db: Reader): Promise<(SiteRecord & { readonly groups: number })[]> {
  const client = await sql(db);
  const rows = await client.site.findMany({
    orderBy: { name: 'asc' },
    include: { _count: { select: { chats: { where: { kind: 'group', state: 'open' } } } } },
  });
  return rows.map(({ _count, ...site }) => ({ ...site, groups: _count.chats }));
}
