/** The main guard: every column that can hold words has a fate, and what is said to be removed is really gone. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DATA_CLASSES } from '../../src/domain/privacy/data-class.ts';
import { FATES } from '../../src/domain/privacy/fates.ts';
import { removeData } from '../../src/store/erasure.ts';
import type { Store } from '../../src/store/open.ts';
import { seal } from '../../src/store/sealed.ts';
import { transact } from '../../src/store/transaction.ts';
import { testStore } from '../support/database.ts';

const NOW = Temporal.Instant.from('2026-11-23T08:00:00Z');
/** Types that say nothing by themselves: ids, moments, numbers and flags. */
const SILENT = ['uuid', 'timestamp with time zone', 'integer', 'bigint', 'smallint', 'boolean'];
/** Our own: which migrations ran. */
const OURS = ['_migration', '_migrations', 'migration', '_prisma_migrations', 'homeward_migration'];

interface Column {
  readonly name: string;
  readonly type: string;
}

describe('every column', () => {
  it('that can hold words, dates or amounts of a traveller has a fate, and the list names no other', async () => {
    const { db } = await testStore();
    const columns = await db.$queryRaw<Column[]>`
      select c.table_name || '.' || c.column_name as name, c.data_type as type from information_schema.columns c
      join information_schema.tables t on t.table_name = c.table_name and t.table_schema = c.table_schema
      where c.table_schema = 'public' and t.table_type = 'BASE TABLE'`;
    const wordy = columns.filter(({ name, type }) => {
      const [table = ''] = name.split('.');
      return !SILENT.includes(type) && !OURS.includes(table);
    });
    const listed = Object.entries(FATES).flatMap(([table, own]) =>
      Object.keys(own).map((column) => `${table}.${column}`),
    );
    const numbers = new Set(['numeric', 'double precision', 'real']);
    const mustBeListed = wordy.filter(({ name }) => !listed.includes(name));
    expect(mustBeListed.filter(({ type }) => !numbers.has(type)).map(({ name }) => name)).toEqual([]);
    expect(listed.filter((name) => !columns.some((column) => column.name === name))).toEqual([]);
  });
});

const MARK = 'Zz9mark';
const person = randomUUID();
const other = randomUUID();
const [site, ticket, stay, staff, identity, declaration] = Array.from({ length: 6 }, () => randomUUID());
const [notice, party, chat, report] = Array.from({ length: 4 }, () => randomUUID());
const file = randomUUID();
const word = (column: string): string => `'${MARK} ${column}'`;
const json = (column: string): string => `'{"text": "${MARK} ${column}"}'`;
const at = `'${NOW}'`;

