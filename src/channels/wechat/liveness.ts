import type { WechatTiming } from './options.ts';
import type { Puppet } from './sdk.ts';

/** Notices a puppet that has gone silent: after a while without any event it is asked for a sign of life. */
export class Liveness {
  readonly #timing: WechatTiming;
  readonly #puppet: () => Puppet | undefined;
  readonly #onDead: () => void;
  /** Puppets that never answered are not judged by their silence. */
  #answers = false;
  #silence: NodeJS.Timeout | undefined;
  #answer: NodeJS.Timeout | undefined;
  #signAt = performance.now();

  constructor(timing: WechatTiming, puppet: () => Puppet | undefined, onDead: () => void) {
    this.#timing = timing;
    this.#puppet = puppet;
    this.#onDead = onDead;
  }

  /** Any event shows that the puppet lives; the watch begins anew. */
  sign(): void {
    this.#signAt = performance.now();
    this.rest();
    this.#silence = setTimeout(() => this.ask(), this.#timing.silence);
  }

  /** Milliseconds since the last sign of a puppet that answers when it is asked; 0 for one that never does. */
  get silentMs(): number {
    return this.#answers ? performance.now() - this.#signAt : 0;
  }

  /** The puppet answered a question of ours, so it can. */
  answered(): void {
    this.#answers = true;
  }

  /** Asks for a sign of life while somebody is logged in. */
  ask(): void {
    const puppet = this.#puppet();
    if (!puppet) return;
    clearTimeout(this.#answer);
    this.#answer = setTimeout(() => {
      if (this.#answers) this.#onDead();
    }, this.#timing.answer);
    try {
      puppet.ding('homeward');
    } catch {
      // A puppet that cannot be asked says so each time; its events are the only sign then.
      clearTimeout(this.#answer);
    }
  }

  /** Stops watching until the next sign. */
  rest(): void {
    clearTimeout(this.#silence);
    clearTimeout(this.#answer);
  }
}
