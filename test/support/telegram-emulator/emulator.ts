import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiServer } from './api-server.ts';
import { CallLog, type CallRecord, type WaitCallOptions } from './call-log.ts';
import { Control } from './control.ts';
import { Faults } from './faults.ts';
import { Files } from './files.ts';
import { Group, type GroupOptions } from './group.ts';
import { type LimitOptions, Limits } from './limits.ts';
import { type LatencyRange, Network, type PauseMode } from './network.ts';
import type { TgUser } from './types.ts';
import { UpdateQueue } from './update-queue.ts';
import { User } from './user.ts';
import { Webhook } from './webhook.ts';
import { World } from './world.ts';

/** How to start an emulator. */
export interface EmulatorOptions {
  /** Default 0: any free port. */
  port?: number;
  /** Default 100:TEST; the number is the bot's id. */
  token?: string;
  botUsername?: string;
  limits?: LimitOptions;
  /** Whether the bot sees only what is meant for it in groups; default true. */
  privacy?: boolean;
  /** Clock for dates, limits and callback expiry, milliseconds; wall clock by default. */
  now?: () => number;
  /** First pause after a failed webhook delivery; default 100 ms. */
  webhookRetryMs?: number;
  /** How long a webhook may take to answer; default 60 s. */
  webhookTimeoutMs?: number;
}

/** A person to create; everything left out is made up. */
export type UserOptions = Partial<Omit<TgUser, 'is_bot'>>;

/** Counts for benchmarks. */
export interface EmulatorStats {
  pendingUpdates: number;
  webhookDelivered: number;
  users: number;
  chats: number;
}

/** A local Telegram Bot API with people in it. */
export class TelegramEmulator {
  readonly token: string;
  readonly bot: TgUser;
  readonly faults = new Faults();
  private readonly world: World;
  private readonly network = new Network();
  private readonly server: Server;
  private readonly people = new Map<number, User>();
  private readonly groups = new Map<number, Group>();

  constructor({ token = '100:TEST', botUsername = 'homeward_bot', ...options }: EmulatorOptions) {
    this.token = token;
    const now = options.now ?? Date.now;
    this.bot = {
      id: Number.parseInt(token, 10),
      is_bot: true,
      first_name: 'Homeward',
      username: botUsername,
    };
    const updates = new UpdateQueue();
    this.world = new World({
      bot: this.bot,
      files: new Files(),
      limits: new Limits(options.limits ?? {}, now),
      updates,
      calls: new CallLog(),
      now,
      privacy: options.privacy ?? true,
    });
    const api = new ApiServer({ world: this.world, faults: this.faults, network: this.network, token });
    this.world.webhook = new Webhook({
      queue: updates,
      retryMs: options.webhookRetryMs ?? 100,
      timeoutMs: options.webhookTimeoutMs ?? 60_000,
      execute: (method, params) => void api.execute(method, params),
    });
    this.server = this.serve(api, new Control(this));
  }

