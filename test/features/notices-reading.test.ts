import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createWork } from '../../src/conversation/work.ts';
import { createTranslate } from '../../src/i18n.ts';
import { findStay } from '../../src/store/stays.ts';
import { transact } from '../../src/store/transaction.ts';
import { house, last } from './notice-house.ts';

const ONE = 'issuer: Office\nen: First\nWindows open.';

describe('whoever got a notice', () => {
  it('says by a button or a number that they have read it, and staff see who has not', async () => {
    const accounts = { telegram: {}, wechat: { buttons: false, edit: false } };
    const { bot, author, guest, send, group, boss } = await house({ accounts });
    const ana = await guest('Ana', { room: '7' });
    const wei = await guest('Wei', { account: 'wechat', locale: 'zh-CN', room: '12' });
    await guest('Bob', { room: '101' });
    await guest('Dora', { isReachable: false, site: 'Moon Hotel', room: '3' });
    await send(ONE);
    await ana.presses('I have read this');
    expect(last(ana.inbox())).toBe('Thank you. We have noted that you have read notice No. 1.');
    await wei.says('1');
    expect(last(wei.inbox())).toContain('已记下您阅读了第1号通知');
    await bot.later({ seconds: 1 });
    await author.says('/notice 1');
    expect(last(author.inbox())).toContain('People: 4 · read: 2 · not read: 2 · without a chat: 1');
    expect(last(author.inbox())).toContain('• Sun Hotel 2/3');
    await author.presses('Who has not read it');
    const unread = last(author.inbox());
    expect(unread).toContain('2 people have not confirmed it');
    expect(unread).toContain('Sun Hotel: 1 has not, 0 without a chat\n• 101 · Bob');
    expect(unread).toContain('• 3 · Dora · ☎ no chat');
    expect(unread).not.toContain('Ana');
    await boss.saysIn(group, '/notice 1 unread Moon Hotel');
    expect(last(group.texts())).toContain('1 person has not confirmed it');
    expect(last(group.texts())).not.toContain('Bob');
    await boss.saysIn(group, '/notice');
    expect(last(group.texts())).toContain('written and decided on in private');
    await ana.says('/notices');
    expect(last(ana.inbox())).toContain(
      '📢 Notice No. 1 · Office · 22 November 2026\nFirst\n✓ You have read it.',
    );
    await ana.presses(/№ 1/);
    expect(last(ana.inbox())).toContain('Windows open.');
    await ana.pressesId(`read:${randomUUID()}`);
    expect(last(ana.inbox())).toContain('from an earlier message');
  });

  it('gets it once for everybody they speak for, and has read it for them', async () => {
    const { bot, guest, send, author } = await house();
    const mum = await guest('Mum');
    const child = await guest('Child', { isReachable: false });
    const { db } = bot.store;
    await db.proxy.create({
      data: {
        id: randomUUID(),
        speakerId: mum.personId,
        subjectId: child.personId,
        relation: 'child',
        state: 'verified',
        createdAt: new Date(),
      },
    });
    await send(ONE);
    expect(mum.inbox()).toHaveLength(1);
    expect(await db.noticeReceipt.count({ where: { queuedAt: null } })).toBe(0);
    await mum.presses('I have read this');
    await author.says('/notice 1 unread');
    expect(last(author.inbox())).toBe('Notice No. 1: everybody has confirmed it.');
  });

  it('of an illness is named to few', async () => {
    const { author, boss, guest, colleague, group } = await house();
    const ana = await guest('Ana', { care: 'depression' });
    const bob = await guest('Bob');
    await author.says('/notice issuer: Care\nto: care=depression\nen: Talk\nWe are here.');
    expect(last(author.inbox())).toContain('may read confidential tickets');
    const medic = await colleague('Zhao', 'medic');
    await medic.says('/notice issuer: Care\nto: care=depression\nen: Talk\nWe are here.');
    await medic.presses('Preview');
    expect(last(medic.inbox())).toContain('Ana');
    await medic.presses('Ask for approval');
    await boss.presses('Approve and send');
    expect(last(ana.inbox())).toContain('We are here.');
    expect(bob.inbox()).toEqual([]);
    await author.says('/notice 1 unread');
    expect(last(author.inbox())).not.toContain('Ana');
    await boss.saysIn(group, '/notice 1 unread');
    expect(last(group.texts())).not.toContain('Ana');
    await boss.says('/notice 1 unread');
    expect(last(boss.inbox())).toContain('Ana');
  });
});

describe('whoever comes later', () => {
  it('gets what is in force, once: by the next look, when they come, and when their account is known', async () => {
    const { bot, guest, bind, send } = await house();
    const early = await guest('Early');
    const phone = await guest('Phone', { isReachable: false });
    await send(ONE);
    const late = await guest('Late');
    const elsewhere = await guest('Elsewhere', { state: 'left' });
    await bot.store.db.stay.updateMany({
      where: { personId: elsewhere.personId },
      data: { endedAt: new Date() },
    });
    await bind(phone);
    expect(late.inbox()).toEqual([]);
    await bot.later({ minutes: 11 });
    for (const one of [early, late, phone]) expect(one.inbox()).toHaveLength(1);
    expect(elsewhere.inbox()).toEqual([]);
    await bot.later({ minutes: 11 });
    for (const one of [early, late, phone]) expect(one.inbox()).toHaveLength(1);
    const arrived = await guest('Arrived');
    await transact(bot.store.db, async (tx) => {
      const around = {
        features: bot.app.features,
        t: createTranslate(),
        capabilities: () => bot.channel('telegram').capabilities,
      };
      const stay = await findStay(tx, arrived.personId);
      if (!stay) throw new Error('no stay');
      const actor = { role: 'system', id: 'system' } as const;
      const work = createWork(tx, bot.clock.now(), around);
      await work.emit({ type: 'stay.moved', before: null, stay, actor });
      await work.emit({ type: 'stay.moved', before: null, stay, actor });
    });
    bot.app.wake();
    await bot.settle();
    const notices = () => arrived.inbox().filter((text) => text.includes('Windows open.'));
    expect(notices()).toHaveLength(1);
    await bot.later({ minutes: 11 });
    expect(notices()).toHaveLength(1);
  });

  it('finds it by asking, and hears nothing of one that has ended', async () => {
    const { guest, send, boss, author, bot } = await house();
    await guest('Early');
    await send(ONE);
    const late = await guest('Late', { locale: 'fr' });
    await late.says('/notices');
    expect(last(late.inbox())).toContain('Avis n° 1 · Office');
    await author.says('/notice 1 withdraw over');
    await boss.presses('Yes, withdraw it');
    const later = await guest('Later');
    await bot.later({ minutes: 30 });
    expect(later.inbox()).toEqual([]);
    await later.says('/notices');
    expect(last(later.inbox())).toContain('There is no notice for you');
  });
});
