import { Agent, request } from 'node:http';
import type { TgUpdate } from './types.ts';
import type { Pending, UpdateQueue } from './update-queue.ts';

/** What setWebhook asked for. */
export interface WebhookSettings {
  url: string;
  secretToken: string;
  maxConnections: number;
}

/** What the webhook needs from the emulator around it. */
export interface WebhookContext {
  queue: UpdateQueue;
  /** First pause after a failed delivery; doubles up to 20 times this. */
  retryMs: number;
  timeoutMs: number;
  /** Executes a method that the bot put into its webhook answer. */
  execute: (method: string, params: Record<string, unknown>) => void;
}

interface Lane {
  waiting: Pending[];
  busy: boolean;
  failures: number;
}

/** POSTs updates to the bot until it answers 2xx: in order within a chat, chats side by side. */
export class Webhook {
  settings: WebhookSettings | undefined;
  lastError: { date: number; message: string } | undefined;
  delivered = 0;
  private readonly context: WebhookContext;
  private readonly agent = new Agent({ keepAlive: true });
  private readonly timers = new Set<NodeJS.Timeout>();
  private lanes = new Map<number, Lane>();
  private ready = new Set<Lane>();
  private active = 0;
  private generation = 0;

  constructor(context: WebhookContext) {
    this.context = context;
    context.queue.onPush = (pending) => {
      if (!this.settings) return;
      this.enqueue(pending);
      this.pump();
    };
  }

  /** Starts delivery to a new address, or stops it when there is none. */
  set(settings: WebhookSettings | undefined): void {
    this.settings = settings;
    this.generation += 1;
    this.lanes = new Map();
    this.ready = new Set();
    this.active = 0;
    this.lastError = undefined;
    for (const pending of this.context.queue.pending.values()) this.enqueue(pending);
    this.pump();
  }

  /** Delivers whatever may be delivered now. */
  pump(): void {
    const { settings } = this;
    if (!settings || this.context.queue.paused) return;
    for (const lane of this.ready) {
      if (this.active >= settings.maxConnections) return;
      this.ready.delete(lane);
      void this.deliver(lane, settings);
    }
  }

  stop(): void {
    this.settings = undefined;
    this.generation += 1;
    for (const timer of this.timers) clearTimeout(timer);
    this.agent.destroy();
  }

  private enqueue(pending: Pending): void {
    const lane = this.lanes.get(pending.lane) ?? { waiting: [], busy: false, failures: 0 };
    this.lanes.set(pending.lane, lane);
    lane.waiting.push(pending);
    if (!lane.busy) this.ready.add(lane);
  }

  private async deliver(lane: Lane, settings: WebhookSettings): Promise<void> {
    const pending = lane.waiting[0];
    if (!pending) return;
    const { generation } = this;
    lane.busy = true;
    this.active += 1;
    const problem = await this.post(pending.update, settings);
    if (this.context.queue.duplicate && !problem) await this.post(pending.update, settings);
    if (generation !== this.generation) return;
    this.active -= 1;
    if (problem) return this.retry(lane, problem);
    lane.waiting.shift();
    lane.failures = 0;
    lane.busy = false;
    if (lane.waiting.length > 0) this.ready.add(lane);
    this.delivered += 1;
    this.context.queue.remove(pending.update.update_id);
    this.pump();
  }

  private retry(lane: Lane, problem: Problem): void {
    this.lastError = { date: Math.floor(Date.now() / 1000), message: problem.message };
    const backoff = this.context.retryMs * Math.min(20, 2 ** lane.failures);
    lane.failures += 1;
    const timer = setTimeout(
      () => {
        this.timers.delete(timer);
        lane.busy = false;
        this.ready.add(lane);
        this.pump();
      },
      problem.retryAfter ? problem.retryAfter * 1000 : backoff,
    );
    this.timers.add(timer);
  }

  private post(update: TgUpdate, { url, secretToken }: WebhookSettings): Promise<Problem | undefined> {
    const body = JSON.stringify(update);
    const headers: Record<string, string | number> = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    if (secretToken) headers['x-telegram-bot-api-secret-token'] = secretToken;
    return new Promise((resolve) => {
      const call = request(url, {
        method: 'POST',
        headers,
        agent: this.agent,
        timeout: this.context.timeoutMs,
      });
      call.on('timeout', () => call.destroy(new Error('Read timeout expired')));
      call.on('error', (error) => resolve({ message: error.message }));
      call.on('response', (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', (error) => resolve({ message: error.message }));
        answer.on('end', () => {
          const status = answer.statusCode ?? 0;
          if (status >= 200 && status < 300) {
            this.executeAnswer(Buffer.concat(chunks).toString('utf8'));
            return resolve(undefined);
          }
          const message = `Wrong response from the webhook: ${status} ${answer.statusMessage ?? ''}`;
          resolve({ message, retryAfter: Number(answer.headers['retry-after'] ?? 0) });
        });
      });
      call.end(body);
    });
  }

  private executeAnswer(text: string): void {
    if (!text.startsWith('{')) return;
    try {
      const { method, ...params } = JSON.parse(text) as { method?: string };
      if (method) this.context.execute(method, params);
    } catch {
      // Telegram ignores answers it cannot read
    }
  }
}

interface Problem {
  message: string;
  retryAfter?: number;
}
