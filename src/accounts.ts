/** The accounts at work: each receives and delivers as long as this process holds its lease. */
import type { Channel, Health, Inbound, SendLimits } from './channels/channel.ts';
import type { Clock } from './clock.ts';
import { createDelivery, type Delivery, type DeliveryOptions } from './delivery/deliver.ts';
import { createFetchMedia } from './delivery/media.ts';
import type { Log } from './log.ts';
import { createLeases } from './store/lease.ts';
import { createMediaFiles, KEPT_FILES } from './store/media-files.ts';
import type { Store } from './store/open.ts';

/** What running the accounts needs. */
export interface AccountsOptions
  extends Pick<DeliveryOptions, 'drawing' | 'onFailed' | 'onTopicNews' | 'onTold'> {
  readonly store: Store;
  readonly channels: readonly Channel[];
  readonly clock: Clock;
  readonly log: Log;
  /** Replaces the platforms' own limits. */
  readonly limits: SendLimits | undefined;
  /** Resolves when the messages are stored. */
  readonly onInbound: (batch: readonly Inbound[]) => Promise<void>;
  readonly onHealth: (account: string, state: Health) => Promise<void>;
}

/** The accounts of this process. */
export interface Accounts {
  /** Resolves when every channel is started, or found to be run by another process. */
  start(): Promise<void>;
  /** Stops the channels; what is being delivered is finished. */
  stop(): Promise<void>;
  /** Looks for messages to deliver soon. */
  wake(): void;
  /** Resolves when nothing due is left to deliver. */
  idle(): Promise<void>;
}

/** Prepares the accounts; nothing runs before start(). */
export function createAccounts(options: AccountsOptions): Accounts {
  const { store, channels, clock, log, limits, drawing, onFailed, onTopicNews, onTold } = options;
  const leases = createLeases(store, log);
  const running = new Map<string, Delivery>();
  const kept = keptFiles(store, clock);
  const fetchMedia = createFetchMedia(
    (account) => (account === KEPT_FILES ? kept : channels.find(({ id }) => id === account)),
    log,
  );

  async function run(channel: Channel, lost: AbortSignal, started: () => void): Promise<void> {
    const told = { onFailed, onTopicNews, onTold };
    const parts = { db: store.db, clock, log, channel, drawing, fetchMedia, limits, ...told };
    const delivery = createDelivery(parts);
    running.set(channel.id, delivery);
    delivery.wake();
    await startChannel(channel, options);
    started();
    if (!lost.aborted) {
      await new Promise((resolve) => lost.addEventListener('abort', resolve, { once: true }));
    }
    await stopChannel(channel, log);
    await delivery.stop();
    running.delete(channel.id);
  }

  async function hold(channel: Channel): Promise<void> {
    const { promise: started, resolve } = Promise.withResolvers<void>();
    const mine = await leases.hold(channel.id, (lost) => run(channel, lost, resolve));
    if (mine) await started;
  }

  return {
    start: async () => void (await Promise.all(channels.map(hold))),
    stop: () => leases.close(),
    wake() {
      for (const delivery of running.values()) delivery.wake();
    },
    async idle() {
      // Twice: what fails on one account may be told on another.
      for (const _round of [1, 2])
        await Promise.all([...running.values()].map((delivery) => delivery.idle()));
    },
  };
}

async function stopChannel(channel: Channel, log: Log): Promise<void> {
  try {
    await channel.stop();
  } catch (error) {
    log.warn({ err: error, account: channel.id }, 'a channel did not stop cleanly');
  }
}

/** A channel that cannot start is reported, and does not keep the others from working. */
async function startChannel(
  channel: Channel,
  { onInbound, onHealth, log }: Pick<AccountsOptions, 'onInbound' | 'onHealth' | 'log'>,
): Promise<void> {
  try {
    await channel.start({ onInbound, onHealth: (state) => void onHealth(channel.id, state) });
  } catch (error) {
    log.error({ err: error, account: channel.id }, 'a channel could not start');
    const detail = error instanceof Error ? error.message : 'unknown';
    await onHealth(channel.id, { state: 'offline', detail });
  }
}

/** Files that no platform has received: the program wrote them itself. */
function keptFiles({ db }: Store, clock: Clock): Pick<Channel, 'download'> {
  const files = createMediaFiles(db, clock);
  return {
    async download({ id }) {
      const file = await files.open(id);
      if (!file) throw new Error('this file is not kept');
      return file;
    },
  };
}
