import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gapsBetween, type ImportContext, readShifts } from '../../src/domain/shift-import.ts';
import { decodeText, parseTable } from '../../src/domain/table-text.ts';

const HEAD = 'team,date,shift,start,end,staff,lead';

const context: ImportContext = {
  now: Temporal.Instant.from('2026-12-01T00:00Z'),
  teams: [
    { id: 'day', name: 'Day desk', zone: 'Asia/Shanghai' },
    { id: 'berlin', name: 'Berlin', zone: 'Europe/Berlin' },
    {
      id: 'busy',
      name: 'Busy',
      zone: 'UTC',
      busyUntil: Temporal.Instant.from('2026-12-01T08:00Z'),
    },
  ],
  colleagues: [
    { id: 'w', name: 'Wang Fang', usernames: ['wangf'] },
    { id: 'l', name: '李雷', usernames: [] },
    { id: 'c', name: 'Chen', usernames: [] },
    { id: 'c2', name: 'Chen Jr', usernames: [] },
  ],
};

const read = (...lines: string[]) => readShifts(parseTable([HEAD, ...lines].join('\n')), context);

describe('a table of shifts', () => {
  test('gathers lines of one shift, in the zone of the team, across midnight', () => {
    const { shifts, problems } = read(
      'Day desk,2026-12-01,Night,20:00,8:00,Wang Fang,yes',
      'day desk,2026/12/1,Night,20:00,08:00,李雷,',
      'Berlin,2026年12月2日,Früh,06:00,14:00,@wangf;Chen,Chen',
    );
    expect(problems).toEqual([]);
    expect(shifts).toMatchObject([
      { teamId: 'day', name: 'Night', leadId: 'w', members: ['w', 'l'] },
      { teamId: 'berlin', name: 'Früh', leadId: 'c', members: ['w', 'c'] },
    ]);
    expect(shifts.map(({ startsAt, endsAt }) => `${startsAt} ${endsAt}`)).toEqual([
      '2026-12-01T12:00:00Z 2026-12-02T00:00:00Z',
      '2026-12-02T05:00:00Z 2026-12-02T13:00:00Z',
    ]);
  });

  test('keeps local times when clocks change, and ends at 24:00', () => {
    const { shifts } = read('Berlin,2027-03-27,N,22:00,06:00,Chen,', 'Berlin,2027-03-28,D,16:00,24:00,Chen,');
    expect(shifts.map(({ startsAt, endsAt }) => endsAt.since(startsAt).total('hours'))).toEqual([7, 8]);
  });

  test.each([
    ['no-team', 'Nobody,2026-12-02,D,08:00,16:00,Chen,'],
    ['date', 'Berlin,2026-02-30,D,08:00,16:00,Chen,'],
    ['date', 'Berlin,12/01/2026,D,08:00,16:00,Chen,'],
    ['time', 'Berlin,2026-12-02,D,8 am,16:00,Chen,'],
    ['time', 'Berlin,2026-12-02,D,08:00,24:30,Chen,'],
    ['time', 'Berlin,2026-12-02,D,24:00,08:00,Chen,'],
    ['past', 'Berlin,2026-11-30,D,08:00,16:00,Chen,'],
    ['staff', 'Berlin,2026-12-02,D,08:00,16:00,Chan,'],
    ['staff', 'Berlin,2026-12-02,D,08:00,16:00,Wang,'],
    ['staff', 'Berlin,2026-12-02,D,08:00,16:00,Chen,Zhou'],
    ['nobody', 'Berlin,2026-12-02,D,08:00,16:00,,'],
    ['which-lead', 'Berlin,2026-12-02,D,08:00,16:00,Chen;李雷,yes'],
    ['running', 'Busy,2026-12-01,D,07:00,16:00,Chen,'],
  ])('says %s of: %s', (code, line) => {
    const { shifts, problems } = read('Berlin,2026-12-05,D,08:00,16:00,Chen,', line);
    expect(problems).toMatchObject([{ line: 3, code }]);
    expect(shifts.length).toBeLessThanOrEqual(2);
  });

  test('names every line that contradicts another', () => {
    const { problems } = read(
      'Berlin,2026-12-02,D,08:00,16:00,Chen,yes',
      'Berlin,2026-12-02,D,08:00,15:00,李雷,',
      'Berlin,2026-12-02,E,08:00,16:00,李雷,',
      'Berlin,2026-12-02,D,08:00,16:00,李雷,yes',
      'Berlin,2026-12-02,M,12:00,13:00,李雷,',
      'Berlin,2026-12-02,L,15:59,20:00,李雷,',
    );
    expect(problems.map(({ line, code, params }) => `${line} ${code} ${params.other}`)).toEqual([
      '3 differs 2',
      '4 differs 2',
      '5 two-leads 2',
      '6 overlaps 2',
      '7 overlaps 2',
    ]);
  });

  test('needs its columns, in any order and in Chinese as well, and at least one line', () => {
    expect(
      readShifts(parseTable('team,date,start\nBerlin,2026-12-02,08:00'), context).problems,
    ).toMatchObject([{ line: 1, code: 'columns', params: { names: 'shift, end, staff, lead' } }]);
    expect(readShifts(parseTable(''), context).problems).toMatchObject([{ code: 'empty' }]);
    expect(readShifts(parseTable(HEAD), context).problems).toMatchObject([{ code: 'empty' }]);
    const chinese =
      '日期，团队，班次，人员，负责人，开始，结束\n2026-12-02，Berlin，白班，李雷，是，08:00，16:00';
    expect(readShifts(parseTable(chinese), context)).toMatchObject({
      problems: [],
      shifts: [{ teamId: 'berlin', name: '白班', leadId: 'l' }],
    });
    const long = Array.from({ length: 1001 }, () => 'Berlin,2026-12-02,D,08:00,16:00,Chen,');
    expect(read(...long).problems).toMatchObject([{ code: 'too-long' }]);
  });

  test('shows where nobody is planned in between', () => {
    const { shifts } = read(
      'Berlin,2026-12-02,D,08:00,16:00,Chen,',
      'Berlin,2026-12-02,L,16:00,20:00,Chen,',
      'Berlin,2026-12-03,D,08:00,16:00,Chen,',
    );
    expect(gapsBetween(shifts).map(({ from, to }) => `${from} ${to}`)).toEqual([
      '2026-12-02T19:00:00Z 2026-12-03T07:00:00Z',
    ]);
  });
});

