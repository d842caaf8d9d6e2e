import { describe, expect, test } from 'vitest';
import { team } from './desk-team.ts';

const COMPLAINT = 'I want to complain: the guard was rude to my mother and shouted at her';

async function scene() {
  const desk = await team();
  const [wang, boss] = [await desk.colleague('Wang'), await desk.colleague('Boss', 'supervisor')];
  const ledger = () => desk.bot.store.db.ledgerEntry.findMany({ orderBy: { at: 'asc' } });
  return { ...desk, wang, boss, ledger };
}

describe('a complaint', () => {
  test('is in the ledger at once, goes to a supervisor, and no liaison claims or resolves it', async () => {
    const { bot, wang, boss, ticket, ledger } = await scene();
    const guest = bot.person('telegram', { locale: 'en' });
    await guest.says(`/complaint ${COMPLAINT}`);
    expect(guest.inbox().at(-1)).toContain('#1');
    expect(await ledger()).toMatchObject([{ kind: 'complaint', text: COMPLAINT }]);
    expect(boss.inbox().at(-1)).toContain('#1');
    expect(wang.inbox().join()).not.toContain('complaint and waits');

    await wang.says('/claim 1');
    expect(wang.inbox().at(-1)).toContain('#1 is a complaint');
    await wang.says('/resolve 1 done');
    expect(wang.inbox().at(-1)).toContain('#1 is a complaint');
    expect(await ticket(1)).toMatchObject({ state: 'new', ownerId: null });

    await boss.presses(/^Claim$/);
    expect(await ticket(1)).toMatchObject({ state: 'claimed', ownerId: boss.staffId });
  });

  test('is not looked after by whom it is about, a supervisor or not', async () => {
    const { bot, wang, boss, colleague, ticket, ledger } = await scene();
    const second = await colleague('Second', 'supervisor');
    await bot.person('telegram', { locale: 'en' }).says('We asked for water three times and nobody came');
    await boss.says('/claim 1');
    await wang.says('/complaint 1 Boss');
    expect(await ticket(1)).toMatchObject({ need: 'complaint', aboutStaffId: boss.staffId, ownerId: null });
    expect(await ledger()).toMatchObject([{ kind: 'complaint', staffId: boss.staffId }]);
    await boss.says('/claim 1');
    expect(boss.inbox().at(-1)).toContain('about you');
    await second.says('/claim 1');
    await second.says('/resolve 1 We have apologised');
    expect(await ticket(1)).toMatchObject({ state: 'resolved', ownerId: second.staffId });
  });

  test('leaves a liaison who had it, by command and by correction, and the supervisor gets it to claim', async () => {
    const { bot, wang, boss, colleague, ticket } = await scene();
    const li = await colleague('Li');
    for (const words of ['There is no hot water in our room', 'The window does not open']) {
      const guest = bot.person('telegram', { locale: 'en' });
      await guest.says(words);
    }
    for (const number of [1, 2]) await wang.says(`/claim ${number}`);
    await li.says('/complaint 1');
    expect(await ticket(1)).toMatchObject({ need: 'complaint', state: 'new', ownerId: null });
    expect(wang.inbox().at(-1)).toContain('no longer with you');
    expect(boss.inbox().at(-1)).toContain('#1 is a complaint and waits');
    await wang.says('/need 2 complaint');
    expect(await ticket(2)).toMatchObject({ need: 'complaint', state: 'new', ownerId: null });
    await boss.presses(/^Claim$/);
    await boss.says('/complaint 2 Wang');
    expect(await ticket(2)).toMatchObject({ ownerId: boss.staffId, aboutStaffId: wang.staffId });
  });

  test('is not turned into something else, or about somebody else, by whom it is about', async () => {
    const { bot, wang, boss, colleague, ticket } = await scene();
    await colleague('Li');
    await bot.person('telegram', { locale: 'en' }).says(`/complaint ${COMPLAINT}`);
    await boss.says('/complaint 1 Wang');
    for (const line of ['/need 1 supplies', '/complaint 1 Li', '/complaint 1']) {
      await wang.says(line);
      expect(wang.inbox().at(-1), line).toContain('#1 is about you');
    }
    expect(await ticket(1)).toMatchObject({ need: 'complaint', aboutStaffId: wang.staffId });
  });

  test('about what was done already opens it again', async () => {
    const { bot, wang, boss, ticket } = await scene();
    await bot.person('telegram', { locale: 'en' }).says('There is no hot water in our room');
    await wang.says('/resolve 1');
    await boss.says('/complaint 1 Wang');
    expect(await ticket(1)).toMatchObject({ need: 'complaint', state: 'reopened', ownerId: null });
    expect(boss.inbox().join()).toContain('#1 is a complaint and waits');
  });

  test('is not merged into something else, and does not come to a liaison by merging or by bulk', async () => {
    const { bot, wang, boss, colleague, ticket } = await scene();
    const second = await colleague('Second', 'supervisor');
    const guest = bot.person('telegram', { locale: 'en' });
    await guest.says(`/complaint ${COMPLAINT}`);
    await guest.says('/need There is no hot water in our room');
    await wang.says('/claim 2');
    await boss.says('/merge 1 into 2');
    expect(boss.inbox().at(-1)).toContain('can only be joined into another complaint');
    await boss.says('/claim 1');
    await second.says('/reassign Boss Wang');
    await second.presses(/^Yes/);
    expect(second.inbox().at(-1)).toContain('a complaint that Wang may not have');
    expect(await ticket(1)).toMatchObject({ ownerId: boss.staffId });
    await boss.says('/release 1');
    await wang.says('/merge 2 into 1');
    expect(await ticket(1)).toMatchObject({ ownerId: null });
  });

  test('asks for words when there are none, and a cry for help in them is one', async () => {
    const { bot, ticket } = await scene();
    const guest = bot.person('telegram', { locale: 'en' });
    await guest.says('/complaint');
    await guest.says('I do not want to live any more, I will kill myself tonight');
    expect(await ticket(1)).toMatchObject({ need: 'psychological', urgency: 'emergency' });
    await guest.says('/complaint');
    await guest.says(COMPLAINT);
    expect(await ticket(2)).toMatchObject({ need: 'complaint' });
  });

  test('that was none leaves the ledger when staff correct it', async () => {
    const { bot, boss, ledger } = await scene();
    await bot.person('telegram', { locale: 'en' }).says(`/complaint ${COMPLAINT}`);
    await boss.says('/need 1 supplies');
    expect(await ledger()).toEqual([]);
    await boss.says('/need 1 complaint');
    expect(await ledger()).toHaveLength(1);
  });
});

