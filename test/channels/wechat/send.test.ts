import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outgoing } from '../../../src/channels/channel.ts';
import { accountId, chatRef, senderRef } from '../../../src/domain/ids.ts';
import { TINY_PNG } from '../contract.ts';
import { MockWechat } from './mock-wechat.ts';

const ana = { chat: chatRef('wxid_ana'), chatKind: 'private' } as const;
const hotel = { chat: chatRef('hotel@chatroom'), chatKind: 'group' } as const;

describe('send', () => {
  let wechat: MockWechat;
  const send = (outgoing: Outgoing) => wechat.channel.send(outgoing);
  const textsTo = (id: string) => wechat.sentTo(id).map(({ text }) => text);

  beforeEach(async () => {
    wechat = await new MockWechat().start();
  });
  afterEach(() => wechat.channel.stop());

  it('messages of one chat go one after the other, others meanwhile', async () => {
    const held = Promise.withResolvers<void>();
    wechat.puppet.beforeSend = (conversation) =>
      conversation === 'wxid_ana' ? held.promise : Promise.resolve();
    const sending = ['1', '2', '3'].map((text) => send({ ...ana, text }));
    await send({ ...hotel, text: 'other' });
    expect(textsTo('wxid_ana')).toEqual([]);
    held.resolve();
    await Promise.all(sending);
    expect(textsTo('wxid_ana')).toEqual(['1', '2', '3']);
  });

  it('a failed message does not hold up the next', async () => {
    let failures = 1;
    wechat.puppet.beforeSend = async () => {
      if (failures-- > 0) throw new Error('socket hang up');
    };
    const first = send({ ...ana, text: '1' });
    const second = send({ ...ana, text: '2' });
    await expect(first).rejects.toMatchObject({ name: 'ChannelError', outcome: 'uncertain' });
    await second;
    expect(textsTo('wxid_ana')).toEqual(['2']);
  });

  it('a message cut off in the middle is uncertain, whatever stopped it', async () => {
    let calls = 0;
    wechat.puppet.beforeSend = async () => {
      calls += 1;
      if (calls === 2) throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    };
    await expect(send({ ...ana, text: 'word '.repeat(800) })).rejects.toMatchObject({ outcome: 'uncertain' });
  });

  it('a call without an answer is uncertain', async () => {
    await wechat.channel.stop();
    wechat = await new MockWechat({ timing: { call: 20 } }).start();
    wechat.puppet.beforeSend = () => new Promise(() => undefined);
    await expect(send({ ...ana, text: 'x' })).rejects.toMatchObject({ outcome: 'uncertain' });
    wechat.puppet.roomMemberList = () => new Promise(() => undefined);
    await expect(wechat.channel.members?.(hotel.chat)).rejects.toMatchObject({ name: 'ChannelError' });
  });

  it('not logged in, not started and stopping: try again', async () => {
    await wechat.puppet.logout();
    await wechat.host.healthy('offline');
    await expect(send({ ...ana, text: 'x' })).rejects.toMatchObject({ outcome: 'retry', retryAfterMs: 5000 });
    await wechat.channel.stop();
    await expect(send({ ...ana, text: 'x' })).rejects.toMatchObject({ outcome: 'retry' });
    await expect(wechat.channel.members?.(hotel.chat)).rejects.toMatchObject({ outcome: 'retry' });
  });

  it('stop: a message that waits its turn is handed back, the one being sent is finished', async () => {
    const held = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    wechat.puppet.beforeSend = () => {
      begun.resolve();
      return held.promise;
    };
    const first = send({ ...ana, text: '1' });
    const second = send({ ...ana, text: '2' });
    second.catch(() => undefined);
    await begun.promise;
    const stopped = wechat.channel.stop();
    held.resolve();
    await stopped;
    await expect(first).resolves.toBeDefined();
    await expect(second).rejects.toMatchObject({ outcome: 'retry' });
  });

  it('somebody who is no friend is blocked, unless they wrote just now', async () => {
    wechat.mocker.createContact({ id: 'wxid_li', name: 'Li', friend: false });
    const li = { chat: chatRef('wxid_li'), chatKind: 'private' } as const;
    await expect(send({ ...li, text: 'x' })).rejects.toMatchObject({
      outcome: 'permanent',
      reason: 'blocked',
    });
    const id = wechat.deliver({ talkerId: 'wxid_li', text: 'hi' });
    await wechat.host.next((inbound) => inbound.id === id);
    await send({ ...li, text: 'hello' });
    expect(textsTo('wxid_li')).toEqual(['hello']);
  });

  it('a group that does not exist is gone, one that cannot be looked up is tried again', async () => {
    const other = { chat: chatRef('other@chatroom'), chatKind: 'group', text: 'x' } as const;
    await expect(send(other)).rejects.toMatchObject({ outcome: 'permanent', reason: 'gone' });
    wechat.puppet.roomList = () => Promise.reject(new Error('no connection'));
    await expect(send(other)).rejects.toMatchObject({ outcome: 'retry' });
    wechat.puppet.roomList = async () => [];
    await expect(send(other)).rejects.toMatchObject({ outcome: 'retry' });
  });

  it('mentions: the group’s own name of the person alerts; somebody unknown is only named', async () => {
    wechat.puppet.roomMemberRawPayload = async (_room, id) => ({
      id,
      name: 'x',
      avatar: '',
      roomAlias: id === 'wxid_ana' ? 'Dr Ana' : '',
    });
    const mentions = [
      { id: senderRef('wxid_ana'), name: 'Ana' },
      { id: senderRef('wxid_nobody'), name: 'Li' },
    ];
    await send({ ...hotel, text: 'look', mentions });
    expect(wechat.sentTo('hotel@chatroom')).toMatchObject([
      { text: 'look @Dr Ana\u2005@Li\u2005', mentions: ['wxid_ana'] },
    ]);
    await send({ ...ana, text: 'look', mentions });
    expect(wechat.sentTo('wxid_ana')).toMatchObject([{ text: 'look @Ana\u2005@Li\u2005', mentions: [] }]);
  });

  it('files: own ones come from the store, named so that puppets know what they are', async () => {
    const id = await wechat.media.keep('wechat', { bytes: TINY_PNG, type: 'image/png' });
    await send({ ...ana, text: 'see', media: [{ kind: 'photo', account: accountId('wechat'), id }] });
    expect(wechat.sentTo('wxid_ana')).toMatchObject([{ file: { name: 'photo.png' } }, { text: 'see' }]);
  });

  it('files: one that is not there becomes a line', async () => {
    const media = [
      { kind: 'video', account: accountId('wechat'), id: 'lost' },
      { kind: 'photo', account: accountId('elsewhere'), id: 'x' },
    ] as const;
    await send({ ...ana, text: 'see', media });
    expect(textsTo('wxid_ana')).toEqual(['see\n[video missing]\n[photo missing]']);
  });

  it('an empty message is refused', async () => {
    await expect(send({ ...ana })).rejects.toMatchObject({ outcome: 'permanent', reason: 'rejected' });
  });

  it('a puppet that does not tell ids: references are ours, and quotes find them', async () => {
    wechat.puppet.tellsIds = false;
    const [one, two] = [await send({ ...ana, text: 'one' }), await send({ ...ana, text: 'two' })];
    expect(one.ref).not.toBe(two.ref);
    const id = wechat.deliver({ text: '「Guitu：one」\n- - - - - -\nyes' });
    expect(await wechat.host.next((inbound) => inbound.id === id)).toMatchObject({
      replyTo: one.ref,
      text: 'yes',
    });
  });

  it('every message waits a human moment first', async () => {
    await wechat.channel.stop();
    wechat = await new MockWechat({ timing: { gap: [10, 30] }, random: () => 0.5 }).start();
    const begun = performance.now();
    await send({ ...ana, text: 'x' });
    expect(performance.now() - begun).toBeGreaterThanOrEqual(19);
  });

  it('limits are those of a careful human, and can be raised', async () => {
    const { limits, media } = wechat.channel.capabilities;
    expect(limits).toEqual({ perSecond: 1, chatEveryMs: 2000, groupPerMinute: 10 });
    expect(media).toContain('document');
    const official = new MockWechat({ puppet: 'wechaty-puppet-official-account', limits: { perSecond: 20 } });
    expect(official.channel.capabilities.limits).toMatchObject({ perSecond: 20, groupPerMinute: 10 });
    expect(official.channel.capabilities.media).not.toContain('document');
  });
});
