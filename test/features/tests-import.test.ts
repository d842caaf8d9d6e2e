/** A laboratory's table of results: tried out row by row, recorded when confirmed, and never twice. */
import { describe, expect, test } from 'vitest';
import { storedKey } from '../../src/store/person-keys.ts';
import { encodeAs, workbook } from '../support/roster-files.ts';
import { last } from './desk-team.ts';
import { house } from './tests-scene.ts';

const FILE = { kind: 'document', id: 'f1', name: 'results.csv' } as const;

async function lab(table: string | Uint8Array) {
  const made = await house();
  const files = new Map<string, string | Uint8Array>([[FILE.id, table]]);
  made.bot.channel('telegram').download = async ({ id }) => {
    const file = files.get(id) ?? '';
    const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
    return { ...FILE, account: 'telegram' as never, id, bytes };
  };
  const { db, guest } = made;
  const ana = await guest({ name: 'Ana Lima', room: '1203', document: 'E12345678', birthDate: '1990-04-03' });
  const bo = await guest({ name: 'Bo Chen', room: '1204', document: 'E2222222' });
  const cy = await guest({ name: 'Cy Sol', room: '1204', birthDate: '1980-01-01' });
  const key = { key: 'name-birth:cy sol:1980-01-01', personId: cy.personId };
  await db.personKey.createMany({
    data: [
      key,
      { ...storedKey(db, 'phone:13800138000'), personId: bo.personId },
      { ...storedKey(db, 'phone:13800138000'), personId: cy.personId },
    ],
  });
  await made.plan();
  return { ...made, files, ana, bo, cy };
}

const HEAD = 'document,phone,name,birth date,site,room,sample date,result';

