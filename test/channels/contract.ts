import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel, Content, Inbound, MediaKind } from '../../src/channels/channel.ts';
import {
  accountId,
  type ChatRef,
  chatRef,
  type MessageRef,
  type SenderRef,
  senderRef,
  type TopicRef,
} from '../../src/domain/ids.ts';
import { ChannelError } from '../../src/errors.ts';
import { RecordingHost } from './recording-host.ts';

/** What one person sees of a message in a chat, edits applied. */
export interface Seen {
  readonly ref: MessageRef;
  /** Text or caption. */
  readonly text?: string;
  /** Labels of the buttons below it; empty on a platform without buttons. */
  readonly choices: readonly string[];
  readonly media: readonly { readonly kind: MediaKind; readonly bytes: Uint8Array }[];
  readonly replyTo?: MessageRef;
  /** Whom it alerts. */
  readonly mentions: readonly SenderRef[];
  readonly topic?: TopicRef;
}

/** One channel with a simulated platform around it: a person, a private chat, and a group where there are groups. */
export interface Session {
  /** Not started yet; the contract starts and stops it. */
  readonly channel: Channel;
  /** The person, their private chat and the group they share with the bot; read only after the start. */
  readonly person: SenderRef;
  readonly chat: ChatRef;
  readonly group?: ChatRef;
  /** A group that has topics, which the bot may look after; where the platform has such. */
  readonly forum?: Forum;
  /** The person writes, in the private chat unless `chat` says otherwise; `mention` names the bot first. */
  say(
    text: string,
    options?: { chat?: ChatRef; replyTo?: MessageRef; mention?: boolean; topic?: TopicRef },
  ): Promise<void>;
  /** The person sends a picture in private. */
  sendPhoto(bytes: Uint8Array, caption: string): Promise<void>;
  /** Presses the button with this label on the newest message (in private, or in `chat`) that has it; only with `capabilities.buttons`. */
  press?(label: string, chat?: ChatRef): Promise<void>;
  /** What the bot wrote into a chat, oldest first. */
  sentTo(chat: ChatRef): Promise<readonly Seen[]>;
  /** The bytes of a received file, where the channel has no `download` of its own. */
  bytesOf?(id: string): Promise<Uint8Array>;
  /** Stops everything the session started; the channel is stopped already. */
  dispose(): Promise<void>;
}

/** A group with topics, and what its members do with them. */
export interface Forum {
  readonly chat: ChatRef;
  /** Name and state of every topic, by id. */
  topics(): ReadonlyMap<string, { readonly name: string; readonly isOpen: boolean }>;
  delete(topic: TopicRef): void;
  /** Takes the right to look after topics away. */
  forbid(): void;
}

/** What the contract needs to know of a channel. */
export interface Harness {
  /** The platform offers a message again when it was not accepted. */
  readonly redelivers: boolean;
  /** Quotes carry message ids, from the person and to the person. */
  readonly quotes: { readonly in: boolean; readonly out: boolean };
  create(): Promise<Session>;
}

/** A valid 1 x 1 PNG picture. */
export const TINY_PNG = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
);

/** Text that breaks careless escaping, counting and writing direction. */
const HARD_TEXT = '_*[<&`~>#+-=|{}.!\\ 👩‍👩‍👧‍👦 🇺🇳 é “متى أعود إلى المنزل؟” ပြန်လို့ 什么时候能回家';

const letters = (text: string): string => text.replace(/\s+/gu, '');

