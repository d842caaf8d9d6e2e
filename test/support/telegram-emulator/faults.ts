/** What goes wrong; see FaultOptions. */
export type FaultKind =
  | '400'
  | '403'
  | '409'
  | '429'
  | '500'
  | '502'
  | 'reset'
  | 'silence'
  | 'lost-answer'
  | 'slow';

/**
 * One planned fault. `reset` cuts the connection before the call is executed, `lost-answer` after it;
 * `silence` answers nothing until released or until the client gives up; `slow` only waits `delayMs`.
 */
export interface FaultOptions {
  kind: FaultKind;
  /** Any method when left out; `downloadFile` is the file download. */
  method?: string;
  /** A chat id, or anything that has one. */
  chat?: number | { id: number };
  /** How many calls it hits; default 1, Infinity for all. */
  times?: number;
  /** Seconds, for 429; default 1. */
  retryAfter?: number;
  /** Waits before the fault takes effect. */
  delayMs?: number;
  /** Replaces Telegram's usual words. */
  description?: string;
}

const DESCRIPTIONS: Partial<Record<FaultKind, string>> = {
  '400': 'Bad Request: chat not found',
  '403': 'Forbidden: bot was blocked by the user',
  '409': 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  '500': 'Internal Server Error',
  '502': 'Bad Gateway',
};

/** A planned fault and what it did so far. */
export class Fault {
  readonly options: FaultOptions;
  hits = 0;
  private readonly silenced = new Set<(how: 'cut' | 'execute') => void>();
  private readonly onHit: ((hits: number) => void)[] = [];

  constructor(options: FaultOptions) {
    this.options = options;
  }

  get remaining(): number {
    return (this.options.times ?? 1) - this.hits;
  }

  /** Resolves when the fault has hit `count` calls. */
  hit(count = 1): Promise<void> {
    if (this.hits >= count) return Promise.resolve();
    return new Promise((resolve) => {
      this.onHit.push((hits) => hits >= count && resolve());
    });
  }

  /** Ends the silence: cuts the held connections, or executes and answers the held calls. */
  release(how: 'cut' | 'execute' = 'cut'): void {
    for (const let_go of this.silenced) let_go(how);
    this.silenced.clear();
  }

  /** Resolves when the call is released; forgets it when the client goes away. */
  hold(clientGone: Promise<unknown>): Promise<'cut' | 'execute'> {
    return new Promise((resolve) => {
      this.silenced.add(resolve);
      void clientGone.then(() => {
        this.silenced.delete(resolve);
        resolve('cut');
      });
    });
  }

  count(): void {
    this.hits += 1;
    for (const notice of this.onHit) notice(this.hits);
  }

  /** The HTTP answer of the kinds that have one. */
  answer(): { status: number; body: string; type: string } | undefined {
    const { kind, retryAfter = 1, description } = this.options;
    const code = Number(kind);
    if (!Number.isInteger(code)) return undefined;
    if (code === 502 && description === undefined) {
      const page =
        '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n';
      return { status: 502, body: page, type: 'text/html' };
    }
    const words =
      description ?? (code === 429 ? `Too Many Requests: retry after ${retryAfter}` : DESCRIPTIONS[kind]);
    const parameters = code === 429 ? { parameters: { retry_after: retryAfter } } : {};
    const body = JSON.stringify({ ok: false, error_code: code, description: words, ...parameters });
    return { status: code, body, type: 'application/json' };
  }
}

/** The faults still to come, oldest first. */
export class Faults {
  private planned: Fault[] = [];
  private readonly issued = new Set<Fault>();

  /** Plans a fault for the next matching calls. */
  next(options: FaultOptions): Fault {
    const times = options.times === -1 ? Number.POSITIVE_INFINITY : options.times;
    const fault = new Fault({ ...options, ...(times !== undefined && { times }) });
    this.planned.push(fault);
    this.issued.add(fault);
    return fault;
  }

  /** Forgets all planned faults and lets go of everything held in silence. */
  clear(): void {
    this.planned = [];
    for (const fault of this.issued) fault.release();
    this.issued.clear();
  }

  /** Ends every silence, keeping the plan. */
  release(how: 'cut' | 'execute' = 'cut'): void {
    for (const fault of this.issued) fault.release(how);
  }

  /** The fault that strikes this call, if any; it is counted. */
  take(method: string, chatId: () => number | undefined): Fault | undefined {
    if (this.planned.length === 0) return undefined;
    const index = this.planned.findIndex(({ options }) => matches(options, method, chatId));
    const fault = this.planned[index];
    if (!fault) return undefined;
    fault.count();
    if (fault.remaining <= 0) this.planned.splice(index, 1);
    return fault;
  }
}

function matches({ method, chat }: FaultOptions, called: string, chatId: () => number | undefined): boolean {
  if (method !== undefined && method !== called) return false;
  if (method === undefined && called === 'getUpdates') return false;
  return chat === undefined || (typeof chat === 'number' ? chat : chat.id) === chatId();
}
