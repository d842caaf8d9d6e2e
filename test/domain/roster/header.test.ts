import { expect, test } from 'vitest';
import { readHeader } from '../../../src/domain/roster/header.ts';
import { HEADER_NAMES } from '../../../src/domain/roster/header-names.ts';
import { createRosterReader, readRoster } from '../../../src/domain/roster/reader.ts';
import { bare } from '../../../src/domain/roster/words.ts';
import { ROSTER_COLUMNS, type TableRow } from '../../../src/domain/roster.ts';

const TODAY = Temporal.PlainDate.from('2026-11-22');
const table = (...lines: string[][]): TableRow[] => lines.map((cells, at) => ({ row: at + 1, cells }));
const meaning = (heading: string) =>
  [...(readHeader({ row: 1, cells: ['姓名', heading] })?.places.keys() ?? [])].at(1);

test('every name that a column is known by means this column and no other', () => {
  const owners = new Map<string, string>();
  for (const column of ROSTER_COLUMNS) {
    for (const name of [column, ...HEADER_NAMES[column].split('|')]) {
      expect([name, owners.get(bare(name)) ?? column]).toEqual([name, column]);
      owners.set(bare(name), column);
      if (column !== 'name') expect([name, meaning(name)]).toEqual([name, column]);
    }
  }
});

test.each([
  ['Date of Birth (YYYY-MM-DD)', 'birth_date'],
  ['*出生日期（年/月/日）', 'birth_date'],
  ['出 生 日 期', 'birth_date'],
  ['出生\n日期', 'birth_date'],
  ['Date of birth / 出生日期', 'birth_date'],
  ['出生日期 Date of Birth', 'birth_date'],
  ['BIRTH_DATE', 'birth_date'],
  ['證件號碼', 'document_number'],
  ['护照/身份证号', 'document_number'],
  ['戶籍所在地', 'home_jurisdiction'],
  ['Flight No.', 'flight'],
  ['緊急聯絡人電話', 'contact_phone'],
  ['性别 / Nationality', undefined],
  ['备注', undefined],
  ['体温', undefined],
])('the heading “%s” means %s', (heading, column) => expect(meaning(heading)).toBe(column));

test('columns stand in any order, titles above them are passed over, unknown ones are listed', async () => {
  const lines = table(
    ['某某酒店隔离人员登记表'],
    ['', ''],
    ['填表日期：2020年3月27日', '', '填表人：张三'],
    ['房号', '体温', '姓名', '序号'],
    ['1203', '36.5', '李四', '1'],
  );
  const { rows, problems } = await readRoster(lines, { today: TODAY });
  expect(rows).toMatchObject([{ row: 5, name: '李四', room: '1203' }]);
  expect(problems).toEqual([
    { row: 4, column: null, kind: 'column-unknown', value: '体温' },
    { row: 4, column: null, kind: 'column-unknown', value: '序号' },
  ]);
});

test('a table of names alone is a roster', async () => {
  const { rows, problems } = await readRoster(table(['name'], ['Ana'], ['None']), { today: TODAY });
  expect([rows.map(({ name }) => name), problems]).toEqual([['Ana', 'None'], []]);
});

test('where several columns have one meaning the first filled cell counts, and this is said', async () => {
  const lines = table(
    ['姓名', '护照号', '身份证号'],
    ['张三', '', '11010519491231002X'],
    ['李四', 'E12345678', ''],
  );
  const { rows, problems } = await readRoster(lines, { today: TODAY });
  expect(rows.map((row) => row.documentNumber)).toEqual(['11010519491231002X', 'E12345678']);
  expect(problems).toEqual([{ row: 1, column: 'document_number', kind: 'column-twice', value: '身份证号' }]);
});

test('repeated headers and lines with nothing but a running number are no people', async () => {
  const lines = table(
    ['序号', '姓名'],
    ['1', '张三'],
    ['序号', '姓名'],
    ['2', '李四'],
    ['3', ''],
    ['4', ' '],
  );
  const { rows, problems } = await readRoster(lines, { today: TODAY });
  expect(rows.map(({ name }) => name)).toEqual(['张三', '李四']);
  expect(problems).toHaveLength(1);
});

test('a file without header, and one without people', async () => {
  const kinds = async (lines: TableRow[]) =>
    (await readRoster(lines, { today: TODAY })).problems.map(({ row, kind }) => [row, kind]);
  expect(await kinds([])).toEqual([[0, 'header-missing']]);
  expect(await kinds(table(['E12345678', '13800138000']))).toEqual([[0, 'header-missing']]);
  expect(await kinds([...table(...Array(20).fill(['title'])), { row: 21, cells: ['name'] }])).toEqual([
    [0, 'header-missing'],
  ]);
  expect(await kinds(table(['姓名', '性别'], ['', '']))).toEqual([[0, 'rows-missing']]);
});

test('numbers of documents and phones are hidden wherever they stand', () => {
  const reader = createRosterReader({ today: TODAY });
  reader.read({ row: 1, cells: ['name', 'birth_date', 'sex', 'document_number', 'phone'] });
  const { problems } = reader.read({
    row: 2,
    cells: ['Ana', 'E12345678', '13800138000', 'E1234567#', '138 0013 80x0', '110105 1949 1231 002X'],
  });
  expect(problems.map(({ value }) => value)).toEqual([
    '************02X',
    '********000',
    '******678',
    '******67#',
    '**********0x0',
  ]);
});

test.each([
  ['1990-04-03 14:30', '1990-04-03 14:30'],
  ['19900403', '19900403'],
  ['born 1990-04-03, E12345678', 'born 1990-04-03, ******678'],
  ['E19900403', '******403'],
  ['199004031', '******031'],
  ['+86 138 0013 8000', '+************000'],
])('a date helps to mend a cell and is shown, a number is not: %s', (cell, value) => {
  const reader = createRosterReader({ today: TODAY });
  reader.read({ row: 1, cells: ['name', 'birth_date'] });
  expect(reader.read({ row: 2, cells: ['Ana', cell] }).problems[0]?.value).toBe(value);
});

test('of very many problems the first are listed and all are counted', async () => {
  const lines = table(['name', 'sex'], ...Array.from({ length: 12_000 }, () => ['Ana', '?!']));
  const reading = await readRoster(lines, { today: TODAY });
  expect([reading.problems.length, reading.problemCount, reading.wrongRows]).toEqual([
    10_000, 12_000, 12_000,
  ]);
});
