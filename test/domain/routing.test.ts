import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NEEDS } from '../../src/domain/need.ts';
import { matchingRoutes, type Route, sameCondition, sameJurisdiction } from '../../src/domain/routing.ts';

const row = (
  id: string,
  site: string | null,
  home: string | null,
  need: Route['need'],
  team = id,
): Route => ({
  id,
  siteId: site,
  jurisdiction: home,
  need,
  care: null,
  teamId: team,
});

const order = (routes: readonly Route[], facts: Parameters<typeof matchingRoutes>[1]): string =>
  matchingRoutes(routes, facts)
    .map(({ id }) => id)
    .join(' ');

describe('matching rows', () => {
  const table = [
    row('need', null, null, 'medical'),
    row('home', null, 'Hubei', null),
    row('site', 'sun', null, null),
    row('home+need', null, 'Hubei', 'medical'),
    row('site+need', 'sun', null, 'medical'),
    row('site+home', 'sun', 'Hubei', null),
    row('all', 'sun', 'Hubei', 'medical'),
    row('other site', 'moon', null, null),
    row('other home', null, 'Hunan', null),
    row('other need', null, null, 'study'),
  ];

  test('come most specific first: more columns before fewer, then site before home before need', () => {
    expect(order(table, { siteId: 'sun', jurisdiction: 'Hubei', need: 'medical' })).toBe(
      'all site+home site+need home+need site home need',
    );
  });

  test('what is not known matches only rows that do not ask for it', () => {
    expect(order(table, { siteId: null, jurisdiction: null, need: 'medical' })).toBe('need');
    expect(order(table, { siteId: null, jurisdiction: null, need: 'test' })).toBe('');
  });

  test('homes are compared whatever their letter case, width and spaces', () => {
    expect(sameJurisdiction(' Hubei  Province', 'ｈubei province')).toBe(true);
    expect(sameJurisdiction('Hubei', 'Hunan')).toBe(false);
    expect(order(table, { siteId: null, jurisdiction: 'HUBEI', need: 'other' })).toBe('home');
    expect(sameCondition(row('a', null, 'hubei', null), row('b', null, 'Hubei ', null))).toBe(true);
    expect(sameCondition(row('a', null, null, null), row('b', 'sun', null, null))).toBe(false);
  });

  test('a row for special care wins over every other row, and concerns nobody else', () => {
    const mothers = { ...row('m', null, null, null), care: 'infant' as const };
    const rows = [row('a', 'sun', 'Hubei', 'supplies'), mothers];
    const facts = { siteId: 'sun', jurisdiction: 'Hubei', need: 'supplies' as const };
    expect(order(rows, facts)).toBe('a');
    expect(order(rows, { ...facts, care: ['elderly'] })).toBe('a');
    expect(order(rows, { ...facts, care: ['diet', 'infant'] })).toBe('m a');
  });

  test('the order does not depend on the order of the table, and no row that does not match is among them', () => {
    const one = fc.record({
      siteId: fc.constantFrom(null, 'sun', 'moon'),
      jurisdiction: fc.constantFrom(null, 'Hubei', 'Hunan'),
      need: fc.constantFrom(null, ...NEEDS),
    });
    const facts = fc.record({
      siteId: fc.constantFrom(null, 'sun', 'moon'),
      jurisdiction: fc.constantFrom(null, 'hubei', 'Hunan'),
      need: fc.constantFrom(...NEEDS),
    });
    fc.assert(
      fc.property(fc.uniqueArray(one, { selector: JSON.stringify }), facts, (rows, known) => {
        const routes = rows.map((each, index) => ({ ...each, care: null, id: `r${index}`, teamId: 't' }));
        const found = matchingRoutes(routes, known);
        expect(matchingRoutes(routes.toReversed(), known)).toEqual(found);
        for (const { siteId, need } of found) {
          expect([null, known.siteId]).toContain(siteId);
          expect([null, known.need]).toContain(need);
        }
        const columns = found.map(
          (each) => [each.siteId, each.jurisdiction, each.need].filter((part) => part !== null).length,
        );
        expect(columns).toEqual(columns.toSorted((left, right) => right - left));
      }),
    );
  });
});