/** Runs the same expectations over any channel; each test has a fresh session. */
export function channelContract(name: string, harness: Harness): void {
  describe(`channel contract: ${name}`, () => {
    let session: Session;
    let channel: Channel;
    let host: RecordingHost;

    beforeEach(async () => {
      session = await harness.create();
      channel = session.channel;
      host = new RecordingHost();
      await channel.start(host);
      await host.healthy();
    });
    afterEach(async () => {
      await channel.stop();
      await session.dispose();
    });

    const send = (content: Content) => channel.send({ chat: session.chat, chatKind: 'private', ...content });
    const received = (text: string): Promise<Inbound> => host.next((inbound) => inbound.text === text);

    it('health: online is reported after the start', () => {
      expect(host.health.at(-1)?.state).toBe('online');
    });

    it('stop: is prompt, and may be called twice', async () => {
      const begun = performance.now();
      await channel.stop();
      await channel.stop();
      expect(performance.now() - begun).toBeLessThan(3000);
    });

    it('inbound: a private message names its account, chat, sender and time', async () => {
      await session.say('good evening');
      const inbound = await received('good evening');
      expect(inbound).toMatchObject({ account: channel.id, addressed: true, sender: { id: session.person } });
      expect(inbound.chat).toMatchObject({ id: session.chat, kind: 'private' });
      expect(inbound.ref).toBeTypeOf('string');
      expect(Math.abs(Date.parse(inbound.at) - Date.now())).toBeLessThan(3_600_000);
    });

    it('inbound: what the host could not store is offered again with the same id, and then once', async () => {
      if (!harness.redelivers) return;
      host.failNext();
      await session.say('keep me').catch(() => undefined);
      const refused = await host.nextRefused((inbound) => inbound.text === 'keep me');
      const kept = await received('keep me');
      expect(kept.id).toBe(refused.id);
      await session.say('and then');
      await received('and then');
      expect(host.accepted.filter((inbound) => inbound.text === 'keep me')).toHaveLength(1);
    });

    it('inbound: twenty messages in a row keep their order and have ids of their own', async () => {
      const texts = Array.from({ length: 20 }, (_, index) => `line ${index}`);
      for (const text of texts) await session.say(text);
      await received('line 19');
      expect(host.accepted.map((inbound) => inbound.text)).toEqual(texts);
      expect(new Set(host.accepted.map((inbound) => inbound.id)).size).toBe(20);
    });

    it('text: arrives unchanged in both directions', async () => {
      await session.say(HARD_TEXT);
      await received(HARD_TEXT);
      const sent = await send({ text: HARD_TEXT });
      const seen = (await session.sentTo(session.chat)).find((message) => message.ref === sent.ref);
      expect(seen?.text).toBe(HARD_TEXT);
    });

    it('text: a long text arrives whole and in order', async () => {
      const text = Array.from({ length: 900 }, (_, index) => `word${index}`).join(' ');
      const sent = await send({ text });
      const seen = await session.sentTo(session.chat);
      expect(letters(seen.map((message) => message.text ?? '').join(' '))).toBe(letters(text));
      expect(seen.map((message) => message.ref)).toEqual(sent.parts ?? [sent.ref]);
    });

    it('choices: are offered, and the chosen one comes back', async () => {
      const choices = [
        [{ id: 'need:v1:supplies', label: 'Supplies' }],
        [{ id: 'need:v1:other', label: 'Other' }],
      ];
      const sent = await send({ text: 'What do you need?', choices });
      const seen = (await session.sentTo(session.chat)).find((message) => message.ref === sent.ref);
      if (channel.capabilities.buttons) {
        expect(seen?.choices).toEqual(['Supplies', 'Other']);
        await session.press?.('Other');
        const pressed = await host.next((inbound) => inbound.choice !== undefined);
        expect(pressed).toMatchObject({ choice: { id: 'need:v1:other', ref: sent.ref }, addressed: true });
      } else {
        expect(seen?.text).toMatch(/1\D*Supplies[\s\S]*2\D*Other/u);
        await session.say('2');
        await received('2');
      }
    });

    it('quotes: name the quoted message in both directions', async () => {
      if (harness.quotes.out) {
        await session.say('a question');
        const question = await received('a question');
        const answer = await send({ text: 'an answer', ...(question.ref && { replyTo: question.ref }) });
        const seen = (await session.sentTo(session.chat)).find((message) => message.ref === answer.ref);
        expect(seen?.replyTo).toBe(question.ref);
      }
      if (harness.quotes.in) {
        const sent = await send({ text: 'reply to this' });
        await session.say('replying', { replyTo: sent.ref });
        expect((await received('replying')).replyTo).toBe(sent.ref);
      }
    });

    it('media: a picture arrives with its caption and its bytes', async () => {
      await session.sendPhoto(TINY_PNG, 'the lift is broken');
      const inbound = await received('the lift is broken');
      const [media] = inbound.media ?? [];
      expect(media).toMatchObject({ kind: 'photo', account: channel.id });
      if (!media) return;
      const bytes = channel.download
        ? (await channel.download(media)).bytes
        : await session.bytesOf?.(media.id);
      expect(Buffer.from(bytes ?? [])).toEqual(Buffer.from(TINY_PNG));
    });

    it('media: a picture from another account is sent as bytes', async () => {
      const media = { kind: 'photo', account: accountId('elsewhere'), id: 'x', type: 'image/png' } as const;
      await send({ text: 'see here', media: [{ ...media, bytes: TINY_PNG }] });
      const seen = await session.sentTo(session.chat);
      expect(seen.map((message) => message.text ?? '').join('')).toContain('see here');
      const [picture] = seen.flatMap((message) => message.media);
      expect(Buffer.from(picture?.bytes ?? [])).toEqual(Buffer.from(TINY_PNG));
    });

    it('media: a file that cannot be had is mentioned, and the text still goes', async () => {
      const media = { kind: 'video', account: channel.id, id: 'x', problem: 'too-large' } as const;
      await send({ text: 'her film', media: [media] });
      const text = (await session.sentTo(session.chat)).map((message) => message.text ?? '').join('');
      expect(text).toContain('her film');
      expect(text.length).toBeGreaterThan('her film'.length);
    });

    it('edit: replaces text and choices, also when nothing changes; or is absent', async () => {
      if (!channel.capabilities.edit) return expect(channel.edit).toBeUndefined();
      const target = { chat: session.chat, chatKind: 'private' } as const;
      const sent = await send({ text: 'open', choices: [[{ id: 'claim:7:1', label: 'Claim' }]] });
      await channel.edit?.(sent.ref, { ...target, text: 'claimed <by> Ana' });
      await channel.edit?.(sent.ref, { ...target, text: 'claimed <by> Ana' });
      const seen = await session.sentTo(session.chat);
      expect(seen).toHaveLength(1);
      expect(seen[0]).toMatchObject({ ref: sent.ref, text: 'claimed <by> Ana', choices: [] });
    });

    it('groups: a message counts as addressed only when it names the bot, without the name in its text', async () => {
      if (!session.group) return expect(channel.capabilities.groups).toBe(false);
      await session.say('just chatting', { chat: session.group });
      await session.say('no hot water', { chat: session.group, mention: true });
      const inbound = await received('no hot water');
      expect(inbound).toMatchObject({ addressed: true, chat: { id: session.group, kind: 'group' } });
      expect(host.accepted.filter((other) => other.text === 'just chatting' && other.addressed)).toEqual([]);
    });

    it('groups: a mention alerts the person', async () => {
      if (!session.group) return;
      const mentions = [{ id: session.person, name: 'Ana 👩‍⚕️' }];
      await channel.send({ chat: session.group, chatKind: 'group', text: '😀 look', mentions });
      const seen = (await session.sentTo(session.group)).at(-1);
      expect(seen?.text).toMatch(/^😀 look\s.*Ana 👩‍⚕️/u);
      expect(seen?.mentions).toEqual([session.person]);
    });

    it('groups: of those it is asked about it names who is there, where it can tell', async () => {
      if (!session.group || !channel.members) return;
      const stranger = senderRef('4040404');
      const there = await channel.members(session.group, [session.person, stranger]);
      const ids = there.map(({ id }) => id);
      expect(ids).toContain(session.person);
      expect(ids).not.toContain(stranger);
    });

    describe('topics', () => {
      const look = { name: '#12 · Medicine · room 1203', urgency: 'high' } as const;

      it('are looked after where the platform has them, or not at all', async () => {
        const { forum } = session;
        expect(Boolean(channel.topics)).toBe(forum !== undefined);
        expect(Boolean(channel.capabilities.topics)).toBe(forum !== undefined);
        if (!forum || !channel.topics || !session.group) return;
        expect(await channel.topics.check(forum.chat)).toBe('ready');
        expect(await channel.topics.check(session.group)).toBe('no-topics');
        forum.forbid();
        expect(await channel.topics.check(forum.chat)).toBe('no-right');
      });

      it('are written into, long texts and pictures too, and name themselves when written in', async () => {
        const { forum } = session;
        if (!forum || !channel.topics) return;
        const topic = await channel.topics.open(forum.chat, look);
        const target = { chat: forum.chat, chatKind: 'group', topic } as const;
        const media = { kind: 'photo', account: accountId('elsewhere'), id: 'x', bytes: TINY_PNG } as const;
        const text = Array.from({ length: 900 }, (_, index) => `word${index}`).join(' ');
        await channel.send({ ...target, text, media: [media], choices: [[{ id: 'a:1', label: 'One' }]] });
        const seen = await session.sentTo(forum.chat);
        const parts = seen.filter((one) => one.text || one.media.length > 0);
        expect(parts.length).toBeGreaterThan(2);
        expect(parts.every((one) => one.topic === topic)).toBe(true);
        await session.say('in the topic', { chat: forum.chat, topic });
        const inside = await received('in the topic');
        expect(inside.topic).toBe(topic);
        expect(inside.replyTo).toBeUndefined();
        await session.say('outside of it', { chat: forum.chat });
        expect((await received('outside of it')).topic).toBeUndefined();
      });

      it('a pressed button names the topic it stands in', async () => {
        const { forum } = session;
        if (!forum || !channel.topics) return;
        const topic = await channel.topics.open(forum.chat, look);
        const choices = [[{ id: 'claim:12:1', label: 'Claim' }]];
        await channel.send({ chat: forum.chat, chatKind: 'group', topic, text: 'a card', choices });
        await session.press?.('Claim', forum.chat);
        expect(await host.next((inbound) => inbound.choice !== undefined)).toMatchObject({ topic });
      });

      it('are named anew, closed and opened again, each as often as one likes', async () => {
        const { forum } = session;
        const { topics } = channel;
        if (!forum || !topics) return;
        const topic = await topics.open(forum.chat, { ...look, name: '长'.repeat(200) });
        const now = () => forum.topics().get(topic);
        expect(now()).toEqual({ name: '长'.repeat(128), isOpen: true });
        for (const _twice of [1, 2]) await topics.rename(forum.chat, topic, '#12 · room 1203');
        for (const _twice of [1, 2]) await topics.setOpen(forum.chat, topic, false);
        expect(now()).toEqual({ name: '#12 · room 1203', isOpen: false });
        await channel.send({ chat: forum.chat, chatKind: 'group', topic, text: 'also while it is closed' });
        for (const _twice of [1, 2]) await topics.setOpen(forum.chat, topic, true);
        expect(now()?.isOpen).toBe(true);
      });

      it('one that was deleted is told from a group that is closed to the bot', async () => {
        const { forum } = session;
        const { topics } = channel;
        if (!forum || !topics) return;
        const topic = await topics.open(forum.chat, look);
        forum.delete(topic);
        const gone = { outcome: 'permanent', reason: 'topic-gone' };
        const target = { chat: forum.chat, chatKind: 'group' } as const;
        await expect(channel.send({ ...target, topic, text: 'late' })).rejects.toMatchObject(gone);
        await expect(topics.setOpen(forum.chat, topic, false)).rejects.toMatchObject(gone);
        await expect(topics.rename(forum.chat, topic, 'x')).rejects.toMatchObject(gone);
        await channel.send({ ...target, text: 'the group itself still takes messages' });
      });

      it('without the right, or in a group without topics, none is opened, and the group is not lost', async () => {
        const { forum, group } = session;
        const { topics } = channel;
        if (!forum || !topics || !group) return;
        const none = { outcome: 'permanent', reason: 'no-topics' };
        await expect(topics.open(group, look)).rejects.toMatchObject(none);
        const topic = await topics.open(forum.chat, look);
        forum.forbid();
        await expect(topics.open(forum.chat, look)).rejects.toMatchObject(none);
        await expect(topics.setOpen(forum.chat, topic, false)).rejects.toMatchObject(none);
      });
    });

    it('errors: only a ChannelError is thrown, and it is free of the text', async () => {
      const text = `secret ${randomBytes(6).toString('hex')}`;
      const outgoing = { chat: chatRef('999000999'), chatKind: 'private', text } as const;
      const error = await channel.send(outgoing).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(ChannelError);
      expect(error).toMatchObject({ outcome: 'permanent' });
      expect(`${(error as Error).stack} ${String((error as Error).cause)}`).not.toContain(text);
    });
  });
}
