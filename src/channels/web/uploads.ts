import type { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { SenderRef } from '../../domain/ids.ts';
import type { Media, MediaKind } from '../channel.ts';
import { openChat, type WebContext } from './context.ts';
import { Problem } from './problem.ts';
import { cleanName, sniff } from './sniff.ts';

/** What an upload answers and a message hands back: a stored file, signed so that only its sender can send it. */
export const uploadTicket = z.object({
  id: z.string().max(200),
  kind: z.enum(['photo', 'voice', 'audio', 'video', 'animation', 'document']),
  type: z.string().max(200),
  name: z.string().max(200),
  size: z.int().nonnegative(),
  proof: z.string().max(100),
});

/** A stored file, waiting for its message. */
export type UploadTicket = z.infer<typeof uploadTicket>;

const sealed = (sender: SenderRef, ticket: Omit<UploadTicket, 'proof'>): string =>
  JSON.stringify([sender, ticket.id, ticket.kind, ticket.type, ticket.name, ticket.size]);

/** The media that a ticket stands for; a Problem when another sender uploaded it or it was tampered with. */
export function redeemTicket(web: WebContext, sender: SenderRef, ticket: UploadTicket): Media {
  const { proof, ...file } = ticket;
  if (!web.signer.verify('upload', sealed(sender, file), proof)) throw new Problem(400, 'bad_upload');
  return { ...file, account: web.account };
}

/** POST /web/uploads: one file as the request's body, its name in X-File-Name; `X-File-Kind: voice` for a recording. */
export function uploadRoutes(routes: Hono, web: WebContext): void {
  const limit = bodyLimit({
    maxSize: web.limits.uploadBytes,
    onError: () => {
      throw new Problem(413, 'file_too_large');
    },
  });
  routes.post('/web/uploads', limit, async (c) => {
    const { sender } = await openChat(web, web.sessions.read(c), 'me');
    const wait = await web.uploadRate.take(sender);
    if (wait > 0) throw new Problem(429, 'slow_down', { retryAfterMs: wait });
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    if (bytes.length === 0) throw new Problem(400, 'file_empty');
    const found = await sniff(bytes, c.req.header('x-file-kind') === 'voice');
    if (!found) throw new Problem(415, 'file_type');
    const name = cleanName(decodeHeader(c.req.header('x-file-name')), found.extension);
    const id = await web.media
      .keep(web.account, { bytes, type: found.type, name })
      .catch((cause: unknown) => {
        throw new Problem(503, 'not_saved', { retryAfterMs: 2_000, cause });
      });
    const kind: Exclude<MediaKind, 'sticker'> = found.kind === 'sticker' ? 'photo' : found.kind;
    const ticket = { id, kind, type: found.type, name, size: bytes.length };
    return c.json({ ...ticket, proof: web.signer.sign('upload', sealed(sender, ticket)) });
  });
}

function decodeHeader(value: string | undefined): string | undefined {
  try {
    return value === undefined ? undefined : decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
