import { once } from 'node:events';
import { createTriage } from '../domain/triage.ts';
import { readLexicons } from '../lexicons.ts';

const BATCH = 64 * 1024;

/** Cuts a byte stream into lines by LF or CRLF, without the byte order mark; other separators stay in the text. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  // A list, because joining a very long line chunk by chunk would copy it again and again.
  let open: string[] = [];
  for await (const chunk of bytes) {
    const parts = decoder.decode(chunk, { stream: true }).split('\n');
    for (const [at, part] of parts.entries()) {
      open.push(part);
      if (at === parts.length - 1) break;
      yield open.join('').replace(/\r$/u, '');
      open = [];
    }
  }
  open.push(decoder.decode());
  yield open.join('').replace(/\r$/u, '');
}

async function main(): Promise<void> {
  const triage = createTriage(readLexicons());
  let out = '';
  for await (const text of linesOf(process.stdin)) {
    if (text.trim() === '') continue;
    const { need, urgency, confidence, language } = triage(text);
    out += `${JSON.stringify({ text, need, urgency, confidence, language })}\n`;
    if (out.length < BATCH) continue;
    if (!process.stdout.write(out)) await once(process.stdout, 'drain');
    out = '';
  }
  process.stdout.write(out);
}

if (import.meta.main) {
  // A reader that has seen enough (`| head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  await main();
}
