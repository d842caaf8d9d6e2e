import { describe, expect, it } from 'vitest';
import type { Figures } from '../../../src/domain/figures/question.ts';
import {
  type Appraisal,
  appraisalSheets,
  appraisalText,
  partText,
  readMonth,
} from '../../../src/domain/report/appraisal.ts';
import { createTranslate } from '../../../src/i18n.ts';

const NOTHING: Figures = {
  opened: 0,
  open: 0,
  overdue: null,
  resolved: 0,
  reopened: 0,
  responseMedian: null,
  responseP90: null,
  resolutionMedian: null,
  resolutionP90: null,
  responseKept: null,
  resolutionKept: null,
  rating: null,
  ratings: 0,
  thanks: 0,
  complaints: 0,
  inQuarantine: null,
  heardFrom: null,
  released: null,
};

const sheet: Appraisal = {
  month: '2026-11',
  isRunning: false,
  sites: [
    {
      name: 'Sun Hotel',
      figures: { ...NOTHING, opened: 3, responseMedian: 90, responseKept: 2 / 3, rating: 4.5 },
      duties: {
        heard: { of: 200, done: 150 },
        tests: { of: 3, done: 2 },
        releases: { of: 0, done: 0 },
      },
    },
  ],
  teams: [{ name: 'Night shift', figures: NOTHING }],
  staff: [],
};

describe('a month', () => {
  it.each([
    ['2026-11', '2026-11'],
    ['2026年3月', '2026-03'],
    ['2026/9', '2026-09'],
    ['２０２６-１１', '2026-11'],
  ])('is written %s', (words, month) => {
    expect(readMonth(words)?.toString()).toBe(month);
  });

  it.each(['2026-13', '2026-0', '2026', 'November', '2026-11-22', ''])('is not %j', (words) => {
    expect(readMonth(words)).toBeUndefined();
  });
});

describe('an appraisal', () => {
  it('says shares with what they are of, and nothing where there was nothing', () => {
    expect(partText({ of: 200, done: 150 })).toBe('75 % (150/200)');
    expect(partText({ of: 0, done: 0 })).toBe('—');
  });

  it.each(['en', 'zh-CN', 'zh-TW'])('is written out in %s', (locale) => {
    const speech = { t: createTranslate(), locale };
    const text = appraisalText(sheet, speech);
    expect(text).not.toMatch(/staff-reports|staff-figures/);
    expect(text).not.toMatch(/figure\.|duty\./);
    for (const part of ['Sun Hotel', '75 % (150/200)', '67 % (2/3)', '67 %', '4.5', 'Night shift'])
      expect(text).toContain(part);
    const sheets = appraisalSheets(sheet, speech);
    expect(sheets.map(({ rows }) => rows.length)).toEqual([2, 2, 15]);
    for (const { rows } of sheets) for (const row of rows) expect(row).toHaveLength(rows[0]?.length ?? 0);
    expect(sheets[0]?.rows[1]).toEqual([
      'Sun Hotel',
      3,
      0,
      0,
      1.5,
      null,
      66.7,
      null,
      4.5,
      0,
      0,
      0,
      75,
      200,
      66.7,
      3,
      null,
      0,
    ]);
    for (const [, meaning] of sheets[2]?.rows.slice(1) ?? [])
      expect(String(meaning).length).toBeGreaterThan(5);
  });

  it('has a sheet of colleagues only where they may be named', () => {
    const speech = { t: createTranslate(), locale: 'en' };
    const named = { ...sheet, staff: [{ name: 'Wang', figures: NOTHING }] };
    expect(appraisalSheets(named, speech)).toHaveLength(4);
    expect(appraisalText(named, speech)).toContain('Wang');
  });
});
