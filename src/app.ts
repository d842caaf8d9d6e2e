/** Composition root: the only place that knows every part, and puts them together. */
import { createAccounts } from './accounts.ts';
import { createWebhookSender } from './api/webhooks/sender.ts';
import type { Capabilities, Channel, Health, Inbound, Media, SendLimits } from './channels/channel.ts';
import type { Clock } from './clock.ts';
import { createDirect, type Direct } from './conversation/direct.ts';
import type { Feature, Work } from './conversation/feature.ts';
import { createHandlers } from './conversation/handlers.ts';
import { createWork, type Surroundings } from './conversation/work.ts';
import { createFetchMedia } from './delivery/media.ts';
import type { Translate } from './domain/locale.ts';
import { createDrawing } from './features/board/index.ts';
import { createExportFiles, EXPORTS } from './features/exports/index.ts';
import type { FeatureSettings } from './features.ts';
import { createFiles } from './ingest/files.ts';
import { createInboxLoop } from './ingest/loop.ts';
import type { Log } from './log.ts';
import { createMembers } from './members.ts';
import { createMenus } from './menus.ts';
import type { Observer } from './metrics/index.ts';
import { createPulses, PULSE_EVERY } from './pulses.ts';
import { type Schedule, type Sweep, spaced, startSchedule } from './schedule/sweeps.ts';
import { createStandings } from './standings.ts';
import { noteLogin } from './store/accounts.ts';
import { storeInbound } from './store/inbox.ts';
import { takeTurn } from './store/lease.ts';
import { notify, type StopListening } from './store/notify.ts';
import type { Store } from './store/open.ts';
import { forgetRates } from './store/rates.ts';
import { transact } from './store/transaction.ts';
import { watchAccounts } from './watch-accounts.ts';

/** The parts an app is made of. */
export interface AppParts {
  readonly store: Store;
  /** Every account that the installation has. */
  readonly channels: readonly Channel[];
  /** Those that this process runs; all of them when left out. */
  readonly own?: readonly Channel[];
  readonly features: readonly Feature[];
  readonly clock: Clock;
  readonly log: Log;
  readonly t: Translate;
  readonly settings: AppSettings;
  /** Counts what happens. */
  readonly observer?: Observer;
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
  /** How each account fares, as the process that runs it reported last. */
  health(): ReadonlyMap<string, Health>;
  /** Does what a colleague asks for on a page or through the API. */
  readonly act: Direct['act'];
  /** What a colleague reads on a page. */
  readonly look: Direct['look'];
  /** Runs something of a feature in a transaction of its own. */
  work<T>(run: (work: Work) => Promise<T>): Promise<T>;
  /** A file with its bytes, or with the reason why it cannot be had. */
  fetchMedia(media: Media): Promise<Media>;
  /** Calls `listener` whenever something may have changed, in any process; returns how to stop. */
  onChange(listener: () => void): () => void;
  readonly features: readonly Feature[];
}

/** How old the news of accounts in other processes may be that nobody announced. */
const STANDINGS_EVERY = Temporal.Duration.from({ seconds: 10 });
const TIDY_EVERY = Temporal.Duration.from({ hours: 1 });

