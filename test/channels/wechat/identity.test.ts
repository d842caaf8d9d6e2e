import { afterEach, describe, expect, it } from 'vitest';
import { chatRef } from '../../../src/domain/ids.ts';
import { MockWechat } from './mock-wechat.ts';

/** A WeChat over the web protocol: every id is of this login only. */
describe('identity', () => {
  let wechat: MockWechat;
  let messages = 0;
  afterEach(() => wechat.channel.stop());

  const hears = async (
    talkerId: string,
    more: { roomId?: string; text?: string; timestamp?: number } = {},
  ) => {
    messages += 1;
    const id = wechat.deliver({ id: `web${messages}`, talkerId, text: 'hello', ...more });
    return wechat.host.next((inbound) => inbound.id === id);
  };
  const contact = (id: string, more: object = {}) =>
    wechat.mocker.createContact({ id, name: 'Wang Wei', friend: true, alias: '', ...more });
  /** The contact under the id of the next login, as WeChat remembers it. */
  const renamed = (oldId: string, id: string) => {
    const { alias, name, friend } = wechat.mocker.contactPayload(oldId);
    wechat.mocker.cacheContactPayload.delete(oldId);
    return wechat.mocker.createContact({ id, name, ...(alias ? { alias } : {}), friend: friend ?? true });
  };

  it('lasting ids are taken as they are, and no remark is written', async () => {
    wechat = await new MockWechat().start();
    expect((await hears('wxid_ana')).sender.id).toBe('wxid_ana');
    expect(wechat.mocker.contactPayload('wxid_ana').alias).toBeUndefined();
  });

  it('a friend is marked once and stays the same person after a login with new ids, and can be written to', async () => {
    wechat = await new MockWechat().start();
    contact('@one');
    const before = await hears('@one');
    expect(before.sender.id).toMatch(/^mark:hw-/u);
    expect(before.chat.id).toBe(before.sender.id);
    const marked = wechat.mocker.contactPayload('@one').alias;
    expect(marked).toMatch(/^Wang Wei hw-[0-9a-z]{10}$/u);

    renamed('@one', '@two');
    await wechat.relogin();
    await wechat.channel.send({ chat: before.chat.id, chatKind: 'private', text: 'still here?' });
    expect(wechat.sentTo('@two').map(({ text }) => text)).toEqual(['still here?']);
    expect((await hears('@two')).sender.id).toBe(before.sender.id);
    expect(wechat.mocker.contactPayload('@two').alias).toBe(marked);
  });

  it('a remark that a human wrote is kept in front of the mark', async () => {
    wechat = await new MockWechat().start();
    contact('@one', { alias: '302 王伟' });
    await hears('@one');
    expect(wechat.mocker.contactPayload('@one').alias).toMatch(/^302 王伟 hw-/u);
  });

  it('two people with one name, place and picture are two people, before and after', async () => {
    wechat = await new MockWechat().start();
    contact('@one', { avatar: 'x', city: 'Xi’an' });
    contact('@two', { avatar: 'x', city: 'Xi’an' });
    const [one, two] = [await hears('@one'), await hears('@two')];
    expect(one.sender.id).not.toBe(two.sender.id);
    renamed('@two', '@three');
    wechat.mocker.cacheContactPayload.delete('@one');
    await wechat.relogin();
    expect((await hears('@three')).sender.id).toBe(two.sender.id);
    await expect(
      wechat.channel.send({ chat: one.chat.id, chatKind: 'private', text: 'x' }),
    ).rejects.toMatchObject({
      outcome: 'retry',
    });
  });

  it('somebody unknown after the contacts had time to load is gone', async () => {
    wechat = await new MockWechat({ timing: { settle: 0 } }).start();
    contact('@one');
    const { chat } = await hears('@one');
    wechat.mocker.cacheContactPayload.delete('@one');
    await wechat.relogin();
    await expect(
      wechat.channel.send({ chat: chat.id, chatKind: 'private', text: 'x' }),
    ).rejects.toMatchObject({
      outcome: 'permanent',
      reason: 'gone',
    });
  });

  it('a WeChat number is enough, and no remark is written', async () => {
    wechat = await new MockWechat().start();
    contact('@one', { weixin: 'wangwei88' });
    const before = await hears('@one');
    expect(before.sender).toMatchObject({ id: 'weixin:wangwei88', username: 'wangwei88' });
    expect(wechat.mocker.contactPayload('@one').alias).toBe('');
    wechat.mocker.cacheContactPayload.delete('@one');
    contact('@two', { weixin: 'wangwei88' });
    await wechat.relogin();
    expect((await hears('@two')).sender.id).toBe(before.sender.id);
  });

  it('a mark that two contacts carry names neither', async () => {
    wechat = await new MockWechat().start();
    contact('@one', { alias: 'a hw-aaaaaaaaaa' });
    contact('@two', { alias: 'b hw-aaaaaaaaaa' });
    expect([(await hears('@one')).sender.id, (await hears('@two')).sender.id]).toEqual([
      'login:@one',
      'login:@two',
    ]);
  });

  it('strangers in a group, and friends who cannot be marked, are known for this login', async () => {
    wechat = await new MockWechat().start();
    contact('@stranger', { friend: false });
    const room = wechat.mocker.createRoom({
      id: '@@room',
      topic: 'Hotel',
      memberIdList: ['@stranger', 'wxid_bot'],
    });
    const heard = await hears('@stranger', { roomId: room.id });
    expect(heard).toMatchObject({
      sender: { id: 'login:@stranger' },
      chat: { id: 'login:@@room', title: 'Hotel' },
    });
    await wechat.channel.send({ chat: heard.chat.id, chatKind: 'group', text: 'hi' });
    expect(wechat.sentTo('@@room')).toHaveLength(1);
    wechat.puppet.contactAlias = () => Promise.reject(new Error('too often'));
    contact('@friend');
    expect((await hears('@friend')).sender.id).toBe('login:@friend');
  });

  it('a group of an earlier login is gone, whoever has its topic now', async () => {
    wechat = await new MockWechat().start();
    wechat.mocker.createRoom({ id: '@@one', topic: 'Staff', memberIdList: ['wxid_ana', 'wxid_bot'] });
    const { chat } = await hears('wxid_ana', { roomId: '@@one' });
    wechat.mocker.cacheRoomPayload.delete('@@one');
    wechat.mocker.createRoom({ id: '@@two', topic: 'Staff', memberIdList: ['wxid_ana', 'wxid_bot'] });
    await wechat.relogin();
    wechat.puppet.cache.room.clear();
    await expect(
      wechat.channel.send({ chat: chat.id, chatKind: 'group', text: 'secret' }),
    ).rejects.toMatchObject({
      outcome: 'permanent',
      reason: 'gone',
    });
  });

  it('messages replayed after a login under new ids are stored once, all of them', async () => {
    wechat = await new MockWechat().start();
    contact('@one');
    const timestamp = Date.now() - 60_000;
    for (let n = 0; n < 3; n += 1) await hears('@one', { timestamp });
    renamed('@one', '@two');
    await wechat.relogin();
    for (let n = 0; n < 3; n += 1)
      wechat.deliver({ id: `again${n}`, talkerId: '@two', text: 'hello', timestamp });
    await hears('@two', { text: 'new', timestamp });
    expect(wechat.host.accepted.map(({ text }) => text)).toEqual(['hello', 'hello', 'hello', 'new']);
  });

  it('members: their names in the group, without the bot, and nobody is marked', async () => {
    wechat = await new MockWechat().start();
    contact('@one');
    const memberIdList = ['@one', 'wxid_ana', 'wxid_bot', '@nobody'];
    const room = wechat.mocker.createRoom({ id: 'r@chatroom', topic: 'Staff', memberIdList });
    wechat.puppet.roomMemberRawPayload = async (_room, id) => ({
      id,
      name: 'x',
      avatar: '',
      roomAlias: id === '@one' ? 'Dr Wang' : '',
    });
    expect(await wechat.channel.members?.(chatRef(room.id))).toEqual([
      { id: 'login:@one', name: 'Dr Wang' },
      { id: 'wxid_ana', name: 'Ana 👩‍⚕️' },
      { id: 'login:@nobody', name: '' },
    ]);
    expect(wechat.mocker.contactPayload('@one').alias).toBe('');
  });
});
