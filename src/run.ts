/** From a checked configuration to a running process, and back. */
import { hostname } from 'node:os';
import { localAddress } from './address.ts';
import { type App, type AppSettings, createApp } from './app.ts';
import type { SendLimits } from './channels/channel.ts';
import { type Clock, systemClock } from './clock.ts';
import { type Config, placeOf } from './config.ts';
import { watchDiskSpace } from './disk-space.ts';
import { createTriage } from './domain/triage.ts';
import { createFeatures } from './features.ts';
import { createTranslate } from './i18n.ts';
import { readLexicons } from './lexicons.ts';
import type { Log } from './log.ts';
import { createWatch } from './metrics/index.ts';
import { createPlatforms, DESK_CHAT, type Platforms } from './platforms.ts';
import { startBackups } from './schedule/backups.ts';
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
  const store = await openStore({ ...placeOf(config), log });
  opened.defer(() => store.close());
  const t = createTranslate();
  const address = { local: localAddress(config.HOST, config.PORT) };
  const pagesUrl = (): string => config.PUBLIC_URL ?? address.local;
  const disk = { machine: hostname(), space: watchDiskSpace(config.DATA_DIR) };
  const settings = { ...settingsOf(config, options.limits), pagesUrl, disk };
  const features = createFeatures({ triage: createTriage(readLexicons()), settings });
  const commands = features.flatMap((feature) => feature.commands ?? []);
  let running: App | undefined;
  const platforms = await createPlatforms({
    config,
    store,
    clock,
    log,
    t,
    commandWords: commands.flatMap((command) => command.words ?? []),
    app() {
      if (!running) throw new Error('a page was asked for before the app was put together');
      return running;
    },
    health: () => running?.health() ?? new Map(),
    showQr,
  });
  const { channels, own } = platforms;
  const watch = createWatch({
    db: store.db,
    clock,
    token: config.METRICS_TOKEN,
    pages: () => platforms.web?.openPages() ?? 0,
    disk: settings.disk.space,
    ofProcess: true,
  });
  const { observer } = watch;
  const app = createApp({ store, channels, own, features, clock, log, t, settings, observer });
  running = app;
  if (platforms.web) await ensureOverseeingChat(store.db, platforms.web.id, DESK_CHAT, clock.now());
  // It is entered on a page; a code made by every process would end the one that was printed before.
  const setupCode = platforms.web && (await ensureSetupCode(store.db, config.SETUP_CODE));
  const serves = platforms.web !== undefined || platforms.telegram?.webhook !== undefined;
  // Every process listens, if only to be watched.
  const server = await startServer(platforms, config.HOST, config.PORT, watch.routes);
  opened.defer(() => server.close());
  opened.defer(() => app.stop());
  address.local = localAddress(config.HOST, server.port);
  await app.start();
  const backups = startBackups({ ...backupsOf(config), store, clock, log });
  opened.defer(() => backups.stop());
  watch.setStarted(true);
  opened.defer(() => watch.setStarted(false));
  const local = serves ? address.local : undefined;
  const url = serves ? pagesUrl() : undefined;
  return { app, store, platforms, url, local, setupCode, stop: () => opened.disposeAsync() };
}

/** Backups are looked after where messages are handled. */
const backupsOf = (config: Config) => ({
  dataDir: config.DATA_DIR,
  directory: config.ROLES.includes('worker') ? config.BACKUP_DIR : undefined,
  at: config.BACKUP_AT,
  zone: config.TIME_ZONE,
  keep: config.BACKUP_KEEP,
  everyMs: 1000,
});

function settingsOf(config: Config, limits: SendLimits | undefined): AppSettings {
  return {
    locale: config.DEFAULT_LOCALE,
    zone: config.TIME_ZONE,
    pageMinutes: config.PAGE_MINUTES,
    publicUrl: config.PUBLIC_URL,
    lateAfter: config.OUTBOX_ALARM_MINUTES,
    sweepMs: 1000,
    handles: config.ROLES.includes('worker'),
    allowPrivateWebhooks: config.ALLOW_PRIVATE_WEBHOOKS,
    ...(limits ? { limits } : {}),
  };
}
