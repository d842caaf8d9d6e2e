/** How each bot login fares, who was told of it, and how much waits. */
import { toDate } from '../clock.ts';
import type { AccountId } from '../domain/ids.ts';
import type { ChatRecord } from './records.ts';
import { toRecord } from './records.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** How an account fares. `starting` is only the state of one that was never heard of as anything else. */
export type HealthState = 'starting' | 'online' | 'offline' | 'conflict' | 'login';

/** One bot login; `since` is when it came into this state. */
export interface AccountRecord {
  readonly id: AccountId;
  readonly health: HealthState;
  readonly detail: string | null;
  readonly since: Temporal.Instant;
}

interface Row {
  id: AccountId;
  health: HealthState;
  detail: string | null;
  updated_at: Date | string;
}

const toAccount = (row: Row): AccountRecord => ({
  id: row.id,
  health: row.health,
  detail: row.detail,
  since: Temporal.Instant.fromEpochMilliseconds(new Date(row.updated_at).getTime()),
});

/** Every bot login, by name. */
export async function listAccounts(db: Reader): Promise<AccountRecord[]> {
  const client = await sql(db);
  const rows = await client.$queryRaw<Row[]>`select id, health, detail, updated_at from account order by id`;
  return rows.map(toAccount);
}

/**
 * Notes how an account fares; `since` moves only when the state does. An account in trouble that starts anew stays in
 * trouble until it is online, so that a loop of restarts is seen as the one outage it is.
 */
export async function recordHealth(
  tx: Tx,
  account: string,
  state: HealthState,
  detail: string,
  now: Temporal.Instant,
): Promise<void> {
  const client = await sql(tx);
  const text = detail || null;
  const changed = await client.$executeRaw`
    insert into account as a (id, health, detail, updated_at) values (${account}, ${state}, ${text}, ${toDate(now)})
    on conflict (id) do update set health = excluded.health, detail = excluded.detail, updated_at = excluded.updated_at
    where a.health <> excluded.health
      and not (excluded.health = 'starting' and a.health in ('offline', 'conflict', 'login'))`;
  if (changed > 0) return;
  await client.$executeRaw`
    update account set detail = ${text} where id = ${account} and health = ${state} and detail is distinct from ${text}`;
}

/** What other processes need of an account that one runs: how it fares, its public name, the code that logs it in. */
export interface Standing {
  readonly account: AccountId;
  readonly health: HealthState;
  readonly detail: string | null;
  readonly handle: string | null;
  readonly loginCode: string | null;
}

/** How every account stands, as the process that runs it said last. */
export async function listStandings(db: Reader): Promise<Standing[]> {
  const client = await sql(db);
  return client.$queryRaw<Standing[]>`
    select id as account, health, detail, handle, login_code as "loginCode" from account`;
}

/** Notes an account's public name (kept while it is unknown) and the code that logs it in (gone when it is in). */
export async function noteLogin(
  tx: Tx,
  account: string,
  { handle, loginCode }: { readonly handle: string | undefined; readonly loginCode: string | undefined },
): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`
    update account set handle = coalesce(${handle ?? null}, handle), login_code = ${loginCode ?? null}
    where id = ${account}`;
}

/** Where it is noted which troubles of an account's present outage were told, as `state,state`. */
const told = (account: string): string => `health-told:${account}`;

/** Accounts in trouble since before `limit`, of which nobody was told yet in this outage. */
export async function listUntold(db: Reader, limit: Temporal.Instant): Promise<AccountRecord[]> {
  const client = await sql(db);
  const rows = await client.$queryRaw<Row[]>`
    select a.id, a.health, a.detail, a.updated_at from account a
    left join setting s on s.key = 'health-told:' || a.id
    where a.health in ('offline', 'conflict', 'login') and (a.updated_at <= ${toDate(limit)} or a.health = 'conflict')
      and not (a.health = any(string_to_array(coalesce(s.value, ''), ',')))`;
  return rows.map(toAccount);
}

/** Accounts whose trouble was told and that have been online since before `limit`. */
export async function listRecovered(db: Reader, limit: Temporal.Instant): Promise<AccountRecord[]> {
  const client = await sql(db);
  const rows = await client.$queryRaw<Row[]>`
    select a.id, a.health, a.detail, a.updated_at from account a join setting s on s.key = 'health-told:' || a.id
    where a.health = 'online' and a.updated_at <= ${toDate(limit)}`;
  return rows.map(toAccount);
}

/** Notes that this trouble is being told; false when another process does. */
export async function markTold(tx: Tx, account: string, state: HealthState): Promise<boolean> {
  const client = await sql(tx);
  const count = await client.$executeRaw`
    insert into setting as s (key, value) values (${told(account)}, ${state})
    on conflict (key) do update set value = s.value || ',' || excluded.value
    where not (excluded.value = any(string_to_array(s.value, ',')))`;
  return count > 0;
}

/** Ends an outage; false when another process already did. */
export async function clearTold(tx: Tx, account: string): Promise<boolean> {
  const client = await sql(tx);
  return (await client.$executeRaw`delete from setting where key = ${told(account)}`) > 0;
}

/** The chats that oversee every team. */
export async function listOverseeingChats(db: Reader): Promise<ChatRecord[]> {
  const client = await sql(db);
  const rows = await client.$queryRaw<{ row: Record<string, unknown> }[]>`
    select to_jsonb(c) as row from chat c where oversees and state = 'open' order by created_at`;
  return rows.map((row) => toRecord<ChatRecord>(row.row));
}

/** How much waits on one account; ages are of the oldest, null when nothing waits. */
export interface Backlog {
  readonly account: AccountId;
  readonly inbox: number;
  readonly inboxSince: Temporal.Instant | null;
  readonly outbox: number;
  readonly outboxSince: Temporal.Instant | null;
}

/** What waits to be handled and to be sent, for every account that has something waiting. */
export async function listBacklogs(
  db: Reader,
  now: Temporal.Instant,
  leavingOut: bigint,
): Promise<Backlog[]> {
  const client = await sql(db);
  const rows = await client.$queryRaw<
    {
      account: AccountId;
      inbox: number;
      inbox_since: Date | null;
      outbox: number;
      outbox_since: Date | null;
    }[]
  >`
    select account, sum(inbox)::int as inbox, min(inbox_since) as inbox_since,
      sum(outbox)::int as outbox, min(outbox_since) as outbox_since
    from (
      select account, count(*) as inbox, min(received_at) as inbox_since, 0 as outbox, null::timestamptz as outbox_since
      from inbound where state = 'pending' and id <> ${leavingOut} group by account
      union all
      select account, 0, null, count(*), min(created_at) from outgoing
      where state = 'pending' and not_before <= ${toDate(now)} group by account
    ) waiting group by account order by account`;
  return rows.map((row) => ({
    account: row.account,
    inbox: row.inbox,
    inboxSince: instant(row.inbox_since),
    outbox: row.outbox,
    outboxSince: instant(row.outbox_since),
  }));
}

const instant = (date: Date | null): Temporal.Instant | null =>
  date && Temporal.Instant.fromEpochMilliseconds(new Date(date).getTime());
