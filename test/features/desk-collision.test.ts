import { expect, test } from 'vitest';
import { team } from './desk-team.ts';

async function scene() {
  const desk = await team();
  const guest = desk.bot.person('telegram', { locale: 'en' });
  await guest.says('There is no drinking water left in our room');
  const [wang, zhao] = [await desk.colleague('Wang'), await desk.colleague('Zhao')];
  await wang.says('/claim 1');
  await wang.says('/ticket 1');
  await wang.presses(/^Reply$/);
  return { ...desk, guest, wang, zhao };
}

test('two who are about to answer the same traveller hear of each other, and of who was first', async () => {
  const { wang, zhao, guest } = await scene();
  await zhao.says('/ticket 1');
  await zhao.presses(/^Reply$/);
  expect(zhao.inbox().at(-1)).toContain('Wang is answering #1');
  expect(wang.inbox().at(-1)).toContain('Zhao is answering #1');
  await wang.says('Water is on its way');
  expect(guest.inbox().at(-1)).toContain('Water is on its way');
  expect(zhao.inbox().at(-1)).toContain('Wang has just answered #1');
});

test('whoever began long ago, or has answered, is not taken to be writing', async () => {
  const { bot, wang, zhao } = await scene();
  bot.clock.advance({ minutes: 4 });
  await zhao.says('/ticket 1');
  await zhao.presses(/^Reply$/);
  expect(zhao.inbox().at(-1)).not.toContain('is answering');
  await zhao.says('Water comes in ten minutes');
  await wang.says('/ticket 1');
  await wang.presses(/^Reply$/);
  expect(wang.inbox().at(-1)).not.toContain('is answering');
  expect(await bot.store.db.composing.count()).toBe(1);
});
