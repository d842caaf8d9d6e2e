/** Whether this process can do its work now. */
import { within } from './scrape.ts';

/** What readiness is made of. */
export interface ReadinessParts {
  /** The migrations that the database lacks; rejects when it cannot be asked. */
  readonly missingMigrations: () => Promise<readonly string[]>;
  readonly isStarted: () => boolean;
}

/** Each part by itself; nothing secret. */
export interface Readiness {
  readonly status: 'ready' | 'not ready';
  readonly database: 'ok' | 'no answer';
  readonly migrations: 'ok' | 'missing' | 'unknown';
  readonly roles: 'started' | 'starting';
}

/** How long the database may take to answer, in milliseconds. */
const ANSWER_MS = 1000;

/** A check that may be asked for at any rate: the database is asked once at a time. */
export function createReadiness(parts: ReadinessParts, answerMs = ANSWER_MS): () => Promise<Readiness> {
  let asking: Promise<readonly string[] | undefined> | undefined;

  function ask(): Promise<readonly string[] | undefined> {
    asking ??= parts
      .missingMigrations()
      .catch(() => undefined)
      .finally(() => {
        asking = undefined;
      });
    return asking;
  }

  return async () => {
    const missing = await within(ask(), answerMs);
    const roles = parts.isStarted() ? 'started' : 'starting';
    const isReady = missing?.length === 0 && roles === 'started';
    return {
      status: isReady ? 'ready' : 'not ready',
      database: missing ? 'ok' : 'no answer',
      migrations: missing ? (missing.length === 0 ? 'ok' : 'missing') : 'unknown',
      roles,
    };
  };
}
