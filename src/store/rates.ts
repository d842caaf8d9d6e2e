/** What each does of something that is limited, counted in the database for all processes together. */
import { toDate } from '../clock.ts';
import type { Db } from './db.ts';

/** Counts what is done under `key`: 0 when it may go on, else the milliseconds until it may. */
export type TakeRate = (key: string) => Promise<number>;

/** At most `max` under each key in every window of `windowMs`, in one statement; keys of different `name`s are apart. */
export function createRate(
  db: Db,
  clock: { now(): Temporal.Instant },
  { name, max, windowMs }: { readonly name: string; readonly max: number; readonly windowMs: number },
): TakeRate {
  return async (key) => {
    const now = clock.now();
    const over = toDate(now.subtract({ milliseconds: windowMs }));
    const rows = await db.$queryRaw<{ count: number; started_at: Date }[]>`
      insert into rate as r (key, started_at, count) values (${`${name} ${key}`}, ${toDate(now)}, 1)
      on conflict (key) do update set
        started_at = case when r.started_at <= ${over} then excluded.started_at else r.started_at end,
        count = case when r.started_at <= ${over} then 1 else least(r.count + 1, ${max + 1}) end
      returning count, started_at`;
    const row = rows[0];
    if (!row || row.count <= max) return 0;
    return Math.max(1, row.started_at.getTime() + windowMs - now.epochMilliseconds);
  };
}

/** Forgets windows that began before then. */
export async function forgetRates(db: Db, before: Temporal.Instant): Promise<void> {
  await db.$executeRaw`delete from rate where started_at < ${toDate(before)}`;
}
