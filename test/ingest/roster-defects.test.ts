/** A list as a hotel might send it, in GB18030, with 37 defects: each is reported once, with its row and column. */
import { expect, test } from 'vitest';
import { matchRoster } from '../../src/domain/roster/match.ts';
import { describeMatch, describeProblem } from '../../src/domain/roster/problem-text.ts';
import { readRoster } from '../../src/domain/roster/reader.ts';
import { PROBLEM_KINDS } from '../../src/domain/roster.ts';
import { createTranslate } from '../../src/i18n.ts';
import { readRosterTable } from '../../src/ingest/roster-table.ts';
import { defectiveRoster, HEADINGS, LINES, OTHERS, TODAY } from '../support/roster-defects.ts';

test('each of 37 defects is reported exactly once, with its row and column', async () => {
  const expected = LINES.flatMap(([, ...defects], at) =>
    defects.map(([heading, kind, value]) => [4 + at, HEADINGS[heading], kind, value]),
  );
  const { rows, problems, problemCount, wrongRows } = await readRoster(readRosterTable(defectiveRoster()), {
    today: TODAY,
  });
  const got = problems.map(({ row, column, kind, value }) => [row, column, kind, value]);
  expect(problemCount).toBe(37);
  const listed = (defects: unknown[][]): string[] => defects.map((defect) => JSON.stringify(defect)).sort();
  expect(listed(got)).toEqual(listed([...expected, ...OTHERS]));
  const doubtful = LINES.filter(([, ...defects]) =>
    defects.every(([, kind]) => PROBLEM_KINDS[kind] === 'doubt'),
  );
  expect(rows).toHaveLength(doubtful.length);
  expect(wrongRows).toBe(LINES.length + 1 - doubtful.length);
});

test('every defect is told in three languages, and no number is told in full', async () => {
  const t = createTranslate();
  const { rows, problems } = await readRoster(readRosterTable(defectiveRoster()), { today: TODAY });
  for (const locale of ['en', 'zh-CN', 'zh-TW']) {
    const told = [
      ...problems.map((problem) => describeProblem(problem, locale, t)),
      ...matchRoster(rows, []).map((match) => describeMatch(match, locale, t)),
    ];
    for (const text of told) {
      expect(text).not.toMatch(/staff-roster|\{\{|undefined/);
      expect(text).not.toMatch(/\d{9}/);
    }
  }
  const [first] = problems.filter(({ kind }) => kind === 'date');
  expect(first && describeProblem(first, 'zh-CN', t)).toMatch(/^第 10 行，出生日期：“31\/12\/1949”/);
});

test('a later row that has no document is found to be the first one again', async () => {
  const { rows } = await readRoster(readRosterTable(defectiveRoster()), { today: TODAY });
  expect(matchRoster(rows.slice(-1).concat(rows.slice(0, 1)), [])).toMatchObject([
    { row: 4, other: { row: 38 }, reasons: ['phone', 'name-birth', 'name-flight'], certainty: 'certain' },
  ]);
});
