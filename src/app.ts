/** Composition root: the only place that knows every part, and puts them together. */
import { createAccounts } from './accounts.ts';
import type { Capabilities, Channel, Health, Inbound, SendLimits } from './channels/channel.ts';
import type { Clock } from './clock.ts';
import type { Feature } from './conversation/feature.ts';
import { createHandlers } from './conversation/handlers.ts';
import { createWork, type Surroundings } from './conversation/work.ts';
import { createFetchMedia } from './delivery/media.ts';
import type { Translate } from './domain/locale.ts';
import { createDrawing } from './features/board/index.ts';
import type { FeatureSettings } from './features.ts';
import { createFiles } from './ingest/files.ts';
import { createInboxLoop } from './ingest/loop.ts';
import type { Log } from './log.ts';
import { createMembers } from './members.ts';
import { createMenus } from './menus.ts';
import { type Schedule, type Sweep, spaced, startSchedule } from './schedule/sweeps.ts';
import { storeInbound } from './store/inbox.ts';
import { notify, type StopListening } from './store/notify.ts';
import type { Store } from './store/open.ts';
import { transact } from './store/transaction.ts';

/** The parts an app is made of. */
export interface AppParts {
  readonly store: Store;
  readonly channels: readonly Channel[];
  readonly features: readonly Feature[];
  readonly clock: Clock;
  readonly log: Log;
  readonly t: Translate;
  readonly settings: AppSettings;
}

/** What an installation decides. */
export interface AppSettings extends FeatureSettings {
  /** How often due work is looked for, in milliseconds; 0 leaves it to `sweep()`. */
  readonly sweepMs: number;
  /** Whether this process handles messages, or leaves that to another. */
  readonly handles?: boolean;
  /** Replaces the platforms' limits: for benchmarks and for servers that have none. */
  readonly limits?: SendLimits;
}

/** A running bot. */
export interface App {
  /** Starts handling and delivering, then every channel; a channel that cannot start is reported, not fatal. */
  start(): Promise<void>;
  /** Stops in the reverse order; what is in hand is finished. */
  stop(): Promise<void>;
  /** Runs everything that is due once. */
  sweep(): Promise<void>;
  /** Resolves when every stored message is handled and every due answer sent. */
  settle(): Promise<void>;
  /** Looks for messages to handle and to deliver now: something was added from outside. */
  wake(): void;
  /** How each account fares, as last reported in this process. */
  health(): ReadonlyMap<string, Health>;
  readonly features: readonly Feature[];
}

const TIDY_EVERY = Temporal.Duration.from({ hours: 1 });

/** Puts an app together; nothing runs before start(). */
export function createApp(parts: AppParts): App {
  const { store, channels, features, clock, log, t, settings } = parts;
  const { db } = store;
  const handles = settings.handles ?? true;
  const capabilities = (account: string): Capabilities | undefined =>
    channels.find(({ id }) => id === account)?.capabilities;
  const around: Surroundings = { features, t, capabilities };
  const { handle, giveUp, onFailed, onTopicNews } = createHandlers(around, settings.locale);
  const health = new Map<string, Health>();
  const answersWait = (): void => announce('outbox');
  const download = createFetchMedia((account) => channels.find(({ id }) => id === account), log);
  const files = createFiles({ db, clock, log, download }, () => inbox.wake());
  const inbox = createInboxLoop({ db, clock, log, handle, giveUp, onCommit: answersWait, files });
  const drawing = createDrawing({ db, clock, t, locale: settings.locale, zone: settings.zone, capabilities });
  const accounts = createAccounts({
    store,
    channels,
    clock,
    log,
    drawing,
    limits: settings.limits,
    onInbound,
    onHealth,
    onFailed,
    onTopicNews,
    onTold: answersWait,
  });
  const members = createMembers({ db, channels, clock, log, health: () => health });
  const listening: StopListening[] = [];
  let schedule: Schedule | undefined;

  /** Wakes this process at once and the others through the database. */
  function announce(what: 'inbox' | 'outbox'): void {
    if (what === 'outbox') accounts.wake();
    else if (handles) inbox.wake();
    if (store.kind === 'postgres') void notify(db, what).catch(() => {});
  }

  async function onInbound(batch: readonly Inbound[]): Promise<void> {
    await storeInbound(db, batch, clock.now());
    announce('inbox');
  }

  async function onHealth(account: string, state: Health): Promise<void> {
    health.set(account, state);
    const event = {
      type: 'health.changed',
      account,
      state: state.state,
      detail: state.detail ?? '',
    } as const;
    await transact(db, (tx) => createWork(tx, clock.now(), around).emit(event))
      .then(accounts.wake)
      .catch((error) => log.warn({ err: error, account }, 'the health of a channel could not be stored'));
  }

  function wake(): void {
    if (handles) inbox.wake();
    accounts.wake();
  }

  return {
    features,
    wake,
    health: () => health,
    async start() {
      if (store.kind === 'postgres') {
        listening.push(await store.listen('outbox', accounts.wake));
        if (handles) listening.push(await store.listen('inbox', inbox.wake));
      }
      if (handles) inbox.wake();
      const due = handles ? sweepsOf(around, store) : [];
      const delivery = { name: 'delivery', run: async () => accounts.wake() };
      const menus = {
        name: 'menus',
        run: createMenus({ db, channels, features, t, locale: settings.locale, log }),
      };
      // Not waited for: a slow platform must not hold up the pages that are due.
      const roll = { name: 'members', run: async () => void members.look() };
      const tidy = spaced({ name: 'tidy', run: store.tidy }, TIDY_EVERY, clock.now());
      schedule = startSchedule([...due, delivery, roll, menus, tidy], clock, log, settings.sweepMs);
      await accounts.start();
    },
    async stop() {
      await schedule?.stop();
      await members.stop();
      for (const stopListening of listening.splice(0)) await stopListening();
      await accounts.stop();
      await inbox.stop();
    },
    async sweep() {
      await schedule?.runOnce();
    },
    async settle() {
      await inbox.idle();
      await accounts.idle();
    },
  };
}

/** What falls due with time in each feature, in a transaction of its own. */
function sweepsOf(around: Surroundings, { db }: Store): Sweep[] {
  return around.features.flatMap(({ name, sweep }) =>
    sweep ? [{ name, run: (now) => transact(db, async (tx) => sweep(createWork(tx, now, around))) }] : [],
  );
}
