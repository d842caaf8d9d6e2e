/**
 * Exports for chats, made outside the message's transaction: they are fetched like a file that a platform keeps
 * (docs/decisions/0015-files-outside-the-transaction.md).
 */

import type { ExportQuery } from '../../domain/export/query.ts';
import { type AccountId, accountId } from '../../domain/ids.ts';
import type { Media } from '../../domain/message.ts';
import { findStaff } from '../../store/staff.ts';
import type { ExportDeps } from './deps.ts';
import { openExport } from './open-export.ts';

/** Stands in a file's `account` where it is an export that is still to be made. */
export const EXPORTS: AccountId = accountId('export');

/** The most bytes of a file that is sent in a chat; a fetched file may not have more. */
export const MOST_CHAT_BYTES = 5_000_000;

interface Order {
  readonly staffId: string;
  readonly locale: string;
  readonly channel: string;
  readonly query: Omit<ExportQuery, 'from' | 'to'> & { readonly from?: string; readonly to?: string };
}

/** Names an export that somebody asked for, for `readFile`. */
export function exportMedia(order: Omit<Order, 'query'>, query: ExportQuery): Media {
  const { from, to, ...rest } = query;
  const days = { ...(from && { from: from.toString() }), ...(to && { to: to.toString() }) };
  const id = JSON.stringify({ ...order, query: { ...rest, ...days } } satisfies Order);
  return { kind: 'document', account: EXPORTS, id };
}

/** What makes them: no byte at all stands for a file that is too large for a chat. */
export function createExportFiles(deps: ExportDeps) {
  return {
    async download({ id }: Media): Promise<{ bytes: Uint8Array }> {
      const { staffId, locale, channel, query } = JSON.parse(id) as Order;
      const staff = await findStaff(deps.db, staffId);
      if (!staff?.active) throw new Error('whoever asked for an export is not on the team');
      const actor = { role: staff.role, id: staff.id };
      const { from, to } = query;
      const days = {
        from: from ? Temporal.PlainDate.from(from) : undefined,
        to: to ? Temporal.PlainDate.from(to) : undefined,
      };
      const { stream } = await openExport(deps, { actor, locale, channel }, { ...query, ...days });
      return { bytes: await bytesUpTo(stream, MOST_CHAT_BYTES) };
    },
  };
}

async function bytesUpTo(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > most) return new Uint8Array(0);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
