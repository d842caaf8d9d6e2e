import type { SenderRef } from '../../domain/ids.ts';
import type { Log } from '../../log.ts';
import type { Health, MediaStore } from '../channel.ts';
import type { Rate } from './rate.ts';
import type { WebStore } from './web-store.ts';

/** The present moment, passed in so that tests decide it. */
export interface Clock {
  now(): Temporal.Instant;
}

/** A colleague who may read and write the desk. */
export interface Staff {
  readonly name: string;
  readonly role: string;
}

/** How one account fares, as shown on the desk. */
export interface AccountHealth {
  readonly account: string;
  readonly state: Health['state'];
  readonly detail?: string;
}

/** A code that somebody must scan to log an account in. */
export interface LoginQr {
  readonly account: string;
  readonly qr: string;
}

/** Bounds that protect the server; every one of them is explained to the person it stops. */
export interface WebLimits {
  /** UTF-16 units of one message. */
  readonly text: number;
  /** Bytes of one file. */
  readonly uploadBytes: number;
  /** Files of one message. */
  readonly files: number;
  /** Messages of one person in ten seconds; more are told to come back, and the page does. */
  readonly messagesPer10s: number;
  /** Uploads of one person in ten seconds. */
  readonly uploadsPer10s: number;
  /** Open pages of one person. */
  readonly streams: number;
  /** Milliseconds between two signs of life on an open page. */
  readonly heartbeatMs: number;
  /** Milliseconds between two looks for changes that nobody announced. */
  readonly pollMs: number;
}

/** Limits that suit a hotel's guests and a team of fifty. */
export const DEFAULT_LIMITS: WebLimits = {
  text: 8_000,
  uploadBytes: 20 * 1024 * 1024,
  files: 10,
  messagesPer10s: 30,
  uploadsPer10s: 20,
  streams: 12,
  heartbeatMs: 20_000,
  pollMs: 30_000,
};

/** What the web channel is given by the composition root. */
export interface WebOptions {
  readonly id?: string;
  readonly log: Log;
  readonly clock: Clock;
  readonly store: WebStore;
  readonly media: MediaStore;
  /** Signs session cookies and upload tickets; changing it signs everybody out. */
  readonly sessionKey: Uint8Array | string;
  /** Where people reach this server, without a trailing slash; https makes cookies Secure. */
  readonly publicUrl?: string;
  /** The page's texts (namespace `web`) in one of the twelve languages. */
  readonly texts: (locale: string) => Record<string, string>;
  /** Language of a visitor whose browser names none of ours. */
  readonly defaultLocale?: string;
  /** Who this sender is on the desk; undefined when not a colleague (any more). */
  readonly staff: (sender: SenderRef) => Promise<Staff | undefined>;
  /** Words that are commands without a slash at the beginning of a desk message, such as 认领. */
  readonly commandWords?: readonly string[];
  /** Whether a desk message is for few: the bot gets its words, the desk's history keeps a lock in their place. */
  readonly isDiscreet?: (text: string) => boolean;
  readonly loginQr?: () => Promise<readonly LoginQr[]>;
  readonly health: () => readonly AccountHealth[] | Promise<readonly AccountHealth[]>;
  readonly limits?: Partial<WebLimits>;
  /** Counts what each sender does where several processes serve the pages; in memory when left out. */
  readonly countBy?: (name: string, max: number, windowMs: number) => Rate['take'];
}
