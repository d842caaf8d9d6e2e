import type { Context, Hono } from 'hono';
import { openChat, type WebContext } from './context.ts';
import { Problem } from './problem.ts';

/** Kinds that a page may show in place; anything else is only ever saved. */
const INLINE = /^(image\/(jpeg|png|apng|gif|webp|avif|bmp)|audio\/[\w.+-]+|video\/[\w.+-]+)$/;

/** GET /web/<chat>/files/<seq>/<index>: a file of a message, for members of its chat only. */
export function fileRoutes(routes: Hono, web: WebContext): void {
  routes.get('/web/:chat/files/:seq{[0-9]{1,15}}/:index{[0-9]{1,2}}', async (c) => {
    const chat = await openChat(web, web.sessions.read(c), c.req.param('chat'));
    const message = await web.store.get(chat.ref, Number(c.req.param('seq')));
    const file = message?.content.files?.[Number(c.req.param('index'))];
    const kept = file?.id === undefined ? undefined : await web.media.open(file.id);
    if (!kept) throw new Problem(404, 'file_gone');
    return sendFile(c, kept.bytes, file?.type ?? kept.type, file?.name ?? kept.name ?? 'file');
  });
}

/** Answers with bytes, or the part of them that the player asked for (phones play sound and films only by ranges). */
function sendFile(c: Context, bytes: Uint8Array, type: string, name: string): Response {
  const inline = INLINE.test(type) && c.req.query('save') === undefined;
  const headers = new Headers({
    'Content-Type': inline ? type : 'application/octet-stream',
    'Content-Disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeName(name)}`,
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'Cache-Control': 'private, max-age=86400, immutable',
    'Accept-Ranges': 'bytes',
  });
  const range = parseRange(c.req.header('range'), bytes.length);
  const part = range ? bytes.subarray(range.from, range.to + 1) : bytes;
  if (range) headers.set('Content-Range', `bytes ${range.from}-${range.to}/${bytes.length}`);
  headers.set('Content-Length', String(part.length));
  return new Response(new Uint8Array(part), { status: range ? 206 : 200, headers });
}

const encodeName = (name: string): string =>
  encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** A single byte range within `size`; undefined when there is none to honour. */
export function parseRange(
  header: string | undefined,
  size: number,
): { from: number; to: number } | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const from = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const to = match[1] === '' || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  return from <= to ? { from, to } : undefined;
}
