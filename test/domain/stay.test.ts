import { describe, expect, test } from 'vitest';
import type { StayFacts } from '../../src/domain/stay/facts.ts';
import { book, brief, change, extended, plan, shortened, stay, tests, when } from './stay/example.ts';

type Known = Partial<StayFacts>;
type Row = readonly [name: string, rules: readonly object[], known: Known, expected: string];

const P14 = { preset: '14' };
const P14H7 = { preset: '14+7' };
const P21 = { preset: '21' };
const ARRIVAL = { ...P14, start: 'arrival' };
const CONTACT = { ...P14, start: 'contact' };
const POSITIVE = { days: 10, start: 'positive' };
const SOFT = { ...P14, minimum: 10 };
const RESTART = { ...P14, onPositive: 'restart' };

const ROWS: readonly Row[] = [
  // Presets and start events.
  ['14 days', [P14], {}, 'entry 2026-05-03 > 2026-05-17 by 1'],
  ['14 days and 7 at home', [P14H7], {}, 'entry 2026-05-03 > 2026-05-17 > 2026-05-24 by 1'],
  ['21 days', [P21], {}, 'entry 2026-05-03 > 2026-05-24 by 1'],
  [
    'no day at a site, home only',
    [{ days: 0, homeDays: 14 }],
    {},
    'entry 2026-05-03 > 2026-05-03 > 2026-05-17 by 1',
  ],
  [
    'from the arrival, not the entry',
    [ARRIVAL],
    { arrival: when('2026-05-05') },
    'arrival 2026-05-05 > 2026-05-19 by 1',
  ],
  [
    'from the last contact',
    [CONTACT],
    { contact: when('2026-05-04') },
    'contact 2026-05-04 > 2026-05-18 by 1',
  ],
  [
    'from the last positive',
    [POSITIVE],
    { positive: when('2026-05-06') },
    'positive 2026-05-06 > 2026-05-16 by 1',
  ],
  [
    'from the last positive of several tests, whatever their order',
    [POSITIVE],
    { tests: tests('positive 2026-05-08', 'positive 2026-05-04'), positive: when('2026-05-06') },
    'positive 2026-05-08 > 2026-05-18 by 1',
  ],
  // Extensions and shortenings.
  ['an extension', [P14H7], { changes: [extended(2)] }, 'entry 2026-05-03 > 2026-05-19 > 2026-05-26 by 1'],
  ['two extensions', [P14], { changes: [extended(2), extended(5)] }, 'entry 2026-05-03 > 2026-05-24 by 1'],
  ['a shortening', [SOFT], { changes: [shortened(3)] }, 'entry 2026-05-03 > 2026-05-14 by 1'],
  ['never below the minimum', [SOFT], { changes: [shortened(9)] }, 'entry 2026-05-03 > 2026-05-13 by 1'],
  [
    'without a minimum nothing is shortened',
    [P14],
    { changes: [shortened(1)] },
    'entry 2026-05-03 > 2026-05-17 by 1',
  ],
  [
    'an extension taken back',
    [P14],
    { changes: [extended(7), shortened(3)] },
    'entry 2026-05-03 > 2026-05-21 by 1',
  ],
  [
    'one decision after the other: what the minimum cut off does not eat the extension',
    [SOFT],
    { changes: [shortened(9), extended(2)] },
    'entry 2026-05-03 > 2026-05-15 by 1',
  ],
  [
    'what is asked or refused does not count',
    [SOFT],
    {
      changes: [
        { ...extended(2), approval: 'asked' },
        { ...change('shortening', 3), approval: 'refused' },
      ],
    },
    'entry 2026-05-03 > 2026-05-17 by 1',
  ],
  // Positives.
  [
    'a positive restarts where the rule says so',
    [RESTART],
    { positive: when('2026-05-09') },
    'positive 2026-05-09 > 2026-05-23 by 1',
  ],
  [
    'and not where it does not',
    [P14],
    { positive: when('2026-05-09') },
    'entry 2026-05-03 > 2026-05-17 by 1',
  ],
  [
    'a positive before the start restarts nothing',
    [RESTART],
    { positive: when('2026-05-01') },
    'entry 2026-05-03 > 2026-05-17 by 1',
  ],
  [
    'one on the day of the start changes nothing',
    [RESTART],
    { positive: when('2026-05-03') },
    'entry 2026-05-03 > 2026-05-17 by 1',
  ],
  [
    'a restart keeps extensions',
    [RESTART],
    { tests: tests('positive 2026-05-09'), changes: [extended(2)] },
    'positive 2026-05-09 > 2026-05-25 by 1',
  ],
  [
    'a pending result restarts nothing',
    [RESTART],
    { tests: tests('pending 2026-05-09') },
    'entry 2026-05-03 > 2026-05-17 by 1',
  ],
  [
    'a positive taken elsewhere after those here restarts',
    [RESTART],
    { tests: tests('positive 2026-05-09'), positive: when('2026-05-11') },
    'positive 2026-05-11 > 2026-05-25 by 1',
  ],
  // Several rules.
  [
    'who met somebody infected stays by the longer rule',
    [P14, CONTACT],
    { contact: when('2026-05-06') },
    'contact 2026-05-06 > 2026-05-20 by 2',
  ],
  [
    'an earlier contact shortens nothing',
    [P14, CONTACT],
    { contact: when('2026-05-01') },
    'entry 2026-05-03 > 2026-05-17 by 1',
  ],
  [
    'the home days of the other rule remain',
    [P14H7, CONTACT],
    { contact: when('2026-05-06') },
    'contact 2026-05-06 > 2026-05-20 > 2026-05-24 by 2',
  ],
  [
    'a rule for positives beside the others',
    [P14, POSITIVE],
    { positive: when('2026-05-10') },
    'positive 2026-05-10 > 2026-05-20 by 2',
  ],
  // Scope, version and validity.
  ['the later version wins', [P14, P21], {}, 'entry 2026-05-03 > 2026-05-24 by 2'],
  ['a site wins over all', [{ ...P21, siteId: 'sun' }, P14], {}, 'entry 2026-05-03 > 2026-05-24 by 1'],
  [
    'a site wins over a home',
    [
      { ...P21, siteId: 'sun' },
      { ...P14, jurisdiction: 'Hubei' },
    ],
    {},
    'entry 2026-05-03 > 2026-05-24 by 1',
  ],
  [
    'both win over one',
    [{ ...P14H7, siteId: 'sun', jurisdiction: 'HUBEI ' }, { ...P21, siteId: 'sun' }, P14],
    {},
    'entry 2026-05-03 > 2026-05-17 > 2026-05-24 by 1',
  ],
  [
    'another site’s rule is nothing',
    [P14, { ...P21, siteId: 'moon' }],
    {},
    'entry 2026-05-03 > 2026-05-17 by 1',
  ],
  [
    'another home’s rule is nothing',
    [P14, { ...P21, jurisdiction: 'Hunan' }],
    {},
    'entry 2026-05-03 > 2026-05-17 by 1',
  ],
  [
    'a rule begins to hold',
    [P14, { ...P21, validFrom: '2026-05-03' }],
    {},
    'entry 2026-05-03 > 2026-05-24 by 2',
  ],
  [
    'the day before it does not',
    [P14, { ...P21, validFrom: '2026-05-04' }],
    {},
    'entry 2026-05-03 > 2026-05-17 by 1',
  ],
  [
    'a rule holds on its last day',
    [{ ...P21, validTo: '2026-05-03' }],
    {},
    'entry 2026-05-03 > 2026-05-24 by 1',
  ],
  ['and not after it', [{ ...P21, validTo: '2026-05-02' }], {}, 'unknown rule'],
  [
    'a change of rules during the stay leaves the version it has',
    [P14, { ...P21, validFrom: '2026-05-01' }],
    { ruleVersions: [1] },
    'entry 2026-05-03 > 2026-05-17 by 1',
  ],
  [
    'unless it is told to take another',
    [P14, { ...P21, validFrom: '2026-05-10' }],
    { ruleVersions: [2] },
    'entry 2026-05-03 > 2026-05-24 by 2',
  ],
  [
    'a version it keeps leaves room for a rule of another kind',
    [P14, P21, CONTACT],
    { ruleVersions: [1], contact: when('2026-05-06') },
    'contact 2026-05-06 > 2026-05-20 by 3',
  ],
  // What is not known.
  ['without the entry nothing is said', [P14], { entry: null, arrival: when('2026-05-03') }, 'unknown entry'],
  ['without the arrival nothing is said', [ARRIVAL], {}, 'unknown arrival'],
  [
    'another rule does not stand in for it',
    [P14, CONTACT],
    { entry: null, contact: when('2026-05-06') },
    'unknown entry',
  ],
  [
    'who crossed no border has no entry to be asked for',
    [P14, CONTACT],
    { entry: null, neverEntered: true, contact: when('2026-05-06') },
    'contact 2026-05-06 > 2026-05-20 by 2',
  ],
  [
    'a positive does not say when somebody came',
    [RESTART],
    { entry: null, positive: when('2026-05-09') },
    'unknown entry',
  ],
  ['a rule about contacts is nothing to others', [CONTACT], {}, 'unknown rule'],
  ['without any rule', [], {}, 'unknown rule'],
  ['a version that is nowhere is replaced by no other', [P14], { ruleVersions: [9] }, 'unknown rule-version'],
];

describe('when a stay ends', () => {
  test.each(ROWS)('%s', (_name, rules, known, expected) => {
    expect(brief(plan(stay(known), book(...rules)))).toBe(expected);
  });

  test('while the start is unknown, the rule of today says what has to be known', () => {
    const rules = book({ ...P14, validTo: '2026-05-10' }, { ...ARRIVAL, validFrom: '2026-05-11' });
    const facts = stay({ entry: null });
    expect(brief(plan(facts, rules, '2026-05-10T12:00Z'))).toBe('unknown entry');
    expect(brief(plan(facts, rules, '2026-05-11T12:00Z'))).toBe('unknown arrival');
  });

  test('the versions that were used are there to be kept', () => {
    const rules = book(P14, CONTACT, POSITIVE);
    expect(plan(stay(), rules).ruleVersions).toEqual([1]);
    expect(plan(stay({ contact: when('2026-05-04') }), rules).ruleVersions).toEqual([1, 2]);
    expect(plan(stay({ ruleVersions: [9] }), rules).ruleVersions).toEqual([9]);
  });
});
