/** Who on the roster somebody may be who wrote by themselves, and what colleagues say to that. */
import { randomUUIDv7 } from 'node:crypto';
import { toDate } from '../clock.ts';
import type { Candidate, Rostered, Said } from '../domain/onboarding/likeness.ts';
import { keysToFind } from './person-keys.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** A question to colleagues: is the claimant one of these? */
export interface ClaimRecord {
  readonly id: string;
  readonly number: number;
  readonly claimantId: string;
  readonly candidates: readonly Candidate[];
  readonly state: 'asked' | 'confirmed' | 'refused';
}

/** Somebody of the roster, with what decides whether an account may become them. */
export type RosteredPerson = Rostered & {
  readonly hasAccount: boolean;
  /** Has tickets that few may read. */
  readonly isConfidential: boolean;
};

/** People with such a name or room who are looked at. */
const MOST = 40;

/**
 * Registered people with this name (its words in either order), in this room, or with one of these keys; the claimant
 * is none of them.
 */
export async function findRostered(
  db: Reader,
  said: Said & { readonly personId: string },
  keys: readonly string[] = [],
): Promise<RosteredPerson[]> {
  const client = await sql(db);
  const name = said.name?.trim().toLowerCase() ?? '';
  const words = name.split(/\s+/);
  const names = [...new Set([name, words.toReversed().join(' '), words.join('')])].filter(Boolean);
  const room = said.room?.trim() ?? '';
  return client.$queryRawUnsafe<RosteredPerson[]>(
    `with found as (
       select p.*, (select split_part(min(k.key), ':', 1) from person_key k
         where k.person_id = p.id and k.key = any($5::text[])) as number
       from person p
       where p.id <> $1::uuid and p.id = any(array(select id from person where lower(name) = any($2::text[])
         union select id from person where lower(room) = lower($3)
           and (site_id = $4::uuid or site_id is null or $4::uuid is null)
         union select person_id from person_key where key = any($5::text[])))
       limit 400)
     select f.id::text as "personId", f.name, f.room, f.site_id::text as "siteId", f.number,
       exists (select 1 from channel_identity ci where ci.person_id = f.id) as "hasAccount",
       exists (select 1 from ticket t where t.person_id = f.id and t.restricted) as "isConfidential"
     from found f
     where exists (select 1 from stay s where s.person_id = f.id)
       or exists (select 1 from person_details d where d.person_id = f.id and d.import_id is not null)
     order by (f.number is not null) desc, (lower(f.room) = lower($3)) desc nulls last, f.id limit ${MOST}`,
    said.personId,
    names,
    room,
    said.siteId,
    keysToFind(db, keys),
  );
}

/** Whether a roster was ever imported: without one nobody need be found on it. */
export async function hasRoster(db: Reader): Promise<boolean> {
  const client = await sql(db);
  const [row] = await client.$queryRaw<{ is: boolean }[]>`
    select exists (select 1 from person_details where import_id is not null) or exists (select 1 from stay) as is`;
  return row?.is === true;
}

/** The last claim of one person; undefined when there was none. */
export async function lastClaim(db: Reader, claimantId: string): Promise<ClaimRecord | undefined> {
  const client = await sql(db);
  const row = await client.identityClaim.findFirst({ where: { claimantId }, orderBy: { number: 'desc' } });
  return row ? toClaim(row) : undefined;
}

/** The claim with this number. */
export async function findClaim(db: Reader, number: number): Promise<ClaimRecord | undefined> {
  const client = await sql(db);
  const row = await client.identityClaim.findUnique({ where: { number } });
  return row ? toClaim(row) : undefined;
}

/** Claims that nobody has settled, the oldest first. */
export async function listClaims(db: Reader, limit: number): Promise<ClaimRecord[]> {
  const client = await sql(db);
  const rows = await client.identityClaim.findMany({
    where: { state: 'asked' },
    orderBy: { number: 'asc' },
    take: limit,
  });
  return rows.map(toClaim);
}

/** Asks colleagues, or brings up to date what they are being asked; each person has one such question at most. */
export async function askClaim(
  tx: Tx,
  claimantId: string,
  said: Said,
  candidates: readonly Candidate[],
  now: Temporal.Instant,
): Promise<ClaimRecord> {
  const client = await sql(tx);
  const data = { said: { ...said }, candidates: candidates.map((one) => ({ ...one, why: [...one.why] })) };
  const open = await client.identityClaim.findFirst({ where: { claimantId, state: 'asked' } });
  const row = open
    ? await client.identityClaim.update({ where: { id: open.id }, data })
    : await client.identityClaim.create({
        data: { id: randomUUIDv7(), claimantId, askedAt: toDate(now), ...data },
      });
  return toClaim(row);
}

/** Settles a claim that is still asked; false when a colleague was first. */
export async function decideClaim(
  tx: Tx,
  id: string,
  decision: {
    readonly state: 'confirmed' | 'refused';
    readonly personId: string | null;
    readonly by: string | null;
  },
  now: Temporal.Instant,
): Promise<boolean> {
  const client = await sql(tx);
  const { state, personId, by } = decision;
  const { count } = await client.identityClaim.updateMany({
    where: { id, state: 'asked' },
    data: { state, personId, decidedBy: by, decidedAt: toDate(now) },
  });
  return count === 1;
}

/** How many others have claimed to be this person since. */
export async function countClaimsOn(
  db: Reader,
  personId: string,
  claimantId: string,
  since: Temporal.Instant,
): Promise<number> {
  const client = await sql(db);
  const [row] = await client.$queryRawUnsafe<{ count: number }[]>(
    `select count(*)::int as count from identity_claim
     where asked_at >= $3::timestamptz and claimant_id <> $2::uuid
       and candidates @> jsonb_build_array(jsonb_build_object('personId', $1::text))`,
    personId,
    claimantId,
    since.toString(),
  );
  return row?.count ?? 0;
}

const toClaim = (row: {
  id: string;
  number: number;
  claimantId: string;
  candidates: unknown;
  state: string;
}): ClaimRecord => ({
  id: row.id,
  number: row.number,
  claimantId: row.claimantId,
  candidates: row.candidates as Candidate[],
  state: row.state as ClaimRecord['state'],
});
