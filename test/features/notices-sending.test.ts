import { describe, expect, it } from 'vitest';
import { ChannelError } from '../../src/errors.ts';
import { house, last } from './notice-house.ts';

const ONE = 'issuer: Office\nen: First\nWindows open.';
const TWO = 'en: Second\nWindows closed.';

describe('a notice on its way', () => {
  it('is queued for many in several runs, and for nobody twice after a crash', async () => {
    const { bot, guest, send } = await house();
    const guests = [];
    for (let index = 0; index < 130; index += 1) guests.push(await guest(`Guest ${index}`));
    await send(ONE);
    const { db } = bot.store;
    expect(await db.notice.findFirst()).toMatchObject({ state: 'sending' });
    expect(guests.filter((one) => one.inbox().length > 0)).toHaveLength(100);
    await bot.later({ seconds: 1 });
    expect(await db.notice.findFirst()).toMatchObject({ state: 'sent', queuedTo: null });
    // As if the run had been undone after its messages were queued.
    await db.notice.updateMany({
      data: { state: 'sending', queuedTo: '00000000-0000-0000-0000-000000000000' },
    });
    await db.noticeReceipt.updateMany({ data: { queuedAt: null } });
    await Promise.all([bot.later({ seconds: 1 }), bot.later({ seconds: 1 })]);
    for (const one of guests) expect(one.inbox()).toHaveLength(1);
    expect(await db.noticeReceipt.count({ where: { queuedAt: null } })).toBe(0);
  });

  it('stops at once when another takes its place, and nobody gets the old one after the new', async () => {
    const { bot, author, boss, guest, send } = await house();
    const slow = await guest('Slow');
    const quick = await guest('Quick');
    const moved = await guest('Moved', { site: 'Moon Hotel' });
    const many = [];
    for (let index = 0; index < 120; index += 1) many.push(await guest(`Guest ${index}`));
    const channel = bot.channel('telegram');
    channel.failAlways(slow.id, new ChannelError('retry', 'no answer'));
    await send(ONE);
    const got = many.filter((one) => one.inbox().length > 0).length;
    expect(got).toBeLessThan(many.length);
    await author.says('/notice 1 supersede');
    expect(last(author.inbox())).toContain('Replaces No. 1');
    await author.says(`to: site=Sun Hotel\n${TWO}`);
    await author.presses('Preview');
    await author.presses('Ask for approval');
    await boss.presses('Approve and send');
    channel.failAlways(slow.id, undefined);
    await bot.later({ minutes: 3 });
    await bot.later({ minutes: 3 });
    expect(slow.inbox()).toEqual([expect.stringContaining('Windows closed.')]);
    for (const one of [quick, ...many]) {
      const texts = one.inbox();
      const fresh = texts.filter((text) => !text.startsWith('⛔'));
      expect(fresh).toEqual([expect.stringContaining('It replaces notice No. 1.')]);
      for (const text of texts.filter((each) => each.startsWith('⛔')))
        expect(text).toContain('Notice No. 1 no longer holds: it has been replaced by No. 2.');
    }
    expect(many.filter((one) => one.inbox().length === 2)).toHaveLength(got);
    const had = moved.inbox();
    if (had.length > 0) {
      expect(had[0]).toContain('replaced by No. 2');
      expect(had[1]).toContain('which is not addressed to you');
    }
    expect(quick.posts()[0]?.content.choices ?? []).toEqual([]);
    const { db } = bot.store;
    const old = await db.notice.findFirstOrThrow({ where: { number: 1 } });
    expect(old).toMatchObject({ state: 'superseded' });
    expect(old.closedAt).not.toBeNull();
    await author.says('/notices');
    expect(last(author.inbox())).toContain('⛔ No. 1 · Office · First · replaced by No. 2');
    await author.says('/notice 1 supersede');
    expect(last(author.inbox())).toContain('not in force');
    await quick.pressesId(`read:${old.id}`);
    expect(quick.inbox().at(-2)).toContain('replaced by No. 2');
    expect(last(quick.inbox())).toContain('Windows closed.');
  });

  it('says in the end who had it and who never will, also of what was on its way when it ended', async () => {
    const { bot, author, boss, guest, send } = await house();
    const [slow, slower] = [await guest('Slow'), await guest('Slower')];
    await guest('Quick');
    await guest('Without', { isReachable: false });
    const channel = bot.channel('telegram');
    for (const one of [slow, slower]) channel.failAlways(one.id, new ChannelError('retry', 'no answer'));
    await send(ONE);
    await author.says('/notice 1 supersede');
    await author.says(TWO);
    await author.presses('Preview');
    await author.presses('Ask for approval');
    await boss.presses('Approve and send');
    await bot.later({ seconds: 1 });
    const shown = () => author.inbox().find((text) => /^Notice No. 1 ·.*\n[▓░]/.test(text)) ?? '';
    expect(shown()).toMatch(/ 33 %\n.*delivered: 1 · failed: 0 · waiting: 0/);
    expect(shown()).toContain(
      'Stopped: replaced by No. 2.\n2 messages were taken back before they went out.',
    );
    expect(shown()).not.toContain('no chat');
    // As if the platform had had it, and said so only now.
    const { db } = bot.store;
    await db.outgoing.updateMany({
      where: { chat: slow.id, dedupeKey: { startsWith: 'notice:' }, state: 'expired' },
      data: { state: 'sent', error: null },
    });
    await bot.later({ minutes: 2 });
    expect(shown()).toMatch(/ 66 %\n.*delivered: 2 · failed: 0/);
    expect(shown()).toContain('1 message was taken back');
    await author.says('/notice 1');
    expect(last(author.inbox())).toContain(
      'Messages delivered: 2 · failed: 0 · waiting: 0\n1 message was taken',
    );
  });

  it('is only marked on the account that somebody used before, when the next one comes to their other account', async () => {
    const accounts = { telegram: {}, web: {} };
    const { bot, author, boss, guest, bind, send } = await house({ accounts });
    const ana = await guest('Ana');
    await send(ONE);
    await bot.later({ seconds: 1 });
    await bind(ana, 'web');
    await bot.store.db.channelIdentity.updateMany({
      where: { account: 'web' },
      data: { createdAt: new Date(bot.clock.now().epochMilliseconds) },
    });
    await author.says('/notice 1 supersede');
    await author.says(TWO);
    await author.presses('Preview');
    await author.presses('Ask for approval');
    await boss.presses('Approve and send');
    await bot.later({ seconds: 1 });
    await bot.later({ minutes: 2 });
    expect(
      bot
        .channel('web')
        .posts.get(ana.id)
        ?.map(({ content }) => content.text),
    ).toEqual([expect.stringContaining('Windows closed.')]);
    expect(ana.inbox()).toEqual([expect.stringContaining('replaced by No. 2')]);
  });

  it('is withdrawn when a second person agrees, and whoever had it is told why', async () => {
    const accounts = { telegram: {}, wechat: { buttons: false, edit: false } };
    const { bot, author, boss, guest, send } = await house({ accounts });
    const ana = await guest('Ana');
    const wei = await guest('Wei', { account: 'wechat', locale: 'zh-CN' });
    await send(ONE);
    await author.says('/notice 1 withdraw the pipe is mended');
    expect(last(author.inbox())).toContain('Until somebody agrees it stays in force');
    await boss.presses('No, keep it');
    expect(last(author.inbox())).toContain('stays in force');
    await author.says('/notice 1');
    await author.presses('Withdraw it');
    await author.says('the pipe is mended');
    const { id, version } = await bot.store.db.notice.findFirstOrThrow();
    await author.pressesId(`noticeendok:${id}:${version}`);
    expect(last(author.inbox())).toContain('your role (liaison)');
    // It can be found again below everything else that came meanwhile.
    await boss.says('/notice waiting');
    expect(last(boss.inbox())).toMatch(/Wang wants to withdraw notice No\. 1 of .*: the pipe is mended/);
    await boss.presses('Yes, withdraw it');
    await bot.later({ seconds: 2 });
    expect(ana.inbox()[0]).toContain('⛔ Notice No. 1 no longer holds: it has been withdrawn.');
    expect(last(ana.inbox())).toContain('Reason: the pipe is mended');
    expect(wei.inbox()[0]).not.toContain('⛔');
    expect(last(wei.inbox())).toContain('已撤回，不再有效');
    await bot.later({ minutes: 2 });
    await bot.later({ minutes: 2 });
    expect(ana.inbox()).toHaveLength(2);
    expect(wei.inbox()).toHaveLength(2);
    await ana.says('/notices');
    expect(last(ana.inbox())).toContain('There is no notice for you at the moment');
    expect(last(ana.inbox())).toContain('it has been withdrawn');
    await boss.presses('Yes, withdraw it');
    expect(last(boss.inbox())).toContain('not in force');
  });
  it('that nobody decided on is shown again to whoever may, in private', async () => {
    const { bot, author, boss, colleague, guest } = await house();
    const ana = await guest('Ana');
    await boss.says('/notice waiting');
    expect(last(boss.inbox())).toBe('Nothing waits for a decision.');
    const other = await colleague('Sun', 'supervisor');
    await boss.says(`/notice ${ONE}`);
    await boss.presses('Preview');
    await boss.presses('Ask for approval');
    for (const [who, may] of [
      [boss, false],
      [other, true],
    ] as const) {
      await who.says('/notice waiting');
      expect(last(who.inbox())).toContain('Boss asks you to approve this notice');
      expect(who.posts().at(-1)?.content.choices?.length).toBe(may ? 2 : 0);
    }
    await author.says('/notice waiting');
    expect(last(author.inbox())).toContain('your role (liaison)');
    const group = bot.group('telegram');
    await other.saysIn(group, '/notice waiting');
    expect(last(group.texts())).toMatch(/in private/);
    expect(ana.inbox()).toEqual([]);
    await other.presses('Approve and send');
    expect(last(ana.inbox())).toContain('Notice No. 1');
    await other.says('/notice waiting');
    expect(last(other.inbox())).toBe('Nothing waits for a decision.');
  });
});
