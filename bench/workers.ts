/** How much more messages several workers handle than one, without any platform. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { accountId, chatRef, senderRef } from '../src/domain/ids.ts';
import type { Inbound } from '../src/domain/message.ts';
import { storeInbound } from '../src/store/inbox.ts';
import { notify } from '../src/store/notify.ts';
import { openStore } from '../src/store/open.ts';
import { createDatabase } from './postgres.ts';

const BATCH = 100;
/** Handled before the clock starts: a process is slower until it has run for a while. */
const WARM_UP = 300;

/** Messages a second that this many processes with the worker role handle together, from as many people. */
export async function measureWorkers(workers: number, messages: number): Promise<number> {
  const dataDir = await mkdtemp(join(tmpdir(), 'homeward-bench-'));
  const databaseUrl = await createDatabase();
  const { db, close } = await openStore({ dataDir, databaseUrl });
  const children = await Promise.all(
    Array.from({ length: workers }, () => startWorker(dataDir, databaseUrl)),
  );
  const handle = async (first: number, count: number): Promise<number> => {
    for (let start = first; start < first + count; start += BATCH) {
      const batch = Array.from({ length: Math.min(BATCH, first + count - start) }, (_, index) =>
        from(start + index),
      );
      await storeInbound(db, batch, Temporal.Now.instant());
    }
    const began = performance.now();
    await notify(db, 'inbox');
    while ((await db.inbound.count({ where: { state: 'pending' } })) > 0) await sleep(20);
    return performance.now() - began;
  };
  await handle(0, WARM_UP * workers);
  const ms = await handle(WARM_UP * workers, messages);
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(children.map((child) => once(child, 'exit')));
  await close();
  await rm(dataDir, { recursive: true, force: true });
  return (messages * 1000) / ms;
}

async function startWorker(dataDir: string, databaseUrl: string): Promise<ChildProcess> {
  const env = {
    ROLES: 'worker',
    PUBLIC_URL: 'http://127.0.0.1',
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
  };
  const main = new URL('../src/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, PORT: '0', TELEGRAM_BOT_TOKEN: '100:TEST', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout }))
    if (line.includes('is running')) return child;
  throw new Error('a worker ended at its start');
}

const from = (index: number): Inbound => ({
  account: accountId('telegram'),
  id: String(index),
  chat: { id: chatRef(String(1000 + index)), kind: 'private' },
  sender: { id: senderRef(String(1000 + index)), name: `Guest ${index}`, locale: 'en' },
  at: Temporal.Now.instant().toString(),
  addressed: true,
  text: 'We need drinking water and two towels in room 1208 please, and a toothbrush',
});
