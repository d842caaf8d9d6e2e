import { Watch } from './watch.ts';

const KEPT_CALLS = 100_000;

/** One call the bot made; `status` is the HTTP status, 0 when the line was cut, undefined while open. */
export interface CallRecord {
  method: string;
  params: Record<string, unknown>;
  /** Emulator clock, milliseconds. */
  at: number;
  status?: number;
  /** Why it was refused. */
  description?: string;
}

/** What the bot asked of the API, oldest first, the latest 100,000 kept. */
export class CallLog {
  private records: CallRecord[] = [];
  private readonly done = new Watch<CallRecord>();
  private readonly opened = new Watch<CallRecord>();

  open(method: string, params: Record<string, unknown>, at: number): CallRecord {
    const record: CallRecord = { method, params, at };
    this.records.push(record);
    if (this.records.length > KEPT_CALLS * 2) this.records = this.records.slice(-KEPT_CALLS);
    this.opened.notify(record);
    return record;
  }

  close(record: CallRecord, status: number): void {
    if (record.status !== undefined) return;
    record.status = status;
    this.done.notify(record);
  }

  list(method?: string): CallRecord[] {
    return method === undefined ? [...this.records] : this.records.filter((call) => call.method === method);
  }

  clear(): void {
    this.records = [];
  }

  /** The next call of this method that begins (`open`) or is answered (default). */
  wait(
    method: string,
    { timeoutMs = 30_000, open = false, where = () => true }: WaitCallOptions = {},
  ): Promise<CallRecord> {
    const watch = open ? this.opened : this.done;
    const explain = () =>
      `no ${method} call within ${timeoutMs} ms; the last calls were: ${this.records
        .slice(-15)
        .map((call) => `${call.method} ${call.status ?? '(open)'}`)
        .join(', ')}`;
    return watch.next((call) => call.method === method && where(call), timeoutMs, explain);
  }

  stop(): void {
    this.done.close('the Telegram emulator was stopped');
    this.opened.close('the Telegram emulator was stopped');
  }
}

/** Bounds of a wait for a call. */
export interface WaitCallOptions {
  timeoutMs?: number;
  /** Resolves when the call arrives rather than when it is answered. */
  open?: boolean;
  where?: (call: CallRecord) => boolean;
}
