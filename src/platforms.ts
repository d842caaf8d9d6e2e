/** Makes the channels that the configuration asks for. */
import { readFileSync } from 'node:fs';
import type { Hono } from 'hono';
import { localAddress } from './address.ts';
import { createApi } from './api/index.ts';
import type { Channel, Health, Media, MediaStore } from './channels/channel.ts';
import { createTelegram, type TelegramChannel } from './channels/telegram/index.ts';
import { createWeb, type WebChannel, type WebContent, type WebOptions } from './channels/web/index.ts';
import { createWechat } from './channels/wechat/index.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { type ConsoleApp, createConsole } from './console/index.ts';
import { isDiscreet } from './domain/discreet.ts';
import { LOCALES, type Translate } from './domain/locale.ts';
import type { Log } from './log.ts';
import { createMediaFiles } from './store/media-files.ts';
import type { Store } from './store/open.ts';
import { createRate } from './store/rates.ts';
import { ensureSessionKey } from './store/settings.ts';
import { findStaffByAccount } from './store/staff.ts';
import { createWebMessages } from './store/web-messages.ts';

/** The chat of the web in which the whole desk meets. */
export const DESK_CHAT = 'desk';

/** What making channels needs. */
export interface PlatformParts {
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly t: Translate;
  /** Words that are commands without a slash. */
  readonly commandWords: readonly string[];
  /** The app, once it is put together. */
  readonly app: () => ConsoleApp;
  /** How accounts fare, filled in by the app. */
  readonly health: () => ReadonlyMap<string, Health>;
  readonly showQr: (qr: string) => void;
}

/** The channels, and what has routes of its own. */
export interface Platforms {
  /** Every account of the configuration: each process knows what they can do, and has their files. */
  readonly channels: readonly Channel[];
  /** Those that this process runs. */
  readonly own: readonly Channel[];
  /** With the console role. */
  readonly web: WebChannel | undefined;
  /** With the gateway role. */
  readonly telegram: TelegramChannel | undefined;
  /** Pages for staff beside the desk. */
  readonly console: Hono | undefined;
  /** What other programs call; with the console role. */
  readonly api: Hono | undefined;
}

/** Makes the channels; of them this process runs the web with the console role, the others with the gateway role. */
export async function createPlatforms(parts: PlatformParts): Promise<Platforms> {
  const { config, store, clock } = parts;
  const media: MediaStore = createMediaFiles(store.db, clock);
  const isGateway = config.ROLES.includes('gateway');
  const isConsole = config.ROLES.includes('console');
  const web = await makeWeb(parts, media);
  const telegram = config.TELEGRAM_BOT_TOKEN ? makeTelegram(parts, config.TELEGRAM_BOT_TOKEN) : undefined;
  const wechat = config.WECHATY_PUPPET ? makeWechat(parts, media, config.WECHATY_PUPPET) : undefined;
  const channels = [web, telegram, wechat].filter((channel) => channel !== undefined);
  return {
    channels,
    own: channels.filter((channel) => (channel === web ? isConsole : isGateway)),
    web: isConsole ? web : undefined,
    telegram: isGateway ? telegram : undefined,
    console: isConsole ? makeConsole(parts, web, channels) : undefined,
    api: isConsole ? makeApi(parts) : undefined,
  };
}

async function makeWeb(parts: PlatformParts, media: MediaStore): Promise<WebChannel> {
  const { config, store, clock, log, commandWords } = parts;
  const texts = Object.fromEntries(LOCALES.map((locale) => [locale, readTexts(locale)]));
  return createWeb({
    log,
    clock,
    media,
    commandWords,
    isDiscreet,
    store: createWebMessages<WebContent>(store),
    ...(store.kind === 'postgres' ? { countBy: sharedRates(parts) } : {}),
    sessionKey: await ensureSessionKey(store.db),
    publicUrl: config.PUBLIC_URL ?? localAddress(config.HOST, config.PORT),
    defaultLocale: config.DEFAULT_LOCALE,
    texts: (locale) => texts[locale] ?? texts.en ?? {},
    async staff(sender) {
      const staff = await findStaffByAccount(store.db, 'web', sender);
      return staff && { name: staff.name, role: staff.role };
    },
    health: () =>
      [...parts.health()].map(([account, { state, detail }]) => ({
        account,
        state,
        ...(detail ? { detail } : {}),
      })),
    loginQr: async () =>
      [...parts.health()].flatMap(([account, { state, qr }]) =>
        state === 'login' && qr ? [{ account, qr }] : [],
      ),
  });
}

