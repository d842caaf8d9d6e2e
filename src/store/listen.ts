import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../log.ts';
import { checkChannel, type Listener, type StopListening } from './notify.ts';

/** First and longest pause between attempts to connect again, in milliseconds. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
/** How often the connection is tried, so that one cut without a word is noticed, in milliseconds. */
const PROBE_MS = 15_000;

/** LISTEN on a connection of its own that is made at the first subscription and again whenever it is lost. */
export class PostgresListener {
  readonly #connectionString: string;
  readonly #log: Log;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #closing = new AbortController();
  #running: Promise<void> | undefined;
  #client: pg.Client | undefined;
  #opened = Promise.withResolvers<void>();

  constructor(connectionString: string, log: Log) {
    this.#connectionString = connectionString;
    this.#log = log;
  }

  /** Resolves once the server passes notifications on. */
  async listen(channel: string, listener: Listener): Promise<StopListening> {
    const listeners = this.#listeners.get(checkChannel(channel)) ?? new Set();
    this.#listeners.set(channel, listeners.add(listener));
    this.#running ??= this.#run();
    // When this fails the connection is lost, and the next one listens to every channel by itself.
    if (this.#client) await this.#client.query(`LISTEN ${channel}`).catch(() => {});
    else await this.#opened.promise;
    return async () => {
      listeners.delete(listener);
    };
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#opened.resolve();
    await this.#client?.end().catch(() => {});
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    for (let pause = FIRST_PAUSE_MS; !signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const client = this.#createClient();
      try {
        await this.#open(client);
        pause = FIRST_PAUSE_MS;
        await this.#probeUntilLost(client);
      } catch (error) {
        if (!signal.aborted)
          this.#log.warn({ err: (error as Error).message }, 'connecting for notifications again');
      }
      if (this.#client) this.#opened = Promise.withResolvers();
      this.#client = undefined;
      client.end().catch(() => {});
      await sleep(pause, undefined, { signal }).catch(() => {});
    }
  }

  #createClient(): pg.Client {
    const client = new pg.Client({
      connectionString: this.#connectionString,
      connectionTimeoutMillis: LONGEST_PAUSE_MS,
      query_timeout: LONGEST_PAUSE_MS,
      keepAlive: true,
    });
    client.on('notification', ({ channel, payload = '' }) => this.#call(channel, payload));
    client.on('error', () => {}); // noticed by the probe
    return client;
  }

  async #open(client: pg.Client): Promise<void> {
    await client.connect();
    for (const channel of this.#listeners.keys()) await client.query(`LISTEN ${channel}`);
    this.#client = client;
    this.#opened.resolve();
    // What was said while nobody listened is lost, so every listener is told to look.
    for (const channel of this.#listeners.keys()) this.#call(channel, '');
  }

  /** Returns when the connection has ended or the store is closed; rejects when the probe fails. */
  async #probeUntilLost(client: pg.Client): Promise<void> {
    const ended = new AbortController();
    client.once('end', () => ended.abort());
    const signal = AbortSignal.any([ended.signal, this.#closing.signal]);
    while (!signal.aborted) {
      await client.query('SELECT 1');
      await sleep(PROBE_MS, undefined, { signal }).catch(() => {});
    }
  }

  #call(channel: string, payload: string): void {
    for (const listener of this.#listeners.get(channel) ?? []) listener(payload);
  }
}
