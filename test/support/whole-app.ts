/** The whole bot as `run` assembles it, on a test store, with its real channels on simulated platforms. */
import { expect, onTestFinished, vi } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import type { Channel, SendLimits } from '../../src/channels/channel.ts';
import { parseConfig } from '../../src/config.ts';
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
}

/** Starts everything; stopped when the test ends. */
export async function wholeApp(options: WholeAppOptions = {}): Promise<WholeApp> {
  const store = await testStore();
  const clock = manualClock();
  const telegram = await startTelegramEmulator({ now: () => clock.now().epochMilliseconds });
  onTestFinished(() => telegram.stop());
  const config = configFor(telegram, options.env);
  const log = silentLog;
  const settings = {
    locale: config.DEFAULT_LOCALE,
    zone: config.TIME_ZONE,
    pageMinutes: config.PAGE_MINUTES,
    publicUrl: config.PUBLIC_URL,
    sweepMs: 0,
    limits: UNLIMITED,
  };
  const features = createFeatures({ triage, settings });
  const commandWords = features.flatMap(
    (feature) => feature.commands?.flatMap((command) => command.words ?? []) ?? [],
  );
  let app: App | undefined;
  const health: App['health'] = () => app?.health() ?? new Map();
  const platforms = await createPlatforms({
    config,
    store,
    clock,
    log,
    t: translate,
    commandWords,
    health,
    showQr: () => {},
  });
  const wechat = new MockWechat({
    media: createMediaFiles(store.db, clock),
    keywords: ['help'],
    commandWords,
  });
  const taken = countTaken(wechat.channel);
  const channels: Channel[] = [...platforms.channels, ...(options.wechat ? [taken.channel] : [])];
  app = createApp({ store, channels, features, clock, log, t: translate, settings });
  await ensureOverseeingChat(store.db, 'web', DESK_CHAT, clock.now());
  const setupCode = (await ensureSetupCode(store.db, undefined)) ?? '';
  const server = await startServer(platforms, '127.0.0.1', 0);
  onTestFinished(() => server.close());
  await app.start();
  onTestFinished(() => app.stop());
  if (options.wechat) {
    wechat.mocker.login(wechat.bot);
    await vi.waitFor(() => expect(app?.health().get('wechat')?.state).toBe('online'), {
      timeout: 5000,
      interval: 5,
    });
  }
  const settle = async (): Promise<void> => {
    await telegram.drained();
    await app.settle();
  };
  return {
    app,
    store,
    clock,
    telegram,
    wechat,
    url: `http://127.0.0.1:${server.port}`,
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
      await app.sweep();
      await settle();
    },
  };
}

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
