/** Rosters from file to people: by `/roster` in chats, and by the import that the terminal uses too. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type ImportReport, importRoster, listReport } from '../../src/features/roster/index.ts';
import { createTranslate } from '../../src/i18n.ts';
import { readRosterTable } from '../../src/ingest/roster-table.ts';
import type { Store } from '../../src/store/open.ts';
import { readPersonNumbers } from '../../src/store/person-cards.ts';
import { transact } from '../../src/store/transaction.ts';
import { testStore } from '../support/database.ts';
import { defectiveRoster, LINES, TODAY } from '../support/roster-defects.ts';
import { encodeAs } from '../support/roster-files.ts';
import { openDesk } from '../support/web-client.ts';
import { wholeApp } from '../support/whole-app.ts';
import { last, team } from './desk-team.ts';

const NOW = Temporal.Instant.from('2026-05-03T02:00:00Z');
const STAFFS_PARTY = crypto.randomUUID();
const SYSTEM = { role: 'system', id: 'system' } as const;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Imports a text as a file, or tries it out. */
function importText(
  store: Store,
  text: string | Uint8Array,
  isDry = false,
  today = Temporal.PlainDate.from('2026-05-03'),
): Promise<ImportReport> {
  const bytes = typeof text === 'string' ? bytesOf(text) : text;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return importRoster({
    file: { name: 'roster.csv', sha256, lines: readRosterTable(bytes) },
    today,
    actor: SYSTEM,
    isDry,
    reader: store.db,
    run: (work) => transact(store.db, work),
    now: () => NOW,
  });
}

const fates = ({ counts: { new: added, changed, same, again } }: ImportReport) => ({
  new: added,
  changed,
  same,
  again,
});

async function addSite(store: Store, name: string): Promise<string> {
  const id = crypto.randomUUID();
  await store.db.site.create({ data: { id, name, createdAt: new Date() } });
  return id;
}

/** Everybody with all that is known of them, by name; their numbers in words. */
async function everybody({ db }: Store) {
  const people = await db.person.findMany({
    orderBy: { name: 'asc' },
    include: { details: true, stays: true, careFlags: { orderBy: { kind: 'asc' } }, site: true, party: true },
  });
  const read = async (one: (typeof people)[number]) => {
    const { phone, documentNumber, contactPhone } = await readPersonNumbers(db, one.id);
    return { ...one, phone, details: one.details && { ...one.details, documentNumber, contactPhone } };
  };
  return Promise.all(people.map(read));
}

const HEADER =
  'name,sex,birth_date,document_type,document_number,phone,languages,flight,seat,entry_date,entry_place,home_jurisdiction,party,site,room,flags,contact_name,contact_phone';
const LI =
  'Li Na,F,1990-04-03,passport,E12345678,+8613800138000,"Chinese, Tagalog",CA981,31A,2026-05-01,Beijing,Chaoyang,A1,Sun Hotel,1203,"chronic 2026-05-09, student",Li Wei,+8613900139000';

