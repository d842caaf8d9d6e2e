/** (d) Every colleague claims every ticket, in two processes over one PostgreSQL: who gets it, and how fast. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { systemClock } from '../src/clock.ts';
import { storeInbound } from '../src/store/inbox.ts';
import { benchStore, fillDesk, wrote } from './desk.ts';

/** What the race measured. */
export interface Race {
  readonly claimsPerSecond: number;
  /** Tickets with an owner, tickets claimed more than once by the record, colleagues who got at least one. */
  readonly owned: number;
  readonly twice: number;
  readonly winners: number;
}

/** Runs the race to its end. */
export async function measureClaims(colleagues: number, tickets: number): Promise<Race> {
  const { store, databaseUrl = '', dataDir, close } = await benchStore('postgres');
  await fillDesk(store, colleagues, tickets);
  const worker = new URL('./claims-worker.ts', import.meta.url);
  const workers = [0, 1].map(() => fork(worker, [databaseUrl, dataDir]));
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  // Each colleague begins at another ticket, so that everybody is ahead somewhere.
  const claims = Array.from({ length: tickets }, (_none, round) =>
    Array.from({ length: colleagues }, (_same, index) => {
      const number = 1 + ((round + index * Math.floor(tickets / colleagues)) % tickets);
      return wrote(index + 1, `/claim ${number}`);
    }),
  ).flat();
  for (let at = 0; at < claims.length; at += 1000)
    await storeInbound(store.db, claims.slice(at, at + 1000), systemClock.now());
  const start = performance.now();
  for (const worker of workers) worker.send('go');
  while ((await store.db.inbound.count({ where: { state: 'pending' } })) > 0)
    await new Promise((resolve) => setTimeout(resolve, 200));
  const seconds = (performance.now() - start) / 1000;
  for (const worker of workers) {
    worker.kill('SIGTERM');
    await once(worker, 'exit');
  }
  const owned = await store.db.ticket.findMany({
    where: { ownerId: { not: null } },
    select: { ownerId: true },
  });
  const claimed = await store.db.audit.groupBy({
    by: ['ticketId'],
    where: { action: 'ticket.claim' },
    _count: true,
  });
  await close();
  return {
    claimsPerSecond: claims.length / seconds,
    owned: owned.length,
    twice: claimed.filter((one) => one._count > 1).length,
    winners: new Set(owned.map((one) => one.ownerId)).size,
  };
}
