/** Homeward as a child of a benchmark: configured by the environment; `BENCH_NO_LIMITS` lifts the platform's limits. */
import { systemClock, toDate } from '../src/clock.ts';
import { parseConfig } from '../src/config.ts';
import { chatRef } from '../src/domain/ids.ts';
import { createLog } from '../src/log.ts';
import { enqueueMessage } from '../src/outbox/enqueue.ts';
import { type Running, run } from '../src/run.ts';
import { transact } from '../src/store/transaction.ts';
import type { Order } from './child.ts';

const UNLIMITED = { perSecond: 1e9, chatEveryMs: 0, groupPerMinute: 1e9 };

const parsed = parseConfig(process.env);
if ('problems' in parsed) throw new Error(parsed.problems.join('; '));
const limits = process.env.BENCH_NO_LIMITS ? { limits: UNLIMITED } : {};
const running = await run(parsed.config, { log: createLog('error'), ...limits });
process.on('message', (order: Order) => void obey(order).then((answer) => process.send?.(answer)));
process.once('SIGTERM', () => void running.stop().then(() => process.exit(0)));
process.send?.('ready');

async function obey(order: Order): Promise<unknown> {
  if (order.do === 'fill') await fill(running, order.tickets);
  if (order.do === 'bulk') await queueBulk(running, order.chats);
  const { maxRSS } = process.resourceUsage();
  return { cpu: process.cpuUsage(), peakRss: maxRSS * 1024, rss: process.memoryUsage.rss() };
}

/** Adds resolved and open tickets of people who never write again, as years of work would leave them. */
async function fill({ store }: Running, tickets: number): Promise<void> {
  await store.db.$executeRawUnsafe(
    `with people as (
       insert into person (id, name, created_at) select gen_random_uuid(), 'P' || n, now() from generate_series(1, $1) n
       returning id
     ), numbered as (select id, row_number() over () as n from people)
     insert into ticket (id, person_id, need, urgency, state, summary, language, account, opened_at, due_at)
     select gen_random_uuid(), id, 'supplies', 'normal', case when n % 100 = 0 then 'claimed' else 'closed' end,
       'existing ticket', 'en', 'old', now() - n * interval '1 second', now() from numbered`,
    tickets,
  );
  await store.db.$executeRawUnsafe(
    `insert into entry (ticket_id, kind, text, at) select id, 'traveller', summary, opened_at from ticket
     where summary = 'existing ticket'`,
  );
  await store.db.$executeRawUnsafe('analyze');
}

/** Queues one bulk message for each chat. */
async function queueBulk({ store, app }: Running, chats: readonly number[]): Promise<void> {
  const now = systemClock.now();
  await transact(store.db, async (tx) => {
    for (const chat of chats) {
      const target = { account: 'telegram' as never, chat: chatRef(chat), kind: 'private' as const };
      const text =
        'Notice No. 3: breakfast is served from 07:00 tomorrow. Please leave your tray outside the door.';
      enqueueMessage(
        tx,
        now,
        target,
        { text },
        { key: `bench:${toDate(now).getTime()}:${chat}`, lane: 'bulk' },
      );
    }
  });
  app.wake();
}