describe('importing', () => {
  it('writes what a row says, and nothing else', async () => {
    const store = await testStore();
    await addSite(store, 'Sun Hotel');
    const report = await importText(store, `${HEADER}\n${LI}\nWang Wei\n`);
    expect(fates(report)).toEqual({ new: 2, changed: 0, same: 0, again: 0 });
    const [li, wang] = await everybody(store);
    expect(li).toMatchObject({
      name: 'Li Na',
      room: '1203',
      locale: 'zh-CN',
      phone: '+8613800138000',
      jurisdiction: 'Chaoyang',
      site: { name: 'Sun Hotel' },
      party: { name: 'A1' },
      details: {
        sex: 'female',
        birthDate: new Date('1990-04-03'),
        documentType: 'passport',
        documentNumber: 'E12345678',
        languages: ['zh-CN'],
        otherLanguages: ['Tagalog'],
        contactName: 'Li Wei',
        contactPhone: '+8613900139000',
      },
      stays: [
        {
          flight: 'CA981',
          seat: '31A',
          entryOn: new Date('2026-05-01'),
          entryPlace: 'Beijing',
          state: 'here',
          arrivedAt: null,
        },
      ],
      careFlags: [
        { kind: 'chronic', date: new Date('2026-05-09') },
        { kind: 'student', date: null },
      ],
    });
    expect(wang).toMatchObject({
      name: 'Wang Wei',
      room: null,
      phone: null,
      site: null,
      stays: [{ state: 'expected', entryOn: null }],
    });
    expect(wang?.details?.birthDate).toBeNull();
    const audits = await store.db.audit.findMany({ where: { action: 'roster.import' } });
    expect(audits).toHaveLength(1);
    expect(JSON.stringify(audits, (_key, value) => (typeof value === 'bigint' ? 0 : value))).not.toMatch(
      /Li|Wang|E1/,
    );
  });

  it('does nothing with the same file again, and says so', async () => {
    const store = await testStore();
    await importText(store, 'name,phone\nLi Na,13800138000\nLi Na,13800138000\n');
    const before = await everybody(store);
    const report = await importText(store, 'name,phone\nLi Na,13800138000\nLi Na,13800138000\n');
    expect(report).toMatchObject({ state: 'known', before: NOW });
    expect(await everybody(store)).toEqual(before);
    expect(await store.db.rosterImport.count()).toBe(1);
  });

  it('finds nobody by importing a list again: who was to come is here when a later list gives them a room', async () => {
    const store = await testStore();
    await addSite(store, 'Sun Hotel');
    const list = (entry: string, room: string) =>
      `name,document_number,entry_date,site,room\nLi Na,E12345678,${entry},Sun Hotel,${room}\n`;
    const states = async () => (await store.db.stay.findMany()).map(({ state }) => state);
    await importText(store, list('2026-12-24', '1203'));
    expect(await states()).toEqual(['expected']);
    // The day of entry is found to have been earlier, and is over; nobody has said that she came.
    await importText(store, list('2026-05-01', '1203'));
    expect(await states()).toEqual(['expected']);
    await importText(store, list('2026-05-01', '1204'));
    expect(await states()).toEqual(['here']);
  });

  it('changes what a corrected file says, and erases nothing by an empty cell', async () => {
    const store = await testStore();
    await addSite(store, 'Sun Hotel');
    await importText(store, `${HEADER}\n${LI}\nWang Wei\nWang Wei\n`);
    const report = await importText(
      store,
      'name,document_number,room,flight,birth_date,flags\nLI NA,E12345678,0907,,,elderly\nWang Wei\nZhao Yi\n',
    );
    expect(fates(report)).toMatchObject({ new: 1, changed: 1, same: 1 });
    expect(listReport(report, 'en', createTranslate()).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Row 3: all its words are those that Wang Wei was imported from/),
    ]);
    const [li] = (await everybody(store)).filter(({ name }) => name === 'LI NA');
    expect(li).toMatchObject({
      room: '0907',
      phone: '+8613800138000',
      site: { name: 'Sun Hotel' },
      details: { birthDate: new Date('1990-04-03'), languages: ['zh-CN'] },
      stays: [{ flight: 'CA981', state: 'here' }],
    });
    expect(li?.careFlags.map(({ kind }) => kind)).toEqual(['chronic', 'elderly', 'student']);
    expect(await store.db.person.count()).toBe(4);
  });

  it('leaves alone what staff changed when the row is as it was', async () => {
    const store = await testStore();
    const row = 'Li Na,E12345678,1203';
    await importText(store, `name,document_number,room\n${row}\n`);
    await store.db.person.updateMany({ data: { room: '0907' } });
    const report = await importText(store, `name,document_number,room\n${row}\nZhao Yi,E2345678,1204\n`);
    expect(fates(report)).toMatchObject({ new: 1, changed: 0, same: 1 });
    expect((await everybody(store))[0]?.room).toBe('0907');
  });

  it('imports a person whose site nobody knows without it, and places them when the site is there', async () => {
    const store = await testStore();
    const text = 'name,site,room\nLi Na,Moon Hotel,12\nWang Wei,sun hotel,13\n';
    const sun = await addSite(store, 'Sun Hotel');
    const report = await importText(store, text);
    expect(report.problems).toMatchObject([
      { row: 2, column: 'site', kind: 'site-unknown', value: 'Moon Hotel' },
    ]);
    expect((await everybody(store)).map(({ siteId }) => siteId)).toEqual([null, sun]);
    expect(await store.db.site.count()).toBe(1);
    const moon = await addSite(store, 'Moon Hotel');
    expect(fates(await importText(store, text))).toEqual({ new: 0, changed: 1, same: 1, again: 0 });
    expect(await everybody(store)).toMatchObject([
      { siteId: moon, stays: [{ siteId: moon, state: 'here' }] },
      { siteId: sun },
    ]);
    expect((await importText(store, text)).state).toBe('known');
  });

  it('makes one person of two rows with one document, and two of namesakes on one flight', async () => {
    const store = await testStore();
    const text =
      'name,document_number,flight,room,phone\nLi Na,E12345678,CA981,1203,\nLi Na,e1234 5678,CA981,,13800138000\n' +
      'Wang Wei,,CA981,1,\nWang Wei,,CA981,2,\n';
    const dry = await importText(store, text, true);
    expect(await store.db.person.count()).toBe(0);
    const report = await importText(store, text);
    expect({ ...report, state: 'dry' }).toEqual(dry);
    expect(fates(report)).toEqual({ new: 3, changed: 0, same: 0, again: 1 });
    expect(report.matches).toMatchObject([
      { match: { row: 3, other: { row: 2 }, certainty: 'certain' }, isTaken: true },
      { match: { row: 5, other: { row: 4 }, certainty: 'likely' }, isTaken: false },
    ]);
    expect((await everybody(store))[0]).toMatchObject({ room: '1203', phone: '13800138000' });
  });

  it('knows people of the books: the certain and the only likely one, and lists who may be somebody', async () => {
    const store = await testStore();
    await importText(
      store,
      'name,birth_date,document_number,phone\nLi Na,1990-04-03,E12345678,\nWang Wei,1980-01-01,,\nZhao Yi,,,13800138000\n',
    );
    const report = await importText(
      store,
      'name,birth_date,document_number,phone,room\nNa Li,,E12345678,,1\nWang Wei,1980-01-01,,,2\nQian Er,,,13800138000,3\n',
    );
    expect(fates(report)).toEqual({ new: 1, changed: 2, same: 0, again: 0 });
    expect(report.matches).toMatchObject([
      { match: { row: 3, certainty: 'likely' }, name: 'Wang Wei', isTaken: true },
      { match: { row: 4, certainty: 'possible' }, name: 'Zhao Yi', isTaken: false },
    ]);
    expect(await store.db.person.count()).toBe(4);
  });

  it('finds in the books what came in an earlier batch of the same file', async () => {
    const store = await testStore();
    const row = (number: number) => `Guest ${number},P${10_000 + number},room${number % 7}`;
    const rows = Array.from({ length: 5000 }, (_row, at) => row(at));
    rows.push('Guest 1,P10001,907', 'Guest 4999,P14999,908');
    const text = `name,document_number,room\n${rows.join('\n')}\n`;
    const dry = await importText(store, text, true);
    const report = await importText(store, text);
    expect({ ...report, state: 'dry' }).toEqual(dry);
    expect(fates(report)).toEqual({ new: 5000, changed: 0, same: 0, again: 2 });
    expect(report.matches[0]?.match).toMatchObject({ row: 5002, other: { row: 3 } });
    expect(await store.db.person.count({ where: { room: { in: ['907', '908'] } } })).toBe(2);
    expect(await store.db.personKey.count()).toBe(5000);
  });

  it('begins another stay when somebody comes again, and leaves the one that is over', async () => {
    const store = await testStore();
    const header = 'name,document_number,entry_date,flight\n';
    await importText(store, `${header}Li Na,E12345678,2026-01-05,CA981\n`);
    await store.db.stay.updateMany({ data: { state: 'left', endedAt: new Date() } });
    await importText(store, `${header}Li Na,E12345678,2026-01-05,CA982\n`);
    expect(await store.db.stay.findMany()).toMatchObject([{ state: 'left', flight: 'CA981' }]);
    await importText(store, `${header}Li Na,E12345678,2026-05-09,CA983\n`);
    const stays = await store.db.stay.findMany({ orderBy: { entryOn: 'asc' } });
    expect(stays).toMatchObject([{ state: 'left' }, { state: 'expected', flight: 'CA983', endedAt: null }]);
  });

  it('joins a party by its label, not with another import’s, and never takes staff’s parties apart', async () => {
    const store = await testStore();
    await importText(store, 'name,party\nLi Na,A\nLi Wei,A\nWang Wei,B\n');
    await importText(store, 'name,party\nLi Na,A\nLi Wei,A\nWang Wei,B\nLi Bao,A\n');
    await importText(store, 'name,party,document_number\nSun San,A,E12345678\n');
    await store.db.party.create({ data: { id: STAFFS_PARTY, createdAt: new Date() } });
    await store.db.person.updateMany({ where: { name: 'Sun San' }, data: { partyId: STAFFS_PARTY } });
    await importText(store, 'name,party,document_number,room\nSun San,C,E12345678,12\n');
    const people = await everybody(store);
    const partyOf = (name: string) => people.find((one) => one.name === name)?.partyId;
    expect(partyOf('Li Na')).toBe(partyOf('Li Wei'));
    expect(partyOf('Li Bao')).toBe(partyOf('Li Wei'));
    expect(partyOf('Sun San')).not.toBe(partyOf('Li Na'));
    expect(partyOf('Wang Wei')).not.toBe(partyOf('Li Na'));
    expect(people.filter(({ name }) => name === 'Sun San').map((one) => one.partyId)).toContain(STAFFS_PARTY);
  });

  it('takes nobody for one of two who come into question, nor against another document', async () => {
    const store = await testStore();
    const header = 'name,birth_date,document_number,flight,room\n';
    await importText(store, `${header}Li Na,,,CA981,1\nLi Na,,,CA981,2\nWang Wei,1980-01-01,E12345678,,3\n`);
    const report = await importText(store, `${header}Li Na,,,CA981,7\nWang Wei,1980-01-01,E99999999,,8\n`);
    expect(fates(report)).toEqual({ new: 2, changed: 0, same: 0, again: 0 });
    expect(report.matches.map(({ match, isTaken }) => [match.row, match.certainty, isTaken])).toEqual([
      [2, 'likely', false],
      [2, 'likely', false],
      [3, 'possible', false],
    ]);
    expect(await store.db.person.count()).toBe(5);
  });

  it('imports nobody from a table of errors, and keeps no record of it', async () => {
    const store = await testStore();
    const report = await importText(store, 'name,birth_date\n,1990-01-01\nLi Na,03/04/1990\n');
    expect(report.counts).toMatchObject({ new: 0, wrong: 2, problems: 2 });
    expect(await store.db.rosterImport.count()).toBe(0);
    await expect(importText(store, Uint8Array.of(0x89, 0x50, 0, 0, 1, 2))).rejects.toMatchObject({
      code: 'staff-roster:file.encoding',
    });
  });
});

