import { type AccountId, accountId } from '../../domain/ids.ts';
import type { Log } from '../../log.ts';
import type { Capabilities, Channel, SendLimits } from '../channel.ts';
import { type CallTimes, createApi } from './api.ts';
import { setCommands } from './commands.ts';
import { downloadFile } from './download.ts';
import type { EncodeContext, TelegramTexts } from './encode.ts';
import { toChannelError } from './failure.ts';
import { createGrammyDriver } from './grammy-driver.ts';
import { groupMembers } from './members.ts';
import { Reception, type ReceptionTimes } from './reception.ts';
import { editMessage, sendMessage } from './send.ts';
import { createTelegrafDriver } from './telegraf-driver.ts';
import { createTopics } from './topics.ts';
import { type WebhookOptions, WebhookReceiver } from './webhook.ts';

export type { TelegramTexts } from './encode.ts';

/** One bot on Telegram. */
export interface TelegramOptions {
  /** Default `telegram`. */
  readonly id?: AccountId;
  readonly token: string;
  readonly driver: 'grammy' | 'telegraf';
  /** Default https://api.telegram.org. */
  readonly apiRoot?: string;
  /** Telegram calls us instead of being polled. */
  readonly webhook?: WebhookOptions;
  readonly log: Log;
  readonly texts: TelegramTexts;
  /** For Bot API servers with limits of their own. */
  readonly limits?: SendLimits;
  readonly now?: () => Temporal.Instant;
  /** Waits and time limits, for tests and slow lines. */
  readonly times?: Partial<CallTimes & ReceptionTimes>;
}

/** The channel, and in webhook mode the route that the app mounts; its path holds no token. */
export interface TelegramChannel extends Channel {
  readonly webhook?: { readonly path: string; handle(request: Request): Promise<Response> };
}

const LIMITS: SendLimits = { perSecond: 30, chatEveryMs: 1000, groupPerMinute: 20 };
const TIMES: CallTimes & ReceptionTimes = {
  pollSeconds: 30,
  pollMarginMs: 10_000,
  callMs: 30_000,
  uploadMs: 120_000,
  retryFirstMs: 500,
  retryLongestMs: 30_000,
  webhookCheckMs: 60_000,
};

/** A Telegram account over grammY or Telegraf, by long polling or webhook. */
export function createTelegram(options: TelegramOptions): TelegramChannel {
  const { id = accountId('telegram'), token, texts, now = () => Temporal.Now.instant() } = options;
  const times = { ...TIMES, ...options.times };
  const server = { token, apiRoot: (options.apiRoot ?? 'https://api.telegram.org').replace(/\/+$/, '') };
  const driver = options.driver === 'grammy' ? createGrammyDriver(server) : createTelegrafDriver(server);
  const api = createApi(driver, times);
  const context: EncodeContext = { account: id, texts };
  const webhook = options.webhook && new WebhookReceiver(`/channels/${id}`, options.webhook);
  const log = options.log.child({ account: id });
  const reception = new Reception({ account: id, api, log, now, times }, webhook);
  let recalled: string | undefined;
  return {
    id,
    capabilities: capabilities(options.limits ?? LIMITS, () => reception.me?.username ?? recalled),
    // Telegram calls whichever of us is reached at the address; of pollers there can be only one.
    isShared: webhook !== undefined,
    recall(handle) {
      recalled = handle.replace(/^@/, '');
    },
    start: (host) => reception.start(host),
    async stop() {
      await reception.stop();
      driver.close();
    },
    pulse: () => reception.pulse,
    send: (outgoing) => sendMessage(api, outgoing, context, reception.stopped).catch(rethrow('send', 'send')),
    edit: (ref, outgoing) => editMessage(api, ref, outgoing, context).catch(rethrow('edit', 'repeatable')),
    download: (media) => downloadFile(api, server, media).catch(rethrow('download', 'repeatable')),
    setCommands: (menus) => setCommands(api, menus).catch(rethrow('setCommands', 'repeatable')),
    members: (chat, about = []) => groupMembers(api, chat, about).catch(rethrow('members', 'repeatable')),
    topics: createTopics(api, () => reception.me),
    ...(webhook && { webhook: { path: webhook.path, handle: (request) => webhook.handle(request) } }),
  };
}

/** The port allows no other error than ChannelError. */
const rethrow =
  (what: string, effect: 'send' | 'repeatable') =>
  (error: unknown): never => {
    throw toChannelError(error, what, effect);
  };

function capabilities(limits: SendLimits, username: () => string | undefined): Capabilities {
  return {
    buttons: true,
    edit: true,
    groups: true,
    topics: true,
    writeFirst: false,
    media: ['photo', 'voice', 'audio', 'video', 'animation', 'sticker', 'document'],
    limits,
    deepLink(payload) {
      const name = username();
      return name && /^[\w-]{1,64}$/.test(payload) ? `https://t.me/${name}?start=${payload}` : undefined;
    },
    handle() {
      const name = username();
      return name && `@${name}`;
    },
  };
}