describe('thanks', () => {
  test('of travellers and those entered by staff are counted by site, team and person', async () => {
    const { bot, wang, boss, ledger } = await scene();
    await bot.store.db.site.create({
      data: { id: '00000000-0000-7000-8000-000000000001', name: 'Harbour Hotel', createdAt: new Date(0) },
    });
    await bot.person('telegram', { locale: 'en' }).says('/thanks You were so kind to us, thank you');
    await wang.says('/thanks Harbour: pennant To the night shift');
    await wang.says('/thanks @Wang: letter She brought milk at 2 a.m.');
    await wang.says('/thanks 1 photo Our family');
    expect((await ledger()).map(({ kind, form, text }) => [kind, form, text])).toEqual([
      ['thanks', 'message', 'You were so kind to us, thank you'],
      ['thanks', 'pennant', 'To the night shift'],
      ['thanks', 'letter', 'She brought milk at 2 a.m.'],
      ['thanks', 'photo', 'Our family'],
    ]);
    await boss.says('/ledger');
    expect(boss.inbox().at(-1)).toContain('4 thanks');
    expect(boss.inbox().at(-1)).toContain('Harbour Hotel: 💐');
    await boss.says('/ledger @Wang');
    expect(boss.inbox().at(-1)).toContain('1 thanks');
  });

  test('wrong words are explained; the ledger is for supervisors, in private', async () => {
    const { wang, boss, group, ledger } = await scene();
    await wang.says('/thanks');
    expect(wang.inbox().at(-1)).toContain('/thanks 12');
    await wang.says('/thanks Nowhere: nice');
    expect(wang.inbox().at(-1)).toContain('Nowhere');
    await wang.says('/complaint now');
    expect(wang.inbox().at(-1)).toContain('/complaint 12');
    await wang.says('/ledger');
    await boss.saysIn(group, '/ledger');
    expect(group.texts().at(-1)).toContain('private');
    expect(await ledger()).toEqual([]);
  });
});
