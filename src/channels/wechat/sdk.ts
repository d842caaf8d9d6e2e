import type { impls, payloads } from 'wechaty-puppet';

/** wechaty's driver of one WeChat protocol; everything here works on its plain payloads. */
export type Puppet = impls.PuppetInterface;
export type RawMessage = payloads.Message;
export type RawContact = payloads.Contact;

/**
 * wechaty's message types. Copied, because importing the enum would load wechaty (about 100 MB) in processes that
 * never speak WeChat; a test compares them with the original.
 */
export const MESSAGE = {
  Unknown: 0,
  Attachment: 1,
  Audio: 2,
  Contact: 3,
  ChatHistory: 4,
  Emoticon: 5,
  Image: 6,
  Text: 7,
  Location: 8,
  MiniProgram: 9,
  GroupNote: 10,
  Transfer: 11,
  RedEnvelope: 12,
  Recalled: 13,
  Url: 14,
  Video: 15,
  Post: 16,
} as const;

/** wechaty's contact types that matter here; copied for the same reason. */
export const CONTACT = { Official: 2 } as const;

/** wechaty's friendship events; copied for the same reason. */
export const FRIENDSHIP = { Confirm: 1, Receive: 2 } as const;

/** wechaty's QR code states; copied for the same reason. */
export const SCAN = { Waiting: 2, Scanned: 3, Confirmed: 4, Timeout: 5 } as const;

/** A message type's name, as it is stored for types that are not understood. */
export const messageTypeName = (type: number): string =>
  Object.entries(MESSAGE).find(([, value]) => value === type)?.[0] ?? `type ${type}`;

/** A puppet's timestamp, which may be in seconds or milliseconds, in milliseconds; `fallback` when it has none. */
export function timestampMs(timestamp: number | undefined, fallback: number): number {
  if (!timestamp || !Number.isFinite(timestamp)) return fallback;
  return timestamp < 1e11 ? timestamp * 1000 : timestamp;
}