describe('a list of a hotel with 37 defects', () => {
  it('gives the people that can be understood, and all 37 by row and column', async () => {
    const store = await testStore();
    const dry = await importText(store, defectiveRoster(), true, TODAY);
    expect(await store.db.person.count()).toBe(0);
    const report = await importText(store, defectiveRoster(), false, TODAY);
    expect({ ...report, state: 'dry' }).toEqual(dry);
    expect(report.counts.problems).toBe(37);
    // All are variations of one person, who is in it many times and under two other documents.
    const { new: added, again, wrong } = report.counts;
    expect(added + again + wrong).toBe(LINES.length + 1);
    expect(await store.db.person.count()).toBe(added);
    const lines = listReport(report, 'zh-CN', createTranslate());
    expect(lines.filter(({ row }) => row > 3)).not.toHaveLength(0);
    for (const { text } of lines) expect(text).not.toMatch(/\d{9}|staff-|\{\{/);
    expect((await everybody(store)).map(({ name }) => name)).toContain('张三');
  });
});

describe('/roster', () => {
  const FILE = { kind: 'document', id: 'f1', name: 'roster.csv' } as const;
  const TABLE =
    '姓名,证件号码,联系电话,出生日期,房间号\n张三,E12345678,13800138000,1990-04-03,1203\n李四,,,03/04/1990,1204\n';

  async function scene(table: string | Uint8Array = TABLE) {
    const made = await team();
    const files = new Map([[FILE.id as string, table]]);
    made.bot.channel('telegram').download = async ({ id }) => {
      const file = files.get(id) ?? '';
      return { bytes: typeof file === 'string' ? bytesOf(file) : file };
    };
    return { ...made, files, sup: await made.colleague('Sun', 'supervisor') };
  }

  it('sends the template, tries the file out, and imports it when that is confirmed', async () => {
    const { bot, sup } = await scene();
    await sup.says('/roster');
    const [file] = sup.posts().at(-1)?.content.media ?? [];
    expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(file?.bytes)).toMatch(
      /^\ufeffname,sex,birth_date/,
    );
    await sup.says('', { media: [FILE] });
    expect(last(sup.inbox())).toContain('Nothing is written yet.');
    expect(last(sup.inbox())).toContain('1 is new');
    expect(last(sup.inbox())).toContain('1 row is wrong and left out');
    expect(last(sup.inbox())).toContain('Row 3');
    expect(await bot.store.db.person.count()).toBe(0);
    await sup.presses(/Import/);
    expect(last(sup.inbox())).toMatch(/^Imported\.[\s\S]*1 is new/);
    expect(await bot.store.db.person.findMany()).toMatchObject([{ name: '张三', room: '1203' }]);
    await sup.presses(/Import/);
    expect(last(sup.inbox())).toContain('earlier');
    expect(await bot.store.db.person.count()).toBe(1);
    await sup.says('/roster', { media: [FILE] });
    expect(last(sup.inbox())).toContain('imported already');
    expect(await bot.store.db.audit.findMany({ where: { action: 'roster.import' } })).toMatchObject([
      { actor: `staff:${sup.staffId}`, channel: 'telegram' },
    ]);
  });

  it('works in the team’s chat, for whoever asked only, and shows no number there', async () => {
    const { bot, group, sup, colleague } = await scene();
    const other = await colleague('Wang', 'supervisor');
    await sup.saysIn(group, '/roster');
    await other.saysIn(group, '', { media: [{ ...FILE, id: 'f2' }] });
    expect(await bot.store.db.mediaFile.count()).toBe(1);
    await sup.saysIn(group, '', { media: [FILE] });
    expect(last(group.texts())).toContain('1 is new');
    await other.presses(/Import/, group);
    expect(await bot.store.db.person.count()).toBe(0);
    await sup.presses(/Cancel/, group);
    expect(last(group.texts())).toBe('Nothing was imported.');
    expect(await bot.store.db.person.count()).toBe(0);
    expect(group.texts().join('\n')).not.toMatch(/E12345678|13800138000/);
  });

  it('lists everything to look at, of many things too', async () => {
    const rows = Array.from({ length: 30 }, (_row, at) => `Guest ${at},13/13/2020`);
    const { sup } = await scene(`name,birth_date\nLi Na,\n${rows.join('\n')}\n`);
    await sup.says('/roster', { media: [FILE] });
    const [list, question] = sup.inbox().slice(-2);
    expect(list?.split('\n')).toHaveLength(31);
    expect(question).toContain('and 25 more, listed above');
  });

  it('says what is wrong with a file that is no table, and waits for another', async () => {
    const { bot, sup, files } = await scene(Uint8Array.of(0xff, 0xd8, 0, 0, 0, 0, 1));
    await sup.says('/roster');
    await sup.says('', { media: [FILE] });
    expect(last(sup.inbox())).toContain('no table');
    files.set('f2', 'name\n\n');
    await sup.says('', { media: [{ ...FILE, id: 'f2' }] });
    expect(last(sup.inbox())).toContain('Nobody could be imported');
    files.set('f3', TABLE);
    await sup.says('', { media: [{ ...FILE, id: 'f3' }] });
    await sup.presses(/Import/);
    expect(await bot.store.db.person.count()).toBe(1);
    const problem = { ...FILE, id: 'f4', problem: 'too-large' as const };
    await sup.says('/roster', { media: [problem] });
    expect(last(sup.inbox())).toContain('larger than 5 MB');
  });

  it('leaves files of more people than a chat can wait for to the terminal', async () => {
    const rows = Array.from({ length: 2001 }, (_row, at) => `Guest ${at}`);
    const { bot, sup } = await scene(`name\n${rows.join('\n')}\n`);
    await sup.says('/roster', { media: [FILE] });
    expect(last(sup.inbox())).toContain('npm run import');
    expect(await bot.store.db.person.count()).toBe(0);
  });

  it('imports two thousand people in one turn', async () => {
    const rows = Array.from({ length: 2000 }, (_row, at) => `Guest ${at},P${10_000 + at}`);
    const { bot, sup } = await scene(`name,document_number\n${rows.join('\n')}\n`);
    await sup.says('/roster', { media: [FILE] });
    await sup.presses(/Import/);
    expect(last(sup.inbox())).toContain('2000 are new');
    expect(await bot.store.db.person.count()).toBe(2000);
  });

  it('reads what hotels save in GB18030', async () => {
    const { bot, sup } = await scene(encodeAs('gb18030', TABLE));
    await sup.says('/roster', { media: [FILE] });
    await sup.presses(/Import/);
    expect(await bot.store.db.person.findMany()).toMatchObject([{ name: '张三' }]);
  });

  it('takes the file on the web desk, and gives the template there', async () => {
    const bot = await wholeApp();
    const admin = await openDesk(bot.url, `/setup ${bot.setupCode}`, { name: 'Mo' });
    await admin.say('/roster', {}, 'desk');
    const asked = await admin.waitFor('Please send the roster', 'desk');
    const template = await admin.download(asked.files?.[0]?.url ?? '');
    expect(new TextDecoder().decode(template)).toMatch(/^name,sex/);
    await admin.say('', { files: [await admin.upload(bytesOf(TABLE), 'roster.csv')] }, 'desk');
    await admin.waitFor('1 is new', 'desk');
    await admin.pressLabel('✅ Import', 'desk');
    await admin.waitFor('Imported.', 'desk');
    expect(await bot.store.db.person.count()).toBe(1);
  });

  it('is for supervisors and administrators', async () => {
    const { bot, colleague } = await scene();
    const liaison = await colleague('Zhao');
    await liaison.says('/roster', { media: [FILE] });
    expect(last(liaison.inbox())).toMatch(/liaison/);
    expect(await bot.store.db.person.count()).toBe(0);
  });
});

describe('/person', () => {
  async function scene() {
    const made = await team();
    const { store } = made.bot;
    await addSite(store, 'Sun Hotel');
    await importText(
      store,
      `${HEADER}\n${LI}\nLi Wei,M,,id-card,110105199003070015,010-65432100,,,,,,,,Sun Hotel,1204,depression,,\n`,
    );
    return { ...made, store };
  }

  it('finds by name, room, document and phone, however written', async () => {
    const { colleague } = await scene();
    const zhao = await colleague('Zhao');
    for (const words of ['Li Na', 'li na', '1203', 'Sun Hotel 1203', 'e1234-5678', '138 0013 8000', 'Na']) {
      await zhao.says(`/person ${words}`);
      expect(last(zhao.inbox()), words).toMatch(
        /Li Na[\s\S]*Sun Hotel · 1203[\s\S]*CA981 · entered 2026-05-01/,
      );
    }
    await zhao.says('找人 Li');
    expect(last(zhao.inbox())).toContain('2 people');
    await zhao.presses(/Li Wei/);
    expect(last(zhao.inbox())).toContain('🔒');
    expect(last(zhao.inbox())).not.toContain('depression');
    await zhao.says('/person Nobody');
    expect(last(zhao.inbox())).toContain('Nobody is found');
    await zhao.says('/person');
    expect(last(zhao.inbox())).toContain('for example');
  });

  it('shows numbers in private only, to few, and puts that on record', async () => {
    const { group, colleague, store } = await scene();
    const [zhao, medic] = [await colleague('Zhao'), await colleague('Qian', 'medic')];
    await zhao.says('/person Li Na');
    expect(zhao.posts().at(-1)?.content.choices).toEqual([]);
    await medic.says('/person Li Na');
    await medic.presses(/Document/);
    expect(last(medic.inbox())).toMatch(
      /passport E12345678[\s\S]*\+8613800138000[\s\S]*Li Wei \+8613900139000/,
    );
    const [li] = await store.db.person.findMany({ where: { name: 'Li Na' } });
    expect(await store.db.audit.findMany({ where: { action: 'person.read' } })).toMatchObject([
      { actor: `staff:${medic.staffId}`, after: { personId: li?.id } },
    ]);
    await medic.saysIn(group, '/person E12345678');
    await medic.saysIn(group, '/person 1204');
    await medic.pressesId(`numbers:${li?.id}`, group);
    expect(group.texts()).toHaveLength(3);
    expect(group.texts().join('\n')).not.toMatch(/E12345678|13800138000|65432100|depression/);
    expect(group.texts()[1]).toContain('more in a private chat');
    expect(group.texts()[2]).toContain('private chat');
  });

  it('names open tickets, of confidential ones only the number and how urgent they are', async () => {
    const { bot, group, colleague, store } = await scene();
    const guest = bot.person('telegram', { name: 'Ana', locale: 'en' });
    await guest.says('There is no hot water in our room');
    await bot.store.db.person.updateMany({ where: { name: null }, data: { name: 'Ana' } });
    const zhao = await colleague('Zhao');
    await zhao.says('/person Ana');
    expect(last(zhao.inbox())).toMatch(/#1 · \S+/);
    await store.db.ticket.updateMany({ data: { need: 'medical', restricted: true } });
    await zhao.saysIn(group, '/person Ana');
    expect(last(group.texts())).toContain('#1');
    expect(last(group.texts())).not.toMatch(/medical/i);
  });
});
