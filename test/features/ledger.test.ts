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
    expect(wang.inbox().at(-1)).toContain('/thanks NUMBER');
    await wang.says('/thanks Nowhere: nice');
    expect(wang.inbox().at(-1)).toContain('Nowhere');
    await wang.says('/complaint now');
    expect(wang.inbox().at(-1)).toContain('/complaint NUMBER');
    await wang.says('/ledger');
    await boss.saysIn(group, '/ledger');
    expect(group.texts().at(-1)).toContain('private');
    expect(await ledger()).toEqual([]);
  });
});
