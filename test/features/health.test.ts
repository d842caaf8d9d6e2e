import { describe, expect, test } from 'vitest';
import type { Health } from '../../src/channels/channel.ts';
import { listAccounts } from '../../src/store/accounts.ts';
import { ensureSetupCode } from '../../src/store/staff.ts';
import { type FakePerson, type TestBot, testBot } from '../support/bot.ts';

const ACCOUNTS = { telegram: {}, wechat: {} };

async function withAdmin(): Promise<{ bot: TestBot; boss: FakePerson }> {
  const bot = await testBot({ accounts: ACCOUNTS });
  const boss = bot.person('telegram', { name: 'Wei' });
  await boss.says(`/setup ${await ensureSetupCode(bot.store.db)}`);
  await known(bot, 'telegram', 'online');
  await known(bot, 'wechat', 'online');
  return { bot, boss };
}

/** Reports and waits until it is stored: a channel does not wait for that. */
async function report(bot: TestBot, account: string, health: Health): Promise<void> {
  bot.channel(account).host?.onHealth(health);
  await known(bot, account, health.state);
  await bot.settle();
}

async function known(bot: TestBot, account: string, state: string): Promise<void> {
  await expect
    .poll(async () => (await listAccounts(bot.store.db)).find((one) => one.id === account)?.health)
    .toBe(state);
}

const alarms = (person: FakePerson): string[] => person.inbox().filter((text) => /⚠️|✅/.test(text));

describe('health', () => {
  test('an outage is told once when it lasts, and its end once', async () => {
    const { bot, boss } = await withAdmin();
    await report(bot, 'wechat', { state: 'offline', detail: 'no answer' });
    await bot.later({ seconds: 20 });
    expect(alarms(boss)).toEqual([]);
    await bot.later({ seconds: 11 });
    await bot.later({ minutes: 5 });
    expect(alarms(boss)).toEqual([expect.stringMatching(/wechat has been out of reach[\s\S]*no answer/)]);
    await report(bot, 'wechat', { state: 'online' });
    await bot.later({ seconds: 31 });
    await bot.later({ minutes: 5 });
    expect(alarms(boss)).toHaveLength(2);
    expect(alarms(boss)[1]).toMatch(/wechat is back online/);
  });

  test('a short outage is not told at all', async () => {
    const { bot, boss } = await withAdmin();
    await report(bot, 'wechat', { state: 'offline' });
    bot.clock.advance({ seconds: 20 });
    await report(bot, 'wechat', { state: 'online' });
    await bot.later({ minutes: 2 });
    expect(alarms(boss)).toEqual([]);
  });

  test('a conflict is told at once, and only once while it comes and goes', async () => {
    const { bot, boss } = await withAdmin();
    await report(bot, 'telegram', { state: 'conflict' });
    await bot.later({ seconds: 0 });
    expect(alarms(boss)).toEqual([expect.stringMatching(/another program receives/)]);
    for (let round = 0; round < 3; round += 1) {
      await report(bot, 'telegram', { state: 'online' });
      await bot.later({ seconds: 10 });
      await report(bot, 'telegram', { state: 'conflict' });
      await bot.later({ seconds: 10 });
    }
    expect(alarms(boss)).toHaveLength(1);
    await report(bot, 'telegram', { state: 'online' });
    await bot.later({ seconds: 31 });
    expect(alarms(boss)).toHaveLength(2);
    await report(bot, 'telegram', { state: 'conflict' });
    await bot.later({ seconds: 0 });
    expect(alarms(boss)).toHaveLength(3);
  });

  test('restarting in vain does not start the outage anew; another kind of trouble is told too', async () => {
    const { bot, boss } = await withAdmin();
    await report(bot, 'wechat', { state: 'offline' });
    bot.clock.advance({ seconds: 25 });
    bot.channel('wechat').host?.onHealth({ state: 'starting' });
    await report(bot, 'wechat', { state: 'offline', detail: 'still nothing' });
    await bot.later({ seconds: 6 });
    expect(alarms(boss)).toHaveLength(1);
    await report(bot, 'wechat', { state: 'login' });
    await bot.later({ seconds: 31 });
    expect(alarms(boss)).toHaveLength(2);
    expect(alarms(boss)[1]).toMatch(/scan the login code/);
  });

  test('an administrator with another account is told there; overseeing desks are told as well', async () => {
    const { bot, boss } = await withAdmin();
    const admin = await bot.store.db.staff.findFirstOrThrow();
    const twin = bot.person('wechat', { name: 'Wei' });
    await twin.says('hello');
    await bot.store.db.channelIdentity.updateMany({
      where: { externalId: twin.id },
      data: { staffId: admin.id },
    });
    const desk = bot.group('telegram');
    await boss.saysIn(desk, '/help');
    await bot.store.db.chat.updateMany({ where: { externalId: desk.id }, data: { oversees: true } });
    await report(bot, 'telegram', { state: 'offline' });
    await bot.later({ seconds: 31 });
    expect(alarms(boss)).toEqual([]);
    expect(alarms(twin)).toHaveLength(1);
    expect(desk.texts().filter((text) => text.includes('⚠️'))).toHaveLength(1);
  });

  test('/health shows accounts and what waits, to supervisors and administrators', async () => {
    const { bot, boss } = await withAdmin();
    const { db } = bot.store;
    const at = new Date(bot.clock.now().subtract({ minutes: 3 }).epochMilliseconds);
    await db.outgoing.create({
      data: {
        account: 'gone',
        chat: '1',
        lane: 1,
        kind: 'message',
        body: {},
        dedupeKey: 'x',
        notBefore: at,
        createdAt: at,
      },
    });
    await report(bot, 'wechat', { state: 'login', detail: 'scan again' });
    bot.clock.advance({ hours: 2 });
    await boss.says('/health');
    const text = boss.inbox().at(-1);
    expect(text).toMatch(/🟢 telegram · online/);
    expect(text).toMatch(/🟠 wechat · logged out · for 2 hr\n {3}scan again/);
    expect(text).toMatch(/gone\n {3}1 message waits to be sent, for 2 hr/);
    expect(text).not.toMatch(/to be handled/);
    await db.staff.updateMany({ data: { role: 'liaison' } });
    await boss.says('/health');
    expect(boss.inbox().at(-1)).not.toMatch(/wechat/);
  });
});
