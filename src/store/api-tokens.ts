/** Tokens by which other programs act in a colleague's name; only their hashes are kept. */
import { createHash, randomBytes, randomUUIDv7 } from 'node:crypto';
import { toDate } from '../clock.ts';
import type { StaffRole } from '../domain/actor.ts';
import { API_SCOPES, type ApiScope } from '../domain/api-scopes.ts';
import type { StaffRecord } from './records.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** A token as it is listed. */
export interface TokenRecord {
  readonly id: string;
  readonly name: string;
  /** Whose name it acts in. */
  readonly staff: string;
  readonly scopes: readonly ApiScope[];
  readonly createdAt: Temporal.Instant;
  readonly lastUsedAt: Temporal.Instant | null;
}

/** A token that may be used now. */
export interface LiveToken {
  readonly id: string;
  readonly scopes: readonly ApiScope[];
  readonly staff: StaffRecord;
  readonly lastUsedAt: Temporal.Instant | null;
}

const hash = (token: string): string => createHash('sha256').update(token).digest('hex');

const known = (scopes: readonly string[]): ApiScope[] => API_SCOPES.filter((scope) => scopes.includes(scope));

const instant = (date: Date | null): Temporal.Instant | null =>
  date && Temporal.Instant.fromEpochMilliseconds(date.getTime());

/** Makes a token, which nobody can read again; undefined where a living one has that name. */
export async function addToken(
  tx: Tx,
  token: {
    readonly staffId: string;
    readonly name: string;
    readonly scopes: readonly ApiScope[];
    /** Of the message it is shown in. */
    readonly shownKey?: string;
  },
  now: Temporal.Instant,
): Promise<{ readonly id: string; readonly token: string } | undefined> {
  const secret = `hw_${randomBytes(32).toString('base64url')}`;
  const id = randomUUIDv7();
  const client = await sql(tx);
  const { staffId, name, scopes, shownKey = null } = token;
  const count = await client.$executeRaw`
    insert into api_token (id, staff_id, name, token_hash, scopes, created_at, shown_key)
    values (${id}::uuid, ${staffId}::uuid, ${name}, ${hash(secret)}, ${[...scopes]}::text[], ${toDate(now)}, ${shownKey})
    on conflict (lower(name)) where off_at is null do nothing`;
  return count === 0 ? undefined : { id, token: secret };
}

/** Whose token this is; undefined when it is unknown or off, or its colleague has left. */
export async function findToken(db: Reader, token: string): Promise<LiveToken | undefined> {
  const client = await sql(db);
  const row = await client.apiToken.findFirst({
    where: { tokenHash: hash(token), offAt: null, staff: { active: true } },
    include: { staff: true },
  });
  if (!row) return undefined;
  const { id, name, role, locale, active } = row.staff;
  return {
    id: row.id,
    scopes: known(row.scopes),
    staff: { id, name, role: role as StaffRole, locale, active },
    lastUsedAt: instant(row.lastUsedAt),
  };
}

/** Notes that a token is in use. */
export async function touchToken(db: Reader, id: string, now: Temporal.Instant): Promise<void> {
  const client = await sql(db);
  await client.apiToken.updateMany({ where: { id }, data: { lastUsedAt: toDate(now) } });
}

/** Tokens that may be used, by name. */
export async function listTokens(db: Reader): Promise<TokenRecord[]> {
  const client = await sql(db);
  const rows = await client.apiToken.findMany({
    where: { offAt: null, staff: { active: true } },
    include: { staff: { select: { name: true } } },
    orderBy: { name: 'asc' },
  });
  return rows.map(({ id, name, scopes, staff, createdAt, lastUsedAt }) => ({
    id,
    name,
    staff: staff.name,
    scopes: known(scopes),
    createdAt: Temporal.Instant.fromEpochMilliseconds(createdAt.getTime()),
    lastUsedAt: instant(lastUsedAt),
  }));
}

/** Ends the token of this name, in any letter case; whose it was, or undefined when there is none. */
export async function endToken(
  tx: Tx,
  name: string,
  now: Temporal.Instant,
): Promise<{ readonly name: string; readonly staffId: string } | undefined> {
  const client = await sql(tx);
  const rows = await client.$queryRaw<{ name: string; staffId: string }[]>`
    update api_token set off_at = ${toDate(now)} where lower(name) = lower(${name}) and off_at is null
    returning name, staff_id::text as "staffId"`;
  return rows[0];
}
