import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TelegramChannel } from '../../../src/channels/telegram/index.ts';
import { chatRef, senderRef } from '../../../src/domain/ids.ts';
import {
  type Group,
  startTelegramEmulator,
  type TelegramEmulator,
  type User,
} from '../../support/telegram-emulator/index.ts';
import { DRIVERS, testChannel } from './setup.ts';

describe.each(DRIVERS)('members of a group with %s', (driver) => {
  let emulator: TelegramEmulator;
  let ana: User;
  let bo: User;
  let group: Group;
  let channel: TelegramChannel;

  beforeEach(async () => {
    emulator = await startTelegramEmulator();
    ana = emulator.user({ first_name: 'Ana' });
    bo = emulator.user({ first_name: 'Bo' });
    group = emulator.group({ members: [ana, bo], bot: 'administrator' });
    channel = testChannel(emulator, driver);
  });
  afterEach(async () => {
    await channel.stop();
    await emulator.stop();
  });

  const ask = (...about: (number | string)[]) =>
    channel.members?.(chatRef(group.id), about.map(senderRef)) ?? Promise.reject(new Error('no members'));

  it('are its administrators, when nobody else is asked about', async () => {
    expect(await ask()).toEqual([{ id: String(ana.id), name: 'Ana' }]);
  });

  it('are also those of the people asked about who are in it', async () => {
    const outside = emulator.user({ first_name: 'Out' });
    const banned = emulator.user({ first_name: 'Banned' });
    const boss = emulator.user({ first_name: 'Boss' });
    group.setStatus(banned, 'kicked');
    group.setStatus(boss, 'administrator');
    const there = await ask(bo.id, outside.id, banned.id, boss.id, 999, group.id, 'no number');
    expect(there.map(({ name }) => name)).toEqual(['Ana', 'Boss', 'Bo']);
    expect(emulator.calls('getChatMember')).toHaveLength(4);
  });

  it('are not known where Telegram does not tell, so that nobody counts as absent', async () => {
    const description = 'Bad Request: member list is inaccessible';
    emulator.faults.next({ kind: '400', method: 'getChatMember', description });
    await expect(ask(bo.id)).rejects.toMatchObject({ name: 'ChannelError', outcome: 'permanent' });
    emulator.faults.next({ kind: '429', method: 'getChatMember' });
    await expect(ask(bo.id)).rejects.toMatchObject({ name: 'ChannelError', outcome: 'retry' });
    group.kickBot();
    await expect(ask(bo.id)).rejects.toMatchObject({ name: 'ChannelError', outcome: 'permanent' });
  });
});