describe('/result with a table', () => {
  test('finds people by whatever a row says, and records after a look', async () => {
    const { wang, ana, bo, cy, results, db } = await lab(
      `${HEAD}\nE12345678,,,,,,2026-11-19,neg\n,13800138000,Chen Bo,,,,2026/11/20,negative\n` +
        ',,Cy Sol,1980-01-01,,,2026年11月20日,阴性\n,,,,Sun Hotel,1203,2026-11-21,待出\n',
    );
    await wang.says('/result', { media: [FILE] });
    expect(last(wang.inbox())).toContain('Nothing is written yet. 4 results would be recorded:');
    expect(await db.stayTest.count()).toBe(0);
    await wang.presses(/Record/);
    expect(last(wang.inbox())).toBe('Recorded: 4 results.\n3 travellers have been told.');
    expect(await results(ana.stayId)).toEqual(['2026-11-19 negative', '2026-11-21 pending']);
    expect(await results(bo.stayId)).toEqual(['2026-11-20 negative']);
    expect(await results(cy.stayId)).toEqual(['2026-11-20 negative']);
    expect(last(ana.chat.inbox())).toContain('The test of 19 November is negative');
    const inbox = ana.chat.inbox().length;
    await wang.says('/result', { media: [FILE] });
    expect(last(wang.inbox())).toContain('There is nothing to record.');
    expect(last(wang.inbox())).toContain('4 are recorded like this already');
    expect(ana.chat.inbox()).toHaveLength(inbox);
    expect(await db.audit.count({ where: { action: 'test.record' } })).toBe(4);
  });

  test('names every defect by row, guesses nothing, and hides numbers', async () => {
    const rows = [
      'E12345678,,,,,,2026-11-19,negative', // 2
      'E99999999,,Ana Lima,1990-04-03,,,2026-11-19,negative', // 3: a document nobody has
      ',13800138000,,,,,2026-11-19,negative', // 4: two have the phone
      'E12345678,,Bo Chen,,,,2026-11-20,negative', // 5: another name
      'E12345678,,,,,,19/11/2026,negative', // 6
      'E12345678,,,,,,,negative', // 7
      'E12345678,,,,,,2026-11-19,maybe', // 8
      'E12345678,,,,,,2026-11-19,', // 9
      ',,Ana Lima,,,,2026-11-19,negative', // 10: names nobody for certain
      'E12345678,,,,,,2026-11-25,negative', // 11: to come
      'E12345678,,,,,,2026-11-01,negative', // 12: before the entry
      'E2222222,,,,,,2026-11-18,negative', // 13
      'E2222222,,,,,,2026-11-18,positive', // 14: another result
      'e1234 5678,,,,,,2026-11-19,negative', // 15: the same
      '1.2E+17,,,,,,2026-11-19,negative', // 16
      ',,,,Sun Hotel,1204,2026-11-19,negative', // 17: two live there
      ',,,,Moon Hotel,1203,2026-11-19,negative', // 18
    ];
    const { group, wang, ana, results, db } = await lab(`${HEAD}\n${rows.join('\n')}\n`);
    await wang.says('/result', { media: [FILE] });
    const text = last(wang.inbox());
    expect(text).toContain('1 result would be recorded');
    expect(text).toContain('15 rows cannot be recorded');
    const said = (row: number): string =>
      text.split('\n').find((line) => line.startsWith(`Row ${row}`)) ?? '';
    for (const [row, why] of [
      [3, 'nobody is found'],
      [4, 'several people fit'],
      [5, 'name or birth date is another'],
      [6, 'Row 6, date:'],
      [7, 'the day of the test is missing'],
      [8, '“maybe” is no result'],
      [9, 'the result is missing'],
      [10, 'it names nobody'],
      [11, '2026-11-25 is still to come'],
      [12, 'before the entry on 2026-11-15'],
      [13, 'another result for the same person'],
      [14, 'another result for the same person'],
      [15, 'says the same as row 2'],
      [16, 'Row 16, document:'],
      [17, 'several people fit'],
      [18, 'nobody is found'],
    ] as const)
      expect(said(row), `row ${row}`).toContain(why);
    expect(text).not.toMatch(/E12345678|E99999999|13800138000/);
    await wang.presses(/Record/);
    expect(await results(ana.stayId)).toEqual(['2026-11-19 negative']);
    expect(await db.stayTest.count()).toBe(1);
    expect(group.texts().join('\n')).not.toContain('Row');
  });

  test('lists positives first and handles each of them', async () => {
    const { wang, med, ana, bo, stay, db } = await lab(
      `${HEAD}\nE2222222,,,,,,2026-11-21,negative\nE12345678,,,,,,2026-11-21,positive\n`,
    );
    await db.stay.updateMany({ data: { flight: 'CA981' } });
    await wang.says('/result', { media: [FILE] });
    expect(last(wang.inbox())).toContain('🔴 Row 3: POSITIVE on 2026-11-21: Ana Lima · 1203 · Sun Hotel');
    await wang.presses(/Record/);
    expect(last(wang.inbox())).toContain('🔴 Emergency #1 is open; contacts found: 2');
    expect((await stay(ana.stayId)).state).toBe('hospital');
    expect(last(bo.chat.inbox())).toContain('is negative');
    expect(med.inbox().some((text) => text.includes('2 contacts, in confidence'))).toBe(true);
    expect(last(ana.chat.inbox())).toContain('medical team will call you');
    await wang.says('/result', { media: [FILE] });
    expect(last(wang.inbox())).toContain('2 are recorded like this already');
    expect(await db.ticket.count()).toBe(1);
  });

  test('says no result and no name in a group', async () => {
    const { group, med } = await lab(
      `${HEAD}\nE12345678,,,,,,2026-11-21,positive\n,,Zoe,1990-01-01,,,2026-11-21,neg\n`,
    );
    await med.saysIn(group, '/result', { media: [FILE] });
    await med.presses(/Record/, group);
    expect(group.texts().join('\n')).toContain('Row 3: nobody is found');
    expect(group.texts().join('\n')).toContain('Recorded: 1 result.');
    expect(group.texts().join('\n')).not.toMatch(/Ana|positive|contacts/i);
  });

  test('changes no positive and no result to “pending”', async () => {
    const { wang, files, ana, results } = await lab(`${HEAD}\nE12345678,,,,,,2026-11-19,positive\n`);
    await wang.says('/result', { media: [FILE] });
    await wang.presses(/Record/);
    files.set('f2', `${HEAD}\nE12345678,,,,,,2026-11-19,negative\nE12345678,,,,,,2026-11-20,neg\n`);
    await wang.says('/result', { media: [{ ...FILE, id: 'f2' }] });
    expect(last(wang.inbox())).toContain('Row 2: a positive is recorded for 2026-11-19');
    await wang.presses(/Record/);
    files.set('f3', `${HEAD}\nE12345678,,,,,,2026-11-20,pending\n`);
    await wang.says('/result', { media: [{ ...FILE, id: 'f3' }] });
    expect(last(wang.inbox())).toContain('a result is recorded for 2026-11-20 already');
    expect(await results(ana.stayId)).toEqual(['2026-11-19 positive', '2026-11-20 negative']);
  });

  test('asks for the file with a template, reads GB18030 and workbooks, and cancels', async () => {
    const { bot, wang, files, ana, results, db } = await lab(
      encodeAs('gb18030', '证件号码,采样日期,检测结果\nE12345678,2026-11-19,阴性\n'),
    );
    await wang.says('/result');
    expect(last(wang.inbox())).toContain('/result Ana Lima negative');
    expect(wang.posts().at(-1)?.content.media?.[0]?.name).toBe('test-results.csv');
    await wang.says('', { media: [FILE] });
    await wang.presses(/Cancel/);
    expect(last(wang.inbox())).toBe('Nothing was recorded.');
    await wang.presses(/Record/);
    expect(last(wang.inbox())).toContain('no longer');
    expect(await db.stayTest.count()).toBe(0);
    files.set(
      'f2',
      workbook({
        sheets: [
          {
            name: 'A',
            rows: [
              ['room', 'date', 'result'],
              ['1203', '2026-11-19', 'negative'],
            ],
          },
        ],
      }),
    );
    await wang.says('/result', { media: [{ ...FILE, id: 'f2' }] });
    await wang.presses(/Record/);
    expect(await results(ana.stayId)).toEqual(['2026-11-19 negative']);
    files.set('f3', 'name,phone\nAna,1\n');
    await wang.says('/result', { media: [{ ...FILE, id: 'f3' }] });
    expect(last(wang.inbox())).toContain('no line with column names');
    files.set('f4', 'room,result\n1203,negative\n');
    await wang.says('/result', { media: [{ ...FILE, id: 'f4' }] });
    expect(last(wang.inbox())).toContain('no column with the day of the test');
    const many = Array.from({ length: 2001 }, () => '1203,2026-11-19,negative').join('\n');
    files.set('f5', `room,date,result\n${many}\n`);
    await wang.says('/result', { media: [{ ...FILE, id: 'f5' }] });
    expect(last(wang.inbox())).toContain('up to 2000 results');
    await bot.settle();
  });

  test('records hundreds at once', async () => {
    const { wang, files, guest, db } = await lab('');
    const rows: string[] = [];
    for (let at = 0; at < 300; at += 1) {
      await guest({ name: `Guest ${at}`, document: `P${10_000 + at}`, account: at % 10 ? null : 'telegram' });
      rows.push(`P${10_000 + at},2026-11-19,negative`);
    }
    files.set('f2', `document,date,result\n${rows.join('\n')}\n`);
    await wang.says('/result', { media: [{ ...FILE, id: 'f2' }] });
    await wang.presses(/Record/);
    expect(last(wang.inbox())).toBe('Recorded: 300 results.\n30 travellers have been told.');
    expect(await db.stayTest.count()).toBe(300);
  });
});
