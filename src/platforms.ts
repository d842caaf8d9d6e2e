/** Makes the channels that the configuration asks for. */
import { readFileSync } from 'node:fs';
import type { Hono } from 'hono';
import { localAddress } from './address.ts';
import type { Channel, Health, Media, MediaStore } from './channels/channel.ts';
import { createTelegram, type TelegramChannel } from './channels/telegram/index.ts';
import { createWeb, type WebChannel, type WebContent } from './channels/web/index.ts';
import { createWechat } from './channels/wechat/index.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { createConsole } from './console/index.ts';
import { isDiscreet } from './domain/discreet.ts';
import { LOCALES, type Translate } from './domain/locale.ts';
import type { Log } from './log.ts';
import { createMediaFiles } from './store/media-files.ts';
import type { Store } from './store/open.ts';
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
  /** How accounts fare, filled in by the app. */
  readonly health: () => ReadonlyMap<string, Health>;
  readonly showQr: (qr: string) => void;
}

/** The channels, and what has routes of its own. */
export interface Platforms {
  readonly channels: readonly Channel[];
  readonly web: WebChannel | undefined;
  readonly telegram: TelegramChannel | undefined;
  /** Pages for staff beside the desk. */
  readonly console: Hono | undefined;
}

/** Makes the channels of this process: the web with the console role, the others with the gateway role. */
export async function createPlatforms(parts: PlatformParts): Promise<Platforms> {
  const { config, store, clock } = parts;
  const media: MediaStore = createMediaFiles(store.db, clock);
  const isGateway = config.ROLES.includes('gateway');
  const web = config.ROLES.includes('console') ? await makeWeb(parts, media) : undefined;
  const telegram =
    isGateway && config.TELEGRAM_BOT_TOKEN ? makeTelegram(parts, config.TELEGRAM_BOT_TOKEN) : undefined;
  const wechat =
    isGateway && config.WECHATY_PUPPET ? makeWechat(parts, media, config.WECHATY_PUPPET) : undefined;
  const channels = [web, telegram, wechat].filter((channel) => channel !== undefined);
  return { channels, web, telegram, console: web && makeConsole(parts, web, channels) };
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
    store: createWebMessages<WebContent>(store.db),
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

function makeConsole(
  { config, store, clock, log, t }: PlatformParts,
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
    locale: config.DEFAULT_LOCALE,
    zone: config.TIME_ZONE,
    secure: config.PUBLIC_URL?.startsWith('https:') ?? false,
    // The web comes first: it needs no app, and so its link is the one to be printed.
    waysIn: (code) =>
      channels.map(({ id, capabilities }) => ({ account: id, link: capabilities.deepLink?.(code) })),
  });
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
