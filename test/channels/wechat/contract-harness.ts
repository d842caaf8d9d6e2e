import { chatRef, messageRef, senderRef } from '../../../src/domain/ids.ts';
import type { Harness, Seen, Session } from '../contract.ts';
import { type Delivered, MockWechat } from './mock-wechat.ts';

const seenOf = ({ id, text, file, mentions }: Delivered): Seen => ({
  ref: messageRef(id),
  ...(text === undefined ? {} : { text }),
  choices: [],
  media: file ? [{ kind: 'photo', bytes: file.bytes }] : [],
  mentions: mentions.map(senderRef),
});

async function create(): Promise<Session> {
  const wechat = new MockWechat();
  const { ana, room, bot } = wechat;
  const start = wechat.channel.start.bind(wechat.channel);
  const channel = Object.assign(wechat.channel, {
    async start(host: Parameters<typeof start>[0]) {
      await start(host);
      wechat.mocker.login(bot);
    },
  });
  return {
    channel,
    person: senderRef(ana.id),
    chat: chatRef(ana.id),
    group: chatRef(room.id),
    async say(text, options = {}) {
      const quoted =
        options.replyTo && wechat.puppet.delivered.find(({ id }) => id === options.replyTo)?.text;
      const quote = quoted ? `「Guitu：${quoted}」\n- - - - - - - - - - - - - - -\n` : '';
      const mention = options.mention ? '@Guitu\u2005' : '';
      const inGroup = options.chat === room.id;
      ana.say(`${quote}${mention}${text}`, options.mention ? [bot] : []).to(inGroup ? room : bot);
    },
    async sendPhoto(bytes, caption) {
      wechat.deliverFile(6, bytes, 'photo.png', { text: caption });
    },
    sentTo: async (chat) => wechat.sentTo(chat).map(seenOf),
    dispose: async () => undefined,
  };
}

/** WeChat over wechaty's mock puppet. The channel itself offers a refused message again; quotes carry text, not ids. */
export const harness: Harness = { redelivers: true, quotes: { in: true, out: false }, create };
