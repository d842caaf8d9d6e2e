import { getJson, renewSession } from './api.js';

const SILENCE_MS = 50_000;
const WAITS = [500, 1_000, 2_000, 4_000, 8_000, 15_000];

/**
 * The server's changes as they happen. Reconnects by itself from the last change it saw, so nothing is missed.
 *
 * Events: `message` (detail: the message), `state` (detail: online | connecting | offline).
 */
export class Stream extends EventTarget {
  #desk;
  #cursor = { me: 0, desk: 0 };
  #source;
  #timer;
  #watchdog;
  #failures = 0;
  state = 'connecting';

  constructor({ desk }) {
    super();
    this.#desk = desk;
    addEventListener('online', () => this.#open());
    addEventListener('offline', () => this.#set('offline'));
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden && this.state !== 'online') this.#open();
    });
  }

  /** Begins after these revs. */
  start(cursor) {
    this.#cursor = { ...this.#cursor, ...cursor };
    this.#open();
  }

  #open() {
    this.#close();
    this.#set(navigator.onLine === false ? 'offline' : 'connecting');
    const { me, desk } = this.#cursor;
    const source = new EventSource(`/web/events?cursor=${me}.${desk}${this.#desk ? '&desk=1' : ''}`);
    this.#source = source;
    source.addEventListener('beat', () => this.#alive());
    source.addEventListener('message', (event) => {
      this.#alive();
      const message = JSON.parse(event.data);
      this.#cursor[message.chat] = Math.max(this.#cursor[message.chat], message.rev);
      this.dispatchEvent(new CustomEvent('message', { detail: message }));
    });
    source.addEventListener('error', () => this.#again());
    this.#watch();
  }

  #alive() {
    this.#failures = 0;
    this.#set('online');
    this.#watch();
  }

  #watch() {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#again(), SILENCE_MS);
  }

  #again() {
    this.#close();
    this.#set(navigator.onLine === false ? 'offline' : 'connecting');
    this.#timer = setTimeout(() => this.#open(), WAITS[Math.min(this.#failures, WAITS.length - 1)]);
    this.#failures += 1;
    // EventSource hides why it was refused; a lost cookie is the one reason that waiting does not mend.
    if (this.#failures % 3 === 0)
      getJson('/web/session').catch((error) => error.status === 401 && renewSession());
  }

  #close() {
    clearTimeout(this.#timer);
    clearTimeout(this.#watchdog);
    this.#source?.close();
    this.#source = undefined;
  }

  #set(state) {
    if (this.state === state) return;
    this.state = state;
    this.dispatchEvent(new CustomEvent('state', { detail: state }));
  }
}