/** Somebody with a row in everything, and somebody else whose records stand beside. */
const ROWS = `
  insert into site (id, name, created_at) values ('${site}', 'Sun Hotel', ${at});
  insert into staff (id, name, role, created_at) values ('${staff}', 'Wang', 'medic', ${at});
  insert into party (id, name, created_at) values ('${party}', ${word('party')}, ${at});
  insert into person (id, name, room, phone, site_id, party_id, jurisdiction, created_at) values
    ('${person}', ${word('name')}, ${word('room')}, null, '${site}', '${party}', 'Yunnan', ${at}),
    ('${other}', 'Bo Chen', '1204', null, '${site}', null, 'Yunnan', ${at});
  insert into person_details (person_id, sex, birth_date, nationality, document_type, document_number, languages, other_languages,
      other_care, next_destination, contact_name, contact_phone, row_hash) values
    ('${person}', ${word('sex')}, '1980-01-02', ${word('nation')}, ${word('type')}, null, array[${word('l')}],
      array[${word('o')}], array[${word('c')}], ${word('next')}, ${word('cn')}, null, ${word('hash')});
  insert into channel_identity (id, account, external_id, display_name, username, platform_locale, person_id, private_chat, created_at)
    values ('${identity}', 'telegram', '${MARK} ext', ${word('display')}, ${word('user')}, ${word('pl')}, '${person}',
      '${MARK} chat', ${at});
  insert into chat (id, account, external_id, kind, title, offered, created_at) values
    ('${chat}', 'telegram', '${MARK} chat', 'private', ${word('title')}, '[{"id":"a","label":"${MARK} offered"}]', ${at}),
    (gen_random_uuid(), 'wechat', 'staffroom', 'group', 'Day', '[{"id":"a","label":"${MARK} name"}]', ${at});
  insert into person_key (key, sealed, person_id) values ('document:${MARK}', ${word('sealed')}, '${person}'),
    ('phone:${MARK}', ${word('sealed')}, '${person}'), ('name-flight:${MARK}', null, '${person}');
  insert into proxy (id, speaker_id, subject_id, relation, state, created_at) values
    (gen_random_uuid(), '${person}', '${other}', ${word('relation')}, ${word('proxy')}, ${at});
  insert into bind_code (id, code_hash, person_id, created_at, expires_at) values
    (gen_random_uuid(), ${word('code')}, '${person}', ${at}, ${at});
  insert into identity_claim (id, claimant_id, said, candidates, asked_at) values
    (gen_random_uuid(), '${person}', ${json('said')}, '["${MARK}"]', ${at});
  insert into care_flag (person_id, kind, date, note) values ('${person}', ${word('care')}, '2026-01-01', ${word('note')});
  insert into care_task (key, person_id, kind, day, due_at, state) values
    (${word('key')}, '${person}', ${word('kind')}, '2026-01-01', ${at}, ${word('state')});
  insert into ticket (id, person_id, site_id, need, urgency, state, summary, language, account, private_chat, opened_at,
      resolved_at, rating, rating_comment, waiting_on) values
    ('${ticket}', '${person}', '${site}', 'supplies', 'normal', 'closed', ${word('summary')}, 'en', 'telegram', '${MARK} chat',
      ${at}, ${at}, 5, ${word('comment')}, ${word('waiting')});
  insert into promise (id, ticket_id, staff_id, text, created_at) values
    (gen_random_uuid(), '${ticket}', '${staff}', ${word('promise')}, ${at});
  insert into item_line (id, ticket_id, position, item, name, amount, substitute, updated_at) values
    (gen_random_uuid(), '${ticket}', 1, 'water', ${word('item')}, 2, ${word('substitute')}, ${at});
  insert into inbound (account, external_id, chat, payload, state, error, received_at, not_before) values
    ('telegram', '${MARK} in1', '${MARK} chat', ${json('payload')}, 'handled', ${word('error')}, ${at}, ${at}),
    ('telegram', 'in2', '-100', '{"sender": {"id": "${MARK} ext"}, "text": "${MARK} in a group"}', 'handled', null, ${at}, ${at}),
    ('wechat', 'in3', 'staffroom', '{"text": "/person ${MARK} name"}', 'handled', null, ${at}, ${at}),
    ('web', 'in4', 'parent', '{"text": "${MARK} by the parent"}', 'handled', null, ${at}, ${at});
  insert into entry (ticket_id, kind, person_id, text, attachments, inbound_id, at) values
    ('${ticket}', 'traveller', '${person}', ${word('entry')}, '{"media": [{"id": "${file}", "name": "${MARK}"}]}',
      (select id from inbound where external_id = 'in4'), ${at});
  insert into media_file (id, account, type, name, bytes, created_at) values
    ('${file}', ${word('account')}, ${word('mime')}, ${word('file')}, '\\x00', ${at});
  insert into ledger_entry (id, kind, person_id, text, attachments, at) values
    (gen_random_uuid(), 'thanks', '${person}', ${word('thanks')}, '{"place": "${MARK}"}', ${at});
  insert into faq_miss (id, question, locale, person_id, asked_at) values
    (gen_random_uuid(), ${word('question')}, 'en', '${person}', ${at});
  insert into session (account, chat, sender, state, updated_at) values
    ('telegram', '${MARK} chat', '${MARK} ext', ${json('session')}, ${at}),
    ('wechat', 'staffroom', 'wang', '{"choosing": {"choice": "person", "rest": "${MARK} name"}}', ${at});
  insert into web_message (rev, chat, author, client_id, sender, name, content, at) values
    (1, '${MARK} chat', 'person', ${word('client')}, ${word('sender')}, ${word('wname')}, ${json('web')}, ${at}),
    (2, 'staffroom', 'bot', null, null, null, '{"text": "Card of ${MARK} name and Bo Chen"}', ${at});
  insert into outgoing (account, chat, lane, kind, body, dedupe_key, ticket_id, state, not_before, sent_ref, error, created_at) values
    ('telegram', '${MARK} chat', 1, 'message', ${json('body')}, 'in:1:1', null, 'sent', ${at}, '5', ${word('oerror')}, ${at}),
    ('telegram', '${MARK} chat', 2, 'message', '{"text": "A notice", "chat": "${MARK} chat"}',
      'notice:${notice}:telegram:${MARK} chat', null, 'sent', ${at}, '6', null, ${at}),
    ('wechat', 'staffroom', 1, 'message', ${json('reply')}, 'show:1', '${ticket}', 'sent', ${at}, '7', null, ${at}),
    ('wechat', 'staffroom', 1, 'message', '{"text": "1203 ${MARK} name, 1204 Bo Chen"}', 'in:9:1', null, 'sent', ${at}, '8', null, ${at});
  insert into stay (id, person_id, site_id, flight, seat, state, ended_at, release_reason, rating_comment, created_at) values
    ('${stay}', '${person}', '${site}', 'CA981', ${word('seat')}, 'released', ${at}, ${word('reason')}, ${word('rated')}, ${at});
  insert into stay_change (id, stay_id, kind, days, reason, asked_by, asked_at) values
    (gen_random_uuid(), '${stay}', 'extension', 2, ${word('change')}, '${staff}', ${at});
  insert into reminder (key, stay_id, kind, day, params, due_at, expires_at) values
    ('release:1', '${stay}', 'test', '2026-01-01', ${json('params')}, ${at}, ${at});
  insert into declaration (id, person_id, form_version, answers, locale, started_at, updated_at) values
    ('${declaration}', '${person}', 1, ${json('answers')}, 'en', ${at}, ${at});
  insert into declaration_difference (id, declaration_id, field, declared, roster, note) values
    (gen_random_uuid(), '${declaration}', 'flight', ${word('declared')}, ${word('roster')}, ${word('dnote')});
  insert into check_in (person_id, day, note) values ('${person}', '2026-01-01', ${word('checknote')});
  insert into trip (id, from_place, to_place, created_by, created_at) values ('${report}', 'A', 'B', '${staff}', ${at});
  insert into trip_seat (trip_id, person_id, state, reason, told) values
    ('${report}', '${person}', 'arrived', ${word('off')}, ${word('told')});
  insert into audit (at, actor, action, ticket_id, before, after) values
    (${at}, 'staff:${staff}', 'ticket.wait', '${ticket}', '{"state": "new", "x": "${MARK} b"}', '{"state": "closed", "why": "${MARK} a"}'),
    (${at}, 'person:${person}', 'x.y', null, '{"said": ["${MARK}"]}', '{"rating": 5}'),
    (${at}, 'staff:${staff}', 'party.join', null, null, '{"personId": "${person}", "name": "${MARK}"}');
  insert into erasure (id, person_id, state, asked_at, reason) values
    (gen_random_uuid(), '${person}', 'refused', ${at}, ${word('refused')});
  insert into handover (id, team_id, from_shift_id, sheet, posted_at) values
    (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '{"sections": [{"lines": ["${MARK} name", "Bo Chen"]}]}', ${at});
  insert into console_session (id, staff_id, token_hash, device, created_at, seen_at, expires_at, answer) values
    (gen_random_uuid(), '${staff}', 'h', 'Firefox', ${at}, ${at}, ${at}, '{"text": "${MARK} name"}')`;

