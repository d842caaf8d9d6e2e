import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';

interface Sandwich {
  prototype: Readable & { currentStream: Readable | null; currentStreamOnReadable(): void };
}

/**
 * Makes Telegraf 4.16 uploads end on Node 26, where `read()` hands out one chunk at a time: its
 * sandwich-stream reads once per 'readable' event, so the request body would stay open for ever.
 */
export function mendTelegrafUploads(): void {
  const telegraf = createRequire(import.meta.resolve('telegraf'));
  const { SandwichStream } = telegraf('sandwich-stream') as { SandwichStream: Sandwich };
  SandwichStream.prototype.currentStreamOnReadable = function drain() {
    for (let chunk = this.currentStream?.read(); chunk != null; chunk = this.currentStream?.read())
      this.push(chunk);
  };
}
