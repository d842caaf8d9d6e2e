import { expect, test } from 'vitest';
import { readRoster } from '../../src/domain/roster/reader.ts';
import { dayOf, isDateFormat, writtenNumber } from '../../src/ingest/roster/cell-values.ts';
import { readRosterTable } from '../../src/ingest/roster-table.ts';
import { type Cell, workbook } from '../support/roster-files.ts';

const TODAY = Temporal.PlainDate.from('2026-11-22');
const stored = (value: string, style = 0): Cell => ({ stored: value, style });
const table = async (bytes: Buffer): Promise<(readonly string[])[]> =>
  (await Array.fromAsync(readRosterTable(bytes))).map(({ cells }) => cells);

test('date cells are dates, whatever their format, also in workbooks that count from 1904', async () => {
  const formats = [14, 22, 31, 'yyyy"年"m"月"d"日"', 'dd/mm/yyyy hh:mm', '0.00', '[Red]0'];
  const row = ['A', ...formats.map((_format, at) => stored('43917', at + 1)), stored('43917.75', 2)];
  const heading = ['name', ...formats.map((_format, at) => `c${at}`), 'time'];
  const sheets = [{ name: 'S', rows: [heading, row] }];
  const day = '2020-03-27';
  expect((await table(workbook({ sheets, formats })))[1]).toEqual([
    'A',
    day,
    day,
    day,
    day,
    day,
    '43917',
    '43917',
    day,
  ]);
  const from1904 = await table(workbook({ sheets, formats, isFrom1904: true }));
  expect(from1904[1]?.slice(1, 3)).toEqual(['2024-03-28', '2024-03-28']);
});

test('long document numbers stay digits; what was stored as a number is refused or doubted', async () => {
  const rows = [
    ['姓名', '证件号码', '联系电话'],
    ['张三', '110101199003074610', stored('13800138000')],
    ['李四', stored('1.10101199003074E+17'), stored('1.3900139E10')],
    ['王五', stored('110101199003074610'), '+86 139 0013 9000'],
    ['赵六', stored('12345678'), null],
  ];
  const bytes = workbook({ sheets: [{ name: '名单', rows }] });
  expect((await table(bytes)).map((cells) => cells[1])).toEqual([
    '证件号码',
    '110101199003074610',
    '110101199003074000',
    '110101199003074610',
    '12345678',
  ]);
  const { rows: people, problems } = await readRoster(readRosterTable(bytes), { today: TODAY });
  expect(problems).toEqual([
    { row: 3, column: 'document_number', kind: 'digits-lost', value: '************000' },
    { row: 4, column: 'document_number', kind: 'digits-unsure', value: '************610' },
  ]);
  expect(people.map((one) => [one.documentNumber, one.phone])).toEqual([
    ['110101199003074610', '13800138000'],
    ['110101199003074610', '+8613900139000'],
    ['12345678', null],
  ]);
});

test('of several sheets the first shown one with a known header is read, wherever its header stands', async () => {
  const sheets = [
    { name: 'hidden', rows: [['name'], ['Nobody']], isHidden: true },
    { name: 'notes', rows: [['How to fill this in'], ['1. ...']] },
    {
      name: '名单',
      rows: [['2020年3月27日 隔离人员名单'], [], ['序号', '姓名', '性别'], ['1', '张三', '男']],
    },
    { name: 'later', rows: [['name'], ['Somebody']] },
  ];
  for (const isInline of [false, true]) {
    const lines = await Array.fromAsync(readRosterTable(workbook({ sheets, isInline })));
    expect(lines.map(({ row }) => row)).toEqual([1, 3, 4]);
    const { rows, problems } = await readRoster(lines, { today: TODAY });
    expect(rows).toMatchObject([{ row: 4, name: '张三', sex: 'male' }]);
    expect(problems).toEqual([{ row: 3, column: null, kind: 'column-unknown', value: '序号' }]);
  }
});

test('without any header the first sheet is read, and what is missing is said', async () => {
  const lines = readRosterTable(
    workbook({
      sheets: [
        {
          name: 'S',
          rows: [
            ['a', 'b'],
            ['1', '2'],
          ],
        },
      ],
    }),
  );
  expect((await readRoster(lines, { today: TODAY })).problems).toEqual([
    { row: 0, column: null, kind: 'header-missing' },
  ]);
});

test('texts keep their escapes, entities and line breaks; failed formulas, booleans and ISO days are told apart', async () => {
  const row: Cell[] = [
    'O’Neil & Söhne <_x000D_\n"x">',
    { stored: '#N/A', type: 'e' },
    { stored: '1', type: 'b' },
    { stored: '1990-04-03T00:00:00', type: 'd' },
    { stored: 'from a formula', type: 'str' },
    { stored: '37.200000000000003' },
  ];
  const sheets = [{ name: 'S', rows: [['name', 'sex', 'c', 'd', 'e', 'f'], row] }];
  expect((await table(workbook({ sheets })))[1]).toEqual([
    'O’Neil & Söhne <\r\n"x">',
    '#N/A',
    'TRUE',
    '1990-04-03',
    'from a formula',
    '37.2',
  ]);
});

test.each([
  ['13800138000', '13800138000', false],
  ['1.3800138E10', '13800138000', false],
  ['110101199003074610', '110101199003074610', true],
  ['1.1010119900307461E+17', '110101199003074610', true],
  ['110101199003074000', '110101199003074000', true],
  ['100000000000000', '100000000000000', false],
  ['0.30000000000000004', '0.3', false],
  ['-12', '-12', false],
  ['1203.0', '1203', false],
  ['0', '0', false],
  ['1E+300', '1E+300', false],
  ['NaN', 'NaN', false],
])('the number stored as %s is %s', (raw, text, isOverlong) => {
  expect(writtenNumber(raw)).toEqual({ text, isOverlong });
});

test.each([
  [1, '1900-01-01'],
  [59, '1900-02-28'],
  [60, undefined],
  [61, '1900-03-01'],
  [43917, '2020-03-27'],
  [43916.999999999, '2020-03-27'],
  [43917.5, '2020-03-27'],
  [0.5, undefined],
  [-3, undefined],
  [9_999_999, undefined],
  [Number.NaN, undefined],
])('the day numbered %d is %s', (serial, day) => expect(dayOf(serial, false)).toBe(day));

test.each([
  [0, undefined, false],
  [14, undefined, true],
  [20, undefined, false],
  [58, undefined, true],
  [164, 'yyyy-mm-dd', true],
  [165, '[$-804]yyyy"年"m"月"d"日";@', true],
  [166, 'General" days"', false],
  [167, 'hh:mm:ss', false],
  [168, '0.00E+00', false],
  [169, '[Red]#,##0', false],
])('number format %d %s shows a day: %s', (id, code, isDate) => expect(isDateFormat(id, code)).toBe(isDate));
