/** Who asks to be erased, what was decided, and the proof of what was done. */
import { createHash, randomUUIDv7 } from 'node:crypto';
import { toDate, toIso } from '../clock.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** Where a request stands. */
export type ErasureState = 'asked' | 'held' | 'done' | 'refused' | 'withdrawn';

/** One request. */
export interface ErasureRecord {
  readonly id: string;
  readonly number: number;
  readonly personId: string;
  /** Who asked for a child of theirs. */
  readonly speakerId: string | null;
  readonly state: ErasureState;
  readonly askedAt: Temporal.Instant;
  readonly decidedBy: string | null;
  readonly reason: string | null;
  readonly doneAt: Temporal.Instant | null;
  readonly proof: string | null;
  readonly sha256: string | null;
}

interface Row extends Omit<ErasureRecord, 'askedAt' | 'doneAt'> {
  readonly askedAt: Date;
  readonly doneAt: Date | null;
}

const SELECT = `select id::text, number, person_id::text as "personId", speaker_id::text as "speakerId", state,
  asked_at as "askedAt", decided_by::text as "decidedBy", reason, done_at as "doneAt", proof, sha256 from erasure`;

const toRecord = (row: Row): ErasureRecord => ({
  ...row,
  askedAt: instantFrom(row.askedAt),
  doneAt: row.doneAt && instantFrom(row.doneAt),
});

const instantFrom = (date: Date): Temporal.Instant =>
  Temporal.Instant.fromEpochMilliseconds(new Date(date).getTime());

/** Notes a request; undefined when one of this person waits already. */
export async function addErasure(
  tx: Tx,
  asked: { readonly personId: string; readonly speakerId: string | null; readonly isHeld: boolean },
  now: Temporal.Instant,
): Promise<ErasureRecord | undefined> {
  const client = await sql(tx);
  const { personId, speakerId, isHeld } = asked;
  const rows = await client.$queryRaw<{ number: number }[]>`
    insert into erasure (id, person_id, speaker_id, state, asked_at)
    values (${randomUUIDv7()}::uuid, ${personId}::uuid, ${speakerId}::uuid, ${isHeld ? 'held' : 'asked'},
      ${toIso(now)}::timestamptz)
    on conflict (person_id) where state in ('asked', 'held') do nothing returning number`;
  return rows[0] && findErasure(tx, rows[0].number);
}

/** The request with this number. */
export async function findErasure(db: Reader, number: number): Promise<ErasureRecord | undefined> {
  const client = await sql(db);
  const [row] = await client.$queryRawUnsafe<Row[]>(`${SELECT} where number = $1::int`, number);
  return row && toRecord(row);
}

/** The one of this person that waits. */
export async function findWaitingErasure(db: Reader, personId: string): Promise<ErasureRecord | undefined> {
  const client = await sql(db);
  const [row] = await client.$queryRawUnsafe<Row[]>(
    `${SELECT} where person_id = $1::uuid and state in ('asked', 'held')`,
    personId,
  );
  return row && toRecord(row);
}

/** Those that wait first, then the newest. */
export async function listErasures(db: Reader, most: number): Promise<ErasureRecord[]> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<Row[]>(
    `${SELECT} order by (state in ('asked', 'held')) desc, number desc limit $1::int`,
    most,
  );
  return rows.map(toRecord);
}

/** Requests that may be done by themselves: held ones, and those that nobody decided since `undecidedSince`. */
export async function listWaitingErasures(
  tx: Tx,
  undecidedSince: Temporal.Instant,
  most: number,
): Promise<ErasureRecord[]> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<Row[]>(
    `${SELECT} where state = 'held' or state = 'asked' and asked_at < $1::timestamptz
     order by number limit $2::int for update skip locked`,
    toIso(undecidedSince),
    most,
  );
  return rows.map(toRecord);
}

/** Decides a request that waits; false when somebody else was first. */
export async function settleErasure(
  tx: Tx,
  id: string,
  change: {
    readonly state: ErasureState;
    readonly by: string | null;
    readonly reason?: string;
    readonly now: Temporal.Instant;
  },
): Promise<boolean> {
  const client = await sql(tx);
  const { state, by, reason = null, now } = change;
  const { count } = await client.erasure.updateMany({
    where: { id, state: { in: ['asked', 'held'] } },
    data: { state, decidedBy: by, decidedAt: toDate(now), reason },
  });
  return count > 0;
}

/** Keeps the proof and its SHA-256; it does not change any more. */
export async function keepProof(tx: Tx, id: string, proof: string, now: Temporal.Instant): Promise<string> {
  const client = await sql(tx);
  const sha256 = createHash('sha256').update(proof).digest('hex');
  await client.erasure.update({ where: { id }, data: { proof, sha256, doneAt: toDate(now) } });
  return sha256;
}

/** The last messages to people who are erased lead to their chats as long as they wait to be sent, and no longer. */
export async function cutLastMessages(tx: Tx, since: Temporal.Instant): Promise<number> {
  const client = await sql(tx);
  return client.$executeRaw`
    update outgoing set chat = '-', body = '{}' where state <> 'pending' and chat <> '-' and dedupe_key = any(array(
      select 'erasure:' || number from erasure where state = 'done' and done_at > ${toIso(since)}::timestamptz))`;
}
