import { type Driver, NoAnswer, type Params } from './driver.ts';
import { type Effect, toChannelError } from './failure.ts';
import { hasUpload } from './upload-form.ts';

/** How long a call may take, in milliseconds. */
export interface CallTimes {
  /** An ordinary call. */
  readonly callMs: number;
  /** A call that uploads files. */
  readonly uploadMs: number;
}

/** Options of one call. */
interface CallOptions {
  /** Instead of the usual time, for long polling. */
  readonly timeoutMs?: number;
  /** Gives the call up at once. */
  readonly signal?: AbortSignal;
}

/** The Bot API with time limits. */
export interface Api {
  /** The method's result; rejects with ApiRefusal or NoAnswer. */
  raw<T>(method: string, params: Params, options?: CallOptions): Promise<T>;
  /** The same, but rejects only with ChannelError. */
  call<T>(method: string, params: Params, effect: Effect): Promise<T>;
}

/** Puts a time limit around a driver, so that a server that falls silent holds nothing up. */
export function createApi(driver: Driver, times: CallTimes): Api {
  async function raw<T>(method: string, params: Params, options: CallOptions = {}): Promise<T> {
    const { signal } = options;
    if (signal?.aborted) throw new NoAnswer('aborted', true);
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    const usual = hasUpload(params) ? times.uploadMs : times.callMs;
    const timer = setTimeout(abort, options.timeoutMs ?? usual);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return (await driver.call(method, params, controller.signal)) as T;
    } catch (error) {
      // Lets go of an answer that the library has not read to its end, which would hold its connection.
      abort();
      throw error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  }
  return {
    raw,
    call: async <T>(method: string, params: Params, effect: Effect): Promise<T> => {
      try {
        return await raw<T>(method, params);
      } catch (error) {
        throw toChannelError(error, method, effect);
      }
    },
  };
}
