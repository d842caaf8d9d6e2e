/** The demo's life: travellers who keep writing, and colleagues who keep up with them. */
import type { Log } from '../../log.ts';
import { Cases } from './cases.ts';
import { type Shift, work } from './colleague.ts';
import { DeskView } from './desk-view.ts';
import { pause, untilStopped } from './pace.ts';
import { SITES, type Team } from './seed.ts';
import { inTurns, readStories, type Story } from './story.ts';
import { liveStory } from './traveller.ts';
import type { WebVisitor } from './web-visitor.ts';

/** Open tickets at which no further traveller writes, so that the demo may run for days. */
const MOST_OPEN = 24;
/** Tickets that come quickly, so that the desk is alive at once. */
const QUICK = 12;

/** Starts it; the returned function ends it and waits until nobody writes any more. */
export function startSimulation(base: string, { admin, colleagues }: Team, log: Log): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const shift: Shift = { desk: new DeskView(), cases: new Cases(), colleagues, signal };
  const failed = (error: unknown): void => log.warn({ err: error }, 'somebody in the demo failed');
  const running = [
    untilStopped(() => watchDesk(admin, shift, failed), signal, failed),
    untilStopped(() => sendTravellers(base, shift, failed), signal, failed),
    ...colleagues.map((one) =>
      untilStopped(() => keepWorking(() => work(one, shift), signal, failed), signal, failed),
    ),
  ];
  return async () => {
    stopping.abort();
    await Promise.all(running);
  };
}

/** Keeps the view of the desk up to date; a stream that ends is opened again. */
function watchDesk(
  admin: WebVisitor,
  { desk, signal }: Shift,
  failed: (error: unknown) => void,
): Promise<void> {
  return keepWorking(
    () => admin.listen((message) => desk.see(message), { desk: true, signal }),
    signal,
    failed,
  );
}

/** Runs a task again when it ends or fails, a moment later, until the signal aborts. */
async function keepWorking(
  task: () => Promise<void>,
  signal: AbortSignal,
  failed: (error: unknown) => void,
): Promise<void> {
  for (;;) {
    await untilStopped(task, signal, failed);
    await pause(1000, 3000, signal);
  }
}

async function sendTravellers(base: string, shift: Shift, failed: (error: unknown) => void): Promise<void> {
  const { cases, signal } = shift;
  const sites = SITES.map(({ name }) => name);
  const travelling = new Set<Promise<void>>();
  let count = 0;
  const send = (story: Story): void => {
    const journey = untilStopped(() => liveStory(base, story, { sites, cases, signal }), signal, failed);
    travelling.add(journey);
    void journey.finally(() => travelling.delete(journey));
    count += 1;
  };
  try {
    for (const family of inTurns(readStories())) {
      while (shift.desk.open.length >= MOST_OPEN) await pause(2000, 4000, signal);
      for (const story of family) {
        send(story);
        await (count < QUICK ? pause(1500, 3000, signal) : pause(5000, 10_000, signal));
      }
    }
  } finally {
    await Promise.all(travelling);
  }
}
