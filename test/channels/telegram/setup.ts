import type { MediaKind } from '../../../src/channels/channel.ts';
import {
  createTelegram,
  type TelegramChannel,
  type TelegramOptions,
} from '../../../src/channels/telegram/index.ts';
import { silentLog } from '../../../src/log.ts';
import type { TelegramEmulator } from '../../support/telegram-emulator/index.ts';

/** Texts as an operator would have them. */
export const TEXTS = {
  missing: (kind: MediaKind, problem: string, name?: string) =>
    `[${kind}${name ? ` ${name}` : ''}: ${problem}]`,
  choose: 'Please choose:',
};

/** Both libraries, for tests that run over each. */
export const DRIVERS = ['grammy', 'telegraf'] as const;

/** A channel to an emulator, impatient enough for tests. */
export function testChannel(
  emulator: TelegramEmulator,
  driver: TelegramOptions['driver'],
  options: Partial<TelegramOptions> = {},
): TelegramChannel {
  return createTelegram({
    token: emulator.token,
    driver,
    apiRoot: emulator.url,
    log: silentLog,
    texts: TEXTS,
    ...options,
    times: { pollSeconds: 20, callMs: 5000, retryFirstMs: 20, retryLongestMs: 200, ...options.times },
  });
}
