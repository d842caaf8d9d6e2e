/** Tables of results, without a store: what is read of a row, and whom it means. */
import { describe, expect, test } from 'vitest';
import { type Candidate, decideResults, keysOf } from '../../src/domain/test-import/decide-results.ts';
import { readResults } from '../../src/domain/test-import/read-results.ts';

const NOW = Temporal.Instant.from('2026-11-21T18:00:00Z');
const STAY = { zone: 'Asia/Shanghai', entryOn: null, arrivedAt: null, endedAt: null, tests: [] };

const lines = (text: string) => text.split('\n').map((line, at) => ({ row: at + 1, cells: line.split(',') }));
const read = (text: string) => readResults(lines(text), 100);

/** Somebody in the books; keys are what a row would be looked up by. */
const somebody = (id: string, about: Partial<Candidate> = {}): Candidate => ({
  id,
  name: null,
  room: null,
  site: null,
  birthDate: null,
  documentNumber: null,
  keys: [],
  ...about,
});

async function fates(text: string, people: readonly Candidate[], results: readonly [string, string][] = []) {
  const { rows } = await read(text);
  const tests = results.map(([day, result]) => ({
    takenOn: Temporal.PlainDate.from(day),
    result: result as 'negative',
  }));
  const stays = new Map(people.map(({ id }) => [id, { ...STAY, id: `stay of ${id}`, tests }]));
  return decideResults(rows, people, stays, NOW).map((one) =>
    one.fate === 'refused' ? one.why : 'who' in one ? `${one.fate} ${one.who.id}` : one.fate,
  );
}

describe('reading', () => {
  test('finds the header below titles, in either language, and keeps only what it knows', async () => {
    const { rows, problems } = await read(
      '核酸检测结果表\n*姓名（必填）,出生日期,Sample date 采样日期,Ct,检测结果\n张三,1990-04-03,2026/11/20,38,阴性\n,,,,\n',
    );
    expect(problems).toEqual([]);
    expect(rows).toMatchObject([{ row: 3, name: '张三', result: 'negative', document: null }]);
    expect(rows[0]?.on.toString()).toBe('2026-11-20');
  });

  test('invents no day, no result and nobody', async () => {
    const { rows, problems } = await read(
      'name,birth date,room,date,result\nAna,,12,,-\nAna,,12,2026-11-20,\nAna,,,2026-11-20,-\n,,12,2026-11-20,-',
    );
    expect(problems.map(({ row, kind }) => [row, kind])).toEqual([
      [2, 'no-date'],
      [3, 'no-result'],
      [4, 'nobody-named'],
    ]);
    expect(rows.map(({ row }) => row)).toEqual([5]);
  });

  test('stops at the most rows that a chat can wait for', async () => {
    const rows = Array.from({ length: 101 }, () => '1,2026-11-20,-').join('\n');
    expect((await read(`room,date,result\n${rows}`)).isTooLong).toBe(true);
  });
});

describe('deciding', () => {
  const BIRTH = Temporal.PlainDate.from('1990-04-03');
  const ana = somebody('ana', {
    name: 'Ana Lima',
    room: '12',
    site: 'Sun Hotel',
    birthDate: BIRTH,
    documentNumber: 'E1234567',
    keys: ['document:E1234567', 'name-birth:ana lima:1990-04-03', 'phone:13800138000'],
  });
  const bo = somebody('bo', { name: 'Bo Lima', room: '12', site: 'Sun Hotel', keys: ['phone:13800138000'] });
  const HEAD = 'document,phone,name,birth date,site,room,date,result\n';
  const one = async (row: string, people = [ana, bo], results: readonly [string, string][] = []) =>
    (await fates(`${HEAD}${row}`, people, results))[0];

  test.each([
    ['E1234567,,,,,,2026-11-20,-', 'new ana'],
    ['E1234567,,Lima Ana,,,,2026-11-20,-', 'new ana'],
    ['E1234567,,Anna Lima,1990-04-03,,,2026-11-20,-', 'new ana'],
    ['E1234567,,Bo Lima,,,,2026-11-20,-', 'contradicts'],
    ['E1234567,,Ana Lima,1991-04-03,,,2026-11-20,-', 'contradicts'],
    ['E7654321,,Ana Lima,1990-04-03,,,2026-11-20,-', 'unknown'],
    [',,LIMA ANA,1990/4/3,,,2026-11-20,-', 'new ana'],
    [',13800138000,,,,,2026-11-20,-', 'ambiguous'],
    [',+86 138 0013 8000,Bo Lima,,,,2026-11-20,-', 'new bo'],
    [',,,,Sun Hotel,12,2026-11-20,-', 'ambiguous'],
    [',,Bo Lima,,sun hotel,12,2026-11-20,-', 'new bo'],
    [',,Cy Lima,,Sun Hotel,12,2026-11-20,-', 'unknown'],
    [',,Bo Lima,,Moon Hotel,12,2026-11-20,-', 'unknown'],
    ['E1234567,,,,,,2026-12-20,-', 'future'],
  ])('%s: %s', async (row, fate) => {
    expect(await one(row)).toBe(fate);
  });

  test('holds what is recorded: same, corrected, and what is left to people', async () => {
    const row = (result: string) => `E1234567,,,,,,2026-11-20,${result}`;
    expect(await one(row('-'), [ana], [['2026-11-20', 'negative']])).toBe('same ana');
    expect(await one(row('-'), [ana], [['2026-11-20', 'pending']])).toBe('new ana');
    expect(await one(row('+'), [ana], [['2026-11-20', 'negative']])).toBe('corrected ana');
    expect(await one(row('-'), [ana], [['2026-11-20', 'positive']])).toBe('was-positive');
    expect(await one(row('待出'), [ana], [['2026-11-20', 'negative']])).toBe('has-result');
  });

  test('of two rows for one person and day takes the first, or none where they differ', async () => {
    const row = (result: string) => `E1234567,,,,,,2026-11-20,${result}\n`;
    expect(await fates(`${HEAD}${row('-')}${row('neg')}`, [ana])).toEqual(['new ana', 'again']);
    expect(await fates(`${HEAD}${row('-')}${row('+')}`, [ana])).toEqual(['twice', 'twice']);
  });

  test('looks a row up by all that it says', () => {
    const name = { row: 2, result: 'negative', on: BIRTH, name: 'Ana', birthDate: BIRTH } as const;
    expect(keysOf({ ...name, document: 'E1', phone: null, site: ' Sun  Hotel', room: '12A' })).toEqual({
      document: 'document:E1',
      phone: null,
      birth: 'name-birth:ana:1990-04-03',
      room: { site: 'sun hotel', room: '12a' },
    });
  });
});
