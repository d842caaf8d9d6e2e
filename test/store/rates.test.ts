import { describe, expect, test } from 'vitest';
import { createRate, forgetRates } from '../../src/store/rates.ts';
import { manualClock } from '../support/clock.ts';
import { testStore } from '../support/database.ts';

describe('a limit over all processes', () => {
  test('counts each key for itself, over everybody who counts, and says how long to wait', async () => {
    const { db } = await testStore();
    const clock = manualClock();
    const three = { name: 'posts', max: 3, windowMs: 10_000 };
    const [here, there] = [createRate(db, clock, three), createRate(db, clock, three)];
    const other = createRate(db, clock, { ...three, name: 'uploads' });
    expect([await here('mei'), await there('mei'), await here('mei')]).toEqual([0, 0, 0]);
    clock.advance({ seconds: 4 });
    expect([await here('mei'), await there('mei')]).toEqual([6000, 6000]);
    expect([await here('li'), await other('mei')]).toEqual([0, 0]);
    clock.advance({ seconds: 6 });
    expect([await there('mei'), await here('mei'), await here('mei'), await here('mei')]).toEqual([
      0, 0, 0, 10_000,
    ]);
  });

  test('takes no more than allowed of what comes in one moment', async () => {
    const { db } = await testStore();
    const take = createRate(db, manualClock(), { name: 'posts', max: 5, windowMs: 1000 });
    const waits = await Promise.all(Array.from({ length: 20 }, () => take('mei')));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(5);
  });

  test('forgets windows that are long over', async () => {
    const { db } = await testStore();
    const clock = manualClock();
    const take = createRate(db, clock, { name: 'posts', max: 1, windowMs: 1000 });
    await take('mei');
    clock.advance({ minutes: 1 });
    await take('li');
    await forgetRates(db, clock.now().subtract({ seconds: 30 }));
    expect((await db.rate.findMany()).map(({ key }) => key)).toEqual(['posts li']);
  });
});
