/** Files of a ticket, fetched where they were received. */
import type { Context } from 'hono';
import { canReadEntry } from '../../domain/actor.ts';
import { loadTranscript } from '../../store/desk.ts';
import { answerFile } from '../answer-file.ts';
import { Refusal } from '../answers.ts';
import { gate } from '../gate.ts';
import type { ConsoleDeps } from '../index.ts';
import { noteReading } from './note-reading.ts';
import { ticketOf } from './ticket-of.ts';

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
  return answerFile(c, deps, media, {
    away: 'staff-console:ticket.file-away',
    cache: 'private, max-age=600',
  });
}
