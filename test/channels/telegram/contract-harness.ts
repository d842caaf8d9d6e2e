import type { MediaKind } from '../../../src/channels/channel.ts';
import { chatRef, messageRef, senderRef } from '../../../src/domain/ids.ts';
import { type Delivered, startTelegramEmulator } from '../../support/telegram-emulator/index.ts';
import type { Harness, Seen, Session } from '../contract.ts';
import { testChannel } from './setup.ts';

function toSeen(message: Delivered): Seen {
  const text = message.text ?? message.caption;
  const entities = [...(message.entities ?? []), ...(message.caption_entities ?? [])];
  return {
    ref: messageRef(message.message_id),
    ...(text !== undefined && { text }),
    choices: message.buttons,
    media: message.media ? [{ kind: message.media.kind as MediaKind, bytes: message.media.bytes }] : [],
    ...(message.reply_to_message && { replyTo: messageRef(message.reply_to_message.message_id) }),
    mentions: entities.flatMap(({ user }) => (user ? [senderRef(user.id)] : [])),
  };
}

async function createSession(driver: 'grammy' | 'telegraf'): Promise<Session> {
  // With privacy mode on, Telegram keeps mentions from the bot.
  const emulator = await startTelegramEmulator({ privacy: false });
  const ana = emulator.user({ first_name: 'Ana' });
  const group = emulator.group({ members: [ana] });
  // As if she had pressed start long ago.
  ana.chat.bot = 'member';
  const channel = testChannel(emulator, driver);
  return {
    channel,
    person: senderRef(ana.id),
    chat: chatRef(ana.id),
    group: chatRef(group.id),
    async say(text, { chat, replyTo, mention } = {}) {
      await ana.say(mention ? `@${emulator.bot.username} ${text}` : text, {
        ...(chat && { chat: Number(chat) }),
        ...(replyTo && { reply_to: Number(replyTo) }),
      });
    },
    async sendPhoto(bytes, caption) {
      await ana.sendPhoto(bytes, { caption });
    },
    async press(label) {
      const shown = ana.inbox().findLast((message) => message.buttons.includes(label));
      if (!shown) throw new Error(`no message has a button ${label}`);
      await ana.press(shown, label);
    },
    sentTo: async (chat) => (Number(chat) === group.id ? group : ana).messages().map(toSeen),
    dispose: () => emulator.stop(),
  };
}

const harnessOf = (driver: 'grammy' | 'telegraf'): Harness => ({
  redelivers: true,
  quotes: { in: true, out: true },
  create: () => createSession(driver),
});

/** Both drivers. */
export const harness = { 'telegram grammy': harnessOf('grammy'), 'telegram telegraf': harnessOf('telegraf') };
