/** From a checked configuration to a running process, and back. */
import { localAddress } from './address.ts';
import { type App, type AppSettings, createApp } from './app.ts';
import type { SendLimits } from './channels/channel.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { createTriage } from './domain/triage.ts';
import { createFeatures } from './features.ts';
import { createTranslate } from './i18n.ts';
import { readLexicons } from './lexicons.ts';
import type { Log } from './log.ts';
import { createPlatforms, DESK_CHAT, type Platforms } from './platforms.ts';
import { startServer } from './server.ts';
import { openStore, type Store } from './store/open.ts';
import { ensureOverseeingChat } from './store/people.ts';
import { ensureSetupCode } from './store/staff.ts';

/** A running process. */
export interface Running {
  readonly app: App;
  readonly store: Store;
  readonly platforms: Platforms;
  /** Where the pages are; undefined when this process serves none. */
  readonly url: string | undefined;
  /** The same, as reached on this machine. */
  readonly local: string | undefined;
  /** For the first administrator; undefined once there is one. */
  readonly setupCode: string | undefined;
  stop(): Promise<void>;
}

/** What may be given instead of the real thing. */
export interface RunOptions {
  readonly log: Log;
  readonly clock?: Clock;
  readonly showQr?: (qr: string) => void;
  /** Replaces the platforms' limits, for benchmarks. */
  readonly limits?: SendLimits;
}

/** Opens the database, starts the channels, and serves. Throws StartupError with what the operator can do. */
export async function run(config: Config, options: RunOptions): Promise<Running> {
  const opened = new AsyncDisposableStack();
  try {
    return await start(config, options, opened);
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

/** Starts one part after the other; what has to be closed goes on `opened`, which closes it in the reverse order. */
async function start(config: Config, options: RunOptions, opened: AsyncDisposableStack): Promise<Running> {
  const { log, clock = systemClock, showQr = () => {} } = options;
  const store = await openStore({ dataDir: config.DATA_DIR, databaseUrl: config.DATABASE_URL, log });
  opened.defer(() => store.close());
  const t = createTranslate();
  const settings = settingsOf(config, options.limits);
  const features = createFeatures({ triage: createTriage(readLexicons()), settings });
  const commands = features.flatMap((feature) => feature.commands ?? []);
  let health: App['health'] = () => new Map();
  const platforms = await createPlatforms({
    config,
    store,
    clock,
    log,
    t,
    commandWords: commands.flatMap((command) => command.words ?? []),
    health: () => health(),
    showQr,
  });
  const app = createApp({ store, channels: platforms.channels, features, clock, log, t, settings });
  health = app.health;
  if (platforms.web) await ensureOverseeingChat(store.db, platforms.web.id, DESK_CHAT, clock.now());
  const setupCode = await ensureSetupCode(store.db, config.SETUP_CODE);
  const serves = platforms.web !== undefined || platforms.telegram?.webhook !== undefined;
  const server = serves ? await startServer(platforms, config.HOST, config.PORT) : undefined;
  opened.defer(() => server?.close());
  opened.defer(() => app.stop());
  await app.start();
  const local = server && localAddress(config.HOST, server.port);
  const url = server && (config.PUBLIC_URL ?? local);
  return { app, store, platforms, url, local, setupCode, stop: () => opened.disposeAsync() };
}

function settingsOf(config: Config, limits: SendLimits | undefined): AppSettings {
  return {
    locale: config.DEFAULT_LOCALE,
    zone: config.TIME_ZONE,
    pageMinutes: config.PAGE_MINUTES,
    publicUrl: config.PUBLIC_URL,
    sweepMs: 1000,
    handles: config.ROLES.includes('worker'),
    ...(limits ? { limits } : {}),
  };
}
