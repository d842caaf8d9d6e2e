import type { ChannelHost, Health, Inbound } from '../../src/channels/channel.ts';

type Wanted = (inbound: Inbound) => boolean;

/** A host that keeps what a channel hands in, can refuse it, and lets a test wait without sleeping. */
export class RecordingHost implements ChannelHost {
  readonly accepted: Inbound[] = [];
  readonly refused: Inbound[] = [];
  readonly batches: (readonly Inbound[])[] = [];
  readonly health: Health[] = [];
  /** Runs before a batch is accepted; a rejection refuses it. */
  before: (batch: readonly Inbound[]) => Promise<void> = async () => undefined;
  #failures = 0;
  #checks = new Set<() => void>();

  async onInbound(batch: readonly Inbound[]): Promise<void> {
    this.batches.push(batch);
    this.#changed();
    try {
      await this.before(batch);
      if (this.#failures > 0) {
        this.#failures -= 1;
        throw new Error('the store is away');
      }
      this.accepted.push(...batch);
    } catch (error) {
      this.refused.push(...batch);
      throw error;
    } finally {
      this.#changed();
    }
  }

  onHealth(health: Health): void {
    this.health.push(health);
    this.#changed();
  }

  /** Refuses the next batches, as a database that is away would. */
  failNext(times = 1): void {
    this.#failures = times;
  }

  /** The first accepted message that fits, now or within 5 s. */
  next(wanted: Wanted): Promise<Inbound> {
    return this.until(() => this.accepted.find(wanted));
  }

  /** The first refused message that fits, now or within 5 s. */
  nextRefused(wanted: Wanted): Promise<Inbound> {
    return this.until(() => this.refused.find(wanted));
  }

  /** Resolves once `state` (default `online`) is the last reported health. */
  async healthy(state: Health['state'] = 'online'): Promise<void> {
    await this.until(() => (this.health.at(-1)?.state === state ? true : undefined));
  }

  /** Resolves with the first defined value of `look`, asked after every event; rejects after `timeoutMs`. */
  until<T>(look: () => T | undefined, timeoutMs = 5000): Promise<T> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        const found = look();
        if (found === undefined) return;
        clearTimeout(timer);
        this.#checks.delete(check);
        resolve(found);
      };
      const timer = setTimeout(() => {
        this.#checks.delete(check);
        reject(new Error(`nothing of the kind within ${timeoutMs} ms`));
      }, timeoutMs);
      this.#checks.add(check);
      check();
    });
  }

  #changed(): void {
    for (const check of [...this.#checks]) check();
  }
}