/** Puts an app together; nothing runs before start(). */
export function createApp(parts: AppParts): App {
  const { store, channels, own = channels, features, clock, log, t, settings, observer } = parts;
  const { db } = store;
  const handles = settings.handles ?? true;
  const capabilities = (account: string): Capabilities | undefined =>
    channels.find(({ id }) => id === account)?.capabilities;
  const around: Surroundings = { features, t, capabilities };
  const { handle, giveUp, onFailed, onTopicNews } = createHandlers(around, settings.locale);
  const health = new Map<string, Health>();
  const answersWait = (): void => announce('outbox');
  const exports = createExportFiles({ db, clock, t, zone: settings.zone });
  const fetchExport = createFetchMedia(() => exports, log);
  /** For commands only, which ask for an export in the name of whoever wrote them. */
  const fetchForCommands = (media: Media): Promise<Media> =>
    media.account === EXPORTS ? fetchExport(media) : accounts.fetchMedia(media);
  const files = createFiles({ db, clock, log, download: fetchForCommands }, () => inbox.wake());
  const counted: typeof handle = (tx, envelope, now) =>
    observer
      ? observer.handle(envelope.receivedAt, now, () => handle(tx, envelope, now))
      : handle(tx, envelope, now);
  const inbox = createInboxLoop({ db, clock, log, handle: counted, giveUp, onCommit: answersWait, files });
  const drawing = createDrawing({ db, clock, t, locale: settings.locale, zone: settings.zone, capabilities });
  const accounts = createAccounts({
    store,
    channels,
    own,
    clock,
    log,
    drawing,
    limits: settings.limits,
    onInbound,
    onHealth,
    onFailed,
    onTopicNews,
    onTold: answersWait,
    onOutcomes: observer && ((outcomes) => observer.delivered(outcomes, clock.now())),
  });
  const { holds } = accounts;
  const ownHealth = () => new Map([...health].filter(([account]) => holds(account)));
  const pulses = createPulses(db, own);
  const members = createMembers({ db, channels: own, clock, log, health: ownHealth });
  const standings = createStandings({ db, channels, log, here: health, holds });
  const watchers = new Set<() => void>();
  const listening: StopListening[] = [];
  let schedule: Schedule | undefined;

  /** Wakes this process at once and the others through the database. */
  function announce(what: 'inbox' | 'outbox' | 'accounts'): void {
    if (what === 'outbox') outboxChanged();
    else if (what === 'inbox' && handles) inbox.wake();
    if (store.kind === 'postgres') void notify(db, what).catch(() => {});
  }

  function outboxChanged(): void {
    accounts.wake();
    for (const watcher of watchers) watcher();
  }

  async function onInbound(batch: readonly Inbound[]): Promise<void> {
    await storeInbound(db, batch, clock.now());
    if (batch[0]) observer?.received(batch[0].account, batch.length);
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
    const login = { handle: capabilities(account)?.handle?.(), loginCode: state.qr };
    await transact(db, async (tx) => {
      await createWork(tx, clock.now(), around).emit(event);
      await noteLogin(tx, account, login);
    })
      .then(() => {
        announce('outbox');
        announce('accounts');
      })
      .catch((error) => log.warn({ err: error, account }, 'the health of a channel could not be stored'));
  }

  const watch = watchAccounts({ db, channels, onHealth });

  /** What the other processes say of themselves, and whether they are there at all. */
  async function lookAround(): Promise<void> {
    await standings.refresh();
    for (const [account, state] of standings.stale()) await onHealth(account, state);
    if (handles && store.kind === 'postgres') await watch();
  }

  async function tidyUp(now: Temporal.Instant): Promise<void> {
    await forgetRates(db, now.subtract(TIDY_EVERY));
    await store.tidy();
  }

  function wake(): void {
    if (handles) inbox.wake();
    accounts.wake();
  }

  const webhooks = createWebhookSender({
    db,
    clock,
    log,
    allowPrivate: settings.allowPrivateWebhooks ?? false,
  });
  const unsent = (error: unknown): void => log.warn({ err: error }, 'webhooks could not be looked after');

  const direct = createDirect({
    db,
    now: () => clock.now(),
    around,
    defaultLocale: settings.locale,
    onCommit: answersWait,
    fetchMedia: fetchForCommands,
  });

  return {
    features,
    act: direct.act,
    look: direct.look,
    async work(run) {
      const value = await transact(db, (tx) => run(createWork(tx, clock.now(), around)));
      answersWait();
      return value;
    },
    fetchMedia: accounts.fetchMedia,
    onChange(listener) {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
    wake,
    health: standings.all,
    async start() {
      await standings.refresh();
      if (store.kind === 'postgres') {
        listening.push(await store.listen('accounts', () => void standings.refresh()));
        listening.push(await store.listen('outbox', outboxChanged));
        if (handles) listening.push(await store.listen('inbox', inbox.wake));
      }
      if (handles) inbox.wake();
      const due = handles ? sweepsOf(around, store) : [];
      const delivery = { name: 'delivery', run: async () => accounts.wake() };
      const menus = {
        name: 'menus',
        run: createMenus({
          db,
          channels: () => own.filter(({ id }) => accounts.runs(id)),
          features,
          t,
          locale: settings.locale,
          log,
        }),
      };
      // Not waited for: a slow platform must not hold up the pages that are due.
      const roll = { name: 'members', run: async () => void members.look() };
      const hooks = { name: 'webhooks', run: async () => void (handles && webhooks.look().catch(unsent)) };
      const tidy = spaced({ name: 'tidy', run: tidyUp }, TIDY_EVERY, clock.now());
      const others = spaced({ name: 'accounts', run: lookAround }, STANDINGS_EVERY, clock.now());
      // Before the sweep that judges them.
      const signs = { name: 'pulses', run: pulses.look };
      const rest = [delivery, roll, hooks, menus, others, tidy];
      schedule = startSchedule(
        [spaced(signs, PULSE_EVERY, clock.now()), ...due, ...rest],
        clock,
        log,
        settings.sweepMs,
      );
      await accounts.start();
    },
    async stop() {
      await schedule?.stop();
      await pulses.stop().catch((error) => log.warn({ err: error }, 'signs of life could not be taken back'));
      await members.stop();
      await webhooks.stop().catch(unsent);
      for (const stopListening of listening.splice(0)) await stopListening();
      await accounts.stop();
      await inbox.stop();
    },
    async sweep() {
      await schedule?.runOnce();
    },
    async settle() {
      if (handles) await inbox.idle();
      await accounts.idle();
    },
  };
}

/**
 * What falls due with time in each feature, in a transaction of its own. Of several processes one at a time runs it, and
 * the next finds it done; whoever comes meanwhile does not wait.
 */
function sweepsOf(around: Surroundings, { db, kind }: Store): Sweep[] {
  return around.features.flatMap(({ name, sweep }) => {
    if (!sweep) return [];
    const run = (now: Temporal.Instant): Promise<void> =>
      transact(db, async (tx) => {
        if (kind === 'postgres' && !(await takeTurn(tx, `sweep ${name}`))) return;
        await sweep(createWork(tx, now, around));
      });
    return [{ name, run }];
  });
}
