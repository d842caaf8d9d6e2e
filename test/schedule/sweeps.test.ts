import { describe, expect, test } from 'vitest';
import { silentLog } from '../../src/log.ts';
import { spaced, startSchedule } from '../../src/schedule/sweeps.ts';
import { manualClock } from '../support/clock.ts';
import { testStore } from '../support/database.ts';

describe('sweeps', () => {
  test('one that fails does not keep the others from running, and runs again', async () => {
    const ran: string[] = [];
    const schedule = startSchedule(
      [
        {
          name: 'bad',
          run: async () => {
            ran.push('bad');
            throw new Error('no');
          },
        },
        { name: 'good', run: async () => void ran.push('good') },
      ],
      manualClock(),
      silentLog,
      0,
    );
    await schedule.runOnce();
    await schedule.runOnce();
    expect(ran).toEqual(['bad', 'good', 'bad', 'good']);
    await schedule.stop();
  });

  test('a spaced one waits its time, also the first time', async () => {
    const clock = manualClock();
    let runs = 0;
    const hourly = spaced(
      { name: 'tidy', run: async () => void runs++ },
      Temporal.Duration.from({ hours: 1 }),
      clock.now(),
    );
    for (const minutes of [0, 59, 1, 59, 1]) {
      clock.advance({ minutes });
      await hourly.run(clock.now());
    }
    expect(runs).toBe(2);
  });

  test('tidying leaves only what is alive on the embedded database, and is no error on a server', async () => {
    const store = await testStore();
    await store.db.setting.create({ data: { key: 'tidy', value: '0' } });
    for (let round = 1; round <= 50; round += 1)
      await store.db.setting.update({ where: { key: 'tidy' }, data: { value: String(round) } });
    await store.tidy();
    expect((await store.db.setting.findUnique({ where: { key: 'tidy' } }))?.value).toBe('50');
    if (store.kind !== 'embedded') return;
    // What VACUUM and ANALYZE note of a table themselves; the statistics of dead rows lag behind.
    const [row] = (
      await store.pglite.query<{ clean: boolean; rows: number }>(
        "select relallvisible = relpages as clean, reltuples::int as rows from pg_class where relname = 'setting'",
      )
    ).rows;
    expect(row).toEqual({ clean: true, rows: 1 });
  });
});