/** Columns in which the mark cannot stand: days, bytes and what is encrypted. */
const UNMARKED = [
  'person.phone',
  'person_details.document_number',
  'person_details.contact_phone',
  'person_details.birth_date',
  'care_flag.date',
  'care_task.day',
  'media_file.bytes',
];

async function addRows(db: Store['db']): Promise<void> {
  for (const statement of ROWS.split(/;\n/)) await db.$executeRawUnsafe(statement);
  for (const id of [person, other])
    await db.person.update({ where: { id }, data: { phone: seal(db, 'person.phone', id, `+86 ${MARK}`) } });
  const place = 'person_details.document_number';
  await db.personDetails.update({
    where: { personId: person },
    data: {
      documentNumber: seal(db, place, person, `P ${MARK}`),
      contactPhone: seal(db, 'person_details.contact_phone', person, `+1 ${MARK}`),
    },
  });
}

describe('erasing somebody', () => {
  it('leaves nothing of them in any column that is said to be removed, and everything of somebody else', async () => {
    const { db } = await testStore();
    await addRows(db);
    const tables = await db.$queryRaw<{ name: string }[]>`
      select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`;
    const marked = async (): Promise<string[]> => {
      const found: string[] = [];
      for (const { name } of tables) {
        const rows = await db.$queryRawUnsafe<{ key: string }[]>(
          `select distinct e.key from "${name}" t, jsonb_each_text(to_jsonb(t)) e where e.value like '%${MARK}%'`,
        );
        found.push(...rows.map(({ key }) => `${name}.${key}`));
      }
      return found.sort();
    };
    const removed = Object.entries(FATES).flatMap(([table, own]) =>
      Object.entries(own)
        .filter(([, fate]) => fate !== 'none' && fate !== 'figure')
        .map(([column]) => `${table}.${column}`),
    );
    const before = await marked();
    expect(removed.filter((name) => !before.includes(name) && !UNMARKED.includes(name))).toEqual([]);
    expect(before.filter((name) => !removed.includes(name))).toEqual([]);

    const counts = await transact(db, (tx) => removeData(tx, [person], ['identity'], NOW, { blots: true }));
    expect(await marked()).toEqual([]);
    expect(Object.keys(counts)).toEqual([...DATA_CLASSES]);
    expect(await db.personDetails.count({ where: { personId: person } })).toBe(0);

    // What stands beside is somebody else's.
    const bo = await db.person.findUniqueOrThrow({ where: { id: other } });
    expect([bo.name, bo.room, bo.phone !== null]).toEqual(['Bo Chen', '1204', true]);
    const nobody = await db.person.findUniqueOrThrow({ where: { id: person } });
    expect([nobody.name, nobody.room, nobody.phone, nobody.jurisdiction]).toEqual([
      null,
      null,
      null,
      'Yunnan',
    ]);
    const list = await db.outgoing.findUniqueOrThrow({ where: { dedupeKey: 'in:9:1' } });
    expect(list.body).toEqual({ text: '1203 …, 1204 Bo Chen' });
    const [line] = await db.audit.findMany({ where: { ticketId: ticket ?? '' } });
    expect([line?.before, line?.after]).toEqual([{ state: 'new' }, { state: 'closed' }]);
  });

  it('removes one kind and leaves the others', async () => {
    const { db } = await testStore();
    await addRows(db);
    await transact(db, (tx) => removeData(tx, [person], ['phone', 'media'], NOW));
    const kept = await db.person.findUniqueOrThrow({ where: { id: person } });
    expect(kept).toMatchObject({ phone: null, name: `${MARK} name` });
    expect(await db.mediaFile.count()).toBe(0);
    const [entry] = await db.entry.findMany();
    expect(entry).toMatchObject({ attachments: null, text: `${MARK} entry` });
    expect(await db.removal.findMany({ select: { dataClass: true }, orderBy: { dataClass: 'asc' } })).toEqual(
      [{ dataClass: 'media' }, { dataClass: 'phone' }],
    );
  });
});
