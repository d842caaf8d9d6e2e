/** Answers with a file from wherever it is kept; only pictures, sound and video are shown in the page. */
import type { Context } from 'hono';
import type { Media } from '../domain/message.ts';
import { answeredFile } from './answer-panel.ts';
import { Refusal } from './answers.ts';
import { gate } from './gate.ts';
import type { ConsoleDeps } from './index.ts';

/** Types that a browser shows without running anything of them. */
const SHOWN = /^(image\/(png|jpeg|gif|webp)|audio\/[\w.+-]+|video\/[\w.+-]+)$/;

/** The file where it can be had just now, and otherwise the text `away`. */
export async function answerFile(
  c: Context,
  deps: ConsoleDeps,
  media: Media,
  { away, cache }: { readonly away: string; readonly cache: string },
): Promise<Response> {
  const file = await deps.app().fetchMedia(media);
  if (!file.bytes) throw new Refusal(404, away);
  const type = file.type && SHOWN.test(file.type) ? file.type : undefined;
  const name = encodeURIComponent(file.name ?? file.kind);
  return c.body(new Uint8Array(file.bytes), 200, {
    'Content-Type': type ?? 'application/octet-stream',
    'Content-Disposition': `${type ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
    'Cache-Control': cache,
  });
}

/** GET /console/answer/files/<place>: what came with the bot's last answer in this session. */
export async function sendAnsweredFile(c: Context, deps: ConsoleDeps): Promise<Response> {
  const reader = await gate(c, deps);
  const media = answeredFile(reader, Number(c.req.param('place')));
  if (!media) throw new Refusal(404, 'staff-console:ticket.no-file');
  // The same address is another file with the next answer.
  return answerFile(c, deps, media, { away: 'staff-console:answer.file-away', cache: 'no-store' });
}
