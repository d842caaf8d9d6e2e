import { describe, expect, it } from 'vitest';
import { last, team } from './desk-team.ts';

const MILK = 'Our ten-month-old has no milk powder left, please help us';
const BLOOD = 'I keep vomiting blood and feel very weak';

describe('queue', () => {
  it('lists emergencies first, ten at a time, with buttons to claim and go on', async () => {
    const { bot, colleague } = await team();
    const wang = await colleague('Wang', 'medic');
    for (let index = 0; index < 11; index += 1) await bot.person('telegram', { locale: 'en' }).says(MILK);
    bot.clock.advance({ minutes: 90 });
    await bot.person('telegram', { locale: 'en' }).says(BLOOD);
    await wang.says('/queue');
    const [title, first, second] = last(wang.inbox()).split('\n');
    expect(title).toBe('Open tickets 1–10 of 12:');
    expect(first).toContain('🔴 #12 · Medical help');
    expect(second).toContain('🟠 #1 · Supplies');
    expect(second).toContain('1 h');
    await wang.presses(/^More$/);
    expect(last(wang.inbox()).split('\n')).toHaveLength(3);
    await wang.presses(/^Claim #11$/);
    await wang.says('我的');
    expect(last(wang.inbox())).toContain('Your tickets 1–1 of 1:');
    expect(last(wang.inbox())).toContain('#11');
    await wang.presses(/^Open #11$/);
    expect(last(wang.inbox())).toContain(MILK);
  });

  it('says when there is nothing, and takes a strange offset for the first page', async () => {
    const { bot, colleague } = await team();
    const wang = await colleague('Wang');
    await wang.says('/queue');
    expect(last(wang.inbox())).toBe('No open tickets.');
    await wang.says('/mine');
    expect(last(wang.inbox())).toContain('You have no open tickets');
    await bot.person('telegram', { locale: 'en' }).says(MILK);
    for (const offset of ['-1', 'x', '99999999999']) {
      await wang.pressesId(`queue:${offset}`);
      expect(last(wang.inbox())).toContain('Open tickets 1–1 of 1');
    }
  });

  it('is not for travellers', async () => {
    const { bot } = await team();
    const mum = bot.person('telegram', { locale: 'en' });
    await mum.pressesId('queue:0');
    expect(last(mum.inbox())).toContain('your role (traveller)');
  });
});

describe('confidential tickets', () => {
  it('show number, urgency and room in groups, whoever looks', async () => {
    const { bot, group, colleague } = await team();
    const medic = await colleague('Zhao', 'medic');
    await bot.person('telegram', { name: 'Li Na', locale: 'en' }).says(BLOOD);
    await medic.saysIn(group, '/queue');
    await medic.saysIn(group, '/claim 1');
    await medic.saysIn(group, '/need 1 psychological');
    await medic.saysIn(group, '/note 1 looked after');
    const said = group.texts().join('\n');
    expect(said).toContain('#1');
    for (const secret of ['blood', 'Medical', 'Someone to talk', 'Li Na']) expect(said).not.toContain(secret);
  });

  it('are read by carers and supervisors, not by others, and every reading is on record', async () => {
    const { bot, colleague } = await team();
    const readers = {
      medic: true,
      counsellor: true,
      supervisor: true,
      liaison: false,
      admin: false,
    } as const;
    await bot.person('telegram', { locale: 'en' }).says(BLOOD);
    for (const [role, mayRead] of Object.entries(readers)) {
      const one = await colleague(`The ${role}`, role as keyof typeof readers);
      await one.says('/ticket 1');
      if (mayRead) expect(last(one.inbox())).toContain(BLOOD);
      else expect(last(one.inbox())).toContain('#1 is confidential');
      await one.says('/queue');
      expect(last(one.inbox()).includes('Medical')).toBe(mayRead);
    }
    const read = await bot.store.db.audit.count({ where: { action: 'ticket.read' } });
    expect(read).toBe(3);
  });

  it('cannot be unlocked by calling them something else', async () => {
    const { bot, colleague, ticket } = await team();
    const wang = await colleague('Wang');
    await bot.person('telegram', { locale: 'en' }).says(BLOOD);
    await wang.says('/need 1 other');
    expect(last(wang.inbox())).toContain('#1 is confidential');
    expect(await ticket(1)).toMatchObject({ need: 'medical', restricted: true });
  });
});

describe('ticket', () => {
  it('sends the whole transcript with files to private, also when asked for in the group', async () => {
    const { bot, group, colleague } = await team();
    const wang = await colleague('Wang');
    const mum = bot.person('telegram', { name: 'Li Na', locale: 'en' });
    await mum.says(MILK);
    await wang.says('/claim 1');
    await mum.says('This one', { media: [{ kind: 'photo', id: 'tin' }] });
    await wang.says('On its way');
    await wang.says('//second floor has some');
    const posts = group.texts().length;
    await wang.saysIn(group, '/ticket 1');
    expect(group.texts()).toHaveLength(posts);
    const shown = last(wang.inbox());
    expect(shown).toContain('▸ 02:00');
    expect(shown).toContain('◂ 02:00 Wang: On its way');
    expect(shown).toContain('✎ 02:00 Wang: second floor has some');
    expect(wang.posts().at(-2)?.content.media).toMatchObject([{ id: 'tin' }]);
    expect(
      wang
        .posts()
        .at(-1)
        ?.content.choices?.flat()
        .map((choice) => choice.label),
    ).toEqual([
      ...['Reply', 'Note', 'Release', 'Transfer', 'Wait', 'Resolve'],
      ...['Canned', 'Correct', '🔒 Restricted note', 'Merge', 'Items'],
    ]);
  });

  it('cuts a long transcript into messages that every platform takes', async () => {
    const { bot, colleague } = await team();
    const wang = await colleague('Wang');
    const mum = bot.person('telegram', { locale: 'en' });
    await mum.says(MILK);
    for (const letter of ['a', 'b', 'c']) await mum.says(`${letter.repeat(2500)} milk`);
    const before = wang.posts().length;
    await wang.says('/ticket 1');
    const texts = wang.inbox().slice(before);
    expect(texts.length).toBeGreaterThan(2);
    for (const text of texts) expect(text.length).toBeLessThanOrEqual(3000);
    expect(wang.posts().at(-1)?.content.choices).toBeDefined();
  });
});

describe('correction', () => {
  it('changes need and urgency by command, by word or by button', async () => {
    const { bot, group, colleague, ticket } = await team();
    const wang = await colleague('Wang');
    await bot.person('telegram', { locale: 'en' }).says(MILK);
    await wang.says('/need 1 transfer');
    expect((await ticket(1)).need).toBe('transfer');
    await wang.says('/need 1 Supplies');
    expect((await ticket(1)).need).toBe('supplies');
    await wang.says('/urgency 1 normal');
    expect((await ticket(1)).urgency).toBe('normal');
    await wang.says('/urgency 1 soon');
    expect(last(wang.inbox())).toContain('Please write it like this: /urgency');
    await wang.says('/ticket 1');
    await wang.presses(/^Correct$/);
    await wang.pressesId('seturgency:1:emergency');
    expect((await ticket(1)).urgency).toBe('emergency');
    expect(group.texts().some((text) => text.includes('EMERGENCY #1'))).toBe(true);
  });
});
