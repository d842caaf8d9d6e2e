import type { ChatName } from './context.ts';

/** How far a page has read each of its chats, as revs. */
export type Cursor = Record<ChatName, number>;

/** The cursor as the id of a server-sent event, `<me>.<desk>`. */
export const formatCursor = (cursor: Cursor): string => `${cursor.me}.${cursor.desk}`;

/** Reads a cursor that a page hands back; undefined when it is none of ours. */
export function parseCursor(text: string | undefined): Cursor | undefined {
  const match = /^(\d{1,15})\.(\d{1,15})$/.exec(text ?? '');
  return match ? { me: Number(match[1]), desk: Number(match[2]) } : undefined;
}
