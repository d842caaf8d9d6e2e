import type { MediaKind } from '../../../src/channels/channel.ts';
import { chatRef, messageRef, senderRef, topicRef } from '../../../src/domain/ids.ts';
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
    ...(message.is_topic_message && { topic: topicRef(message.message_thread_id ?? 0) }),
    mentions: entities.flatMap(({ user }) => (user ? [senderRef(user.id)] : [])),
  };
}

async function createSession(driver: 'grammy' | 'telegraf'): Promise<Session> {
  // With privacy mode on, Telegram keeps mentions from the bot.
  const emulator = await startTelegramEmulator({ privacy: false });
  const ana = emulator.user({ first_name: 'Ana' });
  const group = emulator.group({ members: [ana] });
  const forum = emulator.group({
    type: 'supergroup',
    is_forum: true,
    members: [ana],
    bot: 'administrator',
  });
  // As if she had pressed start long ago.
  ana.chat.bot = 'member';
  const channel = testChannel(emulator, driver);
  const placeOf = (chat?: string) => [group, forum].find(({ id }) => String(id) === chat) ?? ana;
  return {
    channel,
    person: senderRef(ana.id),
    chat: chatRef(ana.id),
    group: chatRef(group.id),
    forum: {
      chat: chatRef(forum.id),
      topics: () =>
        new Map(forum.topics().map(({ id, name, closed }) => [String(id), { name, isOpen: !closed }])),
      delete: (topic) => forum.deleteTopic(Number(topic)),
      forbid: () => forum.allowTopics(false),
    },
    async say(text, { chat, replyTo, mention, topic } = {}) {
      await ana.say(mention ? `@${emulator.bot.username} ${text}` : text, {
        ...(chat && { chat: Number(chat) }),
        ...(replyTo && { reply_to: Number(replyTo) }),
        ...(topic && { thread: Number(topic) }),
      });
    },
    async sendPhoto(bytes, caption) {
      await ana.sendPhoto(bytes, { caption });
    },
    async press(label, chat) {
      const shown = placeOf(chat)
        .messages()
        .findLast((message) => message.buttons.includes(label));
      if (!shown) throw new Error(`no message has a button ${label}`);
      await ana.press(shown, label);
    },
    sentTo: async (chat) => placeOf(chat).messages().map(toSeen),
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
