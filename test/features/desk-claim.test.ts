import { describe, expect, it } from 'vitest';
import { last, team } from './desk-team.ts';

const MILK = 'Our ten-month-old has no milk powder left, please help us';

describe('claim', () => {
  it('shows the winner the whole ticket in private and takes their next words to the traveller', async () => {
    const { bot, group, colleague, ticket } = await team();
    const wang = await colleague('Wang');
    const mum = bot.person('telegram', { name: 'Li Na', locale: 'en' });
    await mum.says(MILK);
    await wang.presses(/^Claim$/, group);
    const stored = await ticket(1);
    expect(stored).toMatchObject({ state: 'claimed', ownerId: wang.staffId, nextPageAt: null });
    expect(last(wang.inbox())).toContain(MILK);
    expect(last(group.texts())).toContain('Wang');
    await wang.says('Milk powder is on its way to you');
    expect(last(mum.inbox())).toBe('#1 · Liaison team:\nMilk powder is on its way to you');
    expect(last(wang.inbox())).toBe('→ #1 (room unknown)');
  });

  it('says nothing more in a group whose card shows it', async () => {
    const { bot, group, colleague } = await team();
    const wang = await colleague('Wang');
    await bot.person('telegram', { locale: 'en' }).says(MILK);
    const before = group.texts().length;
    await wang.presses(/^Claim$/, group);
    expect(group.texts()).toHaveLength(before);
  });

  it('is refused to the second colleague, who learns who was first', async () => {
    const { bot, group, colleague, ticket } = await team();
    const [wang, zhao] = [await colleague('Wang'), await colleague('Zhao')];
    await bot.person('telegram', { locale: 'en' }).says(MILK);
    await zhao.presses(/^Claim$/, group);
    await wang.pressesId('claim:1:1', group);
    await wang.says('/claim 1');
    expect((await ticket(1)).ownerId).toBe(zhao.staffId);
    expect(last(group.texts())).toMatch(/^#1 is with Zhao since \d\d:\d\d\.$/);
    expect(last(wang.inbox())).toMatch(/^#1 is with Zhao since/);
    await zhao.says('/claim 1');
    expect(last(zhao.inbox())).toMatch(/^#1 is yours already/);
  });

  it('goes to exactly one of fifty at once, and the others share one line', async () => {
    const { bot, group, colleague, ticket } = await team();
    await bot.person('telegram', { locale: 'en' }).says(MILK);
    const crowd = await Promise.all(
      Array.from({ length: 50 }, (_one, index) => colleague(`Colleague ${index}`)),
    );
    await Promise.all(
      crowd.map((one, index) => (index % 2 ? one.pressesId('claim:1:1', group) : one.says('/claim 1'))),
    );
    const { ownerId } = await ticket(1);
    const winners = crowd.filter((one) => one.inbox().some((text) => text.includes(MILK)));
    expect(winners.map((one) => one.staffId)).toEqual([ownerId]);
    expect(group.texts().filter((text) => text.includes('is with')).length).toBeLessThanOrEqual(1);
    const claims = await bot.store.db.audit.count({ where: { action: 'ticket.claim' } });
    expect(claims).toBe(1);
  });

  it('asks a colleague without a private chat to open one, and shows the ticket there', async () => {
    const { bot, group, colleague } = await team();
    const wang = await colleague('Wang', 'liaison', { isReachable: false });
    const mum = bot.person('telegram', { locale: 'en' });
    await mum.says(MILK);
    await wang.presses(/^Claim$/, group);
    expect(last(group.texts())).toContain('?start=ticket-1');
    await wang.says('/start ticket-1');
    expect(last(wang.inbox())).toContain(MILK);
    await wang.says('We are bringing it now');
    expect(last(mum.inbox())).toContain('We are bringing it now');
  });

  it('understands Chinese words, full-width numbers and missing spaces', async () => {
    const { bot, colleague, ticket } = await team();
    const wang = await colleague('王芳', 'liaison', { locale: 'zh-CN' });
    for (const words of ['认领1', '認領 ＃２', '/认领 #3', '认领＃４']) {
      await bot.person('telegram', { locale: 'en' }).says(MILK);
      await wang.says(words);
    }
    for (const number of [1, 2, 3, 4]) expect((await ticket(number)).ownerId).toBe(wang.staffId);
  });

  it('explains a wrong number, a missing one, and what a traveller may not do', async () => {
    const { bot, group, colleague, ticket } = await team();
    const wang = await colleague('Wang');
    const mum = bot.person('telegram', { locale: 'en' });
    await mum.says(MILK);
    await wang.says('/claim 99');
    expect(last(wang.inbox())).toContain('There is no ticket #99');
    await wang.says('/claim 99999999999');
    expect(last(wang.inbox())).toMatch(/There is no ticket|Please write it like this/);
    await wang.says('/claim');
    expect(last(wang.inbox())).toBe('Please write it like this: /claim 12');
    await mum.pressesId('claim:1:1');
    expect(last(mum.inbox())).toContain('your role (traveller)');
    expect((await ticket(1)).ownerId).toBeNull();
    const posts = group.texts().length;
    await wang.saysIn(group, '认领 是什么意思');
    expect(group.texts()).toHaveLength(posts);
  });

  it('names who has it in one line where cards cannot be edited', async () => {
    const { bot, group, colleague } = await team(
      { accounts: { wechat: { edit: false, buttons: false } } },
      'wechat',
    );
    const wang = await colleague('Wang');
    await bot.person('wechat', { locale: 'en' }).says(MILK);
    await wang.saysIn(group, '/claim 1');
    expect(group.texts().filter((text) => text === '#1 claimed by Wang')).toHaveLength(1);
  });
});

describe('release and reopen', () => {
  it('gives a ticket back, and only the owner or a supervisor may', async () => {
    const { bot, group, colleague, ticket } = await team();
    const [wang, zhao, boss] = [
      await colleague('Wang'),
      await colleague('Zhao'),
      await colleague('Boss', 'supervisor'),
    ];
    const mum = bot.person('telegram', { locale: 'en' });
    await mum.says(MILK);
    await wang.says('/claim 1');
    await zhao.saysIn(group, '/release 1');
    expect(last(group.texts())).toContain('#1 is with Wang');
    await boss.says('/release 1');
    expect(await ticket(1)).toMatchObject({ state: 'new', ownerId: null });
    expect(last(wang.inbox())).toBe('#1 is free again (was with Boss)');
    await wang.says('still there?');
    expect(last(wang.inbox())).toContain('You are not working on a ticket here');
    expect(mum.inbox().some((text) => text.includes('still there'))).toBe(false);
    await zhao.says('/release 1');
    expect(last(zhao.inbox())).toContain('#1 is unclaimed now');
  });

  it('resolves with a last word, stops relaying, and opens again for anybody', async () => {
    const { bot, group, colleague, ticket } = await team();
    const wang = await colleague('Wang');
    const mum = bot.person('telegram', { locale: 'en' });
    await mum.says(MILK);
    await wang.says('/claim 1');
    await wang.says('/resolve 1 The milk is at your door');
    expect(mum.inbox()).toContain('#1 · Liaison team:\nThe milk is at your door');
    const resolved = await ticket(1);
    expect(resolved.state).toBe('resolved');
    expect(resolved.resolvedAt).not.toBeNull();
    await wang.says('/resolve 1');
    expect(last(wang.inbox())).toContain('#1 is resolved now');
    await wang.saysIn(group, '/reopen 1');
    expect(await ticket(1)).toMatchObject({ state: 'reopened', ownerId: null, resolvedAt: null });
    await wang.presses(/^Claim$/, group);
    expect(await ticket(1)).toMatchObject({ state: 'claimed', ownerId: wang.staffId });
  });

  it('credits whoever resolves an unclaimed ticket', async () => {
    const { bot, group, colleague, ticket } = await team();
    const wang = await colleague('Wang');
    await bot.person('telegram', { locale: 'en' }).says(MILK);
    await wang.presses(/^Resolve$/, group);
    expect(await ticket(1)).toMatchObject({ state: 'resolved', ownerId: wang.staffId });
  });

  it('stays with its owner when the traveller says it is not solved, and their answer takes it up again', async () => {
    const { bot, colleague, ticket } = await team();
    const [wang, zhao] = [await colleague('Wang'), await colleague('Zhao')];
    const mum = bot.person('telegram', { locale: 'en' });
    await mum.says(MILK);
    await wang.says('/claim 1');
    await wang.says('/resolve 1');
    await mum.pressesId('notsolved:1');
    expect(await ticket(1)).toMatchObject({ state: 'reopened', ownerId: wang.staffId });
    await zhao.says('/claim 1');
    expect(last(zhao.inbox())).toContain('#1 is with Wang');
    await wang.says('/reply 1 I am so sorry, what is missing?');
    expect(last(mum.inbox())).toContain('what is missing?');
    expect(await ticket(1)).toMatchObject({ state: 'claimed', ownerId: wang.staffId });
  });
});
