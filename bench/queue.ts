/** (e) The first page of the queue with very many open tickets, from the stored message to the stored answer. */
import { systemClock } from '../src/clock.ts';
import { storeInbound } from '../src/store/inbox.ts';
import type { StoreKind } from './child.ts';
import { benchStore, fillDesk, startApp, wrote } from './desk.ts';
import { quantile } from './figures.ts';

/** Milliseconds. */
export interface QueueTimes {
  readonly p50: number;
  readonly p99: number;
}

/** Asks for the first page so often, one after the other. */
export async function measureQueue(kind: StoreKind, tickets: number, times: number): Promise<QueueTimes> {
  const { store, close } = await benchStore(kind);
  await fillDesk(store, 50, tickets);
  const app = await startApp(store);
  const waits: number[] = [];
  for (let time = -20; time < times; time += 1) {
    const start = performance.now();
    await storeInbound(store.db, [wrote(1 + ((time + 20) % 50), '/queue')], systemClock.now());
    await app.settle();
    // The first ones warm up.
    if (time >= 0) waits.push(performance.now() - start);
  }
  const answers = await store.db.outgoing.count();
  if (answers < times) throw new Error(`only ${answers} of ${times} were answered`);
  await app.stop();
  await close();
  return { p50: quantile(waits, 0.5), p99: quantile(waits, 0.99) };
}
