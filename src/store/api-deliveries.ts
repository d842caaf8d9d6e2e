/** The sending side of webhooks: which address a process has in hand, and what came of each try. */
import { toDate } from '../clock.ts';
import type { Db } from './db.ts';
import { unseal } from './sealed.ts';

/** An address that this process alone sends to until `heldUntil`. */
export interface HeldHook {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  readonly failures: number;
  readonly failingSince: Temporal.Instant | null;
  readonly heldUntil: Temporal.Instant;
}

/** One message that waits. */
export interface WaitingDelivery {
  readonly id: bigint;
  readonly messageId: string;
  readonly body: string;
}

/** What came of one try: what the address answered, or why nothing did (no words of anybody). */
export interface TryOutcome {
  readonly status: number | null;
  readonly error: string | null;
}

/** Takes one address with something to send, so that no other process sends to it meanwhile; undefined when none is due. */
export async function holdHook(
  db: Db,
  now: Temporal.Instant,
  heldUntil: Temporal.Instant,
): Promise<HeldHook | undefined> {
  const rows = await db.$queryRaw<
    { id: string; url: string; secret: string; failures: number; failing_since_at: Date | null }[]
  >`update webhook set next_at = ${toDate(heldUntil)} where id = (
      select w.id from webhook w where w.off_at is null and w.next_at <= ${toDate(now)}
        and exists (select 1 from webhook_delivery d where d.webhook_id = w.id and d.state = 'pending')
      order by w.next_at limit 1 for update skip locked)
    returning id::text as id, url, secret, failures, failing_since_at`;
  const row = rows[0];
  if (!row) return undefined;
  const since = row.failing_since_at;
  return {
    id: row.id,
    url: row.url,
    failures: row.failures,
    secret: unseal(db, 'webhook.secret', row.id, row.secret),
    failingSince: since && Temporal.Instant.fromEpochMilliseconds(new Date(since).getTime()),
    heldUntil,
  };
}

/** The oldest messages that wait for an address. */
export async function listWaiting(db: Db, hookId: string, limit: number): Promise<WaitingDelivery[]> {
  return db.$queryRaw`
    select id, message_id::text as "messageId", body from webhook_delivery
    where webhook_id = ${hookId}::uuid and state = 'pending' order by id limit ${limit}`;
}

/** Holds an address longer, or lets it go by `until` = now; false when it is another's by now, or was taken away. */
export async function holdLonger(db: Db, hook: HeldHook, until: Temporal.Instant): Promise<boolean> {
  const count = await db.$executeRaw`
    update webhook set next_at = ${toDate(until)}
    where id = ${hook.id}::uuid and next_at = ${toDate(hook.heldUntil)} and off_at is null`;
  return count === 1;
}

/** A message arrived; the address is well. */
export async function recordArrived(
  db: Db,
  hook: HeldHook,
  delivery: WaitingDelivery,
  outcome: TryOutcome,
  now: Temporal.Instant,
): Promise<void> {
  await db.$executeRaw`
    with done as (update webhook_delivery set state = 'sent', attempts = attempts + 1, status = ${outcome.status},
        error = null, done_at = ${toDate(now)} where id = ${delivery.id})
    update webhook set failures = 0, failing_since_at = null where id = ${hook.id}::uuid and failures > 0`;
}

/** A message did not arrive: it is tried again at `nextAt`, or with `off` the address is switched off. */
export async function recordFailed(
  db: Db,
  hook: HeldHook,
  delivery: WaitingDelivery,
  outcome: TryOutcome,
  then: {
    readonly now: Temporal.Instant;
    readonly nextAt: Temporal.Instant;
    readonly off?: 'failing' | 'gone';
  },
): Promise<void> {
  const now = toDate(then.now);
  const off = then.off ?? null;
  await db.$transaction(async (tx) => {
    const isHeld = await tx.$executeRaw`
      update webhook set failures = failures + 1, failing_since_at = coalesce(failing_since_at, ${now}),
        next_at = ${toDate(then.nextAt)},
        off_at = case when ${off}::text is null then off_at else coalesce(off_at, ${now}) end,
        off_reason = coalesce(off_reason, ${off}::text)
      where id = ${hook.id}::uuid and next_at = ${toDate(hook.heldUntil)}`;
    // Another process has taken the address over meanwhile, and knows better.
    if (isHeld === 0) return;
    await tx.$executeRaw`
      update webhook_delivery set attempts = attempts + 1, status = ${outcome.status}, error = ${outcome.error}
      where id = ${delivery.id}`;
    await tx.$executeRaw`
      update webhook_delivery set state = 'dropped', done_at = ${now}
      where ${off}::text is not null and state = 'pending' and webhook_id = ${hook.id}::uuid`;
  });
}

/** Forgets messages that were done before then. */
export async function forgetDeliveries(db: Db, before: Temporal.Instant): Promise<void> {
  await db.$executeRaw`delete from webhook_delivery where done_at < ${toDate(before)}`;
}

/** A message and what became of it. */
export interface DeliveryLine {
  readonly id: bigint;
  readonly messageId: string;
  readonly type: string;
  readonly state: 'pending' | 'sent' | 'dropped';
  readonly attempts: number;
  readonly status: number | null;
  readonly error: string | null;
  readonly createdAt: Temporal.Instant;
  readonly doneAt: Temporal.Instant | null;
}

/** Messages to one address before the one named, newest first. */
export async function listDeliveries(
  db: Db,
  hookId: string,
  page: { readonly before?: bigint | undefined; readonly limit: number },
): Promise<DeliveryLine[]> {
  const rows = await db.webhookDelivery.findMany({
    where: { webhookId: hookId, ...(page.before === undefined ? {} : { id: { lt: page.before } }) },
    orderBy: { id: 'desc' },
    take: page.limit,
  });
  const at = (date: Date) => Temporal.Instant.fromEpochMilliseconds(date.getTime());
  return rows.map(({ id, messageId, type, state, attempts, status, error, createdAt, doneAt }) => ({
    id,
    messageId,
    type,
    state: state as DeliveryLine['state'],
    attempts,
    status,
    error,
    createdAt: at(createdAt),
    doneAt: doneAt && at(doneAt),
  }));
}
