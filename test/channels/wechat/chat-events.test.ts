import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Inbound } from '../../../src/channels/channel.ts';
import { FRIENDSHIP } from '../../../src/channels/wechat/sdk.ts';
import { chatRef } from '../../../src/domain/ids.ts';
import { MockWechat } from './mock-wechat.ts';

describe('chat events', () => {
  let wechat: MockWechat;
  const event = (type: string, chat: string): Promise<Inbound> =>
    wechat.host.next((inbound) => inbound.event?.type === type && inbound.chat.id === chat);
  const befriend = async (id: string, type: number, hello = '', timestamp = 1_700_000_000): Promise<void> => {
    const payload = { id, contactId: 'wxid_ana', hello, timestamp, type, ticket: 't' };
    await wechat.puppet.friendshipPayload(id, payload as never);
    wechat.puppet.emit('friendship', { friendshipId: id });
  };

  beforeEach(async () => {
    wechat = await new MockWechat({ acceptFriend: (hello) => hello !== 'spam' }).start();
  });
  afterEach(() => wechat.channel.stop());

  it('a friend request is accepted and opens the chat once, also when WeChat confirms it', async () => {
    await befriend('f1', FRIENDSHIP.Receive, 'room 302');
    const opened = await event('opened', 'wxid_ana');
    expect(opened).toMatchObject({ addressed: true, sender: { id: 'wxid_ana' }, chat: { kind: 'private' } });
    expect(opened.text).toBeUndefined();
    expect(wechat.puppet.accepted).toEqual(['f1']);
    await befriend('f2', FRIENDSHIP.Confirm, '', 1_700_000_005);
    const id = wechat.deliver({ text: 'hi' });
    await wechat.host.next((inbound) => inbound.id === id);
    expect(wechat.host.accepted.filter((inbound) => inbound.event?.type === 'opened')).toHaveLength(1);
  });

  it('a friendship that is only confirmed opens the chat, a later one opens it again', async () => {
    await befriend('f1', FRIENDSHIP.Confirm);
    await event('opened', 'wxid_ana');
    await befriend('f2', FRIENDSHIP.Confirm, '', 1_700_010_000);
    await wechat.host.next((inbound) => inbound.event?.type === 'opened' && inbound.at.includes('T01:'));
  });

  it('a request that does not fit the rule is left to a human', async () => {
    await befriend('f1', FRIENDSHIP.Receive, 'spam');
    await befriend('f2', FRIENDSHIP.Receive, 'room 302');
    await event('opened', 'wxid_ana');
    expect(wechat.puppet.accepted).toEqual(['f2']);
  });

  it('accepting is tried again when it fails', async () => {
    let failures = 2;
    wechat.puppet.beforeSend = async () => {
      if (failures-- > 0) throw new Error('busy');
    };
    await befriend('f1', FRIENDSHIP.Receive);
    await event('opened', 'wxid_ana');
    expect(wechat.puppet.accepted).toEqual(['f1']);
  });

  it('an invitation that cannot be accepted harms nothing', async () => {
    wechat.puppet.beforeSend = () => Promise.reject(new Error('Wechaty Puppet Unsupported API Error.'));
    wechat.puppet.emit('room-invite', { roomInvitationId: 'i1' });
    const id = wechat.deliver({ text: 'hi' });
    await wechat.host.next((inbound) => inbound.id === id);
    expect(wechat.puppet.accepted).toEqual([]);
  });

  it('an invitation is accepted, and being added to the group is told', async () => {
    const { bot, ana, room, puppet } = wechat;
    puppet.beforeSend = async () => room.add(bot).by(ana);
    puppet.emit('room-invite', { roomInvitationId: 'i1' });
    const joined = await event('joined', 'hotel@chatroom');
    expect(joined).toMatchObject({
      chat: { kind: 'group', title: 'Hotel Sunrise' },
      sender: { id: 'wxid_ana' },
    });
    expect(puppet.accepted).toEqual(['i1']);
  });

  it('a removed bot tells so and does not write there until it is added again', async () => {
    const { bot, ana, room } = wechat;
    const hotel = { chat: chatRef(room.id), chatKind: 'group', text: 'x' } as const;
    room.remove(bot).by(ana);
    await event('blocked', 'hotel@chatroom');
    await expect(wechat.channel.send(hotel)).rejects.toMatchObject({
      outcome: 'permanent',
      reason: 'blocked',
    });
    room.add(bot).by(ana);
    await event('joined', 'hotel@chatroom');
    await wechat.channel.send(hotel);
    expect(wechat.sentTo(room.id)).toHaveLength(1);
  });

  it('others coming and going are told by id, without names, and nobody is marked', async () => {
    const { ana, bot, room, puppet } = wechat;
    const li = wechat.mocker.createContact({ id: '@li', name: 'Li' });
    const mo = wechat.mocker.createContact({ id: 'wxid_mo', name: 'Mo' });
    puppet.contactAlias = async () => {
      throw new Error('somebody was marked');
    };
    room.add(li, mo).by(ana);
    const who = ['login:@li', 'wxid_mo'];
    const came = await event('entered', 'hotel@chatroom');
    expect(came).toMatchObject({
      addressed: false,
      chat: { kind: 'group' },
      event: { type: 'entered', who },
    });
    expect(JSON.stringify(came)).not.toMatch(/Mo|Li\b/);
    room.remove(mo).by(ana);
    const left = await event('left', 'hotel@chatroom');
    expect(left.event).toEqual({ type: 'left', who: ['wxid_mo'] });
    room.remove(bot).by(ana);
    await event('blocked', 'hotel@chatroom');
    room.add(bot, mo).by(ana);
    await event('joined', 'hotel@chatroom');
    expect(wechat.host.accepted.map((inbound) => inbound.event?.type)).not.toContain('opened');
  });
});
