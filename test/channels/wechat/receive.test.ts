import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Inbound } from '../../../src/channels/channel.ts';
import { MEDIA_LIMIT, sniffType } from '../../../src/channels/wechat/receive-media.ts';
import { MESSAGE } from '../../../src/channels/wechat/sdk.ts';
import { TINY_PNG } from '../contract.ts';
import { MockWechat } from './mock-wechat.ts';

describe('receive', () => {
  let wechat: MockWechat;
  const byId = (id: string): Promise<Inbound> => wechat.host.next((inbound) => inbound.id === id);
  const write = async (text: string): Promise<Inbound> => byId(wechat.deliver({ text }));
  const inRoom = async (text: string, mentionIdList: string[] = []): Promise<Inbound> =>
    byId(wechat.deliver({ text, roomId: 'hotel@chatroom', mentionIdList }));

  beforeEach(async () => {
    wechat = await new MockWechat().start();
  });
  afterEach(() => wechat.channel.stop());

  it('twenty equal messages in a row are twenty', async () => {
    for (let n = 0; n < 20; n += 1) wechat.ana.say('hello').to(wechat.bot);
    await write('end');
    expect(wechat.host.accepted.filter(({ text }) => text === 'hello')).toHaveLength(20);
    expect(new Set(wechat.host.accepted.map(({ id }) => id)).size).toBe(21);
  });

  it('the same event twice is one message', async () => {
    const id = wechat.deliver({ text: 'once' });
    wechat.deliver({ id });
    await write('end');
    expect(wechat.host.accepted.map(({ text }) => text)).toEqual(['once', 'end']);
  });

  it('order is that of the events, also when one message takes longer to look up', async () => {
    const original = wechat.puppet.messageRawPayload.bind(wechat.puppet);
    const slow = Promise.withResolvers<void>();
    wechat.puppet.messageRawPayload = async (id) => {
      if (id === 'slow') await slow.promise;
      return original(id);
    };
    wechat.deliver({ id: 'slow', text: '1' });
    wechat.deliver({ id: 'fast', text: '2' });
    slow.resolve();
    await byId('fast');
    expect(wechat.host.accepted.map(({ text }) => text)).toEqual(['1', '2']);
  });

  it('a chat whose people cannot be looked up for a while holds up no other', async () => {
    const original = wechat.puppet.contactRawPayload.bind(wechat.puppet);
    const slow = Promise.withResolvers<void>();
    wechat.mocker.createContact({ id: 'wxid_slow', name: 'Li' });
    wechat.puppet.contactRawPayload = async (id) => {
      if (id === 'wxid_slow') await slow.promise;
      return original(id);
    };
    wechat.deliver({ talkerId: 'wxid_slow', text: '1' });
    wechat.deliver({ talkerId: 'wxid_slow', text: '2' });
    expect((await write('other')).text).toBe('other');
    expect(wechat.host.accepted).toHaveLength(1);
    slow.resolve();
    await wechat.host.next(({ text }) => text === '2');
    expect(wechat.host.accepted.map(({ text }) => text)).toEqual(['other', '1', '2']);
  });

  it('a message that cannot be looked up at first is tried again and holds up nobody', async () => {
    const original = wechat.puppet.messageRawPayload.bind(wechat.puppet);
    let failures = 3;
    wechat.puppet.messageRawPayload = async (id) => {
      if (id === 'late' && failures-- > 0) throw new Error('not there yet');
      return original(id);
    };
    wechat.deliver({ id: 'late', text: 'help' });
    expect((await write('other')).text).toBe('other');
    expect((await byId('late')).text).toBe('help');
  });

  it('old messages after a login are delivered, with their own time', async () => {
    const id = wechat.deliver({ text: 'from yesterday', timestamp: 1_700_000_000 });
    expect(await byId(id)).toMatchObject({ text: 'from yesterday', at: '2023-11-14T22:13:20.000Z' });
  });

  it('the bot itself, official accounts and WeChat’s own accounts are ignored', async () => {
    wechat.mocker.createContact({ id: 'news', name: 'News', type: 2 });
    wechat.mocker.createContact({ id: 'gh_123', name: 'Shop' });
    wechat.mocker.createContact({ id: 'weixin', name: 'WeChat Team' });
    wechat.bot.say('an echo').to(wechat.ana);
    for (const talkerId of ['news', 'gh_123', 'weixin', 'hotel@chatroom'])
      wechat.deliver({ talkerId, text: 'notice' });
    await write('a person');
    expect(wechat.host.accepted.map(({ text }) => text)).toEqual(['a person']);
  });

  it('somebody who cannot be looked up is still heard', async () => {
    const id = wechat.deliver({ talkerId: 'wxid_stranger', text: 'help' });
    expect(await byId(id)).toMatchObject({
      text: 'help',
      sender: { id: 'wxid_stranger' },
      chat: { id: 'wxid_stranger' },
    });
  });

  it('groups: topic, sender, and only what is addressed', async () => {
    expect(await inRoom('dinner?')).toMatchObject({
      addressed: false,
      chat: { id: 'hotel@chatroom', kind: 'group', title: 'Hotel Sunrise' },
      sender: { id: 'wxid_ana', name: 'Ana 👩‍⚕️' },
    });
    expect(await inRoom('小归 没有热水')).toMatchObject({ addressed: true, text: '小归 没有热水' });
    expect(await inRoom('@Guitu\u2005没有热水', ['wxid_bot'])).toMatchObject({
      addressed: true,
      text: '没有热水',
    });
    expect(await inRoom('@Li\u2005hello', ['wxid_li'])).toMatchObject({ addressed: false });
    expect(await inRoom('/claim 3')).toMatchObject({ addressed: true, text: '/claim 3' });
  });

  it('quotes: one of the bot’s messages, found by its text, addresses the bot and leaves the text', async () => {
    const chat = (await inRoom('first')).chat.id;
    const sent = await wechat.channel.send({ chat, chatKind: 'group', text: 'Ticket #12' });
    const divider = '\n- - - - - - - - - - - - - - -\n';
    const quote = (head: string, reply: string) => inRoom(`「${head}」${divider}${reply}`);
    expect(await quote('Guitu：Ticket #12', 'on my way')).toMatchObject({
      addressed: true,
      text: 'on my way',
      replyTo: sent.ref,
    });
    const other = await quote('Ana 👩‍⚕️：first', 'me too');
    expect(other).toMatchObject({ addressed: false, text: 'me too', replyTo: 'm0' });
    expect((await quote('Ana：long ago', 'yes')).text).toBe(`「Ana：long ago」${divider}yes`);
    expect(await quote('Guitu：before the restart', 'yes')).toMatchObject({ addressed: true });
    expect(await quote('Guitu：before the restart', '/claim 3')).toMatchObject({
      addressed: true,
      text: '/claim 3',
    });
  });

  it('pictures, voices, films, files and stickers are kept with a type found in their content', async () => {
    const kinds = [
      [MESSAGE.Image, 'photo'],
      [MESSAGE.Video, 'video'],
      [MESSAGE.Attachment, 'document'],
      [MESSAGE.Emoticon, 'sticker'],
    ] as const;
    for (const [type, kind] of kinds) {
      const inbound = await byId(wechat.deliverFile(type, TINY_PNG, 'wrong.exe'));
      expect(inbound.media).toEqual([
        {
          kind,
          account: 'wechat',
          id: expect.any(String),
          name: 'wrong.exe',
          type: 'image/png',
          size: TINY_PNG.length,
        },
      ]);
      const [media] = inbound.media ?? [];
      if (media)
        expect(Buffer.from((await wechat.channel.download?.(media))?.bytes ?? [])).toEqual(
          Buffer.from(TINY_PNG),
        );
    }
    const silk = Buffer.from('\x02#!SILK_V3 and sound', 'latin1');
    const voice = await byId(wechat.deliverFile(MESSAGE.Audio, silk, 'message-audio.sil'));
    expect(voice.media).toMatchObject([{ kind: 'voice', type: 'audio/silk' }]);
  });

  it('types: what the puppet says counts only where the content says nothing', async () => {
    expect(await sniffType(TINY_PNG, 'text/plain')).toBe('image/png');
    expect(await sniffType(Buffer.from('plain'), 'text/plain')).toBe('text/plain');
    expect(await sniffType(Buffer.from('plain'), 'emoticon')).toBe('application/octet-stream');
  });

  it('files: markup that comes with them is no caption', async () => {
    const caption = async (text: string) =>
      (await byId(wechat.deliverFile(MESSAGE.Image, TINY_PNG, 'a.png', { text }))).text;
    expect(await caption('<?xml version="1.0"?><msg><img/></msg>')).toBeUndefined();
    expect(await caption('["a.jpg"]')).toBeUndefined();
    expect(await caption('the lift')).toBe('the lift');
  });

  it('files: one that is too large, cannot be fetched or cannot be kept is mentioned with its problem', async () => {
    const large = await byId(wechat.deliverFile(MESSAGE.Video, new Uint8Array(MEDIA_LIMIT + 1), 'a.mp4'));
    expect(large.media).toMatchObject([{ kind: 'video', problem: 'too-large' }]);
    const limit = await byId(wechat.deliverFile(MESSAGE.Video, new Uint8Array(MEDIA_LIMIT), 'a.mp4'));
    expect(limit.media?.[0]?.problem).toBeUndefined();
    wechat.puppet.beforeFile = () => Promise.reject(new Error('expired'));
    const expired = await byId(wechat.deliverFile(MESSAGE.Image, TINY_PNG, 'a.png'));
    expect(expired.media).toMatchObject([{ kind: 'photo', problem: 'unavailable' }]);
    wechat.puppet.beforeFile = async () => undefined;
    wechat.media.keep = () => Promise.reject(new Error('disk full'));
    const unkept = await byId(wechat.deliverFile(MESSAGE.Image, TINY_PNG, 'a.png'));
    expect(unkept.media).toMatchObject([{ problem: 'unavailable' }]);
    const [media] = unkept.media ?? [];
    if (media)
      await expect(wechat.channel.download?.(media)).rejects.toMatchObject({
        outcome: 'permanent',
        reason: 'gone',
      });
  });

  it('places, pages, mini programs and contact cards', async () => {
    const place = await byId(wechat.deliver({ type: MESSAGE.Location, text: '<location/>' }));
    expect(place).toMatchObject({
      place: { latitude: 39.995121, longitude: 116.334154, title: expect.any(String) },
    });
    const page = await byId(wechat.deliver({ type: MESSAGE.Url }));
    expect(page.text).toMatch(/^mock title for .*\nhttps:\/\/mock.url$/u);
    expect((await byId(wechat.deliver({ type: MESSAGE.MiniProgram }))).text).toMatch(/^mock title for /u);
    wechat.puppet.messageContact = async () => 'wxid_bot';
    const card = await byId(wechat.deliver({ type: MESSAGE.Contact }));
    expect(card).toMatchObject({ contact: { name: 'Guitu' } });
  });

  it('what cannot be fetched or understood is named, and is nothing else', async () => {
    wechat.puppet.messageUrl = () => Promise.reject(new Error('no'));
    wechat.puppet.messageLocation = async () => ({
      latitude: Number.NaN,
      longitude: 1,
      accuracy: 1,
      address: '',
      name: '',
    });
    const types = ['Url', 'Contact', 'Location', 'Recalled', 'Transfer', 'ChatHistory', 'Unknown'] as const;
    for (const type of types) {
      const inbound = await byId(wechat.deliver({ type: MESSAGE[type], text: '<sysmsg/>' }));
      expect(inbound).toMatchObject({ unsupported: type, sender: { id: 'wxid_ana' } });
      expect(Object.keys(inbound)).not.toContain('text');
    }
  });

  it('stop: waits until what was received is stored', async () => {
    wechat.host.failNext(3);
    wechat.ana.say('last words').to(wechat.bot);
    await wechat.channel.stop();
    expect(wechat.host.accepted.map(({ text }) => text)).toEqual(['last words']);
  });
});
