/** Everybody on the list is somewhere, and the counts add up. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHECKS, lacking, listed, PLACES, type Reckoning, sumOf } from '../../src/domain/reconciliation.ts';
import type { StayState } from '../../src/domain/roster-import.ts';
import { listLacking, reckon } from '../../src/store/reconciliation.ts';
import { testStore } from '../support/database.ts';
import { addGuest, addSite } from '../support/guests.ts';
import { last, team } from './desk-team.ts';

const STATES: StayState[] = ['expected', 'here', 'hospital', 'home', 'released', 'left'];

async function house() {
  const desk = await team();
  const { bot } = desk;
  const wang = await desk.colleague('Wang');
  const sun = await addSite(bot, 'Sun Hotel', 'Asia/Shanghai');
  const moon = await addSite(bot, 'Moon Hotel', 'America/New_York');
  return { ...desk, wang, sun, moon, db: bot.store.db };
}

describe('/missing', () => {
  test('counts a flight from the list to the last gap, with names behind it', async () => {
    const { bot, wang, sun, moon, db } = await house();
    const on = (name: string, more: object) =>
      addGuest(bot, { name, flight: 'MU 554', entryOn: '2026-11-20', ...more });
    const ana = await on('Ana', { siteId: sun, room: '1203', account: 'telegram' });
    await on('Bo', { siteId: sun, room: '1204' });
    await on('Cy', { siteId: moon, state: 'hospital' });
    await on('Di', { state: 'expected' });
    await on('Ed', { state: 'expected', entryOn: '2026-11-30' });
    await addGuest(bot, { name: 'Other', flight: 'CA 1', siteId: moon });
    await wang.says('/missing mu554');
    const text = last(wang.inbox());
    expect(text).toContain('5 on the list = 1 to come + 2 here + 1 in hospital + 1 unaccounted for');
    expect(text).toContain('Of the 2 here:');
    expect(text).toContain('registered 1, not registered 1');
    expect(text).toContain('checked in today 0, not yet 2');
    await wang.presses(/Unaccounted for: 1/);
    expect(last(wang.inbox())).toBe('Unaccounted for:\n· Di · MU 554');
    await wang.pressesId('lacking:registered:0');
    expect(last(wang.inbox())).toBe('Not registered:\n· Bo · Sun Hotel · 1204 · MU 554');
    // 2 a.m. of the 22nd in Shanghai is still the 21st in New York: each site has its own day.
    await db.checkIn.create({
      data: {
        personId: ana.personId,
        day: new Date('2026-11-22'),
        state: 'answered',
        answeredAt: new Date(),
      },
    });
    await wang.says('/missing Sun Hotel');
    expect(last(wang.inbox())).toContain('checked in today 1, not yet 1');
    await wang.says('/missing flight');
    expect(last(wang.inbox())).toContain('6 on the list');
    expect(last(wang.inbox())).toContain('⚠️ MU554: 5 · unaccounted 1');
    // Whoever somebody is confirmed to speak for is reached at their account.
    const speaker = await addGuest(bot, { name: 'Dee', account: 'telegram', siteId: moon });
    const { id: subjectId } = await db.person.findFirstOrThrow({ where: { name: 'Bo' } });
    const claim = { id: randomUUID(), relation: 'relative', createdAt: new Date() };
    await db.proxy.create({ data: { ...claim, speakerId: speaker.personId, subjectId } });
    await wang.says('/missing mu554');
    expect(last(wang.inbox())).toContain('registered 1, not registered 1');
    await db.proxy.updateMany({ data: { state: 'verified' } });
    await wang.says('/missing mu554');
    expect(last(wang.inbox())).toContain('registered 2, not registered 0');
  });

  test('whoever a vehicle lacks is unaccounted for, wherever they were', async () => {
    const { bot, wang, sun, db } = await house();
    const ana = await addGuest(bot, { name: 'Ana', siteId: sun, room: '1' });
    const createdAt = new Date();
    const trip = await db.trip.create({
      data: {
        id: randomUUID(),
        fromPlace: 'Airport',
        toPlace: 'Sun Hotel',
        createdBy: wang.staffId,
        createdAt,
      },
    });
    await db.tripSeat.create({ data: { tripId: trip.id, personId: ana.personId, state: 'missing' } });
    await wang.says('/missing');
    expect(last(wang.inbox())).toContain('1 on the list = 1 unaccounted for');
  });

  test('says when there is nobody, and when a name is unknown', async () => {
    const { wang } = await house();
    await wang.says('/missing');
    expect(last(wang.inbox())).toContain('Nobody is on the list yet');
    await wang.says('/missing XX 999');
    expect(last(wang.inbox())).toContain('I know no flight, site or home called “XX 999”');
    await wang.pressesId('lacking:heard:0');
    expect(last(wang.inbox())).not.toContain('Not heard');
  });
});

test('for any list of people, every grouping adds up to the same sum, and lists have as many names as counts say', async () => {
  const store = await testStore();
  const { db } = store;
  const sites = await Promise.all(
    ['A', 'B'].map((name) =>
      db.site.create({ data: { id: randomUUID(), name, timeZone: 'Asia/Shanghai', createdAt: new Date() } }),
    ),
  );
  const now = Temporal.Instant.from('2026-11-22T04:00:00Z');
  const days = [null, ...sites.map(({ id }) => id)].map((siteId) => ({
    siteId,
    day: Temporal.PlainDate.from('2026-11-22'),
  }));
  const today = { now, zone: 'Asia/Shanghai', days };
  const guest = fc.record({
    state: fc.constantFrom(...STATES),
    site: fc.option(fc.nat(1)),
    flight: fc.option(fc.constantFrom('MU 554', 'mu554', 'CA 1')),
    home: fc.option(fc.constantFrom('Hubei', 'Hunan')),
    entry: fc.option(fc.integer({ min: 10, max: 30 })),
    test: fc.option(fc.integer({ min: 10, max: 30 })),
    hasAccount: fc.boolean(),
    answered: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(guest, { maxLength: 25 }), async (guests) => {
      await db.stay.deleteMany();
      await db.channelIdentity.deleteMany();
      await db.person.deleteMany();
      const day = (date: number | null) => (date === null ? null : new Date(`2026-11-${date}`));
      const people = guests.map((one) => ({
        ...one,
        id: randomUUID(),
        siteId: one.site === null ? null : (sites[one.site]?.id ?? null),
      }));
      const createdAt = new Date();
      await db.person.createMany({
        data: people.map(({ id, siteId, home }) => ({ id, siteId, jurisdiction: home, createdAt })),
      });
      await db.stay.createMany({
        data: people.map(({ id, siteId, flight, state, entry, test: due }) => ({
          id: randomUUID(),
          personId: id,
          siteId,
          flight,
          state,
          entryOn: day(entry),
          nextTestOn: day(due),
          createdAt,
          endedAt: state === 'released' || state === 'left' ? createdAt : null,
        })),
      });
      await db.channelIdentity.createMany({
        data: people
          .filter(({ hasAccount }) => hasAccount)
          .map(({ id }) => ({
            id: randomUUID(),
            account: 't',
            externalId: id,
            personId: id,
            privateChat: id,
            createdAt,
          })),
      });
      await db.checkIn.createMany({
        data: people
          .filter(({ answered }) => answered)
          .map(({ id }) => ({
            personId: id,
            day: new Date('2026-11-22'),
            state: 'answered',
            answeredAt: createdAt,
          })),
      });
      const sums = await Promise.all(
        (['flight', 'site', 'jurisdiction'] as const).map(async (by) =>
          sumOf(await reckon(db, { by }, today), null),
        ),
      );
      for (const sum of sums) {
        expect(sum).toEqual(sums[0]);
        expect(listed(sum)).toBe(people.length);
        for (const check of CHECKS) expect(lacking(sum, check)).toBeGreaterThanOrEqual(0);
      }
      const [sum] = sums as [Reckoning];
      expect(PLACES.reduce((total, place) => total + sum.places[place], 0)).toBe(people.length);
      expect(sum.places.here).toBe(people.filter(({ state }) => state === 'here').length);
      for (const list of ['unaccounted', ...CHECKS] as const) {
        const names = await listLacking(db, { by: 'site' }, list, today, { limit: 100, offset: 0 });
        expect(names).toHaveLength(list === 'unaccounted' ? sum.places.unaccounted : lacking(sum, list));
      }
    }),
    { numRuns: 25 },
  );
});
