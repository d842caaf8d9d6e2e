import { expect, test } from 'vitest';
import { type KnownPerson, matchRoster } from '../../../src/domain/roster/match.ts';
import { createRosterReader } from '../../../src/domain/roster/reader.ts';
import type { RosterRow } from '../../../src/domain/roster.ts';

const COLUMNS = ['name', 'birth_date', 'document_number', 'phone', 'flight', 'entry_date'];

/** Rows of `name|birth|document|phone|flight|entry`, numbered from 2. */
function people(...lines: string[]): RosterRow[] {
  const reader = createRosterReader({ today: Temporal.PlainDate.from('2026-11-22') });
  reader.read({ row: 1, cells: COLUMNS });
  return lines.flatMap((line, at) => reader.read({ row: at + 2, cells: line.split('|') }).row ?? []);
}

const found = (...lines: string[]): string[] =>
  matchRoster(people(...lines), []).map(
    ({ row, other, reasons, certainty }) =>
      `${row}=${'row' in other ? other.row : other.id} ${certainty}: ${reasons.join('+')}`,
  );

test.each([
  ['the same document', 'Ana||E1234567', 'A. Silva||e1234567', ['3=2 certain: document']],
  ['a document with and without brackets', 'Ana||A123456(7)', 'Ana||A1234567', ['3=2 certain: document']],
  ['one document of two people', 'Ana|1990-01-01|E1', 'Bo|1980-01-01|E1', []],
  [
    'one long document of two people',
    'Ana|1990-01-01|E12345',
    'Bo|1980-01-01|E12345',
    ['3=2 likely: document'],
  ],
  ['name and birth date', 'Ana Silva|1990-01-01', 'SILVA, Ana|1990/1/1', ['3=2 likely: name-birth']],
  ['… and a phone', 'Ana|1990-01-01||12345', 'Ana|1990-01-01||12345', ['3=2 certain: phone+name-birth']],
  ['… but another document', 'Ana|1990-01-01|E123', 'Ana|1990-01-01|E456', ['3=2 possible: name-birth']],
  ['name and flight', 'Ana||||CA981', 'Ana||||CA0981', ['3=2 likely: name-flight']],
  ['namesakes on one flight', 'Ana|1990-01-01|||CA981', 'Ana|1980-01-01|||CA981', []],
  ['a flight of another day', 'Ana||||CA981|2020-03-01', 'Ana||||CA981|2020-04-01', []],
  [
    'a flight around midnight',
    'Ana||||CA981|2020-03-01',
    'Ana||||CA981|2020-03-02',
    ['3=2 likely: name-flight'],
  ],
  ['a family with one phone', 'Ana|||+8613800138000', 'Bo|||13800138000', ['3=2 possible: phone']],
  ['one name and phone', 'Ana|||13800138000', 'Ana|||13800138000', ['3=2 likely: phone']],
  ['accents and scripts', 'José|1990-01-01', 'jose|1990-01-01', ['3=2 likely: name-birth']],
  ['scripts of Chinese', '張 三丰|1990-01-01', '张三丰|1990-01-01', ['3=2 likely: name-birth']],
  ['the same name alone', 'Ana', 'Ana', []],
  ['nothing in common', 'Ana|1990-01-01|E123|11111|CA1', 'Bo|1990-01-01|E456|22222|CA1', []],
])('%s', (_what, one, two, expected) => expect(found(one, two)).toEqual(expected));

test('known people are found by the same rules, and named by their id', () => {
  const [row] = people('Ana|1990-01-01|E123456|13800138000');
  const known: KnownPerson[] = people('Ana|1990-01-01|E123456|13800138000', 'Bo|||13800138000').map(
    (one, at) => ({
      ...one,
      id: `p${at}`,
    }),
  );
  expect(matchRoster(row ? [row] : [], known)).toEqual([
    { row: 2, other: { id: 'p0' }, reasons: ['document', 'phone', 'name-birth'], certainty: 'certain' },
    { row: 2, other: { id: 'p1' }, reasons: ['phone'], certainty: 'possible' },
  ]);
});

test('three rows of one person: each later one is found in the earlier ones', () => {
  expect(found('Ana||E123456', 'Ana||E123456', 'Ana||E123456')).toEqual([
    '3=2 certain: document',
    '4=2 certain: document',
    '4=3 certain: document',
  ]);
});

test('a phone that thousands share is named once for each of them', () => {
  const matches = found(...Array.from({ length: 3000 }, (_none, at) => `Guest ${at}|||01065432100`));
  expect([matches.length, matches.at(-1)]).toEqual([2999, '3001=2 possible: phone']);
});
