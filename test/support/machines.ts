/** Processes of one installation with roles of their own, over one database; here they share this process. */
import { onTestFinished } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { parseConfig } from '../../src/config.ts';
import { createTriage } from '../../src/domain/triage.ts';
import { createFeatures } from '../../src/features.ts';
import { createTranslate } from '../../src/i18n.ts';
import { readLexicons } from '../../src/lexicons.ts';
import { silentLog } from '../../src/log.ts';
import { createPlatforms, DESK_CHAT } from '../../src/platforms.ts';
import { startServer } from '../../src/server.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { ensureOverseeingChat } from '../../src/store/people.ts';
import { ensureSetupCode } from '../../src/store/staff.ts';
import { testLocation } from './database.ts';
import { startTelegramEmulator, type TelegramEmulator } from './telegram-emulator/index.ts';
import { WebClient } from './web-client.ts';

const t = createTranslate();
const triage = createTriage(readLexicons());

/** One machine at work. */
export interface Machine {
  readonly app: App;
  readonly store: Store;
  /** Where it is reached. */
  readonly url: string;
  /** As a signal does. */
  stop(): Promise<void>;
}

/** What the machines of an installation share. */
export interface Machines {
  readonly telegram: TelegramEmulator;
  /** Starts a machine; stopped at the end of the test. `roles` as in ROLES, `env` for what it has of its own. */
  start(roles: string, env?: Record<string, string>): Promise<Machine>;
}

/** An installation on an empty PostgreSQL database, with a Telegram of its own. */
export async function machines(): Promise<Machines> {
  const location = await testLocation();
  const telegram = await startTelegramEmulator({ webhookRetryMs: 20 });
  onTestFinished(() => telegram.stop());
  return {
    telegram,
    async start(roles, env = {}) {
      const machine = await startMachine({
        ROLES: roles,
        PUBLIC_URL: 'https://bot.example',
        SETUP_CODE: 'first-admin',
        DATA_DIR: location.dataDir,
        DATABASE_URL: location.databaseUrl ?? '',
        TELEGRAM_BOT_TOKEN: telegram.token,
        TELEGRAM_API_ROOT: telegram.url,
        ...env,
      });
      onTestFinished(machine.stop);
      return machine;
    },
  };
}

/** Put together as `run` does, without reading the lexicons anew each time. */
async function startMachine(env: Record<string, string>): Promise<Machine> {
  const parsed = parseConfig(env);
  if ('problems' in parsed) throw new Error(parsed.problems.join('\n'));
  const { config } = parsed;
  const store = await openStore({ dataDir: config.DATA_DIR, databaseUrl: config.DATABASE_URL });
  const settings = {
    locale: config.DEFAULT_LOCALE,
    zone: config.TIME_ZONE,
    pageMinutes: config.PAGE_MINUTES,
    publicUrl: config.PUBLIC_URL,
    sweepMs: 1000,
    handles: config.ROLES.includes('worker'),
  };
  const features = createFeatures({ triage, settings });
  const clock = { now: () => Temporal.Now.instant() };
  const parts = { store, clock, log: silentLog, t };
  let app: App | undefined;
  const platforms = await createPlatforms({
    ...parts,
    config,
    commandWords: features.flatMap(({ commands }) => commands?.flatMap(({ words }) => words ?? []) ?? []),
    app() {
      if (!app) throw new Error('not started');
      return app;
    },
    health: () => app?.health() ?? new Map(),
    showQr: () => {},
  });
  const { channels, own } = platforms;
  const running = createApp({ ...parts, channels, own, features, settings });
  app = running;
  if (platforms.web) {
    await ensureOverseeingChat(store.db, platforms.web.id, DESK_CHAT, clock.now());
    await ensureSetupCode(store.db, config.SETUP_CODE);
  }
  const server = await startServer(platforms, '127.0.0.1', 0);
  await running.start();
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await running.stop();
    await server.close();
    await store.close();
  };
  return {
    app: running,
    store,
    url: `http://127.0.0.1:${server.port}`,
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}

/** A browser with a page open at one machine; closed when the test ends. */
export async function browserAt(
  machine: Machine,
  { cookie, desk = false }: { readonly cookie?: string; readonly desk?: boolean } = {},
): Promise<WebClient> {
  const client = new WebClient(machine.url, { locale: 'en', ...(cookie ? { cookie } : {}) });
  await client.open();
  const closing = new AbortController();
  const opened = Promise.withResolvers<void>();
  const watching = client.watch(desk, closing.signal, opened.resolve).catch(opened.reject);
  onTestFinished(async () => {
    closing.abort();
    await watching;
  });
  await opened.promise;
  return client;
}
