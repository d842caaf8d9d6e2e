/** What somebody could send by mistake, or to do harm. */
import { expect, test } from 'vitest';
import { readRoster } from '../../src/domain/roster/reader.ts';
import { readRosterTable } from '../../src/ingest/roster-table.ts';
import { workbook, zip } from '../support/roster-files.ts';

const TODAY = Temporal.PlainDate.from('2026-11-22');
const read = (bytes: Uint8Array) => readRoster(readRosterTable(bytes), { today: TODAY });
const refusal = (bytes: Uint8Array) => expect(Array.fromAsync(readRosterTable(bytes))).rejects;

test('a cell of 5 MB is reported, shortened, and the other rows are read', async () => {
  const huge = 'x'.repeat(5_000_000);
  for (const bytes of [
    Buffer.from(`name,room\nAna,"${huge}"\nBo,12\n`),
    Buffer.from(`name,room\nAna,${huge}\nBo,12\n`),
    workbook({
      sheets: [
        {
          name: 'S',
          rows: [
            ['name', 'room'],
            ['Ana', huge],
            ['Bo', '12'],
          ],
        },
      ],
    }),
  ]) {
    const { rows, problems } = await read(bytes);
    expect(rows).toMatchObject([{ name: 'Bo', room: '12' }]);
    expect(problems).toEqual([{ row: 2, column: 'room', kind: 'too-long', value: `${'x'.repeat(39)}…` }]);
  }
});

test('a hundred columns are read, those that nobody knows are listed up to a limit', async () => {
  const heading = ['name', ...Array.from({ length: 99 }, (_none, at) => `extra ${at}`)].join(',');
  const { rows, problems } = await read(Buffer.from(`${heading}\nAna${','.repeat(99)}\n`));
  expect(rows).toHaveLength(1);
  expect(problems).toHaveLength(30);
});

test('a row of a million cells is one problem', async () => {
  for (const bytes of [
    Buffer.from(`name,sex\nAna,F${',1'.repeat(1_000_000)}\nBo,M\n`),
    workbook({
      sheets: [
        {
          name: 'S',
          rows: [
            ['name', 'sex'],
            ['Ana', 'F', ...Array(16_000).fill('1')],
            ['Bo', 'M'],
          ],
        },
      ],
    }),
  ]) {
    const { rows, problems } = await read(bytes);
    expect(rows).toMatchObject([{ name: 'Bo' }]);
    expect(problems).toEqual([{ row: 2, column: null, kind: 'cells-beyond', value: '1' }]);
  }
});

test('zero bytes and other control characters are reported where they stand', async () => {
  const { rows, problems } = await read(
    Buffer.from(
      'name,room,site\nAna\0,12,Riverside Hotel\nBo,1\u001b[31m2,Riverside Hotel\nEve,13,Riverside Hotel\n',
    ),
  );
  expect(rows).toMatchObject([{ name: 'Eve' }]);
  expect(problems).toEqual([
    { row: 2, column: 'name', kind: 'characters', value: 'Ana\ufffd' },
    { row: 3, column: 'room', kind: 'characters', value: '1\ufffd[31m2' },
  ]);
});

test('names that look like formulas are names; what is shown of them turns no line around', async () => {
  const { rows } = await read(
    Buffer.from('name\n=HYPERLINK("http://x")\n\u202eAna\n__proto__\nconstructor\n'),
  );
  expect(rows.map(({ name }) => name)).toEqual(['=HYPERLINK("http://x")', 'Ana', '__proto__', 'constructor']);
});

test('headings such as __proto__ are unknown columns', async () => {
  const { rows, problems } = await read(Buffer.from('__proto__,name,constructor\nx,Ana,y\n'));
  expect(rows).toMatchObject([{ name: 'Ana' }]);
  expect(problems.map(({ kind, value }) => [kind, value])).toEqual([
    ['column-unknown', '__proto__'],
    ['column-unknown', 'constructor'],
  ]);
});

test('more rows than any district has are refused', async () => {
  await refusal(Buffer.from(`name\n${'Ana\n'.repeat(200_001)}`)).toMatchObject({
    code: 'staff-roster:file.rows',
    params: { most: 200_000 },
  });
});

const SHEET = 'xl/worksheets/sheet1.xml';
const AROUND: [string, string][] = [
  ['xl/workbook.xml', '<workbook><sheets><sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>'],
  [
    'xl/_rels/workbook.xml.rels',
    '<Relationships><Relationship Id="a" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
  ],
];
const sheet = (rows: string): string => `<worksheet><sheetData>${rows}</sheetData></worksheet>`;
const ROW = '<row><c t="inlineStr"><is><t>name</t></is></c></row>';

test('a minimal workbook is read', async () => {
  expect(await Array.fromAsync(readRosterTable(zip([...AROUND, [SHEET, sheet(ROW)]])))).toEqual([
    { row: 1, cells: ['name'] },
  ]);
});

test('a bomb that admits its size is refused before it is unpacked', async () => {
  await refusal(zip([...AROUND, [SHEET, sheet(ROW)]], 300_000_001)).toMatchObject({
    code: 'staff-roster:file.unpacked',
  });
});

test('a bomb that announces less than it holds is stopped at what it announced', async () => {
  const bomb = sheet(`${ROW}${'<row/>'.repeat(3_000_000)}`);
  await refusal(zip([...AROUND, [SHEET, bomb]], 1000)).toMatchObject({ code: 'staff-roster:file.workbook' });
});

test('a sheet of nothing but empty rows is read through in moderate memory', async () => {
  const empty = sheet(`${ROW}${'<row/>'.repeat(1_000_000)}`);
  expect(await Array.fromAsync(readRosterTable(zip([...AROUND, [SHEET, empty]])))).toHaveLength(1);
});

test.each<[string, Buffer]>([
  [
    'entities that multiply',
    zip([
      ...AROUND,
      [
        SHEET,
        `<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${sheet('<row><c t="str"><v>&b;</v></c></row>')}`,
      ],
    ]),
  ],
  ['XML that ends too early', zip([...AROUND, [SHEET, '<worksheet><sheetData>']])],
  ['no sheet at all', zip([['xl/workbook.xml', '<workbook/>']])],
  ['a sheet that is not there', zip(AROUND)],
  ['another archive', zip([['readme.txt', 'hello']])],
  ['half of an archive', zip([...AROUND, [SHEET, sheet(ROW)]]).subarray(0, 200)],
  [
    'an archive of very many parts',
    zip(Array.from({ length: 5001 }, (_none, at): [string, string] => [`${at}`, ''])),
  ],
])('%s is refused as damaged', async (_what, bytes) => {
  await refusal(bytes).toMatchObject({ code: 'staff-roster:file.workbook' });
});

test('an old or encrypted workbook is refused by name, and so is a file that is too large', async () => {
  await refusal(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])).toMatchObject({
    code: 'staff-roster:file.old',
  });
  await refusal(new Uint8Array(100_000_001)).toMatchObject({ code: 'staff-roster:file.size' });
});
