/** Where a list goes on: opaque to whoever reads it, and of no use for another list. */
import { Refusal } from './problem.ts';

/** A cursor behind one item of a list. */
export const cursorAfter = (list: string, key: string | number | bigint): string =>
  Buffer.from(`${list}:${key}`).toString('base64url');

/** What names the item before, as `pattern` says it looks; throws the Refusal of one that is not ours. */
export function readCursor(list: string, cursor: string | undefined, pattern: RegExp): string | undefined {
  if (cursor === undefined) return undefined;
  const [name, key = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(':');
  if (name !== list || !pattern.test(key))
    throw new Refusal('invalid-request', { detail: 'This cursor is not of this list.' });
  return key;
}

/** Names of rows. */
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const NUMBER = /^[1-9]\d{0,8}$/;
export const ROW = /^[1-9]\d{0,17}$/;

/** A page of what was read with one item more than asked for. */
export function pageFrom<Row, Item>(
  list: string,
  { limit }: { readonly limit: number },
  rows: readonly Row[],
  { key, show }: { readonly key: (row: Row) => string | number | bigint; readonly show: (row: Row) => Item },
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(show),
    next: rows.length > limit && last !== undefined ? cursorAfter(list, key(last)) : null,
  };
}
