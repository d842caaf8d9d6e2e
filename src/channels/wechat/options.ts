import type { AccountId } from '../../domain/ids.ts';
import { accountId } from '../../domain/ids.ts';
import type { Log } from '../../log.ts';
import type { Media, MediaKind, MediaStore, SendLimits } from '../channel.ts';
import type { Puppet } from './sdk.ts';

/** The few sentences this channel says by itself, in the chat's language as far as the caller knows it. */
export interface WechatTexts {
  /** One line in place of a file that cannot be sent. */
  fileMissing(media: Media): string;
}

/** How long things take; every value in milliseconds. */
export interface WechatTiming {
  /** Shortest and longest wait before each message, so that the account does not write like a machine. */
  readonly gap: readonly [number, number];
  /** How long one puppet call may take. */
  readonly call: number;
  /** How long fetching one file may take; the messages after it in the same chat wait for it. */
  readonly media: number;
  /** First and longest wait before inbound messages are offered to the host again. */
  readonly retry: readonly [number, number];
  /** First and longest wait before the puppet is started again. */
  readonly restart: readonly [number, number];
  /** After this long without any event the puppet is asked whether it lives. */
  readonly silence: number;
  /** How long it has to answer. */
  readonly answer: number;
  /** After a logout the puppet gets this long to offer a new login by itself. */
  readonly relogin: number;
  /** How long after a login contacts may still be loading, so that an unknown one is not yet given up. */
  readonly settle: number;
  /** How long `stop` waits for each of three things: calls under way, messages not stored yet, the puppet. */
  readonly stop: number;
}

/** What `createWechat` is given. */
export interface WechatOptions {
  readonly id?: AccountId;
  /** A puppet's npm name such as `wechaty-puppet-service`, or an instance. */
  readonly puppet: string | Puppet;
  readonly puppetToken?: string;
  /** Handed to the puppet's constructor beside the token. */
  readonly puppetOptions?: Readonly<Record<string, unknown>>;
  /** Where the login is kept between starts (`<name>.memory-card.json`); without it every start asks for a scan. */
  readonly dataDir?: string;
  /** Name of the memory card; the account's id by default. */
  readonly name?: string;
  readonly log: Log;
  readonly media: MediaStore;
  /** Words that address the bot when a group message begins with one of them. */
  readonly keywords: readonly string[];
  /** Commands without a slash, such as 认领; they count in a group when alone or followed by a space, digit, # or @. */
  readonly commandWords?: readonly string[];
  readonly texts: WechatTexts;
  /** Whether to accept a friend request with this greeting; every request is accepted by default. */
  readonly acceptFriend?: (hello: string) => boolean;
  /** Draws the login code in the terminal. */
  readonly showQr?: (qr: string) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** From 0 up to 1. */
  readonly random?: () => number;
  readonly limits?: Partial<SendLimits>;
  readonly timing?: Partial<WechatTiming>;
}

/** The options with every default filled in. */
export interface WechatSettings extends WechatOptions {
  readonly id: AccountId;
  readonly commandWords: readonly string[];
  readonly acceptFriend: (hello: string) => boolean;
  readonly now: () => number;
  readonly random: () => number;
  readonly limits: SendLimits;
  readonly timing: WechatTiming;
}

const TIMING: WechatTiming = {
  gap: [300, 1500],
  call: 30_000,
  media: 30_000,
  retry: [250, 30_000],
  restart: [2000, 300_000],
  silence: 90_000,
  answer: 15_000,
  relogin: 30_000,
  settle: 60_000,
  stop: 3000,
};

/**
 * WeChat tells nobody its limits and bans personal accounts that write in bulk or to strangers, sometimes after
 * a few hundred messages and for good. These are deliberately far below what a busy human types; raise them only
 * for an official account.
 */
const LIMITS: SendLimits = { perSecond: 1, chatEveryMs: 2000, groupPerMinute: 10 };

/** Fills in the defaults. */
export function settle(options: WechatOptions): WechatSettings {
  return {
    ...options,
    id: options.id ?? accountId('wechat'),
    commandWords: options.commandWords ?? [],
    acceptFriend: options.acceptFriend ?? (() => true),
    now: options.now ?? Date.now,
    random: options.random ?? Math.random,
    limits: { ...LIMITS, ...options.limits },
    timing: { ...TIMING, ...options.timing },
  };
}

/** The kinds of file a puppet can send; an official account has no plain files. */
export function mediaKinds(puppet: string | Puppet): readonly MediaKind[] {
  if (puppet === 'wechaty-puppet-official-account') return ['photo', 'voice', 'audio', 'video'];
  return ['photo', 'voice', 'audio', 'video', 'animation', 'sticker', 'document'];
}
