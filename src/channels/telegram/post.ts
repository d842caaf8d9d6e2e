import * as http from 'node:http';
import * as https from 'node:https';
import type { Readable } from 'node:stream';

/** What grammY hands to the fetch function of a client. */
interface PostRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Readable;
  readonly signal?: AbortSignal;
}

/** What grammY reads of an answer. */
interface PostAnswer {
  json(): Promise<unknown>;
}

/**
 * A fetch that can do what grammY asks of one and no more: its own, node-fetch 2, costs half as much processor time
 * again for every call (measured: 108 ms instead of 64 ms per 1,000 messages).
 */
export function createPost(agent: http.Agent): (url: string, request: PostRequest) => Promise<PostAnswer> {
  return (url, { headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const request = url.startsWith('https:') ? https.request : http.request;
      const length = typeof body === 'string' && { 'content-length': Buffer.byteLength(body) };
      const options = { method: 'POST', agent, headers: { ...headers, ...length } };
      const call = request(url, options, (response) => {
        readAnswer(response, resolve);
        response.on('error', reject);
      });
      const abort = (): void => {
        call.destroy();
      };
      call.on('error', reject);
      call.on('close', () => signal?.removeEventListener('abort', abort));
      if (signal?.aborted) return abort();
      signal?.addEventListener('abort', abort);
      if (typeof body === 'string') call.end(body);
      else body.on('error', abort).pipe(call);
    });
}

/** A proxy's refusal in its own words is put in the Bot API's form, so that its status is not lost. */
function readAnswer(response: http.IncomingMessage, resolve: (answer: PostAnswer) => void): void {
  const { statusCode = 0, statusMessage = '' } = response;
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('end', () => {
    const text = Buffer.concat(chunks).toString();
    resolve({
      async json() {
        try {
          return JSON.parse(text);
        } catch (error) {
          if (statusCode < 400) throw error;
          return { ok: false, error_code: statusCode, description: statusMessage };
        }
      },
    });
  });
}
