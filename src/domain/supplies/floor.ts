/**
 * The floor a room is on, read from its number: the digits before the last two, with the letters or the tower before
 * them. `1204` is on 12, `804` on 8, `A1203` on A12, `3-1502` on 3-15, `12` on none that its number tells.
 */
import { latinDigits } from '../digits.ts';

/** The floor; null when the number tells none, or there is no number. */
export function floorOf(room: string | null): string | null {
  if (!room) return null;
  const written = latinDigits(room.normalize('NFKC')).toUpperCase().trim();
  const [, prefix = '', digits = ''] = /^(.*?)(\d+)\D*$/u.exec(written) ?? [];
  const floor = digits.slice(0, -2);
  if (floor === '') return null;
  const tower = prefix.replace(/[\s_./#]+$/u, '').replace(/(?<=\p{L})-$/u, '');
  return `${tower}${Number(floor)}`;
}

const byNumber = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Sorts rooms and floors as somebody walks: 2 before 10, the unknown last. */
export function compareNumbered(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return byNumber.compare(one, other);
}
