/** Addresses that are told what happens, and what waits to be sent to them. */
import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { toDate, toIso } from '../clock.ts';
import type { HookEvent } from '../domain/hook-events.ts';
import { seal } from './sealed.ts';
import { append, once, type Reader, sql, type Tx } from './transaction.ts';

/** Why an address is told nothing any more. */
export type OffReason = 'asked' | 'failing' | 'gone';

/** An address as it is listed. */
export interface WebhookRecord {
  readonly id: string;
  readonly number: number;
  readonly url: string;
  readonly events: readonly HookEvent[];
  readonly createdAt: Temporal.Instant;
  readonly offAt: Temporal.Instant | null;
  readonly offReason: OffReason | null;
  readonly failingSinceAt: Temporal.Instant | null;
  readonly failures: number;
  /** How many messages wait. */
  readonly waiting: number;
  /** What came of the last try. */
  readonly lastStatus: number | null;
  readonly lastError: string | null;
}

/** Adds an address; the secret, which nobody is shown again. */
export async function addWebhook(
  tx: Tx,
  hook: {
    readonly url: string;
    readonly events: readonly HookEvent[];
    readonly createdBy: string;
    readonly shownKey?: string;
  },
  now: Temporal.Instant,
): Promise<{ readonly id: string; readonly number: number; readonly secret: string }> {
  const id = randomUUIDv7();
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const client = await sql(tx);
  const { url, events, createdBy, shownKey = null } = hook;
  const { number } = await client.webhook.create({
    data: {
      id,
      url,
      events: [...events],
      createdBy,
      shownKey,
      secret: seal(tx, 'webhook.secret', id, secret),
      createdAt: toDate(now),
      nextAt: toDate(now),
    },
    select: { number: true },
  });
  tx.memo.delete('webhooks');
  return { id, number, secret };
}

/** Addresses that somebody did not take away, oldest first. */
export async function listWebhooks(db: Reader): Promise<WebhookRecord[]> {
  const client = await sql(db);
  const rows = await client.$queryRaw<Record<string, unknown>[]>`
    select w.id::text as id, w.number, w.url, w.events, w.created_at, w.off_at, w.off_reason, w.failing_since_at, w.failures,
      (select count(*)::int from webhook_delivery d where d.webhook_id = w.id and d.state = 'pending') as waiting,
      l.status, l.error
    from webhook w left join lateral (select status, error from webhook_delivery d
      where d.webhook_id = w.id and d.attempts > 0 order by d.id desc limit 1) l on true
    where w.off_reason is distinct from 'asked' order by w.number`;
  const at = (value: unknown) =>
    value === null ? null : Temporal.Instant.fromEpochMilliseconds(new Date(value as Date).getTime());
  return rows.map((row) => ({
    id: row.id as string,
    number: row.number as number,
    url: row.url as string,
    events: row.events as HookEvent[],
    createdAt: at(row.created_at) as Temporal.Instant,
    offAt: at(row.off_at),
    offReason: row.off_reason as OffReason | null,
    failingSinceAt: at(row.failing_since_at),
    failures: row.failures as number,
    waiting: row.waiting as number,
    lastStatus: row.status as number | null,
    lastError: row.error as string | null,
  }));
}

/** Takes an address away, whatever became of it; what waits for it is dropped. False when there is none. */
export async function endWebhook(tx: Tx, number: number, now: Temporal.Instant): Promise<boolean> {
  const client = await sql(tx);
  const { count } = await client.webhook.updateMany({
    where: { number, OR: [{ offReason: null }, { offReason: { not: 'asked' } }] },
    data: { offAt: toDate(now), offReason: 'asked' },
  });
  if (count > 0) await dropWaiting(tx, number, now);
  tx.memo.delete('webhooks');
  return count > 0;
}

/** Switches an address on again that was switched off because nothing arrived; its id, or undefined when there is none. */
export async function resumeWebhook(
  tx: Tx,
  number: number,
  now: Temporal.Instant,
): Promise<string | undefined> {
  const client = await sql(tx);
  const rows = await client.webhook.updateManyAndReturn({
    where: { number, offReason: { in: ['failing', 'gone'] } },
    data: {
      offAt: null,
      offReason: null,
      toldAt: null,
      failingSinceAt: null,
      failures: 0,
      nextAt: toDate(now),
    },
  });
  tx.memo.delete('webhooks');
  return rows[0]?.id;
}

async function dropWaiting(tx: Tx, number: number, now: Temporal.Instant): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`
    update webhook_delivery set state = 'dropped', done_at = ${toDate(now)}
    where state = 'pending' and webhook_id = (select id from webhook where number = ${number})`;
}

/** The living addresses that want to be told of this; read once per transaction. */
export async function hooksFor(tx: Tx, event: HookEvent): Promise<string[]> {
  const hooks = await once(tx, 'webhooks', (client) =>
    client.webhook.findMany({ where: { offAt: null }, select: { id: true, events: true } }),
  );
  return hooks.filter(({ events }) => events.includes(event)).map(({ id }) => id);
}

/** Queues one message for these addresses, in this transaction. */
export function queueForHooks(
  tx: Tx,
  hookIds: readonly string[],
  message: { readonly type: string; readonly data: object },
  now: Temporal.Instant,
): void {
  const timestamp = toIso(now);
  const body = JSON.stringify({ type: message.type, timestamp, data: message.data });
  for (const webhookId of hookIds) {
    append(tx, 'webhook_delivery', {
      webhook_id: webhookId,
      message_id: randomUUIDv7(),
      type: message.type,
      body,
      created_at: timestamp,
      state: 'pending',
      attempts: 0,
    });
  }
}

/** Addresses that were switched off by themselves, of which nobody was told yet; they count as told from here on. */
export async function takeUntold(
  tx: Tx,
  now: Temporal.Instant,
): Promise<
  { readonly id: string; readonly number: number; readonly url: string; readonly reason: OffReason }[]
> {
  const client = await sql(tx);
  return client.$queryRaw`
    update webhook set told_at = ${toDate(now)} where off_reason in ('failing', 'gone') and told_at is null
    returning id::text as id, number, url, off_reason as reason`;
}
