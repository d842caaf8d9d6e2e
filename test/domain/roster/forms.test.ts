/** Every form of a value that is accepted, and every one that is refused. */
import { describe, expect, test } from 'vitest';
import { createRosterReader } from '../../../src/domain/roster/reader.ts';
import type { RosterColumn, RosterRow } from '../../../src/domain/roster.ts';

const TODAY = Temporal.PlainDate.from('2026-11-22');

/** What one cell beside a name becomes. */
function read(column: RosterColumn, cell: string) {
  const reader = createRosterReader({ today: TODAY });
  reader.read({ row: 1, cells: ['name', column] });
  return reader.read({ row: 2, cells: ['Ana', cell] });
}

const accepted = (column: RosterColumn, field: keyof RosterRow, forms: [string, unknown][]): void => {
  test.each(forms)(`${column} “%s” is %j`, (cell, value) => {
    const { row, problems } = read(column, cell);
    expect(problems).toEqual([]);
    const got = row?.[field];
    expect(got instanceof Temporal.PlainDate ? got.toString() : got).toEqual(value);
  });
};

const refused = (column: RosterColumn, forms: [string, string, string?][]): void => {
  test.each(forms)(`${column} “%s” is refused: %s`, (cell, kind, shown) => {
    const { row, problems } = read(column, cell);
    expect(row).toBeUndefined();
    expect(problems).toEqual([{ row: 2, column, kind, value: shown ?? expect.any(String) }]);
  });
};

const doubted = (column: RosterColumn, field: keyof RosterRow, forms: [string, unknown, string][]): void => {
  test.each(forms)(`${column} “%s” is %j with a doubt: %s`, (cell, value, kind) => {
    const { row, problems } = read(column, cell);
    expect(problems).toEqual([{ row: 2, column, kind, value: expect.any(String) }]);
    expect(row?.[field]).toEqual(value);
  });
};

describe('nothing is nothing, in every column', () => {
  test.each([
    '',
    ' ',
    '\u3000',
    '-',
    '/',
    '—',
    '无',
    '無',
    '暂无',
    '不详',
    '未知',
    'N/A',
    'none',
    'Unknown',
    '\u200b',
  ])('“%s”', (cell) => {
    for (const column of ['birth_date', 'phone', 'document_number', 'flags', 'site', 'sex'] as const)
      expect(read(column, cell)).toEqual({ row: expect.objectContaining({ name: 'Ana' }), problems: [] });
    expect(read('birth_date', cell).row?.birthDate).toBeNull();
    expect(read('flags', cell).row?.flags).toEqual([]);
  });
});

describe('dates', () => {
  accepted('birth_date', 'birthDate', [
    ['1990-04-03', '1990-04-03'],
    ['1990/4/3', '1990-04-03'],
    ['1990/04/03', '1990-04-03'],
    ['1990年4月3日', '1990-04-03'],
    ['1990 年 04 月 03 日', '1990-04-03'],
    ['１９９０年４月３日', '1990-04-03'],
    [' 1990-04-03 ', '1990-04-03'],
    ['1990-04-03 00:00:00', '1990-04-03'],
    ['1990-04-03T00:00:00', '1990-04-03'],
    ['2000-02-29', '2000-02-29'],
    ['2026-11-22', '2026-11-22'],
  ]);
  refused('birth_date', [
    ['03/04/1990', 'date', '03/04/1990'],
    ['3.4.1990', 'date'],
    ['1990.4.3', 'date'],
    ['1990-4-3', 'date'],
    ['90-04-03', 'date'],
    ['1990年4月', 'date'],
    ['4月3日', 'date'],
    ['3 April 1990', 'date'],
    ['1990-04-03 14:30', 'date'],
    ['民国79年4月3日', 'date'],
    ['about 1990', 'date'],
    ['19900403', 'date-number', '19900403'],
    ['32966', 'date-number'],
    ['1990-02-30', 'date-impossible'],
    ['1990/13/1', 'date-impossible'],
    ['1990年0月3日', 'date-impossible'],
    ['1900-02-29', 'date-impossible'],
    ['1890-04-03', 'date-range'],
    ['9999-12-31', 'date-range'],
    ['2026-11-23', 'date-future'],
  ]);
  test('a day of entry may be to come', () =>
    expect(read('entry_date', '2026-12-01').row?.entryDate?.toString()).toBe('2026-12-01'));
});

describe('sexes', () => {
  accepted('sex', 'sex', [
    ...['F', 'female', 'Woman', 'girl', '女', '女性', '女士', ' 女 '].map((cell): [string, unknown] => [
      cell,
      'female',
    ]),
    ...['m', 'Male', 'MAN', 'boy', '男', '男性', 'Ｍ'].map((cell): [string, unknown] => [cell, 'male']),
    ...['x', 'other', '其他'].map((cell): [string, unknown] => [cell, 'other']),
  ]);
  refused('sex', [
    ['1', 'sex', '1'],
    ['男女', 'sex'],
    ['W', 'sex'],
    ['Mr', 'sex'],
  ]);
});

