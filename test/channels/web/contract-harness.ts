import { randomUUID } from 'node:crypto';
import { DESK } from '../../../src/channels/web/context.ts';
import type { WebMessage } from '../../../src/channels/web/index.ts';
import { chatRef, messageRef } from '../../../src/domain/ids.ts';
import type { Harness, Seen, Session } from '../contract.ts';
import { colleague, type Visitor, type WebFixture, webFixture, webTexts } from './fixture.ts';

/** Posts until the server has it, under one id, as the page does. */
async function deliver(person: Visitor, chat: string, body: Record<string, unknown>): Promise<void> {
  const id = randomUUID();
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const response = await person.post(`/web/${chat}/messages`, { id, ...body });
    if (response.status === 200) return;
    if (response.status !== 503) throw new Error(`the message was refused with ${response.status}`);
  }
}

/** What the page draws of a message. */
async function seen(fixture: WebFixture, { content, seq }: WebMessage): Promise<Seen> {
  const texts = webTexts('en');
  const { files = [], mentions = [], replyTo } = content;
  const lost = files.filter((file) => file.problem).map((file) => `${texts[`kind_${file.kind}`]}`);
  const lines = [content.text, ...lost, mentions.map(({ name }) => `@${name}`).join(' ')].filter(Boolean);
  const media: { kind: Seen['media'][number]['kind']; bytes: Uint8Array }[] = [];
  for (const { kind, id } of files) {
    const file = id === undefined ? undefined : await fixture.media.open(id);
    if (file) media.push({ kind, bytes: file.bytes });
  }
  return {
    ref: messageRef(seq),
    ...(lines.length > 0 ? { text: lines.join('\n') } : {}),
    choices: (content.choices ?? []).flat().map(({ label }) => label),
    media,
    ...(replyTo === undefined ? {} : { replyTo: messageRef(replyTo) }),
    mentions: mentions.map(({ id }) => id),
  };
}

async function session(): Promise<Session> {
  const fixture = await webFixture({ limits: { messagesPer10s: 1_000 } }, false);
  const person = await colleague(fixture);
  const chat = chatRef(person.sender);
  // The person wrote once before, which is what makes a private chat known.
  await fixture.store.append({
    chat,
    author: 'person',
    content: { text: 'earlier' },
    at: '2020-02-01T00:00:00Z',
  });
  const name = (ref: string): string => (ref === DESK ? 'desk' : 'me');
  return {
    channel: fixture.web,
    person: person.sender,
    chat,
    group: DESK,
    say: (text, { chat: into = chat, replyTo, mention } = {}) =>
      deliver(person, name(into), {
        text: mention ? `@bot ${text}` : text,
        ...(replyTo ? { replyTo: Number(replyTo) } : {}),
      }),
    async sendPhoto(bytes, caption) {
      const ticket = await (await person.upload(bytes, 'photo.png')).json();
      await deliver(person, 'me', { text: caption, files: [ticket] });
    },
    async press(label) {
      for (const message of fixture.store.of(chat).toReversed()) {
        const choice = message.content.choices?.flat().find((one) => one.label === label);
        if (choice) return deliver(person, 'me', { choice: { id: choice.id, ref: message.seq } });
      }
      throw new Error('no message has that button');
    },
    sentTo: (into) =>
      Promise.all(
        fixture.store
          .of(into)
          .filter(({ author }) => author === 'bot')
          .map((message) => seen(fixture, message)),
      ),
    async dispose() {},
  };
}

/** The web channel for the contract; a colleague's browser, so that the desk is the group. */
export const harness: Harness = { redelivers: true, quotes: { in: true, out: true }, create: session };
