import { Telegram, TelegramError } from 'telegraf';
import { createConnections } from './agent.ts';
import { ApiRefusal, type Driver, type DriverOptions, NoAnswer, noAnswer, type Params } from './driver.ts';
import { encodeForm, hasUpload, readAnswer } from './upload-form.ts';

type RawCall = (method: string, params: Params, options: { signal: AbortSignal }) => Promise<unknown>;

/**
 * Telegraf's API client with keep-alive connections of its own. Its polling is not used: it acknowledges too early.
 * Nor are its uploads: Telegraf 4.16 builds them on sandwich-stream 2, which never ends a form on Node 26 (tried), so
 * those go out as a standard form.
 */
export function createTelegrafDriver({ token, apiRoot }: DriverOptions): Driver {
  const { agent, closeIdle } = createConnections(apiRoot);
  const telegram = new Telegram(token, { apiRoot: `${apiRoot}/`, webhookReply: false });
  // The constructor drops the agent of a plain http root.
  telegram.options.agent = agent;
  const callApi = telegram.callApi.bind(telegram) as unknown as RawCall;
  async function upload(method: string, params: Params, signal: AbortSignal): Promise<unknown> {
    const form = encodeForm(params);
    const response = await fetch(`${apiRoot}/bot${token}/${method}`, { method: 'POST', body: form, signal });
    return readAnswer(response);
  }
  return {
    async call(method, params, signal) {
      try {
        return await (hasUpload(params)
          ? upload(method, params, signal)
          : callApi(method, params, { signal }));
      } catch (error) {
        if (error instanceof ApiRefusal || error instanceof NoAnswer) throw error;
        if (!(error instanceof TelegramError)) throw noAnswer(error, signal);
        throw new ApiRefusal(error.code, error.description, error.parameters);
      }
    },
    close: closeIdle,
  };
}
