import { describe, expect, test } from 'vitest';
import { testBot } from '../support/bot.ts';

/** A guest who has been asked for a name, after a need and a room. */
async function asked() {
  const bot = await testBot();
  const guest = bot.person('telegram', { name: 'Ana', locale: 'en' });
  await guest.says('Please bring 2 towels');
  await guest.says('1204');
  expect(guest.inbox().at(-1)).toContain('What name may we call you by?');
  const name = async () => (await bot.store.db.person.findFirstOrThrow()).name;
  return { bot, guest, name, before: await name() };
}

describe('the question for a name', () => {
  test.each(['Chen Hao ICU4', 'Rosa Fiebre', 'Li Na', '陈浩'])('takes %s for one', async (answer) => {
    const { bot, guest, name } = await asked();
    await guest.says(answer);
    expect(await name()).toBe(answer);
    expect(await bot.store.db.ticket.count()).toBe(1);
  });

  test.each([
    ['I cannot breathe, please help', 'medical'],
    ['I Want To Die', 'psychological'],
  ])('loses no emergency: %s', async (answer, need) => {
    const { bot, guest, name, before } = await asked();
    await guest.says(answer);
    expect(await name()).toBe(before);
    const latest = await bot.store.db.ticket.findFirstOrThrow({ orderBy: { number: 'desc' } });
    expect(latest).toMatchObject({ number: 2, need, urgency: 'emergency' });
  });

  test.each(['I need milk', 'where is my food', 'OK!'])(
    'is not answered by %s, which staff read',
    async (answer) => {
      const { bot, guest, name, before } = await asked();
      await guest.says(answer);
      expect(await name()).toBe(before);
      const entries = await bot.store.db.entry.findMany();
      expect(entries.map(({ text }) => text)).toContain(answer);
    },
  );
});
