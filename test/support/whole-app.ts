/** The whole bot as `run` assembles it, on a test store, with its real channels on simulated platforms. */
import { expect, onTestFinished, vi } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import type { Channel, SendLimits } from '../../src/channels/channel.ts';
import { type Config, parseConfig } from '../../src/config.ts';
import type { Feature } from '../../src/conversation/feature.ts';
import type { Translate } from '../../src/domain/locale.ts';
import { createTriage } from '../../src/domain/triage.ts';
import { createFeatures } from '../../src/features.ts';
import { createTranslate } from '../../src/i18n.ts';
import { readLexicons } from '../../src/lexicons.ts';
import { silentLog } from '../../src/log.ts';
import { createPlatforms, DESK_CHAT } from '../../src/platforms.ts';
import { startServer } from '../../src/server.ts';
import { createMediaFiles } from '../../src/store/media-files.ts';
import type { Store } from '../../src/store/open.ts';
import { ensureOverseeingChat } from '../../src/store/people.ts';
import { ensureSetupCode } from '../../src/store/staff.ts';
import { MockWechat } from '../channels/wechat/mock-wechat.ts';
import { type ManualClock, manualClock } from './clock.ts';
import { testStore } from './database.ts';
import { startTelegramEmulator, type TelegramEmulator } from './telegram-emulator/index.ts';

/** No platform holds a test up. */
const UNLIMITED: SendLimits = { perSecond: 1e9, chatEveryMs: 0, groupPerMinute: 1e9 };

const translate = createTranslate();
const triage = createTriage(readLexicons());

/** Where the links of a whole app lead. */
export const PUBLIC_URL = 'http://bot.example';

/** What a test may set. */
export interface WholeAppOptions {
  /** Whether WeChat takes part; it does not unless asked for. */
  readonly wechat?: boolean;
  /** Variables of the environment, such as DEFAULT_LOCALE. */
  readonly env?: Record<string, string>;
}

/** A running bot and the platforms around it. */
export interface WholeApp {
  readonly app: App;
  readonly store: Store;
  readonly clock: ManualClock;
  readonly telegram: TelegramEmulator;
  readonly wechat: MockWechat;
  /** Where the pages are. */
  readonly url: string;
  readonly setupCode: string;
  /** A text as people read it; throws when there is no such text. */
  say(locale: string, key: string, params?: Record<string, unknown>): string;
  /** Does something on WeChat that gives the bot a message, and waits until it is handled and answered. */
  onWechat(act: () => void): Promise<void>;
  /** Waits until everything the platforms handed over is handled and answered. */
  settle(): Promise<void>;
  /** Moves the clock, runs what fell due, and settles. */
  later(by: Temporal.DurationLike): Promise<void>;
  /** Ends the program as a signal does; store, platforms and clock go on without it. */
  stop(): Promise<void>;
  /** Starts the program anew on the same store and platforms; what it finds there is handled, nothing is swept yet. */
  restart(): Promise<void>;
}

/** Starts everything; stopped when the test ends. */
export async function wholeApp(options: WholeAppOptions = {}): Promise<WholeApp> {
  const store = await testStore();
  const clock = manualClock();
  const telegram = await startTelegramEmulator({ now: () => clock.now().epochMilliseconds });
  onTestFinished(() => telegram.stop());
  const config = configFor(telegram, options.env);
  const wechat = new MockWechat({
    media: createMediaFiles(store.db, clock),
    keywords: ['help'],
    commandWords: wordsOf(createFeatures({ triage, settings: settingsOf(config) })),
  });
  const taken = countTaken(wechat.channel);
  const start = () => startProgram({ config, store, clock, others: options.wechat ? [taken.channel] : [] });
  let running = await start();
  onTestFinished(() => running.stop());
  const setupCode = (await ensureSetupCode(store.db, undefined)) ?? '';
  if (options.wechat) {
    wechat.mocker.login(wechat.bot);
    await vi.waitFor(() => expect(running.app.health().get('wechat')?.state).toBe('online'), {
      timeout: 5000,
      interval: 5,
    });
  }
  const settle = async (): Promise<void> => {
    await telegram.drained();
    await running.app.settle();
  };
  return {
    get app() {
      return running.app;
    },
    get url() {
      return running.url;
    },
    store,
    clock,
    telegram,
    wechat,
    setupCode,
    say: (locale, key, params) => existing(translate, locale, key, params),
    settle,
    async onWechat(act) {
      const before = taken.count();
      act();
      await vi.waitFor(() => expect(taken.count()).toBeGreaterThan(before), { timeout: 5000, interval: 5 });
      await settle();
    },
    async later(by) {
      clock.advance(by);
      await running.app.sweep();
      await settle();
    },
    stop: () => running.stop(),
    async restart() {
      running = await start();
      await settle();
    },
  };
}

interface Program {
  readonly config: Config;
  readonly store: Store;
  readonly clock: ManualClock;
  /** Channels beside those of the configuration. */
  readonly others: readonly Channel[];
}

/** One run of the program, put together as `run` does. */
async function startProgram({ config, store, clock, others }: Program) {
  const settings = settingsOf(config);
  const features = createFeatures({ triage, settings });
  let app: App | undefined;
  const parts = { store, clock, log: silentLog, t: translate };
  const platforms = await createPlatforms({
    ...parts,
    config,
    commandWords: wordsOf(features),
    app() {
      if (!app) throw new Error('not started');
      return app;
    },
    health: () => app?.health() ?? new Map(),
    showQr: () => {},
  });
  const running = createApp({ ...parts, channels: [...platforms.channels, ...others], features, settings });
  app = running;
  await ensureOverseeingChat(store.db, 'web', DESK_CHAT, clock.now());
  const server = await startServer(platforms, '127.0.0.1', 0);
  await running.start();
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await running.stop();
    await server.close();
  };
  return {
    app: running,
    url: `http://127.0.0.1:${server.port}`,
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}

const settingsOf = (config: Config) => ({
  locale: config.DEFAULT_LOCALE,
  zone: config.TIME_ZONE,
  pageMinutes: config.PAGE_MINUTES,
  publicUrl: config.PUBLIC_URL,
  sweepMs: 0,
  limits: UNLIMITED,
});

const wordsOf = (features: readonly Feature[]): string[] =>
  features.flatMap((feature) => feature.commands?.flatMap((command) => command.words ?? []) ?? []);

/** The channel, and how many messages it has handed over: WeChat itself tells nobody when the bot has one. */
function countTaken(channel: Channel): { channel: Channel; count: () => number } {
  let count = 0;
  const start: Channel['start'] = (host) =>
    channel.start({
      onHealth: (health) => host.onHealth(health),
      async onInbound(batch) {
        await host.onInbound(batch);
        count += batch.length;
      },
    });
  return { channel: { ...channel, start }, count: () => count };
}

function configFor(telegram: TelegramEmulator, env: Record<string, string> = {}) {
  const parsed = parseConfig({
    PUBLIC_URL,
    TIME_ZONE: 'Asia/Shanghai',
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.url,
    ...env,
  });
  if ('problems' in parsed) throw new Error(parsed.problems.join('\n'));
  return parsed.config;
}

function existing(t: Translate, locale: string, key: string, params?: Record<string, unknown>): string {
  const text = t(locale, key, params);
  if (text === key || text === key.slice(key.indexOf(':') + 1))
    throw new Error(`no text ${key} in ${locale}`);
  return text;
}
