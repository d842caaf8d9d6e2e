/** `/export KIND …`: a small file, in private. */
import type { TicketDesk, Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { namesKind, readQuery, splitQuery } from '../../domain/export/query.ts';
import { UserError } from '../../errors.ts';
import { KEPT_FILES, keepBytes } from '../../store/media-files.ts';
import { exportMedia, MOST_CHAT_BYTES } from './chat-files.ts';
import { withSite } from './named-site.ts';

/** How long the file is kept to be sent. */
const KEPT_HOURS = 1;

const TYPES = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** Sends it where only whoever asked reads it; a group is told nothing but that. */
export async function sendExport(
  turn: Turn,
  { desk, zone }: { readonly desk: TicketDesk; readonly zone: string },
  words: string,
): Promise<void> {
  // Talk of colleagues that begins with the word.
  const isTalk = turn.chat.kind === 'group' && !/^\s*[/／]/u.test(turn.inbound.text ?? '');
  if (isTalk && !namesKind(words)) return;
  assertCan(turn.actor, 'export.run');
  desk.assertAmongStaff(turn);
  if (!words) throw new UserError('staff:error.usage', { usage: 'staff-exports:usage.export' });
  const { t, locale, actor, now, inbound } = turn;
  const query = { ...(await withSite(turn.tx, readQuery(splitQuery(words)))), bom: true };
  const target = turn.privateTarget();
  if (!target) throw new UserError('staff-exports:error.private');
  if (!turn.capabilities(target.account)?.media.includes('document'))
    throw new UserError('staff-exports:error.no-files');
  const { kind, format } = query;
  const bytes = turn.readFile(exportMedia({ staffId: actor.id, locale, channel: inbound.account }, query));
  if (!bytes) throw new UserError('staff-exports:error.failed');
  if (bytes.length === 0)
    throw new UserError('staff-exports:error.large', { megabytes: MOST_CHAT_BYTES / 1_000_000, kind });
  const name = `${kind}-${now.toZonedDateTimeISO(zone).toPlainDate()}.${format}`;
  const until = now.add({ hours: KEPT_HOURS });
  const type = TYPES[format];
  const id = await keepBytes(turn.tx, { key: `export:${turn.inboundId}`, bytes, type, name }, now, until);
  const media = [{ kind: 'document', account: KEPT_FILES, id, name, type }] as const;
  const text = t(locale, 'staff-exports:sent', { kind: t(locale, `staff-exports:kind.${kind}`) });
  await turn.say(target, { text, media }, { key: `export:${turn.inboundId}`, expiresAt: until });
  if (turn.chat.kind !== 'private') await turn.reply({ text: t(locale, 'staff-exports:in-private') });
}
