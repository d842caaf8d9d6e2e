import { Api, type ApiClientOptions, GrammyError, InputFile } from 'grammy';
import { createConnections } from './agent.ts';
import { ApiRefusal, type Driver, type DriverOptions, noAnswer, type Params, Upload } from './driver.ts';
import { createPost } from './post.ts';

type RawCall = (params: Params, signal: AbortSignal) => Promise<unknown>;

/** grammY's raw client with keep-alive connections of its own. Its polling is not used: it acknowledges too early. */
export function createGrammyDriver({ token, apiRoot }: DriverOptions): Driver {
  const { agent, closeIdle } = createConnections(apiRoot);
  const fetch = createPost(agent) as unknown as NonNullable<ApiClientOptions['fetch']>;
  const api = new Api(token, { apiRoot, fetch });
  const raw = api.raw as unknown as Record<string, RawCall>;
  return {
    async call(method, params, signal) {
      try {
        // grammY takes no parameters for these: the first argument is the signal.
        if (method === 'getMe' || method === 'getWebhookInfo') return await api.raw[method](signal as never);
        return await raw[method]?.(withInputFiles(params) as Params, signal);
      } catch (error) {
        if (!(error instanceof GrammyError)) throw noAnswer(error, signal);
        throw new ApiRefusal(error.error_code, error.description, error.parameters);
      }
    },
    close: closeIdle,
  };
}

/** grammY writes the file name into a header as it is, so it comes quoted. */
function withInputFiles(value: unknown): unknown {
  if (value instanceof Upload) return new InputFile(value.bytes, `"${value.name}"`);
  if (Array.isArray(value)) return value.map(withInputFiles);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withInputFiles(item)]));
}