describe('documents', () => {
  accepted('document_number', 'documentNumber', [
    ['e12345678', 'E12345678'],
    [' E1234 5678 ', 'E12345678'],
    ['Ｅ１２３４５６７８', 'E12345678'],
    ["'12345678", '12345678'],
    ['A123456(7)', 'A123456(7)'],
    ['军字第2001988号', '军字第2001988号'],
    ['12345678.0', '12345678'],
    ['11010519491231002X', '11010519491231002X'],
    ['11010519491231002x', '11010519491231002X'],
  ]);
  refused('document_number', [
    ['1.10105E+17', 'digits-lost', '********+17'],
    ['1,10105E+17', 'digits-lost'],
    ['A', 'document'],
    ['lost passport', 'document'],
    ['E123#456', 'document', '*****456'],
    ['E1234567890123456789012345678901234', 'document'],
  ]);
  doubted('document_number', 'documentNumber', [
    ['110105194912310021', '110105194912310021', 'document-check'],
    ['11010519491331002X', '11010519491331002X', 'document-check'],
  ]);
  accepted('document_type', 'documentType', [
    ['Passport', 'passport'],
    ['护照', 'passport'],
    ['護照', 'passport'],
    ['居民身份证', 'id-card'],
    ['ID card', 'id-card'],
    ['台胞证', 'travel-permit'],
    ['外国人永久居留身份证', 'residence-permit'],
    ['海员证', 'seafarer'],
  ]);
  doubted('document_type', 'documentType', [['军官证', '军官证', 'document-type']]);

  test.each([
    ['1949-12-31', '女', []],
    ['1949-12-30', '女', ['document-birth']],
    ['1949-12-31', '男', ['document-sex']],
    ['1949-12-30', '男', ['document-birth', 'document-sex']],
    ['', '', []],
  ])('an identity number is compared with %s and %s', (birth, sex, kinds) => {
    const reader = createRosterReader({ today: TODAY });
    reader.read({ row: 1, cells: ['name', 'document_number', 'birth_date', 'sex', 'document_type'] });
    const id = '11010519491231002X';
    const { row, problems } = reader.read({ row: 2, cells: ['Ana', id, birth, sex, ''] });
    expect(problems.map(({ kind }) => kind)).toEqual(kinds);
    expect(row?.birthDate?.toString() ?? '').toBe(birth);
    // A passport may have eighteen digits too.
    expect(reader.read({ row: 3, cells: ['Ana', id, birth, sex, 'passport'] }).problems).toEqual([]);
  });
});

describe('phones', () => {
  for (const [column, field] of [
    ['phone', 'phone'],
    ['contact_phone', 'contactPhone'],
  ] as const) {
    accepted(column, field, [
      ['13800138000', '13800138000'],
      ['+86 138-0013-8000', '+8613800138000'],
      ['＋８６　１３８００１３８０００', '+8613800138000'],
      ['0086 138 0013 8000', '+8613800138000'],
      ['(010) 6543-2100', '01065432100'],
      ['(+33)1 23 45 67 89', '+33123456789'],
      ['+44 (0)20 7946 0018', '+442079460018'],
      ['13800138000.0', '13800138000'],
      ['٠٧٠١٢٣٤٥٦٧', '0701234567'],
      ['12345', '12345'],
    ]);
    refused(column, [
      ['1.38E+10', 'digits-lost'],
      ['none of your business', 'phone'],
      ['138001380001380013800', 'phone', '************800'],
      ['1234', 'phone', '*234'],
      ['室 1203 楼 5', 'phone'],
      ['138 0013 80x0', 'phone'],
      ['x1380013800', 'phone'],
    ]);
    doubted(column, field, [
      ['13800138000/13900139000', '13800138000', 'phone-more'],
      ['13800138000、+86 13900139000', '13800138000', 'phone-more'],
      ['父亲 13800138000', '13800138000', 'phone-more'],
      ['tel: +86 (0)138-0013-8000', '+8613800138000', 'phone-more'],
      ['010-65432100 ext 801', '01065432100', 'phone-more'],
    ]);
  }
});

describe('languages', () => {
  accepted('languages', 'languages', [
    ['中文', ['zh-CN']],
    ['中文（普通话）', ['zh-CN']],
    ['Chinese, English', ['zh-CN', 'en']],
    ['英语、法语', ['en', 'fr']],
    ['French and Spanish', ['fr', 'es']],
    ['zh-TW;en', ['zh-TW', 'en']],
    ['繁體中文', ['zh-TW']],
    ['Traditional Chinese', ['zh-TW']],
    ['日本語/한국어', ['ja', 'ko']],
    ['ru ar vi my lo', ['ru', 'ar', 'vi', 'my', 'lo']],
    ['ພາສາລາວ', ['lo']],
    ['English, english, EN', ['en']],
  ]);
  doubted('languages', 'otherLanguages', [
    ['German, English', ['German'], 'language'],
    ['德语', ['德语'], 'language'],
  ]);
});

describe('flights and seats', () => {
  accepted('flight', 'flight', [
    ['CA 981', 'CA981'],
    ['ca-981', 'CA981'],
    ['ＣＡ９８１', 'CA981'],
    ['CCA981', 'CCA981'],
    ['3U8888', '3U8888'],
    ['MU588A', 'MU588A'],
    ['G1234', 'G1234'],
  ]);
  doubted('flight', 'flight', [
    ['CA981/CA1234', 'CA981/CA1234', 'flight'],
    ['from Paris', 'from Paris', 'flight'],
  ]);
  accepted('seat', 'seat', [
    ['31a', '31A'],
    ['31 排 A 座', '31A'],
    ['upper deck', 'upper deck'],
  ]);
});

describe('texts stay as written', () => {
  accepted('site', 'site', [
    ['  滨江酒店（东楼）  ', '滨江酒店（东楼）'],
    ['Hotel\n Riverside', 'Hotel Riverside'],
  ]);
  accepted('nationality', 'nationality', [
    ['NA', 'NA'],
    ['\u202eFrance', 'France'],
  ]);
  accepted('room', 'room', [['1203', '1203']]);
});
