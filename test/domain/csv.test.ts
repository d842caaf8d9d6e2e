import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toCsv } from '../../src/domain/csv.ts';
import { parseTable } from '../../src/domain/table-text.ts';

describe('CSV', () => {
  test('has a mark of its encoding, ends lines as it must, and quotes what needs it', () => {
    expect(
      toCsv([
        ['a', 1.5, null],
        ['say "hi", please', 'two\nlines', ''],
        ['a;b', 'c\td', '2 × “水”'],
      ]),
    ).toBe('\uFEFFa,1.5,\r\n"say ""hi"", please","two\nlines",\r\n"a;b","c\td",2 × “水”\r\n');
  });

  test('never becomes a formula', () => {
    const cells = [
      '=1+1',
      '+1',
      '-1',
      '@sum(a1)',
      '\t=1',
      ' =1',
      '＝1',
      '\r=1',
      '\u200B=1',
      '\u2068@a',
      '\tx',
    ];
    for (const cell of cells) {
      expect(toCsv([[cell]]).replace(/^\uFEFF"?/u, ''), JSON.stringify(cell)).toMatch(/^'/);
    }
    expect(toCsv([[-1]])).toBe('\uFEFF-1\r\n');
    expect(toCsv([['a = b', 'x-y', 'me@home']])).toBe('\uFEFFa = b,x-y,me@home\r\n');
  });

  test('is none either where another character than the comma parts cells, or quotes are not known', () => {
    expect(toCsv([['milk;=1+1']])).toBe('\uFEFF"milk;\'=1+1"\r\n');
    expect(toCsv([['milk\n+1;\t @a']])).toBe('\uFEFF"milk\n\'+1;\t \'@a"\r\n');
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a;=\n\t -+@,"') }), (cell) => {
        const bare = toCsv([[cell]]).replace(/^\uFEFF/u, '');
        for (const part of bare.split(/[;\t\r\n]/)) expect(part).not.toMatch(/^[\s]*[=+\-@]/u);
      }),
    );
  });

  test('takes no longer for cells that are made to take long', () => {
    const runs = ['\t', ' ', '\u200B', ';', '=', '; '].map((sign) => `;${sign.repeat(30_000)}x`);
    const start = performance.now();
    for (const run of runs) for (const cell of [run, `${run}=`, `=${run}`]) toCsv([[cell]]);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test('is read back as it was', () => {
    const cell = fc.stringMatching(/^[A-Za-z0-9",\n' ]*$/).map((text) => text.trim());
    const rows = fc.array(fc.tuple(fc.constant('id'), cell, cell), { minLength: 1 });
    fc.assert(
      fc.property(rows, (table) => {
        expect(parseTable(toCsv(table)).map(({ cells }) => cells)).toEqual(table);
      }),
    );
  });
});
