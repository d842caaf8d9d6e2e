/** Trouble that lasts and that no channel reports: told once, and its end once. */
import { beforeEach, describe, expect, test } from 'vitest';
import { ChannelError } from '../../src/errors.ts';
import { type WatchedBot, watchedBot } from './health-scene.ts';

let scene: WatchedBot;
beforeEach(async () => {
  scene = await watchedBot();
});

const passes = (seconds: number, every?: number) => scene.passes(seconds, every);

describe('alarms', () => {
  test('no sign of life: by the other account and on the desk, and its end', async () => {
    const { pulse, alarms, desk } = scene;
    await passes(60);
    pulse.quietMs = 61_000;
    await passes(30);
    expect(alarms()).toEqual([]);
    await passes(60);
    expect(alarms()).toEqual([expect.stringMatching(/⚠️ wechat: no sign of life for (1|2) min/)]);
    expect(desk().filter((text) => text.includes('no sign of life'))).toHaveLength(1);
    expect(scene.onFailing()).toEqual([]);
    await scene.boss.says('/health');
    expect(scene.boss.inbox().at(-1)).toMatch(/⚠️ wechat: no sign of life · for/);
    pulse.quietMs = 0;
    await passes(90);
    expect(alarms().slice(1)).toEqual([expect.stringMatching(/✅ wechat shows signs of life again/)]);
  });

  test('a process that is gone is silent too; one that is stopped is not', async () => {
    await passes(30);
    scene.pulse.isNoted = false;
    await passes(120);
    expect(scene.alarms()).toEqual([expect.stringMatching(/wechat: no sign of life/)]);
    await scene.bot.app.stop();
    const account = await scene.bot.store.db.account.findUniqueOrThrow({ where: { id: 'wechat' } });
    expect(account).toMatchObject({ seenAt: null, silentAfterMs: null });
  });

  test('a platform that cannot deliver to us says why', async () => {
    scene.pulse.problem = 'Wrong response from the webhook: 502 Bad Gateway';
    await passes(90);
    expect(scene.alarms()).toEqual([]);
    await passes(60);
    expect(scene.alarms()).toEqual([
      expect.stringMatching(/cannot deliver.*\(Wrong response.*502.*PUBLIC_URL/),
    ]);
    scene.pulse.problem = undefined;
    await passes(90);
    expect(scene.alarms()).toHaveLength(1);
    await passes(60);
    expect(scene.alarms()[1]).toMatch(/✅ wechat: the platform can deliver/);
  });

  test('429 for long is told as that, and not as a late outbox', async () => {
    const { bot, guest } = scene;
    const busy = new ChannelError('retry', '429', { retryAfterMs: 20_000, isThrottled: true });
    bot.channel('wechat').failAlways(guest.id, busy);
    await guest.says('/help');
    await passes(90);
    expect(scene.alarms()).toEqual([]);
    await passes(90);
    expect(scene.alarms()).toEqual([
      expect.stringMatching(/wechat: the platform refuses our messages as too many/),
    ]);
    bot.channel('wechat').failAlways(guest.id, undefined);
    await passes(240);
    expect(scene.alarms()).toHaveLength(1);
    await passes(120);
    expect(scene.alarms()[1]).toMatch(/takes our messages again/);
  });

  test('late messages: answers after two minutes, notices after an hour; none while the account is offline', async () => {
    const { bot, guest } = scene;
    bot.channel('wechat').failAlways(guest.id, new ChannelError('retry', '500'));
    await scene.queueBulk();
    await passes(3000, 600);
    expect(scene.alarms()).toEqual([]);
    await passes(800, 200);
    expect(scene.alarms()).toEqual([
      expect.stringMatching(/wechat: notices and reminders go out late.*1 hr/),
    ]);
    bot.channel('wechat').failAlways(guest.id, undefined);
    await passes(400, 130);
    expect(scene.alarms()[1]).toMatch(/✅ wechat: messages go out in time again/);
    bot.channel('wechat').failAlways(guest.id, new ChannelError('retry', '500'));
    await guest.says('/help');
    await passes(180, 45);
    expect(scene.alarms()[2]).toMatch(/wechat: messages go out late; the oldest has waited for [23] min/);
    await scene.offline();
    await passes(3600, 1200);
    expect(scene.alarms().filter((text) => /outbox|late|in time/.test(text))).toHaveLength(3);
  });

  test('a disk that fills up, this machine’s only; another one’s alarm ends with it', async () => {
    const { db } = scene.bot.store;
    const sinceAt = new Date(scene.bot.clock.now().epochMilliseconds);
    await db.alarm.create({ data: { kind: 'disk', subject: 'gone', sinceAt, toldAt: sinceAt } });
    scene.disk.free = 2e9;
    await passes(60);
    expect(scene.alarms()).toEqual([expect.stringMatching(/⚠️ here: the disk.*2 GB are left/)]);
    scene.disk.free = 6e9;
    await passes(600, 200);
    expect(scene.alarms()).toHaveLength(1);
    scene.disk.free = 50e9;
    await passes(480, 120);
    expect(scene.alarms()[1]).toMatch(/✅ here: there is enough space/);
    expect(await db.alarm.findMany({ select: { subject: true } })).toEqual([{ subject: 'gone' }]);
    scene.bot.clock.advance({ hours: 24 });
    await passes(600, 200);
    expect(await db.alarm.count()).toBe(0);
  });
});
