/** Which people of a manifest are meant by what a colleague typed. */
import { called, fold } from '../called.ts';

/** Somebody who can be meant. */
export interface Rider {
  readonly personId: string;
  readonly name: string | null;
  readonly room: string | null;
}

/** One part of what was written: whom it means, and the words behind them. */
export interface RiderWords<T extends Rider> {
  /** More than one: the words do not say which. */
  readonly found: readonly T[];
  readonly words: string;
  readonly rest: string;
}

const COMMA = /\s*[,，、;；]\s*/u;
const STOP = /[:：.。]+$/u;

/**
 * The longest beginning of the words that is a room or a name, whole or in part, and what stands behind it; undefined
 * when nobody is meant. Those a colleague can still tick are meant before the others.
 */
export function readRider<T extends Rider>(
  riders: readonly T[],
  words: string,
  isOpen: (rider: T) => boolean = () => true,
): RiderWords<T> | undefined {
  const parts = words.trim().split(/\s+/u);
  for (let count = parts.length; count > 0; count -= 1) {
    const said = parts.slice(0, count).join(' ').replace(STOP, '');
    const all = said ? meant(riders, said) : [];
    const open = all.filter(isOpen);
    const found = open.length > 0 ? open : all;
    if (found.length > 0) return { found, words: said, rest: parts.slice(count).join(' ') };
  }
  return undefined;
}

function meant<T extends Rider>(riders: readonly T[], said: string): T[] {
  const inRoom = riders.filter(({ room }) => room !== null && fold(room) === fold(said));
  if (inRoom.length > 0) return inRoom;
  const named = riders.map((rider) => ({ rider, name: rider.name ?? '' }));
  return called(named, said).map(({ rider }) => rider);
}

/** The people of a list, by commas. */
export const partsOf = (words: string): string[] => words.split(COMMA).filter(Boolean);

/** `Ana, Leo refused to go`: the people first, then, from the first words that name nobody, the reason. */
export function readRidersAndReason<T extends Rider>(
  riders: readonly T[],
  words: string,
  isOpen?: (rider: T) => boolean,
): { readonly riders: readonly RiderWords<T>[]; readonly reason: string } {
  const found: RiderWords<T>[] = [];
  let rest = words.trim();
  for (;;) {
    const [said = ''] = rest.split(COMMA);
    const read = said ? readRider(riders, said, isOpen) : undefined;
    if (!read) return { riders: found, reason: rest };
    found.push({ ...read, rest: '' });
    const behind = rest.slice(said.length).replace(/^\s*[,，、;；]\s*/u, '');
    if (read.rest) return { riders: found, reason: [read.rest, behind].filter(Boolean).join(', ') };
    rest = behind;
  }
}
