import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { MediaStore } from '../../../src/channels/channel.ts';
import { createWeb, type WebChannel, type WebOptions } from '../../../src/channels/web/index.ts';
import { type SenderRef, senderRef } from '../../../src/domain/ids.ts';
import { silentLog } from '../../../src/log.ts';
import { MemoryWebStore } from '../../support/memory-web-store.ts';
import { RecordingHost } from '../recording-host.ts';

/** The page's texts as they stand in locales/. */
export const webTexts = (locale: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`../../../locales/${locale}/web.json`, import.meta.url), 'utf8'));

/** A MediaStore in memory. */
export function memoryMedia(): MediaStore {
  const files = new Map<string, { bytes: Uint8Array; type: string; name?: string }>();
  return {
    async keep(_account, file) {
      const id = randomUUID();
      files.set(id, { ...file, bytes: Uint8Array.from(file.bytes) });
      return id;
    },
    open: async (id) => files.get(id),
  };
}

/** A web channel over a store in memory, with a host that records and a desk whose staff the test names. */
export interface WebFixture {
  readonly web: WebChannel;
  readonly store: MemoryWebStore;
  readonly media: MediaStore;
  readonly host: RecordingHost;
  readonly staff: Map<SenderRef, { name: string; role: string }>;
  /** Epoch milliseconds that the channel believes it is. */
  now: number;
}

/** Makes the fixture; the channel is started unless `started` is false. */
export async function webFixture(options: Partial<WebOptions> = {}, started = true): Promise<WebFixture> {
  const store = new MemoryWebStore();
  const media = memoryMedia();
  const staff: WebFixture['staff'] = new Map();
  const fixture = { store, media, staff, host: new RecordingHost(), now: Date.now() };
  const web = createWeb({
    log: silentLog,
    clock: { now: () => Temporal.Instant.fromEpochMilliseconds(fixture.now) },
    store,
    media,
    sessionKey: 'a key for tests only',
    texts: webTexts,
    commandWords: ['认领', 'claim'],
    staff: async (sender) => staff.get(sender),
    health: () => [{ account: 'web', state: 'online' }],
    ...options,
  });
  if (started) await web.start(fixture.host);
  return Object.assign(fixture, { web });
}

/** A browser without a window: keeps its cookie, and posts as the page does. */
export class Visitor {
  readonly #web: WebChannel;
  readonly #base: string;
  cookie = '';

  constructor(web: WebChannel, base = 'http://localhost') {
    this.#web = web;
    this.#base = base;
  }

  get sender(): SenderRef {
    return senderRef(/=([^.]+)\./.exec(this.cookie)?.[1] ?? '');
  }

  async request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.cookie && !headers.has('cookie')) headers.set('cookie', this.cookie);
    if (init.method === 'POST' && !headers.has('sec-fetch-site'))
      headers.set('sec-fetch-site', 'same-origin');
    return this.#web.routes.request(this.#base + path, { ...init, headers });
  }

  /** Opens a page and keeps its cookie. */
  async open(path = '/', headers: Record<string, string> = {}): Promise<Response> {
    const response = await this.request(path, { headers });
    const [cookie] = response.headers.getSetCookie();
    if (cookie) this.cookie = cookie.split(';')[0] ?? '';
    return response;
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return this.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  /** Posts a message with an id of its own. */
  say(text: string, more: Record<string, unknown> = {}, chat = 'me'): Promise<Response> {
    return this.post(`/web/${chat}/messages`, { id: randomUUID(), text, ...more });
  }

  upload(bytes: Uint8Array, name: string, headers: Record<string, string> = {}): Promise<Response> {
    const all = {
      'content-type': 'application/octet-stream',
      'x-file-name': encodeURIComponent(name),
      ...headers,
    };
    return this.request('/web/uploads', { method: 'POST', headers: all, body: new Uint8Array(bytes) });
  }
}

/** A visitor with a cookie. */
export async function visitor({ web }: WebFixture, base?: string): Promise<Visitor> {
  const person = new Visitor(web, base);
  await person.open();
  return person;
}

/** A visitor who is on the desk. */
export async function colleague(fixture: WebFixture, name = 'Lin', role = 'liaison'): Promise<Visitor> {
  const person = await visitor(fixture);
  fixture.staff.set(person.sender, { name, role });
  return person;
}
