/** Wrong codes on the way into the console, counted over all processes; kept as conversations are. */
import { toDate } from '../clock.ts';
import type { Trier } from '../domain/wrong-tries.ts';
import type { Db } from './db.ts';

const key = (who: string) => ({ account: 'console', chat: 'sign-in', sender: who });

/** What was tried by `who`, to be counted by domain/wrong-tries.ts and saved. */
export async function readTries(
  db: Db,
  who: string,
  now: Temporal.Instant,
): Promise<Trier & { readonly session: Record<string, unknown> }> {
  const row = await db.session.findUnique({ where: { account_chat_sender: key(who) } });
  const session = { ...(row?.state as object | undefined) };
  return { now, session, remember: (change) => void Object.assign(session, change) };
}

/** Keeps them. */
export async function saveTries(
  db: Db,
  who: string,
  { session }: Pick<Trier, 'session'>,
  now: Temporal.Instant,
): Promise<void> {
  const state = { wrongCodes: session.wrongCodes as string[] };
  const updatedAt = toDate(now);
  await db.session.upsert({
    where: { account_chat_sender: key(who) },
    create: { ...key(who), state, updatedAt },
    update: { state, updatedAt },
  });
}
