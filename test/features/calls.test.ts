import { describe, expect, test } from 'vitest';
import { readCall, readCaller } from '../../src/domain/caller.ts';
import { updatePerson } from '../../src/store/people.ts';
import { readPersonNumbers } from '../../src/store/person-cards.ts';
import { transact } from '../../src/store/transaction.ts';
import { team } from './desk-team.ts';

const entries = (bot: Awaited<ReturnType<typeof team>>['bot'], ticketId: string) =>
  bot.store.db.entry.findMany({ where: { ticketId }, orderBy: { id: 'asc' } });

describe('who called', () => {
  test.each([
    ['1203 Wang Li 070-123 45 67', { room: '1203', name: 'Wang Li', phone: '0701234567' }],
    ['Wang Li, +86 139 1234 5678, A-12', { room: 'A-12', name: 'Wang Li', phone: '+8613912345678' }],
    ['王丽 １２０３', { room: '1203', name: '王丽', phone: null }],
    ['0701234567', { room: null, name: null, phone: '0701234567' }],
    ['Wang Li', { room: null, name: 'Wang Li', phone: null }],
  ])('%s', (line, caller) => expect(readCaller(line)).toEqual(caller));

  test('words after a colon are what they need; without any there is no call yet', () => {
    expect(readCall('1203 Li：insulin: two pens')?.words).toBe('insulin: two pens');
    expect(readCall('1203 Li')).toBeUndefined();
    expect(readCall('1203 Li:')).toBeUndefined();
    expect(readCall(': insulin')).toBeUndefined();
  });
});

describe('a call', () => {
  test('in one line becomes a ticket of whoever was asked, and its answer goes by phone', async () => {
    const { bot, colleague, ticket } = await team();
    const wang = await colleague('Wang');
    await wang.says('/call 1203 Mrs Li 0701234567: no milk powder left for our baby');
    const opened = await ticket(1);
    expect(opened).toMatchObject({
      source: 'call',
      state: 'claimed',
      ownerId: wang.staffId,
      need: 'supplies',
    });
    const person = await bot.store.db.person.findUniqueOrThrow({ where: { id: opened.personId } });
    expect(person).toMatchObject({ name: 'Mrs Li', room: '1203' });
    expect((await readPersonNumbers(bot.store.db, person.id)).phone).toBe('0701234567');
    expect(wang.inbox().join('\n')).toContain('/called 1');

    await wang.says('/reply 1 It is on its way');
    expect(await ticket(1)).toMatchObject({
      deliveryProblem: 'phone',
      firstResponseAt: null,
      answeredAt: null,
    });

    await wang.says('/called 1');
    expect(wang.inbox().at(-1)).toContain('0701234567');
    await wang.presses(/No answer/);
    expect(await ticket(1)).toMatchObject({ deliveryProblem: 'no-answer', firstResponseAt: null });

    await wang.says('/called 1');
    await wang.presses(/Reached/);
    await wang.says('The milk powder comes at noon');
    const answered = await ticket(1);
    expect(answered.deliveryProblem).toBeNull();
    expect(answered.firstResponseAt).not.toBeNull();
    expect((await entries(bot, answered.id)).map((entry) => [entry.kind, entry.text])).toEqual([
      ['traveller', 'no milk powder left for our baby'],
      ['staff', 'It is on its way'],
      ['note', '☎ no answer'],
      ['staff', '☎ The milk powder comes at noon'],
    ]);
  });

  test('is asked for step by step when it is not all there, and can be given up', async () => {
    const { bot, colleague, ticket } = await team();
    const wang = await colleague('Wang');
    await wang.says('/walkin');
    await wang.says('Old Mr Zhao');
    await wang.says('805');
    await wang.says('He cannot find his transfer form');
    const opened = await ticket(1);
    expect(opened).toMatchObject({ source: 'walk-in', summary: 'He cannot find his transfer form' });
    expect(await bot.store.db.person.findUnique({ where: { id: opened.personId } })).toMatchObject({
      name: 'Old Mr Zhao',
      room: '805',
      phone: null,
    });
    await wang.says('/call');
    await wang.presses(/Cancel/);
    await wang.says('these words are for nobody');
    expect(await bot.store.db.ticket.count()).toBe(1);
  });

  test('is given up by word as well as by button, in either language', async () => {
    const { bot, colleague } = await team();
    const wang = await colleague('Wang');
    for (const [call, word] of [
      ['/call', 'cancel'],
      ['来电', '取消'],
    ] as const) {
      await wang.says(call);
      await wang.says(word);
      expect(wang.inbox().at(-1)).toBe('Nothing was entered.');
    }
    expect(await bot.store.db.ticket.count()).toBe(0);
    expect(await bot.store.db.person.count()).toBe(0);
  });

  test('of somebody known by phone is theirs, and is answered in their chat', async () => {
    const { bot, colleague, ticket } = await team();
    const wang = await colleague('Wang');
    const mum = bot.person('telegram', { locale: 'en', name: 'Mum' });
    await mum.says('We have no towels in the room since yesterday');
    const { personId } = await ticket(1);
    await transact(bot.store.db, (tx) => updatePerson(tx, personId, { phone: '0701234567' }));
    await wang.says('/call 070-123 45 67: and no drinking water either');
    expect(await ticket(2)).toMatchObject({ personId, source: 'call', account: 'telegram' });
    await wang.says('/reply 2 Water is on its way');
    expect(mum.inbox().at(-1)).toContain('Water is on its way');
    expect(await bot.store.db.person.count()).toBe(1);
  });

  test('an emergency on the phone is paged like any other', async () => {
    const { group, colleague, ticket } = await team();
    const wang = await colleague('Wang');
    await wang.says('/call 1203 Mr Li: he is vomiting blood and cannot stand');
    expect(await ticket(1)).toMatchObject({ urgency: 'emergency', ownerId: wang.staffId, nextPageAt: null });
    expect(
      group.posts().some(({ content }) => content.text?.includes('#1') && content.mentions?.length),
    ).toBe(true);
  });

  test('wrong words get the usage, and nothing is entered', async () => {
    const { bot, group, colleague } = await team();
    const wang = await colleague('Wang');
    await wang.saysIn(group, '/call');
    expect(group.posts().at(-1)?.content.text).toContain('/call ROOM');
    await wang.says('/called');
    expect(wang.inbox().at(-1)).toContain('/called N');
    await wang.says('/called 99 no-answer');
    expect(wang.inbox().at(-1)).toContain('99');
    const guest = bot.person('telegram', { locale: 'en' });
    await guest.says('/call 1203 Li: milk powder please');
    expect(await bot.store.db.ticket.count({ where: { source: 'call' } })).toBe(0);
  });
});
