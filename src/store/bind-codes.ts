/** One-time codes by which an account becomes a person: stored as hashes, one in force for each person. */
import { randomUUIDv7 } from 'node:crypto';
import { toDate, toIso } from '../clock.ts';
import { hashCode, newCode } from './codes.ts';
import { KEPT_FILES } from './media-files.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** A new code, which nobody can read again. */
export interface NewCode {
  readonly id: string;
  readonly code: string;
}

/** Who makes codes: a colleague, or travellers themselves (null); and until when they hold. */
export interface CodeMaker {
  readonly createdBy: string | null;
  readonly expiresAt: Temporal.Instant;
}

/** A code as it stands. */
export interface CodeRecord {
  readonly id: string;
  readonly personId: string;
  /** The colleague who made it; null when the traveller did. */
  readonly createdBy: string | null;
  /** The account that used it. */
  readonly usedBy: string | null;
  readonly state: 'open' | 'used' | 'expired' | 'revoked';
}

/** A code for each of these people, by id; those they had before no longer hold. */
export async function addBindCodes(
  tx: Tx,
  personIds: readonly string[],
  { createdBy, expiresAt }: CodeMaker,
  now: Temporal.Instant,
): Promise<Map<string, NewCode>> {
  await revokeCodes(tx, personIds, now);
  const made = new Map(
    personIds.map((id): [string, NewCode] => [id, { id: randomUUIDv7(), code: newCode(3) }]),
  );
  const rows = [...made].map(([personId, { id, code }]) => ({
    id,
    code_hash: hashCode(code),
    person_id: personId,
    created_by: createdBy,
    created_at: toIso(now),
    expires_at: toIso(expiresAt),
  }));
  const client = await sql(tx);
  await client.$executeRaw`
    insert into bind_code (id, code_hash, person_id, created_by, created_at, expires_at)
    select id, code_hash, person_id, created_by, created_at, expires_at
    from jsonb_populate_recordset(null::bind_code, ${JSON.stringify(rows)}::jsonb)`;
  return made;
}

/** Takes back the open codes of these people, and the pictures of them. */
export async function revokeCodes(
  tx: Tx,
  personIds: readonly string[],
  now: Temporal.Instant,
): Promise<void> {
  const client = await sql(tx);
  await client.$executeRawUnsafe(
    `with ended as (update bind_code set revoked_at = $2::timestamptz
       where person_id = any($1::uuid[]) and used_at is null and revoked_at is null returning id)
     delete from media_file where id in (select id from ended)`,
    [...personIds],
    toIso(now),
  );
}

/** Looks a code up; kept from being used by anybody else until the end of this transaction. */
export async function findBindCode(
  tx: Tx,
  code: string,
  now: Temporal.Instant,
): Promise<CodeRecord | undefined> {
  return findWhere(tx, 'code_hash = $1', hashCode(code), now);
}

/** The same by its id. */
export async function findBindCodeById(
  tx: Tx,
  id: string,
  now: Temporal.Instant,
): Promise<CodeRecord | undefined> {
  return findWhere(tx, 'id = $1::uuid', id, now);
}

async function findWhere(
  tx: Tx,
  where: string,
  value: string,
  now: Temporal.Instant,
): Promise<CodeRecord | undefined> {
  const client = await sql(tx);
  const [row] = await client.$queryRawUnsafe<CodeRecord[]>(
    `select id::text, person_id::text as "personId", created_by::text as "createdBy", used_by::text as "usedBy",
       case when used_at is not null then 'used' when revoked_at is not null then 'revoked'
         when expires_at <= $2::timestamptz then 'expired' else 'open' end as state
     from bind_code where ${where} for update`,
    value,
    toIso(now),
  );
  return row;
}

/** Uses an open code up for this account; false when somebody was first. */
export async function useBindCode(
  tx: Tx,
  id: string,
  identityId: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const client = await sql(tx);
  const { count } = await client.bindCode.updateMany({
    where: { id, usedAt: null, revokedAt: null, expiresAt: { gt: toDate(now) } },
    data: { usedAt: toDate(now), usedBy: identityId },
  });
  await client.mediaFile.deleteMany({ where: { id, account: KEPT_FILES } });
  return count === 1;
}

/** Whether a code of this person's still holds. */
export async function hasOpenCode(db: Reader, personId: string, now: Temporal.Instant): Promise<boolean> {
  const client = await sql(db);
  const where = { personId, usedAt: null, revokedAt: null, expiresAt: { gt: toDate(now) } };
  return (await client.bindCode.count({ where })) > 0;
}

/** Keeps the picture of a code as long as the code holds; returns the file's id. */
export async function keepPicture(
  tx: Tx,
  { id }: NewCode,
  bytes: Uint8Array<ArrayBuffer>,
  now: Temporal.Instant,
): Promise<string> {
  const client = await sql(tx);
  const file = { account: KEPT_FILES, type: 'image/png', name: 'code.png' };
  await client.mediaFile.create({ data: { id, ...file, bytes, createdAt: toDate(now) } });
  return id;
}

/** Somebody who needs a card: they stay at the site, and nobody writes as them yet. */
export interface Unbound {
  readonly id: string;
  readonly name: string | null;
  readonly room: string | null;
  readonly locale: string | null;
}

/** Whose cards: of one site (or of those without any, where it is the only one), perhaps of one room. */
export interface CardFilter {
  readonly siteId: string | null;
  readonly isOnly: boolean;
  readonly room: string | null;
}

const UNBOUND = `
  from person p
  where (p.site_id = $1::uuid or p.site_id is null and ($2::boolean or $1::uuid is null))
    and ($3::text is null or lower(p.room) = lower($3::text))
    and exists (select 1 from stay s where s.person_id = p.id and s.ended_at is null
      and s.state not in ('released', 'left'))
    and not exists (select 1 from channel_identity ci where ci.person_id = p.id)`;

/** By room, the shorter number first; those after the person with this id. */
export async function listUnbound(
  db: Reader,
  { siteId, isOnly, room }: CardFilter,
  after: string | null,
  limit: number,
): Promise<Unbound[]> {
  const client = await sql(db);
  return client.$queryRawUnsafe<Unbound[]>(
    `select p.id::text, p.name, p.room, p.locale ${UNBOUND}
       and ($4::uuid is null or (p.room is null, coalesce(length(p.room), 0), coalesce(lower(p.room), ''), p.id) >
         (select l.room is null, coalesce(length(l.room), 0), coalesce(lower(l.room), ''), l.id
          from person l where l.id = $4::uuid))
     order by p.room is null, coalesce(length(p.room), 0), coalesce(lower(p.room), ''), p.id limit $5::int`,
    siteId,
    isOnly,
    room,
    after,
    limit,
  );
}

/** How many they are. */
export async function countUnbound(db: Reader, { siteId, isOnly, room }: CardFilter): Promise<number> {
  const client = await sql(db);
  const [row] = await client.$queryRawUnsafe<{ count: number }[]>(
    `select count(*)::int as count ${UNBOUND}`,
    siteId,
    isOnly,
    room,
  );
  return row?.count ?? 0;
}
