/** A table that a colleague is asked for, sends, sees tried out, and confirms: what every import has in common. */
import { createHash } from 'node:crypto';
import type { Turn } from '../conversation/feature.ts';
import type { Media } from '../domain/message.ts';
import { UserError } from '../errors.ts';
import { KEPT_FILES, keepText } from '../store/media-files.ts';

/** Minutes in which the file may come. */
export const ANSWER_WITHIN = 30;

/** What waits to be confirmed. */
export interface FileDraft {
  readonly key: string;
  readonly file: Media;
  readonly sha256: string;
}

/** The file that came with a message. */
export const documentIn = (turn: Turn): Media | undefined =>
  turn.inbound.media?.find(({ kind }) => kind === 'document');

/** Whether a file that was asked for then is still waited for. */
export const isAwaited = (turn: Turn, askedAt: string): boolean =>
  turn.now.since(Temporal.Instant.from(askedAt)).total('minutes') <= ANSWER_WITHIN;

/** Says what to send, with the empty table: as a file where the platform takes files, else below the words. */
export async function askWithTable(
  turn: Turn,
  {
    text,
    name,
    table,
    type = 'text/csv',
  }: { readonly text: string; readonly name: string; readonly table: string; readonly type?: string },
): Promise<void> {
  if (!turn.capabilities(turn.inbound.account)?.media.includes('document'))
    return turn.reply({ text: `${text}\n\n${table.trim()}` });
  const id = await keepText(turn.tx, { name, type, text: table }, turn.now);
  await turn.reply({ text, media: [{ kind: 'document', account: KEPT_FILES, id, name, type }] });
}

/** The bytes of a file in hand; throws the UserError that asks for it again. */
export function bytesOf(turn: Turn, file: Media): Uint8Array {
  const bytes = turn.readFile(file);
  if (!bytes) throw new UserError('staff-import:error.no-file');
  return bytes;
}

/** By which the same bytes are known again. */
export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What a button is about; an older one is refused politely. */
export function draftOf(draft: unknown, key: string | undefined): FileDraft {
  const known = draft as FileDraft | undefined;
  if (!known || known.key !== key) throw new UserError('staff:error.old-button');
  return known;
}

/** The bytes that were tried out; what is no more the same is refused. */
export function sameBytes(turn: Turn, { file, sha256 }: FileDraft): Uint8Array {
  const bytes = bytesOf(turn, file);
  if (hashOf(bytes) !== sha256) throw new UserError('staff:error.old-button');
  return bytes;
}
