import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Actor, Role } from '../../src/domain/actor.ts';
import { createCells } from '../../src/domain/export/cells.ts';
import { columnsFor, EXPORT_COLUMNS, EXPORT_KINDS } from '../../src/domain/export/columns.ts';
import { EXPORT_STATES, readQuery, splitQuery } from '../../src/domain/export/query.ts';
import { sheetRow, workbookParts } from '../../src/domain/export/workbook-xml.ts';
import { createZonedText } from '../../src/domain/export/zoned-text.ts';
import { createTranslate } from '../../src/i18n.ts';

const actor = (role: Role): Actor => ({ role, id: 'me' });

describe('moments', () => {
  test('are written as Temporal writes them, in every zone and season', () => {
    const zoned = createZonedText();
    const zone = fc.constantFrom(
      'Asia/Shanghai',
      'Europe/Berlin',
      'America/St_Johns',
      'UTC',
      'Australia/Lord_Howe',
    );
    const at = fc.integer({ min: Date.UTC(1985, 0), max: Date.UTC(2037, 0) });
    fc.assert(
      fc.property(at, zone, (ms, name) => {
        const there = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(name);
        const text = there.round({ smallestUnit: 'second', roundingMode: 'floor' });
        expect(zoned(ms, name)).toBe(text.toString({ timeZoneName: 'never' }));
      }),
    );
  });

  test('change their offset with the season, to the second', () => {
    const zoned = createZonedText();
    const change = Date.UTC(2026, 9, 25, 1);
    expect([change - 1, change, change + 1, change - 1].map((ms) => zoned(ms, 'Europe/Berlin'))).toEqual([
      '2026-10-25T02:59:59+02:00',
      '2026-10-25T02:00:00+01:00',
      '2026-10-25T02:00:00+01:00',
      '2026-10-25T02:59:59+02:00',
    ]);
  });
});

