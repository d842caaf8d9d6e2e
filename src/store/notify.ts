import type { Db, Tx } from './db.ts';

/**
 * Gets the payload of a notification. An empty payload may also mean that the connection was lost for a
 * while: look for everything that is due, not for one thing.
 */
export type Listener = (payload: string) => void;

/** Ends a subscription; afterwards its listener is not called again. */
export type StopListening = () => Promise<void>;

/** Wakes the listeners on `channel`, of all processes; inside a transaction at its commit. */
export async function notify(db: Db | Tx, channel: string, payload = ''): Promise<void> {
  await db.$executeRaw`SELECT pg_notify(${channel}, ${payload})`;
}

/** Refuses names that SQL would fold or that would need quotes. */
export function checkChannel(channel: string): string {
  if (!/^[a-z_]{1,63}$/.test(channel)) throw new Error(`not a notification channel: ${channel}`);
  return channel;
}