/** Limits that hold over all processes; one that cannot be counted stops nobody. */
const sharedRates =
  ({ store, clock, log }: PlatformParts): NonNullable<WebOptions['countBy']> =>
  (name, max, windowMs) => {
    const take = createRate(store.db, clock, { name: `web-${name}`, max, windowMs });
    return (key) =>
      take(key).catch((error) => {
        log.warn({ err: error }, 'what somebody does could not be counted');
        return 0;
      });
  };

function makeConsole(
  { config, store, clock, log, t, app }: PlatformParts,
  web: WebChannel,
  channels: readonly Channel[],
): Hono {
  return createConsole({
    db: store.db,
    clock,
    log,
    t,
    account: web.id,
    visitor: web.visitor,
    openVisitor: web.open,
    app,
    locale: config.DEFAULT_LOCALE,
    zone: config.TIME_ZONE,
    secure: config.PUBLIC_URL?.startsWith('https:') ?? false,
    // The web comes first: it needs no app, and so its link is the one to be printed.
    waysIn: (code) =>
      channels.map(({ id, capabilities }) => ({ account: id, link: capabilities.deepLink?.(code) })),
  });
}

function makeApi({ config, store, clock, log, t, app, health }: PlatformParts): Hono {
  const secure = config.PUBLIC_URL?.startsWith('https:') ?? false;
  return createApi({ db: store.db, clock, log, t, app, health, zone: config.TIME_ZONE, secure });
}

const readTexts = (locale: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`../locales/${locale}/web.json`, import.meta.url), 'utf8'));

function makeTelegram({ config, log, t }: PlatformParts, token: string): TelegramChannel {
  const { TELEGRAM_WEBHOOK_SECRET: secret, PUBLIC_URL: publicUrl } = config;
  return createTelegram({
    token,
    driver: config.TELEGRAM_DRIVER,
    apiRoot: config.TELEGRAM_API_ROOT,
    log,
    texts: {
      choose: t(config.DEFAULT_LOCALE, 'channel:choose'),
      missing: (kind, problem, name) => missingText(t, config.DEFAULT_LOCALE, kind, problem, name),
    },
    ...(secret && publicUrl ? { webhook: { secret, publicUrl } } : {}),
  });
}

function makeWechat(parts: PlatformParts, media: MediaStore, puppet: string): Channel {
  const { config, log, t, commandWords, showQr } = parts;
  const locale = config.DEFAULT_LOCALE;
  const keywords = new Set(
    ['en', 'zh-CN', 'zh-TW', locale].flatMap((one) => t(one, 'channel:room-keywords').split('|')),
  );
  return createWechat({
    puppet,
    log,
    media,
    commandWords,
    showQr,
    keywords: [...keywords],
    dataDir: config.DATA_DIR,
    texts: {
      fileMissing: (file: Media) =>
        missingText(t, locale, file.kind, file.problem ?? 'unavailable', file.name),
    },
    ...(config.WECHATY_PUPPET_TOKEN ? { puppetToken: config.WECHATY_PUPPET_TOKEN } : {}),
  });
}

function missingText(t: Translate, locale: string, kind: string, problem: string, name = ''): string {
  const file = [t(locale, `channel:kind.${kind}`), name].filter(Boolean).join(' ');
  return t(locale, `channel:missing.${problem}`, { file });
}
