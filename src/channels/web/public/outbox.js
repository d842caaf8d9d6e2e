import { postJson, renewSession, upload } from './api.js';
import { newId } from './boot.js';

const WAITS = [1_000, 2_000, 4_000, 8_000, 15_000];

/**
 * Messages on their way to the server, in order per chat. Each keeps one id over all attempts, so that the server
 * takes it once; each stays until the server says that it is stored.
 *
 * Events: `change` (detail: chat), `sent` (detail: { item, message }).
 */
export class Outbox extends EventTarget {
  #db;
  #items = [];
  #running = new Set();
  #wakes = new Set();
  #order = Date.now();

  constructor(db) {
    super();
    this.#db = db;
    addEventListener('online', () => this.kick());
    document.addEventListener('visibilitychange', () => document.hidden || this.kick());
  }

  /** Takes up what an earlier visit left. */
  async load() {
    const kept = await this.#db.all();
    this.#items = kept.sort((a, b) => a.order - b.order);
    for (const chat of new Set(kept.map((item) => item.chat))) this.#changed(chat);
  }

  items(chat) {
    return this.#items.filter((item) => item.chat === chat);
  }

  /** Queues a message: `{ text, files, place, replyTo, choice, label, name }`; files are `{ blob, name, voice }`. */
  add(chat, draft) {
    this.#order = Math.max(this.#order + 1, Date.now());
    const item = { ...draft, chat, id: newId(), order: this.#order, at: new Date().toISOString() };
    this.#items.push(item);
    void this.#db.put(item);
    this.#changed(chat);
    return item;
  }

  /** Tries a refused message again. */
  retry(item) {
    delete item.problem;
    this.#changed(item.chat);
  }

  discard(item) {
    this.#items = this.#items.filter((other) => other !== item);
    void this.#db.remove(item.id);
    this.#changed(item.chat);
  }

  /** Tries at once instead of waiting. */
  kick() {
    for (const wake of [...this.#wakes]) wake();
  }

  #changed(chat) {
    this.dispatchEvent(new CustomEvent('change', { detail: chat }));
    if (this.#running.has(chat)) return;
    this.#running.add(chat);
    this.#run(chat).finally(() => {
      this.#running.delete(chat);
      if (this.items(chat).some((item) => !item.problem)) this.#changed(chat);
    });
  }

  async #run(chat) {
    let failures = 0;
    for (;;) {
      const item = this.items(chat).find((candidate) => !candidate.problem);
      if (!item) return;
      try {
        const { message } = await this.#post(item);
        failures = 0;
        this.dispatchEvent(new CustomEvent('sent', { detail: { item, message } }));
        this.discard(item);
      } catch (error) {
        if (error.status === 401 && renewSession()) return;
        if (error.passing || error.status === 401) {
          await this.#pause(error.retryAfterMs ?? WAITS[Math.min(failures, WAITS.length - 1)]);
          failures += 1;
        } else {
          item.problem = error.message;
          this.dispatchEvent(new CustomEvent('change', { detail: chat }));
        }
      }
    }
  }

  async #post(item) {
    for (const file of item.files ?? []) {
      if (file.ticket) continue;
      file.ticket = await upload(file);
      await this.#db.put(item);
    }
    const { id, text, place, replyTo, choice, name } = item;
    const files = item.files?.map((file) => file.ticket);
    return postJson(`/web/${item.chat}/messages`, { id, text, files, place, replyTo, choice, name });
  }

  #pause(ms) {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#wakes.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.#wakes.add(wake);
    });
  }
}
