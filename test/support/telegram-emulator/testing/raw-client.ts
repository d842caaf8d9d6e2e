import { type EmulatorOptions, startTelegramEmulator, type TelegramEmulator } from '../index.ts';

/** An answer of the Bot API with its HTTP status. */
export interface RawAnswer {
  status: number;
  ok: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: raw answers are looked at field by field
  result?: any;
  error_code?: number;
  description?: string;
  parameters?: { retry_after?: number; migrate_to_chat_id?: number };
}

/** Calls one method with plain fetch. */
export type RawCall = (method: string, params?: object, init?: RequestInit) => Promise<RawAnswer>;

/** A Bot API client that adds nothing to the protocol. */
export const rawClient =
  (tg: TelegramEmulator): RawCall =>
  async (method, params = {}, init = {}) => {
    const answer = await fetch(`${tg.url}/bot${tg.token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
      ...init,
    });
    return { status: answer.status, ...((await answer.json()) as Omit<RawAnswer, 'status'>) };
  };

/** An emulator with a raw client and a traveller who has pressed Start, whose update is confirmed. */
export async function startWithTraveller(options?: EmulatorOptions) {
  const tg = await startTelegramEmulator(options);
  const call = rawClient(tg);
  const traveller = tg.user({ first_name: 'Mei', language_code: 'zh' });
  await traveller.start();
  const [start] = (await call('getUpdates')).result;
  await call('getUpdates', { offset: start.update_id + 1 });
  tg.clearCalls();
  return {
    tg,
    call,
    traveller,
    send: (text: string, extra = {}) => call('sendMessage', { chat_id: traveller.id, text, ...extra }),
  };
}
