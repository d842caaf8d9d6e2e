import type { Wechaty } from 'wechaty';
import type { Log } from '../../log.ts';
import type { Health, Pulse } from '../channel.ts';
import { buildBot } from './build-bot.ts';
import { adviceOn, errorOf, reasonOf } from './failures.ts';
import { Liveness } from './liveness.ts';
import type { WechatSettings } from './options.ts';
import { type Puppet, SCAN } from './sdk.ts';
import { ShownHealth } from './shown-health.ts';
import { backoff, pause, within } from './waiting.ts';

/** How long the puppet may take to stop before it is started again. */
const STOP_MS = 20_000;
/** How long `start` waits for the puppet; wechaty gives one that cannot connect 15 s. */
const START_MS = 3000;

/** So many questions in a row without a sign of life are no accident. */
const MISSED = 3;

/** What the supervisor tells the channel. */
export interface SupervisorHooks {
  /** The puppet was constructed; called once, before it starts. */
  readonly attach: (puppet: Puppet) => void;
  readonly loggedIn: () => void;
  readonly health: (health: Health) => void;
}

/** Keeps one login alive: starts the puppet, watches it, starts it again with growing pauses, and reports how it fares. */
export class Supervisor {
  readonly #settings: WechatSettings;
  readonly #log: Log;
  readonly #hooks: SupervisorHooks;
  #bot: Wechaty | undefined;
  #running = false;
  #busy = false;
  #loggedIn = false;
  #attempts = 0;
  #restartTimer: NodeJS.Timeout | undefined;
  readonly #liveness: Liveness;
  readonly #shown: ShownHealth;

  constructor(settings: WechatSettings, log: Log, hooks: SupervisorHooks) {
    this.#settings = settings;
    this.#log = log;
    this.#hooks = hooks;
    this.#shown = new ShownHealth(hooks.health);
    this.#liveness = new Liveness(
      settings.timing,
      () => this.puppet,
      () => this.#fell('no sign of life'),
    );
  }

  /** The puppet while it is logged in. */
  get puppet(): Puppet | undefined {
    return this.#loggedIn ? this.#bot?.puppet : undefined;
  }

  /** A puppet has several times the usual for a sign of life; while nobody is logged in, health says so. */
  get pulse(): Pulse {
    const { silence, answer } = this.#settings.timing;
    return {
      agoMs: this.#loggedIn ? this.#liveness.silentMs : 0,
      silentAfterMs: MISSED * (silence + answer),
    };
  }

  /** Starts and resolves without waiting for the login, which may need a person with a phone. */
  async start(): Promise<void> {
    this.#running = true;
    this.#shown.show({ state: 'starting' });
    const bot = await buildBot(this.#settings);
    this.#bot = bot;
    // Without a listener an EventEmitter throws; what happened is seen on the puppet.
    bot.on('error', () => undefined);
    this.#watch(bot.puppet);
    this.#hooks.attach(bot.puppet);
    const waited = new AbortController();
    await Promise.race([this.#boot(bot), pause(START_MS, waited.signal)]);
    waited.abort();
  }

  /** Stops for good; resolves also when the puppet does not let itself be stopped. */
  async stop(): Promise<void> {
    this.#running = false;
    this.#loggedIn = false;
    clearTimeout(this.#restartTimer);
    this.#liveness.rest();
    const bot = this.#bot;
    this.#bot = undefined;
    if (bot) await this.#halt(bot, this.#settings.timing.stop);
  }

  #watch(puppet: Puppet): void {
    const guarded =
      <T>(react: (event: T) => void) =>
      (event: T): void => {
        if (!this.#running || this.#busy) return;
        this.#liveness.sign();
        react(event);
      };
    puppet.on(
      'scan',
      guarded((event: { status: number; qrcode?: string }) => this.#scan(event.status, event.qrcode)),
    );
    puppet.on(
      'login',
      guarded(() => this.#login()),
    );
    puppet.on(
      'logout',
      guarded(() => this.#fell('logged out', this.#settings.timing.relogin)),
    );
    puppet.on(
      'reset',
      guarded(() => this.#fell('the puppet asks to be started again')),
    );
    puppet.on(
      'dong',
      guarded(() => this.#answered()),
    );
    puppet.on(
      'heartbeat',
      guarded(() => undefined),
    );
    puppet.on(
      'message',
      guarded(() => undefined),
    );
    puppet.on('error', (event) => this.#erred(event));
  }

  #scan(status: number, qr: string | undefined): void {
    this.#loggedIn = false;
    clearTimeout(this.#restartTimer);
    this.#restartTimer = undefined;
    if (status === SCAN.Scanned || status === SCAN.Confirmed) {
      this.#shown.show({ state: 'login', detail: 'scanned; confirm on the phone' });
    } else if (qr && this.#shown.show({ state: 'login', qr })) {
      this.#settings.showQr?.(qr);
    }
  }

  #login(): void {
    clearTimeout(this.#restartTimer);
    this.#restartTimer = undefined;
    this.#loggedIn = true;
    this.#attempts = 0;
    this.#hooks.loggedIn();
    this.#shown.show({ state: 'online' });
    this.#liveness.ask();
  }

  /** An error says little: with a login the puppet is asked whether it lives, without one it is started again. */
  #erred(event: unknown): void {
    if (!this.#running) return;
    const detail = `error: ${adviceOn(errorOf(event))}`;
    this.#log.warn({ detail }, 'the WeChat puppet reports an error');
    if (this.#loggedIn) {
      this.#shown.show({ state: 'online', detail });
      this.#liveness.ask();
    } else if (!this.#busy && this.#shown.last?.state !== 'login') {
      this.#fell(detail);
    }
  }

  /** Offline from now on; started again after a growing pause, at least `restMs`. */
  #fell(detail: string, restMs = 0): void {
    this.#loggedIn = false;
    this.#liveness.rest();
    this.#shown.show({ state: 'offline', detail });
    if (!this.#running || this.#restartTimer) return;
    const { timing, random } = this.#settings;
    const ms = Math.max(restMs, backoff(this.#attempts, timing.restart, random));
    this.#attempts += 1;
    this.#restartTimer = setTimeout(() => void this.#restart(), ms);
  }

  async #restart(): Promise<void> {
    this.#restartTimer = undefined;
    const bot = this.#bot;
    if (!bot || !this.#running) return;
    this.#busy = true;
    await this.#halt(bot, STOP_MS);
    this.#busy = false;
    if (!this.#running) return;
    this.#shown.show({ state: 'starting' });
    await this.#boot(bot);
  }

  async #boot(bot: Wechaty): Promise<void> {
    try {
      await bot.start();
      if (!this.#running) return;
      // wechaty reports a puppet that fails to start as an event and calls itself started.
      if (!bot.puppet.state.active()) this.#fell(this.#shown.last?.detail ?? 'the puppet did not start');
      else if (bot.puppet.isLoggedIn && !this.#loggedIn) this.#login();
    } catch (error) {
      this.#fell(`cannot start: ${adviceOn(error)}`);
    }
  }

  async #halt(bot: Wechaty, ms: number): Promise<void> {
    try {
      await within(bot.stop(), ms, 'stop');
    } catch (error) {
      this.#log.warn({ error: reasonOf(error) }, 'the WeChat puppet did not stop cleanly');
    }
  }

  #answered(): void {
    this.#liveness.answered();
    if (this.#loggedIn) this.#shown.show({ state: 'online' });
  }
}