describe('columns', () => {
  const without = (kind: (typeof EXPORT_KINDS)[number], role: Role): string[] => {
    const seen = columnsFor(kind, actor(role)).map(({ key }) => key);
    return EXPORT_COLUMNS[kind].map(({ key }) => key as string).filter((key) => !seen.includes(key));
  };

  test('are left out for whoever may not read them in any row', () => {
    for (const role of ['supervisor', 'system'] as const)
      for (const kind of EXPORT_KINDS) expect(without(kind, role), `${kind} ${role}`).toEqual([]);
    expect(Object.fromEntries(EXPORT_KINDS.map((kind) => [kind, without(kind, 'admin')]))).toEqual({
      tickets: [],
      people: [],
      'check-ins': ['mood', 'note'],
      trips: [],
      seats: [],
    });
    expect(without('people', 'liaison')).toEqual(['document_number', 'phone', 'contact_phone']);
  });

  test('have keys of their own in each kind', () => {
    for (const kind of EXPORT_KINDS) {
      const keys = EXPORT_COLUMNS[kind].map(({ key }) => key as string);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  test('are all in docs/exports.md, with what they mean', () => {
    const page = readFileSync(new URL('../../docs/exports.md', import.meta.url), 'utf8');
    const t = createTranslate();
    for (const kind of EXPORT_KINDS) {
      const [, after = ''] = page.split(`\n### ${kind}\n`);
      const [section = ''] = after.split('\n### ');
      const rows = columnsFor(kind, actor('system')).map(({ key, type, guard }) => {
        const meaning = t('en', `staff-exports:column.${key}`);
        return `| \`${key}\` | ${type} | ${meaning} | ${guard ?? ''} |`;
      });
      expect(section.split('\n').filter((line) => line.startsWith('| `'))).toEqual(rows);
    }
  });
});

describe('cells', () => {
  const columns = EXPORT_COLUMNS.tickets.filter(({ key }) =>
    ['number', 'need', 'summary', 'opened_at', 'response_kept'].includes(key),
  );
  const values = [7, 'medical', 0, false, 'I keep vomiting blood'];
  const written = (role: Role, restricted: boolean, ownerId: string | null = null) =>
    createCells(columns, actor(role))({ zone: 'Asia/Shanghai', ticket: { restricted, ownerId }, values });
  const whole = [7, 'medical', '1970-01-01T08:00:00+08:00', false, 'I keep vomiting blood'];

  test('of a restricted ticket are empty for whoever may not read it', () => {
    expect(written('supervisor', true)).toEqual(whole);
    expect(written('admin', false)).toEqual(whole);
    expect(written('admin', true, 'me')).toEqual(whole);
    expect(written('admin', true)).toEqual([7, null, '1970-01-01T08:00:00+08:00', false, null]);
  });

  test('tell of depression only where confidential tickets are read', () => {
    const care = EXPORT_COLUMNS.people.filter(({ key }) => key === 'care');
    const row = { zone: 'UTC', ticket: null, values: [['depression', 'infant']] };
    expect(createCells(care, actor('supervisor'))(row)).toEqual(['depression, infant']);
    expect(createCells(care, actor('admin'))(row)).toEqual(['infant']);
    expect(createCells(care, actor('admin'))({ ...row, values: [['depression']] })).toEqual([null]);
  });
});

describe('what is asked for', () => {
  test.each([
    ['tickets', { kind: 'tickets', format: 'csv' }],
    [
      '工单 2026-11-01..2026-11-20 Sun Hotel xlsx',
      { kind: 'tickets', format: 'xlsx', from: '2026-11-01', to: '2026-11-20', site: 'Sun Hotel' },
    ],
    ['people “阳光酒店”', { kind: 'people', site: '阳光酒店' }],
    ['trip 2026-11-05', { kind: 'trips', from: '2026-11-05', to: '2026-11-05' }],
    ['check-ins 2026年11月5日..', { kind: 'check-ins', from: '2026-11-05', to: undefined }],
    ['check-ins ..2026/11/5 state=asked', { from: undefined, to: '2026-11-05', state: 'asked' }],
    [
      'tickets 2026-11-01～2026-11-02 need=medical Excel',
      { from: '2026-11-01', to: '2026-11-02', need: 'medical', format: 'xlsx' },
    ],
    ['seats Hotel 2', { kind: 'seats', site: 'Hotel 2', from: undefined }],
  ])('%s', (words, wanted) => {
    const { from, to, ...read } = readQuery(splitQuery(words));
    expect({ ...read, from: from?.toString(), to: to?.toString() }).toMatchObject(wanted);
  });

  test.each([
    ['', 'kind'],
    ['luggage', 'kind'],
    ['tickets 2026-02-30', 'day'],
    ['tickets 2026-11-20..2026-11-01', 'order'],
    ['tickets 11..12', 'day'],
    ['people need=medical', 'need-of'],
    ['tickets need=luggage', 'need'],
    ['trips state=lost', 'state'],
  ])('%s is refused', (words, code) => {
    expect(() => readQuery(splitQuery(words))).toThrow(
      expect.objectContaining({ code: `staff-exports:error.${code}` }),
    );
  });

  test('has a file that there is', () => {
    expect(() => readQuery({ kind: 'tickets', format: 'pdf' })).toThrow('staff-exports:error.format');
  });

  test('knows the states of every kind', () => {
    for (const kind of EXPORT_KINDS)
      for (const state of EXPORT_STATES[kind])
        expect(readQuery({ kind, state })).toMatchObject({ kind, state });
  });
});

describe('workbooks', () => {
  test('hold texts as texts, numbers as numbers, and nothing of what is empty', () => {
    expect(sheetRow(['=1+1 & <b>', 1.5, true, null, ' x'], 3)).toBe(
      '<row r="3"><c r="A3" t="inlineStr"><is><t xml:space="preserve">=1+1 &amp; &lt;b&gt;</t></is></c>' +
        '<c r="B3"><v>1.5</v></c><c r="C3" t="b"><v>1</v></c>' +
        '<c r="E3" t="inlineStr"><is><t xml:space="preserve"> x</t></is></c></row>',
    );
  });

  test('name columns behind Z', () => {
    const row = sheetRow(
      Array.from({ length: 704 }, (_cell, at) => at),
      1,
    );
    for (const [letters, value] of [
      ['Z', 25],
      ['AA', 26],
      ['ZZ', 701],
      ['AAA', 702],
    ])
      expect(row).toContain(`<c r="${letters}1"><v>${value}</v></c>`);
  });

  test('escape the names of their sheets', () => {
    const [, , book] = workbookParts(['A & B']);
    expect(book?.[1]).toContain('<sheet name="A &amp; B" sheetId="1" r:id="rId1"/>');
  });
});
