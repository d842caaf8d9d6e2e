import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Content, Media } from '../../../src/channels/channel.ts';
import type { TelegramChannel, TelegramOptions } from '../../../src/channels/telegram/index.ts';
import { accountId, chatRef, messageRef } from '../../../src/domain/ids.ts';
import { ChannelError } from '../../../src/errors.ts';
import { type Log, silentLog } from '../../../src/log.ts';
import {
  startTelegramEmulator,
  type TelegramEmulator,
  type User,
} from '../../support/telegram-emulator/index.ts';
import { RecordingHost } from '../recording-host.ts';
import { DRIVERS, testChannel } from './setup.ts';

const SECRET_TOKEN = '100:very-secret-token';

describe.each(DRIVERS)('sending with %s', (driver) => {
  let emulator: TelegramEmulator;
  let ana: User;
  let channel: TelegramChannel;
  let said: string[];

  const log: Log = { ...silentLog, child: () => log };
  for (const level of ['debug', 'info', 'warn', 'error'] as const) {
    log[level] = (fields, message) => said.push(JSON.stringify(fields) + message);
  }
  const create = (options: Partial<TelegramOptions> = {}) =>
    testChannel(emulator, driver, { log, ...options });

  beforeEach(async () => {
    said = [];
    emulator = await startTelegramEmulator({ token: SECRET_TOKEN });
    ana = emulator.user({ first_name: 'Ana' });
    ana.chat.bot = 'member';
    channel = create();
  });
  afterEach(async () => {
    await channel.stop();
    await emulator.stop();
  });

  const to = () => ({ chat: chatRef(ana.id), chatKind: 'private' }) as const;
  const send = (content: Content) => channel.send({ ...to(), ...content });
  const failure = (work: Promise<unknown>): Promise<ChannelError> =>
    work.then(
      () => expect.fail('it did not fail'),
      (error: unknown) => error as ChannelError,
    );
  const text = 'my room is 1204';

  it.each([
    ['403', 'permanent', 'blocked'],
    ['429', 'retry', undefined],
    ['500', 'uncertain', undefined],
    ['502', 'uncertain', undefined],
    ['reset', 'uncertain', undefined],
    ['lost-answer', 'uncertain', undefined],
  ] as const)('%s is %s, and keeps token and text to itself', async (kind, outcome, reason) => {
    emulator.faults.next({ kind, method: 'sendMessage', retryAfter: 3 });
    const error = await failure(send({ text }));
    expect(error).toBeInstanceOf(ChannelError);
    expect(error).toMatchObject({ outcome, reason, ...(kind === '429' && { retryAfterMs: 3000 }) });
    const told: string[] = [];
    for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
      told.push(String(cause.stack), JSON.stringify(cause, Object.getOwnPropertyNames(cause)));
    }
    expect(told.join()).not.toContain('very-secret-token');
    expect(told.join()).not.toContain(text);
    expect(ana.inbox()).toHaveLength(kind === 'lost-answer' ? 1 : 0);
  });

  it('a server that nobody answers is certainly not reached', async () => {
    channel = create({ apiRoot: 'http://127.0.0.1:9' });
    expect(await failure(send({ text }))).toMatchObject({ outcome: 'retry' });
  });

  it('silence is given up, and uncertain', async () => {
    channel = create({ times: { callMs: 100 } });
    emulator.faults.next({ kind: 'silence', method: 'sendMessage' });
    expect(await failure(send({ text }))).toMatchObject({
      outcome: 'uncertain',
      message: expect.stringContaining('timeout'),
    });
  });

  it('one chat that hangs holds up no other', async () => {
    const bo = emulator.user({ first_name: 'Bo' });
    bo.chat.bot = 'member';
    const fault = emulator.faults.next({ kind: 'silence', method: 'sendMessage', chat: ana });
    const slow = send({ text: 'slow' });
    await fault.hit();
    await channel.send({ chat: chatRef(bo.id), chatKind: 'private', text: 'quick' });
    expect(bo.last().text).toBe('quick');
    fault.release('execute');
    await slow;
  });

  it('a chat that blocked, left, was deleted or never was', async () => {
    const group = emulator.group({ members: [ana] });
    group.delete();
    const inGroup = channel.send({ chat: chatRef(group.id), chatKind: 'group', text });
    expect((await failure(inGroup)).outcome).toBe('permanent');
    ana.block();
    expect(await failure(send({ text }))).toMatchObject({ outcome: 'permanent', reason: 'blocked' });
    const nobody = channel.send({ chat: chatRef(5), chatKind: 'private', text });
    expect(await failure(nobody)).toMatchObject({ outcome: 'permanent', reason: 'gone' });
  });

  it('a group that has become a supergroup is followed by its new id', async () => {
    const group = emulator.group({ members: [ana] });
    const old = chatRef(group.id);
    const movedTo = String(group.migrate());
    expect(await failure(channel.send({ chat: old, chatKind: 'group', text }))).toMatchObject({
      outcome: 'retry',
      retryAfterMs: 0,
      reason: 'moved',
      movedTo,
    });
  });

  it('a later part that is refused for a moment does not repeat the first', async () => {
    emulator.faults.next({ kind: 'slow', method: 'sendMessage', times: 1 });
    emulator.faults.next({ kind: '429', method: 'sendMessage', retryAfter: 0 });
    const sent = await send({ text: `${'a'.repeat(4000)}\n\n${'b'.repeat(4000)}` });
    expect(ana.inbox().map((message) => message.text?.[0])).toEqual(['a', 'b']);
    expect(sent.parts).toHaveLength(2);
    expect(sent.ref).toBe(sent.parts?.[1]);
  });

  it('a later part that is refused for good is told', async () => {
    emulator.faults.next({ kind: 'slow', method: 'sendMessage' });
    emulator.faults.next({ kind: '403', method: 'sendMessage' });
    const error = await failure(send({ text: `${'a'.repeat(4000)}\n\n${'b'.repeat(4000)}` }));
    expect(error).toMatchObject({ outcome: 'permanent', reason: 'blocked' });
  });

  it('nothing to say is refused', async () => {
    expect(await failure(send({ text: ' ' }))).toMatchObject({ outcome: 'permanent', reason: 'rejected' });
  });

  it('files of every kind go by upload and come back by id', async () => {
    const kinds = ['photo', 'voice', 'audio', 'video', 'animation', 'sticker', 'document'] as const;
    for (const kind of kinds) {
      const bytes = new TextEncoder().encode(`a ${kind}`);
      const media: Media = { kind, account: accountId('web'), id: 'x', bytes, name: 'größe ©.bin' };
      await send({ media: [media], replyTo: messageRef(1) });
      const seen = ana.last();
      expect(seen.media?.kind).toBe(kind);
      expect(seen.media?.bytes.toString()).toBe(`a ${kind}`);
    }
    const voice = ana.inbox()[1]?.voice;
    await send({ text: 'again', media: [{ kind: 'voice', account: channel.id, id: voice?.file_id ?? '' }] });
    expect(ana.last()).toMatchObject({ caption: 'again', voice: { file_id: voice?.file_id } });
  });

  it('an album of uploads keeps its order and its caption', async () => {
    const file = (name: string): Media => ({
      kind: 'photo',
      account: accountId('web'),
      id: name,
      bytes: new TextEncoder().encode(name),
    });
    const mentions = [{ id: String(ana.id) as never, name: 'Ana' }];
    const sent = await send({
      text: 'the room',
      media: [file('A'), file('B')],
      mentions,
      replyTo: messageRef(1),
    });
    const seen = ana.inbox();
    expect(seen.map((message) => message.media?.bytes.toString())).toEqual(['A', 'B']);
    expect(seen[0]).toMatchObject({ caption: 'the room\nAna', caption_entities: [{ type: 'text_mention' }] });
    expect(sent.parts).toHaveLength(2);
  });

  it('edit: a text, a caption, only the buttons; and a message that is gone', async () => {
    const edit = (ref: string, content: Content) =>
      channel.edit?.(messageRef(ref), { ...to(), ...content }) ?? Promise.resolve();
    const choices = [[{ id: 'a', label: 'A' }]];
    const photo: Media = { kind: 'photo', account: accountId('web'), id: 'x', bytes: new Uint8Array(3) };
    const card = await send({ text: 'card', media: [photo], choices });
    await edit(card.ref, { text: 'without naming the file' });
    expect(ana.last()).toMatchObject({ caption: 'without naming the file', buttons: [] });
    const plain = await send({ text: 'plain', choices });
    await edit(plain.ref, {
      text: 'with a file that never went',
      media: [{ ...photo, account: channel.id }],
    });
    expect(ana.last().text).toBe('with a file that never went');
    await edit(plain.ref, { choices });
    expect(ana.last().buttons).toEqual(['A']);
    expect(await failure(edit('99999', { text: 'x' }))).toMatchObject({
      outcome: 'permanent',
      reason: 'rejected',
    });
    emulator.faults.next({ kind: '500', method: 'editMessageText' });
    expect(await failure(edit(plain.ref, { text: 'y' }))).toMatchObject({ outcome: 'retry' });
  });

  it('download: bytes and type; a file that is gone or too large; a failure on the way', async () => {
    const host = new RecordingHost();
    await channel.start(host);
    const bytes = Buffer.from('%PDF');
    await ana.sendDocument(bytes, { fileName: 'form.pdf', mime: 'application/pdf' });
    const media = (await host.next((inbound) => inbound.media !== undefined)).media?.[0] as Media;
    const download = () => channel.download?.(media) ?? Promise.reject(new Error('no download'));
    const file = await download();
    expect(file).toMatchObject({ type: 'application/pdf', name: 'form.pdf' });
    expect(Buffer.from(file.bytes)).toEqual(bytes);
    emulator.faults.next({ kind: 'reset', method: 'downloadFile' });
    const error = await failure(download());
    expect(error).toMatchObject({ outcome: 'retry' });
    expect(`${error.stack} ${String((error.cause as Error).stack)}`).not.toContain('very-secret-token');
    emulator.faults.next({ kind: '500', method: 'downloadFile' });
    expect(await failure(download())).toMatchObject({ outcome: 'retry' });
    const tooLarge = { ...media, size: 30_000_000 };
    expect(await failure(channel.download?.(tooLarge) as Promise<unknown>)).toMatchObject({
      reason: 'too-large',
    });
    emulator.faults.next({ kind: '400', method: 'getFile', description: 'Bad Request: file is too big' });
    expect(await failure(download())).toMatchObject({ outcome: 'permanent', reason: 'too-large' });
    emulator.expireFile(media.id);
    expect(await failure(download())).toMatchObject({ outcome: 'permanent', reason: 'rejected' });
  });

  it('menus are set per language and audience; one that is refused keeps no other from being set', async () => {
    const commands = [{ name: 'need', description: 'ask' }];
    const menus = [
      { audience: 'group', chat: chatRef(12345), commands },
      { audience: 'private', commands },
      { audience: 'private', locale: 'zh-CN', commands },
    ] as const;
    emulator.faults.next({ kind: '400', method: 'setMyCommands' });
    expect(await failure(channel.setCommands?.(menus) as Promise<unknown>)).toMatchObject({ reason: 'gone' });
    expect(emulator.commands('', 'all_private_chats')).toHaveLength(1);
    expect(emulator.commands('zh', 'all_private_chats')).toHaveLength(1);
    emulator.faults.next({ kind: '429', method: 'setMyCommands' });
    expect(await failure(channel.setCommands?.(menus) as Promise<unknown>)).toMatchObject({
      outcome: 'retry',
    });
  });

  it('the handle and deep links are known after the start', async () => {
    const { capabilities } = channel;
    expect(capabilities.deepLink?.('abc')).toBeUndefined();
    await channel.start(new RecordingHost());
    expect(capabilities.handle?.()).toBe('@homeward_bot');
    expect(capabilities.deepLink?.('abc_-1')).toBe('https://t.me/homeward_bot?start=abc_-1');
    expect(capabilities.deepLink?.('not allowed')).toBeUndefined();
  });

  it('the log names neither token nor text', async () => {
    const host = new RecordingHost();
    host.failNext(2);
    emulator.faults.next({ kind: 'reset', method: 'getUpdates', times: 2 });
    await channel.start(host);
    await ana.say(text);
    await host.next((inbound) => inbound.text === text);
    expect(said.length).toBeGreaterThan(2);
    expect(said.join()).not.toMatch(/very-secret-token|1204/);
  });
});
