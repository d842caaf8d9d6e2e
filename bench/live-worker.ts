/** Homeward as a child of the benchmark of live pages: colleagues who are signed in, and a queue that changes. */
import { systemClock } from '../src/clock.ts';
import { parseConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { run } from '../src/run.ts';
import { addSession } from '../src/store/console-sessions.ts';
import type { StaffRecord } from '../src/store/records.ts';
import { listStaff } from '../src/store/staff.ts';
import { transact } from '../src/store/transaction.ts';
import { fillDesk } from './desk.ts';

/** What it is asked. */
export type LiveOrder =
  | { readonly do: 'sign-in'; readonly sessions: number }
  | { readonly do: 'change' }
  | { readonly do: 'figures' }
  | { readonly do: 'collect' };

/** What it answers; times in milliseconds, memory in bytes. */
export interface LiveFigures {
  readonly cpuMs: number;
  readonly rss: number;
  readonly connections: number;
  /** The cookies of those signed in. */
  readonly tokens?: readonly string[];
  /** The ticket that was claimed, and when that was committed. */
  readonly number?: number;
  readonly at?: number;
}

const COLLEAGUES = 50;
const TICKETS = 1000;

const parsed = parseConfig({ ...process.env, HOST: '127.0.0.1', PORT: '0', TIME_ZONE: 'UTC' });
if ('problems' in parsed) throw new Error(parsed.problems.join('; '));
const running = await run(parsed.config, { log: createLog('error') });
await fillDesk(running.store, COLLEAGUES, TICKETS);
const staff = (await listStaff(running.store.db)).filter(({ role }) => role === 'liaison');
let changes = 0;

process.on('message', (order: LiveOrder) => void obey(order).then((answer) => process.send?.(answer)));
process.once('SIGTERM', () => void running.stop().then(() => process.exit(0)));
// Whoever measures may break off.
process.once('disconnect', () => process.exit(1));
process.send?.({ port: Number(new URL(running.local ?? '').port) });

async function obey(order: LiveOrder): Promise<LiveFigures> {
  if (order.do === 'sign-in') return { ...figures(), tokens: await signIn(order.sessions) };
  if (order.do === 'change') return { ...figures(), ...(await claimNext()) };
  if (order.do === 'collect') {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 500));
    globalThis.gc?.();
  }
  return figures();
}

function figures(): LiveFigures {
  const { user, system } = process.cpuUsage();
  // The sockets of pages, beside the server's own.
  const connections = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
  return { cpuMs: (user + system) / 1000, rss: process.memoryUsage.rss(), connections };
}

function signIn(sessions: number): Promise<string[]> {
  return transact(running.store.db, async (tx) => {
    const tokens: string[] = [];
    for (let at = 0; at < sessions; at += 1) {
      const { id } = colleague(at);
      const { token } = await addSession(tx, { staffId: id, device: 'Bench' }, systemClock.now());
      tokens.push(token);
    }
    return tokens;
  });
}

function colleague(at: number): StaffRecord {
  const one = staff[at % staff.length];
  if (!one) throw new Error('nobody works here');
  return one;
}

/** Somebody claims the first ticket of the queue that is free. */
async function claimNext(): Promise<{ number: number; at: number }> {
  const rows = await running.store.db.$queryRawUnsafe<{ number: number }[]>(
    `select number from ticket where owner_id is null and state = 'new' and urgency <> 'emergency'
     order by due_at, number limit 1`,
  );
  const number = Number(rows[0]?.number);
  changes += 1;
  const answer = await running.app.act({
    staff: colleague(changes),
    account: 'console',
    locale: 'en',
    key: `bench-${changes}`,
    text: `/claim ${number}`,
  });
  if (answer.state !== 'done') throw new Error(`ticket ${number} could not be claimed`);
  return { number, at: Date.now() };
}
