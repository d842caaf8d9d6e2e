/** A visitor of the web pages as tests use one: keeps what its page would show, and waits for what should come. */
import { expect, onTestFinished, vi } from 'vitest';
import { type SeenMessage, type VisitorOptions, WebVisitor } from '../../src/cli/demo/web-visitor.ts';

/** Part of a text, a pattern on it, or a function. */
export type Wanted = string | RegExp | ((message: SeenMessage) => boolean);

/** One browser with one page open. */
export class WebClient extends WebVisitor {
  readonly #shown = new Map<string, SeenMessage>();
  readonly #checks = new Set<() => void>();

  /** What the page shows of a chat, as it reads now, oldest first. */
  shown(chat: 'me' | 'desk' = 'me'): SeenMessage[] {
    return [...this.#shown.values()].filter((one) => one.chat === chat).sort((a, b) => a.seq - b.seq);
  }

  /** What the bot said in a chat, as it reads now, oldest first. */
  heard(chat: 'me' | 'desk' = 'me'): string[] {
    return this.shown(chat).flatMap((one) => (one.author === 'bot' ? [one.text ?? ''] : []));
  }

  /** The newest message that fits, already here or soon. */
  waitFor(wanted: Wanted, chat: 'me' | 'desk' = 'me', timeoutMs = 5000): Promise<SeenMessage> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        const found = this.shown(chat).findLast((one) => one.author === 'bot' && fits(one, wanted));
        if (!found) return;
        clearTimeout(timer);
        this.#checks.delete(check);
        resolve(found);
      };
      const timer = setTimeout(() => {
        this.#checks.delete(check);
        const there = this.heard(chat).join('\n---\n');
        reject(new Error(`nothing like ${wanted} within ${timeoutMs} ms; there was:\n${there}`));
      }, timeoutMs);
      this.#checks.add(check);
      check();
    });
  }

  /** Presses the button with this label on the newest message that has it. */
  async pressLabel(label: string, chat: 'me' | 'desk' = 'me'): Promise<void> {
    for (const message of this.shown(chat).toReversed()) {
      const choice = message.choices?.flat().find((one) => one.label === label);
      if (choice) return this.press(message, choice.id);
    }
    throw new Error(`no button "${label}"; there was:\n${this.heard(chat).join('\n---\n')}`);
  }

  /** Keeps the page up to date until the signal says that it is closed; `opened` is called when it begins to. */
  async watch(desk: boolean, signal: AbortSignal, opened: () => void): Promise<void> {
    const heard = (message: SeenMessage): void => {
      this.#shown.set(`${message.chat}:${message.seq}`, message);
      for (const check of [...this.#checks]) check();
    };
    await this.listen(heard, { desk, signal, opened });
  }
}

/** Opens a page and keeps it open until the test ends. */
export async function openPage(url: string, options: VisitorOptions = {}): Promise<WebClient> {
  const client = new WebClient(url, options);
  await client.open();
  await keepOpen(client, false);
  return client;
}

/** Comes onto the desk with an invitation or the setup code, as the sign-in page does, and opens both of its chats. */
export async function openDesk(
  url: string,
  command: string,
  options: VisitorOptions = {},
): Promise<WebClient> {
  const client = new WebClient(url, options);
  await client.open('/desk');
  await client.say(command);
  await vi.waitFor(async () => expect(await client.staff()).toBeDefined(), { timeout: 5000, interval: 20 });
  await keepOpen(client, true);
  return client;
}

/**
 * Opens the event stream; closed when the test ends. Resolves when it is open: a test that stops the server next must
 * not have it refused.
 */
async function keepOpen(client: WebClient, desk: boolean): Promise<void> {
  const closing = new AbortController();
  const opened = Promise.withResolvers<void>();
  const done = client.watch(desk, closing.signal, opened.resolve).catch((error: unknown) => {
    if (!closing.signal.aborted) throw error;
  });
  done.catch(opened.reject);
  onTestFinished(() => closing.abort());
  await opened.promise;
  onTestFinished(() => {
    closing.abort();
    return done;
  });
}

const fits = (message: SeenMessage, wanted: Wanted): boolean => {
  const text = message.text ?? '';
  if (typeof wanted === 'function') return wanted(message);
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
};
