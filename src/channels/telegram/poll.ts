import { Backoff } from './backoff.ts';
import { ALLOWED_UPDATES } from './bot-api.ts';
import { ApiRefusal } from './driver.ts';
import { CONNECT_MS, type Link, receive } from './link.ts';

/** How long polling behaves. */
export interface PollTimes {
  /** Seconds that Telegram holds an empty answer back. */
  readonly pollSeconds: number;
  /** Milliseconds after the end of a poll when its answer is given up. */
  readonly pollMarginMs: number;
}

/** A conflict is over when nobody has interfered for so many longest waits of the backoff: a rival waits like us. */
const PROBATION = 1.2;

/** Seconds of one poll while a conflict may not be over. */
const PROBE_SECONDS = 1;

/** How long the last confirmation may take at stop, in milliseconds. */
const CONFIRM_MS = 3000;

/** Most updates in one answer. */
const BATCH = 100;

/**
 * Receives by long polling until the link is stopped. The libraries' own loops confirm updates before they are handled;
 * here the offset moves only after the host has committed the whole batch, and the backlog is never skipped.
 */
export class Poller {
  readonly #link: Link;
  readonly #times: PollTimes;
  readonly #failures: Backoff;
  #offset = 0;
  #confirmed = 0;
  #connected = false;
  #conflictUntil = 0;

  constructor(link: Link, times: PollTimes) {
    this.#link = link;
    this.#times = times;
    this.#failures = new Backoff(link.backoff);
  }

  /** Runs until the stop; `onAttempt` is called once the first try to connect has succeeded or failed. */
  async run(onAttempt: () => void): Promise<void> {
    const storing = new Backoff(this.#link.backoff);
    while (!this.#stopped) {
      const updates = await this.#fetch(onAttempt);
      if (!updates) continue;
      try {
        const { nextOffset } = await receive(this.#link, updates);
        if (updates.length > 0 && nextOffset === undefined) throw new TypeError('no update has an id');
        this.#offset = nextOffset ?? this.#offset;
        storing.reset();
      } catch (error) {
        const kind = error instanceof Error ? error.name : typeof error;
        const fields = { updates: updates.length, failures: storing.failures + 1, kind };
        this.#link.log.error(fields, 'updates could not be stored; they are fetched again');
        await storing.wait(this.#link.stopped);
      }
    }
    await this.#confirm();
  }

  get #stopped(): boolean {
    return this.#link.stopped.aborted;
  }

  /** The next updates, or undefined after a failure that has been reported and waited for. */
  async #fetch(onAttempt: () => void): Promise<readonly unknown[] | undefined> {
    const { health, stopped, log } = this.#link;
    try {
      await this.#connect();
      onAttempt();
      const updates = await this.#poll();
      // Two pollers end each other's polls in turn: one success between two conflicts is no recovery.
      if (performance.now() < this.#conflictUntil) return updates;
      this.#failures.reset();
      health.report('online');
      return updates;
    } catch (error) {
      onAttempt();
      if (this.#stopped) return undefined;
      health.failed(error, this.#failures.failures + 1);
      log.warn({ failures: this.#failures.failures + 1, reason: String(error) }, 'receiving failed');
      const waitSeconds = error instanceof ApiRefusal ? (error.retryAfter ?? 0) : 0;
      await this.#failures.wait(stopped, waitSeconds * 1000);
      if (error instanceof ApiRefusal && error.code === 409) this.#beginProbation();
      return undefined;
    }
  }

  #beginProbation(): void {
    this.#conflictUntil = performance.now() + PROBATION * this.#link.backoff.longestMs;
  }

  /** Polling is refused while a webhook is set, so an earlier one of ours is taken away; its backlog stays. */
  async #connect(): Promise<void> {
    if (this.#connected) return;
    const { api, stopped, health } = this.#link;
    await this.#link.connect();
    const keepBacklog = { drop_pending_updates: false };
    await api.raw('deleteWebhook', keepBacklog, { signal: stopped, timeoutMs: CONNECT_MS });
    this.#connected = true;
    this.#link.beat();
    health.report('online');
  }

  /** After a failure the answer is asked for at once, so that recovery is seen without waiting for a long poll. */
  async #poll(): Promise<readonly unknown[]> {
    const contested = performance.now() < this.#conflictUntil;
    const recovering = this.#failures.failures > 0 ? 0 : this.#times.pollSeconds;
    const timeout = contested ? PROBE_SECONDS : recovering;
    const offset = this.#offset;
    const updates = await this.#link.api.raw<unknown>(
      'getUpdates',
      { offset, timeout, limit: BATCH, allowed_updates: ALLOWED_UPDATES },
      { signal: this.#link.stopped, timeoutMs: timeout * 1000 + this.#times.pollMarginMs },
    );
    this.#confirmed = offset;
    this.#link.beat();
    return Array.isArray(updates) ? updates : [];
  }

  /** Tells Telegram what was committed last, so that whoever polls next does not get it again. */
  async #confirm(): Promise<void> {
    if (this.#offset === this.#confirmed) return;
    const params = { offset: this.#offset, timeout: 0, limit: 1, allowed_updates: ALLOWED_UPDATES };
    // Without it the same updates come once more, under the same ids.
    await this.#link.api.raw('getUpdates', params, { timeoutMs: CONFIRM_MS }).catch(() => undefined);
  }
}
