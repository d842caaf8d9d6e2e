/** From what the database says of a row to the cells of a file. */
import { type Actor, can, canReadTicket } from '../actor.ts';
import { isOpenCare } from '../care.ts';
import type { CareKind } from '../roster.ts';
import type { ExportColumn } from './columns.ts';
import { createZonedText } from './zoned-text.ts';

/** One cell. */
export type ExportCell = string | number | boolean | null;

/** A row as the database gives it: moments in milliseconds since 1970, days as `2026-11-22`, lists as arrays. */
export interface RawRow {
  /** Of the row's site. */
  readonly zone: string;
  /** Whose words they are, in rows of tickets. */
  readonly ticket: { readonly restricted: boolean; readonly ownerId: string | null } | null;
  /** In the order of the columns. */
  readonly values: readonly unknown[];
}

/** Writes rows for one reader: what they may not read of a row is empty. */
export function createCells(
  columns: readonly ExportColumn[],
  actor: Actor,
): (row: RawRow) => readonly ExportCell[] {
  const zoned = createZonedText();
  const mayReadAll = can(actor, 'ticket.read-restricted');
  return ({ zone, ticket, values }) => {
    const mayRead = ticket === null || canReadTicket(actor, ticket);
    return columns.map(({ key, type, guard }, at) => {
      const value = values[at];
      if (value === null || value === undefined || (guard === 'ticket' && !mayRead)) return null;
      if (type === 'moment') return zoned(Number(value), zone);
      if (type === 'number') return Number(value);
      if (type === 'flag') return value === true;
      if (type !== 'list') return String(value);
      const items = (value as readonly string[]).filter(
        (kind) =>
          key !== 'care' || mayReadAll || isOpenCare({ kind: kind as CareKind, date: null, note: null }),
      );
      return items.length > 0 ? items.join(', ') : null;
    });
  };
}
