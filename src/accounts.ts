/**
 * The accounts at work. Each is delivered to by the process that holds its lease, which also receives for it; one that
 * several processes can run side by side receives in all of them.
 */
import type { Channel, Health, Inbound, SendLimits } from './channels/channel.ts';
import type { Clock } from './clock.ts';
import { createDelivery, type Delivery, type DeliveryOptions } from './delivery/deliver.ts';
import { createFetchMedia } from './delivery/media.ts';
import type { FetchMedia } from './delivery/perform.ts';
import { CHART_TYPE } from './domain/figures/chart.ts';
import type { Log } from './log.ts';
import { createLeases } from './store/lease.ts';
import { createMediaFiles, KEPT_FILES } from './store/media-files.ts';
import type { Store } from './store/open.ts';
import { listSentSince } from './store/outgoing.ts';

/** What running the accounts needs. */
export interface AccountsOptions
  extends Pick<DeliveryOptions, 'drawing' | 'onFailed' | 'onTopicNews' | 'onTold' | 'onOutcomes'> {
  readonly store: Store;
  /** Every account, for what it can do and for its files. */
  readonly channels: readonly Channel[];
  /** Those that this process runs. */
  readonly own: readonly Channel[];
  readonly clock: Clock;
  readonly log: Log;
  /** Replaces the platforms' own limits. */
  readonly limits: SendLimits | undefined;
  /** Resolves when the messages are stored. */
  readonly onInbound: (batch: readonly Inbound[]) => Promise<void>;
  /** Called in the process that holds the account. */
  readonly onHealth: (account: string, state: Health) => Promise<void>;
}

/** The longest that a platform remembers what it was sent. */
const PLATFORM_MEMORY = { minutes: 1 } as const;

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
  /** A file with its bytes, or with the reason why it cannot be had: a platform's, or one that is kept here. */
  readonly fetchMedia: FetchMedia;
  /** Whether this process is the one that delivers to an account. */
  holds(account: string): boolean;
  /** Whether an account is at work in this process, to receive or to deliver. */
  runs(account: string): boolean;
}

/** Prepares the accounts; nothing runs before start(). */
export function createAccounts(options: AccountsOptions): Accounts {
  const { store, channels, own, clock, log, limits, drawing, onFailed, onTopicNews, onTold } = options;
  const leases = createLeases(store, log);
  const running = new Map<string, Delivery>();
  const started = new Set<string>();
  const held = new Set<string>();
  const fared = new Map<string, Health>();
  const kept = keptFiles(store, clock);
  const fetchMedia = createFetchMedia(
    (account) => (account === KEPT_FILES ? kept : channels.find(({ id }) => id === account)),
    log,
  );
  // On the embedded database there is no other process to share with.
  const isShared = (channel: Channel): boolean => store.kind === 'postgres' && channel.isShared === true;

  /** Told to the others by whoever holds the account; the others keep what they see to themselves until they do. */
  async function onHealth(account: string, state: Health): Promise<void> {
    fared.set(account, state);
    if (held.has(account)) await options.onHealth(account, state);
  }

  async function receive(channel: Channel): Promise<void> {
    started.add(channel.id);
    await startChannel(channel, { ...options, onHealth });
  }

  async function endReceiving(channel: Channel): Promise<void> {
    await stopChannel(channel, log);
    started.delete(channel.id);
  }

  async function deliver(channel: Channel): Promise<Delivery> {
    // The platform has not forgotten what the process before sent: a takeover must not begin with a burst.
    const since = clock.now().subtract(PLATFORM_MEMORY);
    const sentLately = limits ? [] : await listSentSince(store.db, channel.id, since);
    const told = { onFailed, onTopicNews, onTold, onOutcomes: options.onOutcomes };
    const parts = { db: store.db, clock, log, channel, drawing, fetchMedia, limits, sentLately, ...told };
    const delivery = createDelivery(parts);
    running.set(channel.id, delivery);
    delivery.wake();
    return delivery;
  }

  async function run(channel: Channel, lost: AbortSignal, ready: () => void): Promise<void> {
    const delivery = await deliver(channel);
    held.add(channel.id);
    const state = isShared(channel) ? fared.get(channel.id) : undefined;
    if (state) await options.onHealth(channel.id, state);
    if (!isShared(channel)) await receive(channel);
    ready();
    if (!lost.aborted) {
      await new Promise((resolve) => lost.addEventListener('abort', resolve, { once: true }));
    }
    if (!isShared(channel)) await endReceiving(channel);
    held.delete(channel.id);
    await delivery.stop();
    running.delete(channel.id);
  }

  async function hold(channel: Channel): Promise<void> {
    if (isShared(channel)) await receive(channel);
    const { promise: begun, resolve } = Promise.withResolvers<void>();
    const mine = await leases.hold(channel.id, (lost) => run(channel, lost, resolve));
    if (mine) await begun;
  }

  return {
    fetchMedia,
    start: async () => void (await Promise.all(own.map(hold))),
    async stop() {
      // Their work at the platform first, then the leases: whoever waits for one takes over at that moment.
      await Promise.all([leases.close(), ...own.filter(isShared).map(endReceiving)]);
    },
    wake() {
      for (const delivery of running.values()) delivery.wake();
    },
    async idle() {
      // Twice: what fails on one account may be told on another.
      for (const _round of [1, 2])
        await Promise.all([...running.values()].map((delivery) => delivery.idle()));
    },
    holds: (account) => held.has(account),
    runs: (account) => started.has(account),
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

/** Files that no platform has received: the program wrote them itself, or a page did. */
function keptFiles({ db }: Store, clock: Clock): Pick<Channel, 'download'> {
  const files = createMediaFiles(db, clock);
  return {
    async download({ id }) {
      const file = await files.open(id);
      if (!file) throw new Error('this file is not kept');
      if (file.type !== CHART_TYPE) return file;
      // Loaded with the first chart: much code that many a process never needs.
      const { drawChart } = await import('./charts/draw-chart.ts');
      return drawChart(file.bytes);
    },
  };
}
