import { expect, test } from 'vitest';
import { createTriage } from '../../src/domain/triage.ts';
import { readLexicons } from '../../src/lexicons.ts';
import { team } from '../features/desk-team.ts';

const triage = createTriage(readLexicons());
const WATER = 'We need drinking water in our room please';
const POISON = 'These words break the program, and drinking water is needed';

test('a message that breaks the program is given up: its sender and staff are told by a reference, and all others go on', async () => {
  const { bot, group, colleague } = await team({
    triage: (text) => {
      if (text === POISON) throw new TypeError('a bug');
      return triage(text);
    },
  });
  const boss = await colleague('Boss', 'supervisor');
  const wang = await colleague('Wang');
  const guest = bot.person('telegram', { name: 'Ana', locale: 'en' });
  const other = bot.person('telegram', { locale: 'en' });
  await guest.says(WATER);
  await guest.says(POISON);
  await guest.says(`${WATER}, and towels`);
  await other.says(WATER);
  expect(other.inbox()[0]).toContain('#2');
  expect(guest.inbox()).toHaveLength(1);
  for (const milliseconds of [500, 3000]) await bot.later({ milliseconds });
  expect(guest.inbox()).toHaveLength(1);
  await bot.later({ seconds: 10 });

  const poison = await bot.store.db.inbound.findFirstOrThrow({ where: { state: 'failed' } });
  expect(poison).toMatchObject({ attempts: 4, payload: { text: POISON } });
  const reference = `M${poison.id}`;
  expect(guest.inbox().filter((text) => text.includes(reference))).toHaveLength(1);
  expect(group.texts().filter((text) => text.includes(reference))).toHaveLength(1);
  expect(group.texts().join()).not.toContain(POISON);
  expect(boss.inbox().filter((text) => text.includes(reference) && text.includes(POISON))).toHaveLength(1);
  expect(wang.inbox().join()).not.toContain(POISON);

  const ticket = await bot.store.db.ticket.findUniqueOrThrow({
    where: { number: 1 },
    include: { entries: { orderBy: { id: 'asc' } } },
  });
  expect(ticket.entries.map((entry) => entry.text)).toEqual([WATER, `${WATER}, and towels`]);
  expect(await bot.store.db.inbound.count({ where: { state: 'pending' } })).toBe(0);
});
