/** A browser without a window: keeps its cookie, posts as the page does, and hears what the page would hear. */
import { randomUUID } from 'node:crypto';

/** A message as the page receives it, as far as anybody here looks at it. */
export interface SeenMessage {
  readonly chat: 'me' | 'desk';
  readonly seq: number;
  readonly rev: number;
  readonly author: 'bot' | 'person' | 'staff';
  readonly text?: string;
  readonly choices?: readonly (readonly { readonly id: string; readonly label: string }[])[];
  readonly files?: readonly { readonly kind: string; readonly name?: string; readonly url?: string }[];
  readonly mentions?: readonly string[];
  readonly card?: boolean;
}

/** A stored upload, to be handed back with a message. */
export type UploadTicket = Record<string, unknown>;

/** Who visits. */
export interface VisitorOptions {
  /** What the browser asks for, as in Accept-Language. */
  readonly locale?: string;
  readonly name?: string;
  /** From an earlier visit. */
  readonly cookie?: string;
}

const OWN_PAGE = { 'sec-fetch-site': 'same-origin' };

/** One visitor of the server at `base`. */
export class WebVisitor {
  readonly #base: string;
  readonly #options: VisitorOptions;
  #cookie: string;

  constructor(base: string, options: VisitorOptions = {}) {
    this.#base = base.replace(/\/+$/, '');
    this.#options = options;
    this.#cookie = options.cookie ?? '';
  }

  /** What makes the server know this visitor again. */
  get cookie(): string {
    return this.#cookie;
  }

  /** Sends any request with this visitor's cookie and language. */
  request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.#cookie) headers.set('cookie', this.#cookie);
    if (this.#options.locale) headers.set('accept-language', this.#options.locale);
    return fetch(this.#base + path, { ...init, headers });
  }

  /** Opens a page and keeps its cookie. */
  async open(path = '/'): Promise<string> {
    const response = await this.request(path);
    const [cookie] = response.headers.getSetCookie();
    if (cookie) this.#cookie = cookie.split(';')[0] ?? '';
    return response.text();
  }

  /** The name and role this visitor has on the desk; undefined for travellers. */
  async staff(): Promise<{ name: string; role: string } | undefined> {
    const response = await this.request('/web/session');
    if (response.status === 401) return undefined;
    return ((await read(response)) as { staff?: { name: string; role: string } }).staff ?? undefined;
  }

  /** Writes into the private chat, or onto the desk. */
  say(
    text: string,
    more: { files?: UploadTicket[]; replyTo?: number } = {},
    chat: 'me' | 'desk' = 'me',
  ): Promise<void> {
    return this.#post(chat, { ...(text ? { text } : {}), ...more });
  }

  /** Presses a choice of a message. */
  press(message: Pick<SeenMessage, 'chat' | 'seq'>, choice: string): Promise<void> {
    return this.#post(message.chat, { choice: { id: choice, ref: message.seq } });
  }

  /** Stores a file, to be sent with a message. */
  async upload(bytes: Uint8Array, name: string): Promise<UploadTicket> {
    const headers = {
      'content-type': 'application/octet-stream',
      'x-file-name': encodeURIComponent(name),
      ...OWN_PAGE,
    };
    const response = await this.request('/web/uploads', {
      method: 'POST',
      headers,
      body: Buffer.from(bytes),
    });
    return (await read(response)) as UploadTicket;
  }

  /** Writes into the private chat and resolves with the bot's next message that fits; rejects after `timeoutMs`. */
  async ask(text: string, wanted: RegExp, timeoutMs = 20_000): Promise<SeenMessage> {
    const { messages } = await this.history();
    const last = messages.at(-1)?.seq ?? 0;
    const answer = Promise.withResolvers<SeenMessage>();
    const hearing = new AbortController();
    const signal = AbortSignal.any([hearing.signal, AbortSignal.timeout(timeoutMs)]);
    const heard = (one: SeenMessage): void => {
      const isAnswer =
        one.chat === 'me' && one.author === 'bot' && one.seq > last && wanted.test(one.text ?? '');
      if (isAnswer) answer.resolve(one);
    };
    const listening = this.listen(heard, { signal }).then(
      () => answer.reject(new Error('the event stream ended before the answer')),
      (cause: unknown) => answer.reject(new Error(`no answer to ${text.split(' ')[0]}`, { cause })),
    );
    // Whoever awaits it hears of a failure; until then it is not to be reported as unnoticed.
    answer.promise.catch(() => {});
    try {
      await this.say(text);
      return await answer.promise;
    } finally {
      hearing.abort();
      await listening;
    }
  }

  /** The newest messages of a chat, oldest first. */
  async history(chat: 'me' | 'desk' = 'me'): Promise<{ cursor: number; messages: SeenMessage[] }> {
    return (await read(await this.request(`/web/${chat}/messages`))) as {
      cursor: number;
      messages: SeenMessage[];
    };
  }

  /** The bytes of a file of a message. */
  async download(url: string): Promise<Uint8Array> {
    const response = await this.request(url);
    if (!response.ok) throw new Error(`${url.split('?')[0]} answered ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  }

  /**
   * Hands over every message and every change of one until the signal ends it or the server closes the stream;
   * `opened` is called when the server has taken it on.
   */
  async listen(
    heard: (message: SeenMessage) => void,
    options: { desk?: boolean; signal: AbortSignal; opened?: () => void },
  ): Promise<void> {
    const query = options.desk ? '?cursor=0.0&desk=1' : '?cursor=0.0';
    const response = await this.request(`/web/events${query}`, { signal: options.signal });
    if (!response.ok || !response.body) throw new Error(`the event stream answered ${response.status}`);
    options.opened?.();
    let rest = '';
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      const events = (rest + chunk).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        const data = /^data: ?(\{.*)$/m.exec(event)?.[1];
        if (data) heard(JSON.parse(data));
      }
    }
  }

  async #post(chat: 'me' | 'desk', body: Record<string, unknown>): Promise<void> {
    const { name } = this.#options;
    const message = { id: randomUUID(), ...(name ? { name } : {}), ...body };
    const headers = { 'content-type': 'application/json', ...OWN_PAGE };
    await read(
      await this.request(`/web/${chat}/messages`, { method: 'POST', headers, body: JSON.stringify(message) }),
    );
  }
}

async function read(response: Response): Promise<unknown> {
  if (response.ok) return response.json();
  const path = new URL(response.url).pathname;
  throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
}
