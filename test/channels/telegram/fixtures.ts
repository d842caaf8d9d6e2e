import type { TgMessage, TgUpdate, TgUser } from '../../../src/channels/telegram/bot-api.ts';
import type { DecodeContext } from '../../../src/channels/telegram/decode-people.ts';
import { accountId } from '../../../src/domain/ids.ts';

/** The bot as getMe describes it. */
export const ME: TgUser = { id: 100, is_bot: true, first_name: 'Homeward', username: 'Homeward_bot' };

/** Decoding at a fixed moment. */
export const CONTEXT: DecodeContext = {
  account: accountId('telegram'),
  me: ME,
  now: () => Temporal.Instant.from('2026-11-22T02:00:00Z'),
};

/** A traveller. */
export const ANA = {
  id: 7_000_000_001,
  is_bot: false,
  first_name: 'Ana',
  last_name: 'Lim',
  username: 'analim',
  language_code: 'zh-hans',
};

/** Her private chat with the bot, and a group with both. */
export const PRIVATE = {
  id: ANA.id,
  type: 'private',
  first_name: 'Ana',
  last_name: 'Lim',
  username: 'analim',
};
export const GROUP = { id: -1_001_234_567_890, type: 'supergroup', title: 'Hotel Aurora' };

/** 2026-11-22T01:59:00Z in Unix seconds. */
export const DATE = 1_795_312_740;

/** A message as the Bot API sends it, with this content. */
export const message = (content: object): TgMessage => ({
  message_id: 42,
  from: ANA,
  chat: PRIVATE,
  date: DATE,
  ...content,
});

/** The update that brings a new message. */
export const update = (content: object): TgUpdate => ({ update_id: 900, message: message(content) });
