import { describe, expect, test } from 'vitest';
import { LOCALES } from '../../../src/domain/locale.ts';
import type { StayFacts } from '../../../src/domain/stay/facts.ts';
import { START_EVENTS } from '../../../src/domain/stay/rule.ts';
import { whySentence } from '../../../src/domain/stay/sentence.ts';
import { createTranslate } from '../../../src/i18n.ts';
import { book, extended, plan, shortened, stay, tests, when } from './example.ts';

const t = createTranslate();
const say = (known: Partial<StayFacts>, rule: object, locale = 'en', today = '2026-05-05T12:00Z'): string =>
  whySentence(plan(stay(known), book(rule), today), { t, locale });

const P14 = { preset: '14', tests: [] };
/** As much as a sentence can hold. */
const FULL: Partial<StayFacts> = {
  changes: [extended(2, 'result was late.'), shortened(1, '')],
  tests: tests('negative 2026-05-04', 'pending 2026-05-10', 'positive 2026-05-06'),
};
const FULL_RULE = { preset: '14+7', minimum: 10 };

describe('one sentence', () => {
  test('says the date and how it came about', () => {
    expect(say({}, P14)).toBe('Your release date is 17 May: 14 days from your entry on 3 May.');
    expect(say({}, { ...P14, homeDays: 7 })).toBe(
      'Your release date is 17 May: 14 days from your entry on 3 May, then 7 days at home, until 24 May.',
    );
  });

  test('says everything that is open', () => {
    expect(say(FULL, FULL_RULE, 'en', '2026-05-11T12:00Z')).toBe(
      'Your release date is 18 May: 14 days from your entry on 3 May, extended by 2 days (reason: result was late), ' +
        'shortened by 1 day, then 7 days at home, until 25 May; test still missing: day 4 (7 May); ' +
        'we are waiting for the result of the test on 10 May; ' +
        'the positive test of 6 May must be followed by a negative one; test to come: day 14 (17 May).',
    );
  });

  test('counts tests and days in the right form', () => {
    const some = { tests: tests('negative 2026-05-04') };
    expect(say(some, { preset: '14' }, 'en', '2026-05-12T12:00Z')).toContain(
      'tests still missing: day 4 (7 May) and day 7 (10 May); test to come: day 14 (17 May).',
    );
    expect(say({}, { days: 1 })).toBe('Your release date is 4 May: 1 day from your entry on 3 May.');
  });

  test('leaves out what came to nothing, what is not approved and tests at home', () => {
    const known = { changes: [shortened(3, 'hope'), { ...extended(4), approval: 'asked' } as const] };
    expect(say(known, { ...P14, homeDays: 7, tests: [21] })).toBe(
      'Your release date is 17 May: 14 days from your entry on 3 May, then 7 days at home, until 24 May.',
    );
  });

  test('says the year where it is another one', () => {
    expect(say({ entry: when('2026-12-20') }, P14, 'en', '2026-12-21T00:00Z')).toBe(
      'Your release date is 3 January 2027: 14 days from your entry on 20 December.',
    );
    expect(say({ entry: when('2026-12-20') }, P14, 'ru', '2027-01-02T00:00Z')).toMatch(
      /20 декабря 2026 г\.$/,
    );
  });

  test('names the day of a positive that began the count anew', () => {
    expect(say({ positive: when('2026-05-09') }, { ...P14, onPositive: 'restart' })).toBe(
      'Your release date is 23 May: 14 days from your positive test on 9 May.',
    );
  });

  test('without a date says what is not known', () => {
    expect(say({ entry: null }, P14)).toBe(
      'We cannot tell you your release date yet, because we do not know the day of your entry.',
    );
    expect(say({}, { ...P14, start: 'arrival' })).toContain('your arrival at the place of quarantine');
    expect(say({}, { ...P14, siteId: 'moon' })).toContain('which rule applies');
    expect(say({ ruleVersions: [9] }, P14)).toContain('not at hand');
  });

  test('a reason is one line, as it was written', () => {
    const reason = 'see {{date}} $t(stay:home)\nand 王';
    expect(say({ changes: [extended(1, reason)] }, P14)).toContain(
      '(reason: see {{date}} $t(stay:home) and 王)',
    );
  });

  test('a reason in another direction does not turn the sentence around', () => {
    expect(say({ changes: [extended(1, 'تأخر')] }, P14)).toContain('\u2068تأخر\u2069');
    expect(say({ changes: [extended(1, 'late')] }, P14, 'ar')).toContain('\u2068late\u2069');
  });
});

describe('in every language', () => {
  const DATES: Record<string, [release: string, start: string]> = {
    'zh-CN': ['5月17日', '5月3日'],
    'zh-TW': ['5月17日', '5月3日'],
    en: ['17 May', '3 May'],
    ja: ['5月17日', '5月3日'],
    ko: ['5월 17일', '5월 3일'],
    ru: ['17 мая', '3 мая'],
    fr: ['17 mai', '3 mai'],
    es: ['17 de mayo', '3 de mayo'],
    ar: ['17 مايو', '3 مايو'],
    vi: ['17 tháng 5', '3 tháng 5'],
    my: ['မေ 17', 'မေ 3'],
    lo: ['17 ພຶດສະພາ', '3 ພຶດສະພາ'],
  };

  test.each(LOCALES)('%s says the dates in its own way', (locale) => {
    const said = say({}, P14, locale);
    for (const date of DATES[locale] ?? ['']) expect(said).toContain(date);
    expect(said).toContain('14');
  });

  test.each(LOCALES)('%s leaves nothing open in its longest sentence', (locale) => {
    const said = say(FULL, FULL_RULE, locale, '2026-05-11T12:00Z');
    expect(said).not.toMatch(/\{\{|stay:|undefined|null/);
    expect(said).not.toContain('\n');
    expect(said).toContain('result was late');
    if (locale !== 'en') expect(said).not.toContain('release');
  });

  test.each(LOCALES)('%s has a sentence for every start and for all that may be unknown', (locale) => {
    const day = when('2026-05-03');
    const all = START_EVENTS.map((start) => say({ [start]: day }, { ...P14, start }, locale));
    const unknown = [
      say({ entry: null }, P14, locale),
      say({}, { ...P14, start: 'arrival' }, locale),
      say({}, { ...P14, siteId: 'moon' }, locale),
      say({ ruleVersions: [9] }, P14, locale),
    ];
    const said = [...all, ...unknown];
    expect(new Set(said).size).toBe(said.length);
    for (const one of said) expect(one).not.toMatch(/stay:|\{\{/);
  });

  test.each([
    ['ru', [1, '1 день'], [2, '2 дня'], [5, '5 дней'], [21, '21 день'], [14, '14 дней']],
    ['ar', [1, 'يوم واحد'], [2, 'يومين'], [3, '3 أيام'], [14, '14 يومًا'], [100, '100 يوم']],
    ['fr', [1, '1 jour '], [14, '14 jours']],
    ['es', [1, '1 día '], [14, '14 días']],
    ['zh-CN', [1, '1天'], [14, '14天']],
  ] as const)('%s has the right plural', (locale, ...forms) => {
    for (const [days, text] of forms) expect(say({}, { days }, locale)).toContain(text);
  });

  test('is the same date wherever the server stands', () => {
    const zone = process.env.TZ;
    try {
      for (const each of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
        process.env.TZ = each;
        expect(say({}, { ...P14, days: 15 })).toContain('18 May');
      }
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });
});
