/** Figures that are read from the database when somebody asks for them, and not more often than every few seconds. */
import { Gauge, type Registry } from 'prom-client';
import type { DiskSpace } from '../domain/alarm.ts';
import type { Gauges } from '../store/gauges.ts';
import { LANE_NAMES } from './observer.ts';

/** Where the figures come from. */
export interface Sources {
  readonly read: () => Promise<Gauges>;
  /** Pages that are open in this process. */
  readonly pages: () => number;
  readonly disk: () => DiskSpace | undefined;
}

/** How long figures stay, and how long the database may take, in milliseconds. */
export interface ScrapeTimes {
  readonly freshMs: number;
  readonly timeoutMs: number;
}

const TIMES: ScrapeTimes = { freshMs: 5000, timeoutMs: 3000 };

/** Fills the registry's gauges; returns what brings them up to date. */
export function createScrape(
  registry: Registry,
  sources: Sources,
  times: ScrapeTimes = TIMES,
): () => Promise<void> {
  const gauges = createGauges(registry);
  let running: Promise<Gauges | undefined> | undefined;
  let at = Number.NEGATIVE_INFINITY;

  /** One look at a time: a database that hangs is not asked again before it has answered. */
  function read(): Promise<Gauges | undefined> {
    running ??= sources
      .read()
      .catch(() => undefined)
      .finally(() => {
        running = undefined;
      });
    return running;
  }

  return async () => {
    gauges.pages.set(sources.pages());
    const space = sources.disk();
    // Without this it reads 0, which is an alarm for whoever reads it.
    if (space) gauges.diskFree.set(space.free);
    else gauges.diskFree.remove();
    if (performance.now() - at < times.freshMs) return;
    const figures = await within(read(), times.timeoutMs);
    gauges.databaseUp.set(figures ? 1 : 0);
    fill(gauges, figures);
    if (figures) at = performance.now();
  };
}

/** What the promise brings, or undefined when that takes longer. */
export async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

function createGauges(registry: Registry) {
  const gauge = <L extends string>(name: string, help: string, ...labelNames: L[]): Gauge<L> =>
    new Gauge<L>({ name: `homeward_${name}`, help, labelNames, registers: [registry] });
  return {
    databaseUp: gauge(
      'database_up',
      'Whether the database answers; without it the other figures of it are left out.',
    ),
    pages: gauge('pages_open', 'Pages of the web chat and the desk that this process keeps up to date.'),
    diskFree: gauge('disk_free_bytes', 'Room left on the disk of the data directory.'),
    inbox: gauge('inbox_waiting', 'Stored messages that wait to be handled.', 'account'),
    inboxAge: gauge('inbox_oldest_seconds', 'How long the oldest of them has waited.', 'account'),
    outbox: gauge('outbox_waiting', 'Messages that are due to be sent.', 'account', 'lane'),
    outboxAge: gauge('outbox_oldest_seconds', 'How long the oldest of them is due.', 'account', 'lane'),
    open: gauge('tickets_open', 'Open tickets.', 'need', 'urgency'),
    overdue: gauge('tickets_overdue', 'Open tickets past their deadline.', 'need', 'urgency'),
    unclaimed: gauge('emergencies_unclaimed', 'Emergencies that nobody has claimed.'),
    missed: gauge(
      'deadlines_missed_last_day',
      'Tickets answered or solved too late in 24 hours.',
      'deadline',
    ),
    accounts: gauge('account_up', 'Whether the account is online.', 'account'),
    alarms: gauge('alarm', '1 while administrators are told of this trouble.', 'kind', 'subject'),
  };
}

function fill(gauges: ReturnType<typeof createGauges>, figures: Gauges | undefined): void {
  const { databaseUp: _up, pages: _pages, diskFree: _free, ...ofDatabase } = gauges;
  for (const gauge of Object.values(ofDatabase)) gauge.reset();
  if (!figures) {
    // A gauge without labels reads 0 when it is reset, and nobody knows that.
    gauges.unclaimed.remove();
    return;
  }
  for (const { account, count, oldestSeconds } of figures.inbox) {
    gauges.inbox.set({ account }, count);
    gauges.inboxAge.set({ account }, oldestSeconds);
  }
  for (const { account, lane: number, count, oldestSeconds } of figures.outbox) {
    const lane = LANE_NAMES[number] ?? 'bulk';
    gauges.outbox.set({ account, lane }, count);
    gauges.outboxAge.set({ account, lane }, oldestSeconds);
  }
  for (const { need, urgency, open, overdue } of figures.tickets) {
    gauges.open.set({ need, urgency }, open);
    gauges.overdue.set({ need, urgency }, overdue);
  }
  const emergencies = figures.tickets.filter(({ urgency }) => urgency === 'emergency');
  gauges.unclaimed.set(emergencies.reduce((sum, { unclaimed }) => sum + unclaimed, 0));
  gauges.missed.set({ deadline: 'answer' }, figures.missed.answers);
  gauges.missed.set({ deadline: 'solution' }, figures.missed.solutions);
  for (const { account, isOnline } of figures.accounts) gauges.accounts.set({ account }, isOnline ? 1 : 0);
  for (const { kind, subject } of figures.alarms) gauges.alarms.set({ kind, subject }, 1);
}
