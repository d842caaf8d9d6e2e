import { expect, onTestFinished, test, vi } from 'vitest';
import type { Channel, Health, Mention } from '../src/channels/channel.ts';
import { senderRef } from '../src/domain/ids.ts';
import { ChannelError } from '../src/errors.ts';
import { type Log, silentLog } from '../src/log.ts';
import { createMembers, type Members } from '../src/members.ts';
import { type Colleague, type Team, team } from './features/desk-team.ts';

interface Asking {
  readonly desk: Team;
  readonly ann: Colleague;
  readonly members: Members;
  readonly asks: ReturnType<typeof vi.fn<NonNullable<Channel['members']>>>;
  readonly health: Map<string, Health>;
  readonly warnings: unknown[];
  /** Looks, and waits until so many questions were put in all and answered. */
  look(questions: number): Promise<void>;
  present(): Promise<boolean[]>;
}

async function asking(): Promise<Asking> {
  const desk = await team();
  const ann = await desk.colleague('Ann');
  const { store, clock } = desk.bot;
  const channel = desk.bot.channel('telegram');
  const asks = vi.fn<NonNullable<Channel['members']>>(async () => [{ id: senderRef(ann.id), name: 'Ann' }]);
  channel.members = asks;
  const health = new Map<string, Health>([['telegram', { state: 'online' }]]);
  const warnings: unknown[] = [];
  const log: Log = { ...silentLog, warn: (fields) => warnings.push(fields) };
  const members = createMembers({ db: store.db, channels: [channel], clock, log, health: () => health });
  onTestFinished(() => members.stop());
  return {
    desk,
    ann,
    members,
    asks,
    health,
    warnings,
    async look(questions) {
      await members.look();
      expect(asks).toHaveBeenCalledTimes(questions);
    },
    async present() {
      const rows = await store.db.chatMember.findMany({ orderBy: { identityId: 'asc' } });
      return rows.map((row) => row.present);
    },
  };
}

test('a group is asked about at once, then every hour, and when the team or its groups change', async () => {
  const { desk, ann, asks, look, present } = await asking();
  const { bot, group } = desk;
  await look(1);
  expect(asks).toHaveBeenLastCalledWith(group.id, [ann.id]);
  expect(await present()).toEqual([true]);
  bot.clock.advance({ minutes: 59 });
  await look(1);
  bot.clock.advance({ minutes: 1 });
  await look(2);
  const bo = await desk.colleague('Bo');
  await look(3);
  expect(asks).toHaveBeenLastCalledWith(group.id, [ann.id, bo.id].sort());
  expect((await present()).sort()).toEqual([false, true]);
  const night = await desk.otherTeam('Night shift');
  await look(4);
  expect(asks.mock.lastCall?.[0]).toBe(night.id);
  await bot.store.db.chat.updateMany({ where: { externalId: night.id }, data: { state: 'blocked' } });
  await look(4);
  await bot.store.db.chat.updateMany({ where: { externalId: night.id }, data: { state: 'open' } });
  await look(5);
});

test('a failure is logged, changes nothing, and is tried again after ten minutes', async () => {
  const { desk, asks, warnings, look, present } = await asking();
  await look(1);
  asks.mockRejectedValueOnce(new ChannelError('permanent', 'member list is inaccessible'));
  desk.bot.clock.advance({ hours: 1 });
  await look(2);
  expect(warnings).toEqual([expect.objectContaining({ account: 'telegram' })]);
  expect(await present()).toEqual([true]);
  desk.bot.clock.advance({ minutes: 9 });
  await look(2);
  desk.bot.clock.advance({ minutes: 1 });
  await look(3);
});

test('an answer without any of the team is not believed', async () => {
  const { desk, asks, look, present } = await asking();
  asks.mockResolvedValueOnce([]);
  await look(1);
  expect(await present()).toEqual([]);
  desk.bot.clock.advance({ minutes: 10 });
  await look(2);
  expect(await present()).toEqual([true]);
});

test('an account that is not online is not asked', async () => {
  const { health, look } = await asking();
  health.set('telegram', { state: 'login' });
  await look(0);
  health.delete('telegram');
  await look(0);
  health.set('telegram', { state: 'online' });
  await look(1);
});

test('a platform that does not answer holds up neither the sweeps nor the stop', async () => {
  const { desk, ann, asks, present } = await asking();
  const answer = Promise.withResolvers<Mention[]>();
  asks.mockReturnValueOnce(answer.promise);
  const { app } = desk.bot;
  await app.sweep();
  await vi.waitFor(() => expect(asks).toHaveBeenCalledTimes(1));
  await app.sweep();
  await app.stop();
  answer.resolve([{ id: senderRef(ann.id), name: 'Ann' }]);
  await answer.promise;
  expect(asks).toHaveBeenCalledTimes(1);
  expect(await present()).toEqual([]);
});

test('a database that is away is logged, and looked at again', async () => {
  const { desk, warnings } = await asking();
  const { clock } = desk.bot;
  const db = {
    $queryRaw: vi.fn().mockRejectedValueOnce(new Error('away')).mockResolvedValue([]),
  };
  const log: Log = { ...silentLog, warn: (fields) => warnings.push(fields) };
  const members = createMembers({ db: db as never, channels: [], clock, log, health: () => new Map() });
  await members.look();
  expect(warnings).toHaveLength(1);
  await members.look();
  expect(db.$queryRaw).toHaveBeenCalledTimes(2);
  expect(warnings).toHaveLength(1);
});
