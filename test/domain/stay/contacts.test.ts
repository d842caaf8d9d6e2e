import { describe, expect, test } from 'vitest';
import {
  type Contact,
  contactsOf,
  type Infected,
  type Mate,
  type Reach,
} from '../../../src/domain/stay/contacts.ts';
import { book, brief, stay, when } from './example.ts';

const RULES = book({ preset: '14' }, { preset: '14', start: 'contact' });
const NOW = Temporal.Instant.from('2026-05-08T04:00Z');
const INFECTED: Infected = { positive: when('2026-05-08'), entry: when('2026-05-03') };

const mate = (id: string, link: Mate['link'], more: Partial<Mate> = {}): Mate => ({
  id,
  link,
  facts: stay(),
  ...more,
});
const contacts = (mates: Mate[], rules = RULES, reach?: Reach, infected = INFECTED): Contact[] =>
  contactsOf(infected, mates, rules, NOW, reach);
const told = (some: Contact[]): string[] =>
  some.map(
    ({ id, met, before, after, changes }) => `${id} ${met} ${before.release} ${after.release} ${changes}`,
  );

describe('who met somebody infected', () => {
  test('a party is together until the test, a flight until the entry', () => {
    expect(told(contacts([mate('wife', 'party'), mate('neighbour', 'flight')]))).toEqual([
      'wife 2026-05-08 2026-05-17 2026-05-22 true',
      'neighbour 2026-05-03 2026-05-17 2026-05-17 false',
    ]);
  });

  test('a flight mate who entered earlier by another rule is kept from the flight on', () => {
    const facts = stay({ entry: when('2026-05-01') });
    expect(told(contacts([mate('neighbour', 'flight', { facts })]))).toEqual([
      'neighbour 2026-05-03 2026-05-15 2026-05-17 true',
    ]);
  });

  test('what is known better than by the link counts', () => {
    expect(told(contacts([mate('wife', 'party', { lastMet: when('2026-05-05T22:00+08:00') })]))).toEqual([
      'wife 2026-05-05 2026-05-17 2026-05-19 true',
    ]);
  });

  test('a later contact that is known already stays', () => {
    const facts = stay({ contact: when('2026-05-09') });
    const [contact] = contacts([mate('wife', 'party', { facts })]);
    expect(contact?.changes).toBe(false);
    expect(contact?.facts).toBe(facts);
  });

  test('the facts to keep hold the day they met, and give the same plan again', () => {
    const [contact] = contacts([mate('wife', 'party')]);
    expect(contact?.facts.contact?.toString()).toBe('2026-05-08');
    expect(contact && brief(contact.after)).toBe('contact 2026-05-08 > 2026-05-22 by 2');
    expect(contact && told(contacts([mate('wife', 'party', { facts: contact.facts })]))).toEqual([
      'wife 2026-05-08 2026-05-22 2026-05-22 false',
    ]);
  });

  test('without a rule about contacts nobody’s plan changes, and they are listed all the same', () => {
    expect(told(contacts([mate('wife', 'party')], book({ preset: '14' })))).toEqual([
      'wife 2026-05-08 2026-05-17 2026-05-17 false',
    ]);
  });

  test('tests that are due on other days are a change', () => {
    const rules = book({ days: 14, tests: [7] }, { days: 14, start: 'contact', tests: [7, 14] });
    const facts = stay({ entry: when('2026-05-08') });
    const entered = book({ days: 10, tests: [7] }, { days: 10, start: 'contact', tests: [8] });
    expect(told(contacts([mate('wife', 'party', { facts })], rules))[0]).toContain('false');
    expect(told(contacts([mate('wife', 'party')], entered))[0]).toContain('true');
  });

  test('a test reaches back so many days, and no further', () => {
    const both = [mate('wife', 'party'), mate('neighbour', 'flight')];
    const ids = (days: number) => contacts(both, RULES, { days }).map(({ id }) => id);
    expect(ids(4)).toEqual(['wife']);
    expect(ids(5)).toEqual(['wife', 'neighbour']);
  });

  test('without a day the plan stays, and the contact is listed without one', () => {
    const infected = { ...INFECTED, entry: null };
    const unknown = mate('neighbour', 'flight', { facts: stay({ entry: null }) });
    expect(told(contacts([unknown], RULES, { days: 4 }, infected))).toEqual([
      'neighbour null null null false',
    ]);
    // On the same flight they entered on the same day.
    expect(told(contacts([mate('neighbour', 'flight')], RULES, {}, infected))[0]).toContain('2026-05-03');
  });

  test('the day they met is the day at the mate’s site', () => {
    const infected = { ...INFECTED, positive: when('2026-05-07T23:00+08:00') };
    const facts = stay({ zone: 'Pacific/Auckland' });
    expect(contacts([mate('wife', 'party', { facts })], RULES, {}, infected)[0]?.met?.toString()).toBe(
      '2026-05-08',
    );
  });
});
