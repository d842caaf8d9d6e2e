/** Programs under measurement, each in a process of its own. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from './postgres.ts';

/** What a child is asked; it answers with its figures when that is done. */
export type Order =
  | { readonly do: 'figures' }
  | { readonly do: 'fill'; readonly tickets: number }
  | { readonly do: 'bulk'; readonly chats: readonly number[] };

/** CPU in microseconds, memory in bytes. */
export interface Figures {
  readonly cpu: NodeJS.CpuUsage;
  readonly peakRss: number;
  readonly rss: number;
}

/** A running child. */
export interface Child {
  ask(order: Order): Promise<Figures>;
  stop(): Promise<void>;
}

/** Where Homeward keeps its data in this run. */
export type StoreKind = 'embedded' | 'postgres';

const TOKEN = '100:TEST';

/** The bare bot that everything is compared with. */
export async function startFloor(apiRoot: string, group: number): Promise<Child> {
  const dir = await mkdtemp(join(tmpdir(), 'homeward-bench-'));
  const card = 'card text '.repeat(20);
  const answer = 'answer text '.repeat(15);
  const args = [TOKEN, apiRoot, String(group), join(dir, 'floor.db'), card, answer];
  return control(
    fork(new URL('./floor-bot.ts', import.meta.url), args, { execArgv: ['--no-warnings'] }),
    dir,
  );
}

/** Homeward on this kind of store, against this Bot API. */
export async function startHomeward(apiRoot: string, kind: StoreKind, noLimits: boolean): Promise<Child> {
  const dir = await mkdtemp(join(tmpdir(), 'homeward-bench-'));
  const env = {
    ...process.env,
    PORT: '0',
    DATA_DIR: dir,
    DATABASE_URL: kind === 'postgres' ? await createDatabase() : '',
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: apiRoot,
    SETUP_CODE: 'BENCH-CODE',
    BENCH_NO_LIMITS: noLimits ? '1' : '',
  };
  return control(fork(new URL('./gateway.ts', import.meta.url), { env }), dir);
}

async function control(child: ChildProcess, dir: string): Promise<Child> {
  const ended = once(child, 'exit');
  await Promise.race([
    once(child, 'message'),
    ended.then(([code]) => Promise.reject(new Error(`the measured program ended with ${code} at its start`))),
  ]);
  return {
    async ask(order) {
      child.send(order);
      const [figures] = await once(child, 'message');
      return figures as Figures;
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await rm(dir, { recursive: true, force: true });
    },
  };
}