  /** The API root, for TELEGRAM_API_ROOT. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get port(): number {
    return (this.server.address() as AddressInfo | null)?.port ?? 0;
  }

  /** Starts to listen; startTelegramEmulator does this. */
  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', () => resolve());
    });
  }

  /** Creates a person, or returns the one with this id. */
  user(options: UserOptions = {}): User {
    const known = options.id === undefined ? undefined : this.people.get(options.id);
    if (known) return known;
    const id = options.id ?? this.world.nextUserId();
    const first_name = options.first_name ?? `User${id % 1000}`;
    const user = new User(this.world, { ...options, id, first_name, is_bot: false });
    this.people.set(id, user);
    return user;
  }

  /** Creates a group, or returns the one with this id. */
  group(options: GroupOptions = {}): Group {
    const known = options.id === undefined ? undefined : this.findGroup(options.id);
    if (known) return known;
    const group = new Group(this.world, options);
    this.groups.set(group.id, group);
    return group;
  }

  /** The calls the bot made, oldest first. */
  calls(method?: string): CallRecord[] {
    return this.world.calls.list(method);
  }

  clearCalls(): void {
    this.world.calls.clear();
  }

  /** Resolves with the next call of this method that is answered (or, with `open`, that arrives). */
  waitForCall(method: string, options?: WaitCallOptions): Promise<CallRecord> {
    return this.world.calls.wait(method, options);
  }

  /** Makes the whole API hang, or with `refuse` cut every connection, until resume. */
  pause(mode: PauseMode = 'hold'): void {
    this.network.pause(mode);
    this.world.updates.paused = true;
    if (mode === 'refuse') this.server.closeAllConnections();
  }

  resume(): void {
    this.network.resume();
    this.world.updates.resume();
    this.world.webhook.pump();
  }

  /** Delivers every update twice. */
  duplicateUpdates(on: boolean): void {
    this.world.updates.duplicate = on;
  }

  /** Swaps each two updates that follow each other within 30 ms. */
  reorderUpdates(on: boolean): void {
    this.world.updates.reorder = on;
  }

  /** Delays every call by a random time. */
  latency(range: LatencyRange): void {
    this.network.range = range;
  }

  /** Replaces the sending limits; `{}` removes them. */
  limits(options: LimitOptions): void {
    this.world.limits.set(options);
  }

  privacy(on: boolean): void {
    this.world.privacy = on;
  }

  /** What setMyCommands stored for a language and scope (`default`, `all_private_chats`, `chat`, …). */
  commands(language = '', scope = 'default', chatId: number | '' = ''): unknown[] {
    return this.world.commands.get(`${scope}:${chatId}::${language}`) ?? [];
  }

  /** What sendChatAction showed, oldest first. */
  actions(): { chat_id: number; action: string; at: number }[] {
    return [...this.world.actions];
  }

  /** Makes a file unavailable to getFile and download. */
  expireFile(fileId: string): void {
    this.world.files.expire(fileId);
  }

  /** How many updates the bot has not confirmed. */
  pendingUpdates(): number {
    return this.world.updates.pending.size;
  }

  /** Resolves when the bot has confirmed every update. */
  drained({ timeoutMs = 30_000 }: { timeoutMs?: number } = {}): Promise<void> {
    return this.world.updates.empty(timeoutMs);
  }

  stats(): EmulatorStats {
    const { updates, webhook, users, chats } = this.world;
    return {
      pendingUpdates: updates.pending.size,
      webhookDelivered: webhook.delivered,
      users: users.size,
      chats: chats.size,
    };
  }

  /** Cuts every connection and rejects every wait. */
  async stop(): Promise<void> {
    const { world } = this;
    this.network.resume();
    this.faults.clear();
    world.webhook.stop();
    world.updates.stop();
    world.calls.stop();
    world.answers.close('the Telegram emulator was stopped');
    for (const chat of world.chats.values()) chat.events.close('the Telegram emulator was stopped');
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  private findGroup(id: number): Group | undefined {
    return this.groups.get(id) ?? [...this.groups.values()].find((group) => group.id === id);
  }

  private serve(api: ApiServer, control: Control): Server {
    const server = createServer((req, res) => {
      if (req.url?.startsWith('/_control/')) return void control.handle(req, res);
      if (this.network.mode === 'refuse') return void req.socket.resetAndDestroy();
      void api.handle(req, res);
    });
    server.keepAliveTimeout = 0;
    server.requestTimeout = 0;
    server.headersTimeout = 0;
    return server;
  }
}

/** Starts an emulator on this machine; `await tg.stop()` or `await using` ends it. */
export async function startTelegramEmulator(options: EmulatorOptions = {}): Promise<TelegramEmulator> {
  const emulator = new TelegramEmulator(options);
  await emulator.listen(options.port ?? 0);
  return emulator;
}
