import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRoster } from '../../src/domain/roster/reader.ts';
import { readRosterTable } from '../../src/ingest/roster-table.ts';
import { encodeAs } from '../support/roster-files.ts';

const TODAY = Temporal.PlainDate.from('2026-11-22');
const rows = async (bytes: Uint8Array) => Array.fromAsync(readRosterTable(bytes));
const cells = async (text: string | Uint8Array) =>
  (await rows(typeof text === 'string' ? Buffer.from(text) : text)).map((row) => row.cells);

const TEXT = '姓名,国籍\r\n张三,中国\r\nJosé,法国\r\n';
const CHINESE = TEXT.replace('José', 'Jose');

test.each<[string, Uint8Array, string]>([
  ['UTF-8', Buffer.from(TEXT), 'José'],
  ['UTF-8 with its mark', Buffer.from(`\ufeff${TEXT}`), 'José'],
  ['UTF-16 of little endian', Buffer.from(`\ufeff${TEXT}`, 'utf16le'), 'José'],
  ['UTF-16 of big endian', Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16(), 'José'],
  ['GB18030', encodeAs('gb18030', CHINESE), 'Jose'],
])('%s is read', async (_name, bytes, name) => {
  expect(await cells(bytes)).toEqual([
    ['姓名', '国籍'],
    ['张三', '中国'],
    [name, '法国'],
  ]);
});

test('rare characters of GB18030 are read among common ones, also those of four bytes', async () => {
  const rare = Buffer.concat([
    encodeAs('gb18030', '姓名,隔离酒店\n'),
    Uint8Array.of(0x82, 0x35, 0x87, 0x38),
    encodeAs('gb18030', '喆镕,滨江酒店\n'),
  ]);
  const [, row] = await cells(rare);
  expect(row).toEqual([
    `${new TextDecoder('gb18030').decode(Uint8Array.of(0x82, 0x35, 0x87, 0x38))}喆镕`,
    '滨江酒店',
  ]);
});

test.each<[string, Uint8Array]>([
  ['Big5', encodeAs('big5', '姓名,國籍,隔離飯店\n張三,中國,濱江大飯店\n李四,臺灣,圓山大飯店\n')],
  [
    'a Western encoding',
    Buffer.from('name,nationality\nGérard Lévêque,France\nBjörn Ångström,Sweden\n', 'latin1'),
  ],
  ['UTF-16 without its mark', Buffer.from(TEXT, 'utf16le')],
  [
    'a picture',
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0]),
  ],
  [
    'noise',
    Buffer.from(Array.from({ length: 5000 }, (_none, at) => (at * 7919 + (at >> 3) * 104_729) % 251)),
  ],
])('%s is not taken for something else', async (_name, bytes) => {
  await expect(rows(bytes)).rejects.toMatchObject({ code: 'staff-roster:file.encoding' });
});

test.each<[string, Buffer]>([
  [
    'UTF-8',
    Buffer.concat([
      Buffer.from('姓名,国籍\n张三,中'),
      Uint8Array.of(0xe5, 0x9b),
      Buffer.from('\n李四,中国\n'),
    ]),
  ],
  [
    'GB18030',
    Buffer.concat([
      encodeAs('gb18030', `姓名,国籍\n张三,中`),
      Uint8Array.of(0xff),
      encodeAs('gb18030', `\n李四,中国\n${'王五,中国人民共和国\n'.repeat(10)}`),
    ]),
  ],
])(
  'a damaged character of %s is reported where it stands, and the other rows are read',
  async (_name, bytes) => {
    const reading = await readRoster(readRosterTable(bytes), { today: TODAY });
    expect(reading.problems).toEqual([
      { row: 2, column: 'nationality', kind: 'garbled', value: expect.stringContaining('\ufffd') },
    ]);
    expect(reading.rows[0]).toMatchObject({ row: 3, name: '李四', nationality: '中国' });
  },
);

test.each([[','], [';'], ['\t']])(
  'cells are separated by “%s”, in quotes it is text like line breaks',
  async (by) => {
    const text = `name${by}site${by}room\n"Ana ""the one"", Silva; née\tX"${by}"East\nWing"${by}12\n\nBo${by}${by}\n`;
    const [, ana, bo] = await rows(Buffer.from(text));
    expect(ana?.cells).toEqual(['Ana "the one", Silva; née\tX', 'East\nWing', '12']);
    // Rows are numbered as a spreadsheet shows them.
    expect([ana?.row, bo?.row, bo?.cells]).toEqual([2, 4, ['Bo', '', '']]);
  },
);

test('the separator is seen from the header, not from titles, and every kind of line end is understood', async () => {
  const text = 'sep=;\r\nList, of, people, of, today\rname;sex;room\nSilva, Ana;F;12\r\n';
  expect((await cells(text)).slice(2)).toEqual([
    ['name', 'sex', 'room'],
    ['Silva, Ana', 'F', '12'],
  ]);
});

test('a quote within a cell is a character; one that never ends is named with its row', async () => {
  expect((await cells('name,room\nAna "Anita" Silva,12"\n'))[1]).toEqual(['Ana "Anita" Silva', '12"']);
  await expect(rows(Buffer.from('name,room\nBo,1\n"Ana,12\nEve,3\n'))).rejects.toMatchObject({
    code: 'staff-roster:file.quote',
    params: { row: 3 },
  });
});

test('rows are read only as fast as they are taken', async () => {
  const bytes = Buffer.from(`name,room\n${'Ana,12\n'.repeat(190_000)}`);
  let count = 0;
  for await (const _row of readRosterTable(bytes)) {
    count += 1;
    if (count === 3) break;
  }
  expect(count).toBe(3);
});

test('an empty file has no rows', async () => {
  expect(await rows(Buffer.alloc(0))).toEqual([]);
  expect(await rows(Buffer.from('\ufeff\n\n'))).toEqual([]);
});

test('whatever stands in quoted cells is read back as it was, in every encoding and with every separator', async () => {
  const cell = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !text.includes('\0'));
  const lines = fc.array(fc.tuple(cell, cell), { maxLength: 20 });
  const encodings = fc.constantFrom<BufferEncoding>('utf8', 'utf16le');
  await fc.assert(
    fc.asyncProperty(lines, fc.constantFrom(',', ';', '\t'), encodings, async (content, by, encoding) => {
      const table = [['name', 'room', 'site'], ...content.map((two) => ['x', ...two])];
      const quoted = table.map((line) => line.map((each) => `"${each.replaceAll('"', '""')}"`).join(by));
      expect(await cells(Buffer.from(`\ufeff${quoted.join('\r\n')}`, encoding))).toEqual(table);
    }),
    { numRuns: 60 },
  );
});
