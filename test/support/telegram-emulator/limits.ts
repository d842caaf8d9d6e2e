import { tooManyRequests } from './errors.ts';

/** How fast the bot may send; anything left out is not limited. */
export interface LimitOptions {
  groupPerMinute?: number;
  chatPerSecond?: number;
  globalPerSecond?: number;
  /** Extra messages that one chat takes within a second before chatPerSecond bites; default 0. */
  burst?: number;
  /** Whether edits in groups count towards groupPerMinute; default true. */
  countEdits?: boolean;
}

/** Sends of the last `windowMs`, at most `capacity` of them. */
class Window {
  private readonly times: number[] = [];
  private readonly capacity: number;
  private readonly windowMs: number;

  constructor(capacity: number, windowMs: number) {
    this.capacity = capacity;
    this.windowMs = windowMs;
  }

  /** Milliseconds until `count` more fit; 0 when they fit now. */
  waitFor(count: number, now: number): number {
    while (this.times.length > 0 && now - (this.times[0] ?? 0) >= this.windowMs) this.times.shift();
    const over = this.times.length + Math.min(count, this.capacity) - this.capacity;
    return over <= 0 ? 0 : (this.times[over - 1] ?? now) + this.windowMs - now;
  }

  add(count: number, now: number): void {
    for (let i = 0; i < count; i++) this.times.push(now);
  }
}

/** Telegram's published sending limits as sliding windows; a refused call uses none of the allowance. */
export class Limits {
  private options: LimitOptions;
  private readonly now: () => number;
  private readonly chats = new Map<string, Window>();
  private global: Window | undefined;

  constructor(options: LimitOptions, now: () => number) {
    this.options = options;
    this.now = now;
    this.set(options);
  }

  /** Replaces the limits and forgets what was sent so far. */
  set(options: LimitOptions): void {
    this.options = options;
    this.chats.clear();
    this.global = options.globalPerSecond ? new Window(options.globalPerSecond, 1000) : undefined;
  }

  /** Counts `count` messages to a chat, or throws 429 with the seconds to wait. */
  spend(chatId: number, isGroup: boolean, count = 1): void {
    const windows = this.windows(chatId, isGroup);
    if (windows.length === 0) return;
    const now = this.now();
    const wait = Math.max(...windows.map((window) => window.waitFor(count, now)));
    if (wait > 0) throw tooManyRequests(Math.max(1, Math.ceil(wait / 1000)));
    for (const window of windows) window.add(count, now);
  }

  /** Counts an edit, which costs only in groups. */
  spendEdit(chatId: number, isGroup: boolean): void {
    if (isGroup && (this.options.countEdits ?? true)) this.spend(chatId, isGroup);
  }

  private windows(chatId: number, isGroup: boolean): Window[] {
    const { groupPerMinute, chatPerSecond, burst = 0 } = this.options;
    const windows: Window[] = this.global ? [this.global] : [];
    if (chatPerSecond) windows.push(this.window(`s${chatId}`, chatPerSecond + burst, 1000));
    if (isGroup && groupPerMinute) windows.push(this.window(`m${chatId}`, groupPerMinute, 60_000));
    return windows;
  }

  private window(key: string, capacity: number, windowMs: number): Window {
    const window = this.chats.get(key) ?? new Window(capacity, windowMs);
    this.chats.set(key, window);
    return window;
  }
}