describe('tables in text', () => {
  test('quotes, separators, line ends, byte order marks and empty lines', () => {
    expect(parseTable('\uFEFFa;"b ""x""; y"\r\n\r\n"two\nlines"; c ')).toEqual([
      { line: 1, cells: ['a', 'b "x"; y'] },
      { line: 3, cells: ['two\nlines', 'c'] },
    ]);
    expect(parseTable('a\tb,c').map(({ cells }) => cells)).toEqual([['a\tb', 'c']]);
  });

  test('whatever is written as CSV is read as it was', () => {
    const cell = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\0\uFEFF]/g, '').trim());
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rows, (table) => {
        const body = table.map((cells) =>
          ['id', ...cells].map((one) => `"${one.replaceAll('"', '""')}"`).join(','),
        );
        const read = parseTable(['h,,,,,,,', ...body].join('\n')).slice(1);
        // A quoted cell is trimmed like any other; spaces inside it are kept.
        expect(read.map(({ cells }) => cells.map((one) => one.trim()))).toEqual(
          table.map((cells) => ['id', ...cells.map((one) => one.trim())]),
        );
      }),
    );
  });

  test('bytes are read as UTF-8, else as Chinese spreadsheets save them, and pictures not at all', () => {
    expect(decodeText(new TextEncoder().encode('团队'))).toBe('团队');
    expect(decodeText(new Uint8Array([0xcd, 0xc5, 0xb6, 0xd3]))).toBe('团队');
    expect(decodeText(new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0x00, 0x00]))).toBeUndefined();
  });
});
