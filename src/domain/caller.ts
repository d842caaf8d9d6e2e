/** Who called or came by, read out of one line that a colleague typed while listening. */
import { latinDigits } from './digits.ts';

/** What is known of somebody who has no account here. */
export interface Caller {
  readonly name: string | null;
  readonly room: string | null;
  /** Digits with a leading plus if there was one. */
  readonly phone: string | null;
}

const PHONE = /(?:\+|\b)\d[\d\s().-]{5,}\d\b/;
const ROOM = /^[\p{L}]{0,3}-?\p{N}[\p{L}\p{N}-]{0,6}$/u;

/** `1203 Wang Li 070-123 45 67` in any order: a long number is a phone, a short word with a digit the room. */
export function readCaller(text: string): Caller {
  let rest = latinDigits(text.normalize('NFKC')).trim();
  const number = PHONE.exec(rest)?.[0];
  if (number) rest = rest.replace(number, ' ');
  const words = rest.split(/[\s,;，、；]+/u).filter(Boolean);
  const room = words.find((word) => ROOM.test(word)) ?? null;
  const name = words.filter((word) => word !== room).join(' ');
  return { name: name || null, room, phone: number ? plainPhone(number) : null };
}

/** The digits of a phone number, with its plus. */
export const plainPhone = (number: string): string => number.replace(/[^\d+]/g, '');

/** `1203 Wang Li 0701234567: needs insulin tonight`; undefined without a colon and words after it. */
export function readCall(line: string): { readonly caller: Caller; readonly words: string } | undefined {
  const colon = /[:：]/u.exec(line);
  if (!colon) return undefined;
  const words = line.slice(colon.index + 1).trim();
  const caller = readCaller(line.slice(0, colon.index));
  return words && (caller.name || caller.room || caller.phone) ? { caller, words } : undefined;
}
