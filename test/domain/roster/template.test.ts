import { expect, test } from 'vitest';
import { STAFF_LOCALES } from '../../../src/domain/locale.ts';
import { MATCH_REASONS } from '../../../src/domain/roster/match.ts';
import { describeProblem } from '../../../src/domain/roster/problem-text.ts';
import { readRoster } from '../../../src/domain/roster/reader.ts';
import { explainColumns, rosterTemplate } from '../../../src/domain/roster/template.ts';
import { PROBLEM_KINDS, type ProblemKind, ROSTER_COLUMNS } from '../../../src/domain/roster.ts';
import { createTranslate } from '../../../src/i18n.ts';
import { readRosterTable } from '../../../src/ingest/roster-table.ts';
import { encodeAs } from '../../support/roster-files.ts';

const t = createTranslate();
const TODAY = Temporal.PlainDate.from('2026-11-22');

/** One person as somebody would fill the template in, in the order of its columns. */
const FILLED = {
  en:
    'Ana Silva,female,1990-04-03,Portugal,passport,P1234567,+351 912 345 678,"English, French",TP 575,31A,2026-11-20,' +
    'Beijing Capital Airport,Haidian,Shanghai,7,Riverside Hotel,1203,"pregnant, chronic until 2026-12-03",Rui Silva,+351912345679',
  'zh-CN':
    '王小丽,女,1990年4月3日,中国,护照,E12345678,13800138000,"英语、法语",CA 981,31A,2026/11/20,' +
    '首都机场,海淀区,上海,7,滨江酒店,1203,"孕妇，慢性病 药到2026-12-03",王大明,13900139000',
  'zh-TW':
    '王小麗,女,1990年4月3日,臺灣,護照,E12345678,0912345678,"英語、法語",CI 501,31A,2026/11/20,' +
    '浦東機場,臺北市,上海,7,濱江飯店,1203,"孕婦，慢性病 藥到2026-12-03",王大明,0922345678',
} as const;

test.each(STAFF_LOCALES)(
  'the template of %s can be filled in and read back, every column of it',
  async (locale) => {
    const template = rosterTemplate(locale, t);
    expect(template).toMatch(/^\ufeff[^\r\n]+\r\n$/);
    const { rows, problems } = await readRoster(
      readRosterTable(Buffer.from(`${template}${FILLED[locale]}\r\n`)),
      {
        today: TODAY,
      },
    );
    expect(problems).toEqual([]);
    const [row] = rows;
    expect(Object.entries(row ?? {}).filter(([, value]) => value === null || value === '')).toEqual([]);
    expect(row).toMatchObject({
      row: 2,
      sex: 'female',
      documentType: 'passport',
      languages: ['en', 'fr'],
      otherLanguages: [],
      seat: '31A',
      party: '7',
      room: '1203',
      flags: [{ kind: 'pregnant', date: null }, { kind: 'chronic' }],
    });
    expect([row?.birthDate, row?.entryDate, row?.flags[1]?.date].map(String)).toEqual([
      '1990-04-03',
      '2026-11-20',
      '2026-12-03',
    ]);
  },
);

test('the template is still read after a Chinese spreadsheet has saved it', async () => {
  const text = `${rosterTemplate('zh-CN', t).slice(1)}${FILLED['zh-CN']}\r\n`;
  const { rows, problems } = await readRoster(readRosterTable(encodeAs('gb18030', text)), { today: TODAY });
  expect([rows[0]?.name, rows[0]?.contactPhone, problems]).toEqual(['王小丽', '13900139000', []]);
});

test('the English template has the columns by their own names', () => {
  expect(rosterTemplate('en', t)).toBe(`\ufeff${ROSTER_COLUMNS.join(',')}\r\n`);
});

test('an empty template has nobody in it, and says so', async () => {
  const { problems } = await readRoster(readRosterTable(Buffer.from(rosterTemplate('zh-CN', t))), {
    today: TODAY,
  });
  expect(problems).toEqual([{ row: 0, column: null, kind: 'rows-missing' }]);
});

test.each(STAFF_LOCALES)('every column, problem and reason has its words in %s', (locale) => {
  const texts = [
    ...explainColumns(locale, t).flatMap(({ name, explanation }) => [name, explanation]),
    ...(Object.keys(PROBLEM_KINDS) as ProblemKind[]).flatMap((kind) => [
      describeProblem({ row: 0, column: null, kind, value: 'x' }, locale, t),
      describeProblem({ row: 4, column: 'phone', kind, value: 'x' }, locale, t),
    ]),
    ...MATCH_REASONS.map((reason) => t(locale, `staff-roster:reason.${reason}`)),
  ];
  for (const text of texts) expect(text).not.toMatch(/^$|staff-roster|\{\{|^column\.|^explain\.|^problem\./);
});
