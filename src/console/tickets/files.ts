/** Files of a ticket, fetched where they were received; only pictures, sound and video are shown in the page. */
import type { Context } from 'hono';
import { canReadEntry } from '../../domain/actor.ts';
import { loadTranscript } from '../../store/desk.ts';
import { Refusal } from '../answers.ts';
import { gate } from '../gate.ts';
import type { ConsoleDeps } from '../index.ts';
import { noteReading } from './note-reading.ts';
import { ticketOf } from './ticket-of.ts';

/** Types that a browser shows without running anything of them. */
const SHOWN = /^(image\/(png|jpeg|gif|webp)|audio\/[\w.+-]+|video\/[\w.+-]+)$/;

/** GET /console/tickets/12/files/<entry>/<position>. */
export async function sendFile(c: Context, deps: ConsoleDeps): Promise<Response> {
  const reader = await gate(c, deps, 'ticket.read');
  const { ticket } = await ticketOf(c, deps, reader);
  const lines = await loadTranscript(deps.db, ticket.id);
  const line = lines.find(({ id }) => String(id) === c.req.param('entry'));
  const media =
    line && canReadEntry(reader.actor, ticket, line) && line.attachments?.media?.[Number(c.req.param('at'))];
  if (!media) throw new Refusal(404, 'staff-console:ticket.no-file');
  await noteReading(deps, reader, { ticket, lines }, { isPart: true });
  const file = await deps.app().fetchMedia(media);
  if (!file.bytes) throw new Refusal(404, 'staff-console:ticket.file-away');
  const type = file.type && SHOWN.test(file.type) ? file.type : undefined;
  const name = encodeURIComponent(file.name ?? file.kind);
  return c.body(new Uint8Array(file.bytes), 200, {
    'Content-Type': type ?? 'application/octet-stream',
    'Content-Disposition': `${type ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
    'Cache-Control': 'private, max-age=600',
  });
}
