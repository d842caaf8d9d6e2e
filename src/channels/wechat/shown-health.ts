import type { Health } from '../channel.ts';

/** Shows how the login fares, and nothing twice. */
export class ShownHealth {
  readonly #tell: (health: Health) => void;
  #last: Health | undefined;

  constructor(tell: (health: Health) => void) {
    this.#tell = tell;
  }

  /** What was shown last. */
  get last(): Health | undefined {
    return this.#last;
  }

  /** Shows a change; false when nothing changed. */
  show(health: Health): boolean {
    if (JSON.stringify(health) === JSON.stringify(this.#last)) return false;
    this.#last = health;
    this.#tell(health);
    return true;
  }
}
