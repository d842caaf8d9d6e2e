import { describe, expect, test } from 'vitest';
import { readQueueQuery } from '../../src/domain/queue-filter.ts';
import { team } from './desk-team.ts';

const known = {
  standings: new Map([
    ['mine', 'mine'],
    ['未认领', 'unclaimed'],
    ['overdue', 'overdue'],
  ] as const),
  needs: new Map([
    ['物资', 'supplies'],
    ['医疗帮助', 'medical'],
    ['帮助其他', 'other'],
  ] as const),
  sites: [
    { id: 'h', name: 'Harbour Hotel' },
    { id: 'g', name: 'Garden' },
    { id: 'gg', name: 'Garden Annex' },
  ],
};

describe('what was asked of the queue', () => {
  test.each([
    ['', { standings: [], search: '' }],
    ['supplies harbour hotel overdue', { standings: ['overdue'], need: 'supplies', siteId: 'h', search: '' }],
    ['物资 未认领', { standings: ['unclaimed'], need: 'supplies', search: '' }],
    ['医疗', { standings: [], need: 'medical', search: '' }],
    ['帮助', { standings: [], search: '帮助' }],
    ['garden milk', { standings: [], siteId: 'g', search: 'milk' }],
    ['harb milk powder', { standings: [], siteId: 'h', search: 'milk powder' }],
    ['"test kit" mine', { standings: ['mine'], search: 'test kit' }],
  ])('%s', (text, query) => expect(readQueueQuery(text, known)).toEqual(query));
});

async function scene() {
  const desk = await team();
  const { bot } = desk;
  const siteId = '00000000-0000-7000-8000-000000000001';
  await bot.store.db.site.create({ data: { id: siteId, name: 'Harbour Hotel', createdAt: new Date(0) } });
  await bot.store.db.site.create({
    data: { id: siteId.replace('8000', '8001'), name: 'Garden', createdAt: new Date(0) },
  });
  for (const words of [
    'We have no drinking water left in our room, 100% dry',
    'My wife has a fever of 39 and a strong cough since the morning',
    'Please bring milk powder for our baby, the tin is empty',
  ])
    await bot.person('telegram', { locale: 'en' }).says(words);
  await bot.store.db.ticket.update({ where: { number: 3 }, data: { siteId } });
  return desk;
}

const numbers = (text: string | undefined): string[] =>
  [...(text ?? '').matchAll(/#(\d+) · /g)].map(([, n]) => n ?? '');

describe('/queue', () => {
  test('shows those of a need, a site, a standing, or with certain words', async () => {
    const { bot, colleague } = await scene();
    const wang = await colleague('Wang');
    const ask = async (words: string) => {
      await wang.says(`/queue ${words}`);
      return numbers(wang.inbox().at(-1)).sort();
    };
    expect(await ask('')).toEqual(['1', '2', '3']);
    expect(await ask('supplies')).toEqual(['1', '3']);
    expect(await ask('Harbour')).toEqual(['3']);
    expect(await ask('tin is empty')).toEqual(['3']);
    expect(await ask('100%')).toEqual(['1']);
    expect(await ask('nothing like it')).toEqual([]);
    expect(wang.inbox().at(-1)).toContain('nothing like it');
    await wang.says('/claim 1');
    expect(await ask('mine')).toEqual(['1']);
    expect(await ask('unclaimed supplies')).toEqual(['3']);
    expect(await ask('overdue')).toEqual([]);
    bot.clock.advance({ hours: 30 });
    expect(await ask('overdue supplies')).toEqual(['1', '3']);
  });

  test('finds confidential words for those who may read them, in private only', async () => {
    const { group, colleague } = await scene();
    const [wang, medic] = [await colleague('Wang'), await colleague('Med', 'medic')];
    await wang.says('/queue cough');
    expect(numbers(wang.inbox().at(-1))).toEqual([]);
    await medic.says('/queue cough');
    expect(numbers(medic.inbox().at(-1))).toEqual(['2']);
    await medic.saysIn(group, '/queue cough');
    expect(numbers(group.texts().at(-1))).toEqual([]);
  });

  test('keeps what was asked for on the next page', async () => {
    const { bot, colleague } = await team();
    for (let guest = 0; guest < 13; guest += 1)
      await bot.person('telegram', { locale: 'en' }).says('There is no drinking water left in our room');
    await bot.person('telegram', { locale: 'en' }).says('When may I go home, what is my release date?');
    const wang = await colleague('Wang');
    await wang.says('/queue supplies');
    expect(numbers(wang.inbox().at(-1))).toHaveLength(10);
    await wang.presses(/more/i);
    expect(numbers(wang.inbox().at(-1))).toHaveLength(3);
    await wang.says('/queue');
    expect(wang.inbox().at(-1)).toContain('of 14');
  });
});
