import type { Log } from '../../log.ts';
import type { Inbound } from '../channel.ts';
import { backoff, pause } from './waiting.ts';

const BATCH = 50;

interface Waiting {
  inbound: Inbound | undefined;
  settled: boolean;
  readonly done: Promise<void>;
}

/** What the intake needs. */
export interface IntakeOptions {
  readonly commit: (batch: readonly Inbound[]) => Promise<void>;
  readonly log: Log;
  readonly retry: readonly [number, number];
  readonly random: () => number;
}

/**
 * Holds every message until the host has committed it: wechaty pushes messages once and knows no acknowledgement.
 * Order is kept per chat; a chat whose file is still being fetched holds up no other. What is held is in memory
 * only, so a killed process loses what it could not commit.
 */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #lines = new Map<string, Waiting[]>();
  readonly #runs = new Set<Promise<void>>();
  readonly #giveUp = new AbortController();

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** Takes the next message of a chat; its place is fixed now, its content may come later. */
  push(chat: string, work: Promise<Inbound | undefined>): void {
    const waiting: Waiting = {
      inbound: undefined,
      settled: false,
      done: work.then(
        (inbound) => {
          waiting.inbound = inbound;
          waiting.settled = true;
        },
        (error: unknown) => {
          waiting.settled = true;
          this.#options.log.error(
            { error: (error as Error)?.name, chat },
            'a WeChat message could not be read',
          );
        },
      ),
    };
    const line = this.#lines.get(chat);
    if (line) {
      line.push(waiting);
      return;
    }
    const fresh = [waiting];
    this.#lines.set(chat, fresh);
    const run = this.#run(chat, fresh).finally(() => this.#runs.delete(run));
    this.#runs.add(run);
  }

  /** Waits until all is committed, at most `ms`; returns how many messages had to be given up. */
  async drain(ms: number): Promise<number> {
    const deadline = new AbortController();
    const idle = (async () => {
      while (this.#runs.size > 0) await Promise.all(this.#runs);
    })();
    await Promise.race([idle, pause(ms, deadline.signal)]);
    deadline.abort();
    const left = [...this.#lines.values()].reduce((sum, line) => sum + line.length, 0);
    this.#giveUp.abort();
    return left;
  }

  async #run(chat: string, line: Waiting[]): Promise<void> {
    for (let head = line[0]; head && !this.#giveUp.signal.aborted; head = line[0]) {
      await head.done;
      const ready = line.slice(0, BATCH);
      const open = ready.findIndex((waiting) => !waiting.settled);
      const taken = open === -1 ? ready : ready.slice(0, open);
      const batch = taken.map((waiting) => waiting.inbound).filter((inbound) => inbound !== undefined);
      if (batch.length > 0 && !(await this.#commit(batch))) return;
      line.splice(0, taken.length);
    }
    this.#lines.delete(chat);
  }

  async #commit(batch: readonly Inbound[]): Promise<boolean> {
    for (let attempt = 0; !this.#giveUp.signal.aborted; attempt += 1) {
      try {
        await this.#options.commit(batch);
        return true;
      } catch (error) {
        const held = { error: (error as Error)?.name, attempt, messages: batch.length };
        this.#options.log.warn(held, 'WeChat messages could not be stored; held and tried again');
        await pause(backoff(attempt, this.#options.retry, this.#options.random), this.#giveUp.signal);
      }
    }
    return false;
  }
}
