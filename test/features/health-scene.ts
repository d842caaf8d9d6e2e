/** A bot whose administrator is on one account, while another has a pulse that a test decides. */
import { expect } from 'vitest';
import type { DiskSpace } from '../../src/domain/alarm.ts';
import { listAccounts } from '../../src/store/accounts.ts';
import { ensureSetupCode } from '../../src/store/staff.ts';
import { type FakePerson, type TestBot, testBot } from '../support/bot.ts';

/** What is watched and who is told. */
export interface WatchedBot {
  readonly bot: TestBot;
  readonly boss: FakePerson;
  /** A traveller on the account that is watched. */
  readonly guest: FakePerson;
  /** How the watched account fares; without `isNoted` its process is gone. */
  readonly pulse: { quietMs: number; problem: string | undefined; isNoted: boolean };
  readonly disk: { free: number; total: number };
  /** What the administrator was told in private on the other account, on the desk, and on the failing account. */
  alarms(): string[];
  desk(): string[];
  onFailing(): string[];
  /** Time passes, with a look every so many seconds. */
  passes(seconds: number, every?: number): Promise<void>;
  /** Queues a message for many. */
  queueBulk(): Promise<void>;
  offline(): Promise<void>;
}

const isAlarm = (text: string): boolean => /^(⚠️|✅)/.test(text);

/** Starts it; the administrator has an account on both platforms, and a desk oversees. */
export async function watchedBot(): Promise<WatchedBot> {
  const disk: DiskSpace & { free: number } = { free: 50e9, total: 100e9 };
  const bot = await testBot({
    accounts: { telegram: {}, wechat: {} },
    disk: { machine: 'here', space: () => disk },
  });
  const pulse = { quietMs: 0, problem: undefined as string | undefined, isNoted: true };
  bot.channel('wechat').pulse = () => {
    const { quietMs, problem, isNoted } = pulse;
    if (!isNoted) return undefined;
    return { agoMs: quietMs, silentAfterMs: 60_000, ...(problem ? { problem } : {}) };
  };
  const boss = bot.person('telegram', { name: 'Wei' });
  await boss.says(`/setup ${await ensureSetupCode(bot.store.db)}`);
  const twin = bot.person('wechat', { name: 'Wei' });
  await twin.says('hello');
  const { id: staffId } = await bot.store.db.staff.findFirstOrThrow();
  await bot.store.db.channelIdentity.updateMany({ where: { externalId: twin.id }, data: { staffId } });
  const desk = bot.group('telegram');
  await boss.saysIn(desk, '/help');
  await bot.store.db.chat.updateMany({ where: { externalId: desk.id }, data: { oversees: true } });
  const guest = bot.person('wechat', { name: 'Ana', locale: 'en' });
  await health('online');

  async function health(state: 'online' | 'offline'): Promise<void> {
    bot.channel('wechat').host?.onHealth({ state });
    const known = async () => (await listAccounts(bot.store.db)).find(({ id }) => id === 'wechat')?.health;
    await expect.poll(known).toBe(state);
  }

  return {
    bot,
    boss,
    guest,
    pulse,
    disk,
    alarms: () => boss.inbox().filter(isAlarm),
    desk: () => desk.texts().filter(isAlarm),
    onFailing: () => twin.inbox().filter(isAlarm),
    async passes(seconds, every = 30) {
      for (let passed = 0; passed < seconds; passed += every) await bot.later({ seconds: every });
    },
    async queueBulk() {
      const now = new Date(bot.clock.now().epochMilliseconds);
      const body = { chat: guest.id, chatKind: 'private', text: 'A notice' };
      const when = { notBefore: now, createdAt: now };
      await bot.store.db.outgoing.create({
        data: {
          account: 'wechat',
          chat: guest.id,
          lane: 2,
          kind: 'message',
          body,
          dedupeKey: 'bulk',
          ...when,
        },
      });
    },
    offline: () => health('offline'),
  };
}
