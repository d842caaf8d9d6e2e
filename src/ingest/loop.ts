/** Keeps the inbox empty: works when woken, and when something held back falls due. */
import { nextInboundAt } from '../store/inbox.ts';
import { handleBatch, type InboxOptions } from './handle.ts';

/** The inbox worker. */
export interface InboxLoop {
  /** Looks for new messages soon; cheap to call often. */
  wake(): void;
  /** Resolves when nothing that is due is left. */
  idle(): Promise<void>;
  /** Finishes the batch in hand and takes no other. */
  stop(): Promise<void>;
}

const LONGEST_WAIT_MS = 5000;
/** What is due and was not to be had is in another process's hands: first and longest wait for what it leaves behind. */
const OTHERS_WAIT_MS = { first: 10, longest: 320 } as const;

/** Starts handling stored messages; stop() ends it. */
export function createInboxLoop(options: InboxOptions): InboxLoop {
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let othersWait: number = OTHERS_WAIT_MS.first;

  async function run(): Promise<void> {
    do {
      again = false;
      try {
        while (!stopped && (await handleBatch(options))) othersWait = OTHERS_WAIT_MS.first;
      } catch (error) {
        options.log.warn({ err: error }, 'the inbox could not be read; trying again');
        wakeAfter(1000);
        return;
      }
    } while (again && !stopped);
    if (!stopped) await wakeWhenDue();
  }

  async function wakeWhenDue(): Promise<void> {
    const next = await nextInboundAt(options.db).catch(() => undefined);
    const wait = next ? next.epochMilliseconds - options.clock.now().epochMilliseconds : LONGEST_WAIT_MS;
    if (wait > 0) return wakeAfter(Math.min(LONGEST_WAIT_MS, Math.max(10, wait)));
    wakeAfter(othersWait);
    othersWait = Math.min(othersWait * 2, OTHERS_WAIT_MS.longest);
  }

  function wakeAfter(ms: number): void {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(wake, ms);
  }

  function wake(): void {
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    running = run().finally(() => {
      running = undefined;
      if (again) wake();
    });
  }

  return {
    wake,
    async idle() {
      do {
        wake();
        while (running) await running;
      } while (await options.files.settled());
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
      await options.files.stop();
    },
  };
}
