/** The statements by which personal data are removed, by kind: `$1` are the people. src/domain/privacy/fates.ts says what goes. */
import type { DataClass } from '../domain/privacy/data-class.ts';
import { COPIES_KEY } from './retention-copies.ts';

/** One statement and the table whose rows it counts. */
export interface Erasing {
  readonly table: string;
  readonly sql: string;
  /** Whose ids follow the people, as `$2` and `$3`: messages of theirs, and messages to them. */
  readonly needs?: readonly ('received' | 'sent')[];
}

const THEIRS = 'person_id = any($1::uuid[])';
const TICKETS = `ticket_id in (select id from ticket where ${THEIRS})`;
const STAYS = `stay_id in (select id from stay where ${THEIRS})`;
/** Their private chats: the accounts they have now, and those their own tickets came from; none of a colleague's. */
const CHATS = `with mine as materialized (
    select account, private_chat as chat from channel_identity
      where ${THEIRS} and private_chat is not null and staff_id is null
    union select account, private_chat from ticket where ${THEIRS} and speaker_id is null and private_chat is not null
      and (account, private_chat) not in (select account, private_chat from channel_identity
        where staff_id is not null and private_chat is not null))`;
const IN_CHATS = '(account, chat) in (select account, chat from mine)';
/** Older copies are empty already (src/store/retention-copies.ts): nobody's removal reads years of messages. */
const since = (which: 'inbound' | 'outgoing'): string =>
  `id > coalesce((select (value::jsonb->>'${which}')::bigint from setting where key = '${COPIES_KEY}'), 0)`;
/** What they wrote: in private chats, what they wrote in groups, and what was written on their tickets. */
const WRITTEN = `(${IN_CHATS} or id in (select inbound_id from entry where ${TICKETS} and inbound_id is not null)
    or id in (select inbound_id from ledger_entry where ${THEIRS} and inbound_id is not null)
    or (account, payload->'sender'->>'id') in (select account, external_id from channel_identity where ${THEIRS}))
  and state <> 'pending' and ${since('inbound')}`;
/** What was sent to them, and what was sent to anybody about their tickets; what waits still, however old it is. */
const SENT = `(${IN_CHATS} or ${TICKETS}) and (${since('outgoing')} or state = 'pending')`;

/** Their messages are looked for once; every statement about them gets the ids. */
export const MESSAGES = {
  received: `${CHATS} select id::text from inbound where ${WRITTEN}`,
  sent: `${CHATS} select id::text from outgoing where ${SENT}`,
} as const;
const SECOND = '($1::uuid[] is not null and id = any($2::text[]::bigint[]))';
const THIRD = 'id = any($3::text[]::bigint[])';

const on = (table: string, sql: string): Erasing => ({ table, sql });
const onReceived = (sql: string): Erasing => ({ table: 'inbound', sql, needs: ['received'] });
const onSent = (sql: string): Erasing => ({ table: 'outgoing', sql, needs: ['sent'] });
/** Empties columns of rows that hold something in one of them. */
const empty = (table: string, set: string, where: string, some: string): Erasing =>
  on(table, `update ${table} set ${set} where ${where} and (${some})`);

/** Files that are about them: those on their tickets and in their messages, and what the program wrote for them. */
const FILES = `${CHATS}, named as (
    select jsonb_path_query(attachments, '$.media[*]') as file from entry where ${TICKETS}
    union all select jsonb_path_query(attachments, '$.media[*]') from ledger_entry where ${THEIRS}
    union all select jsonb_path_query(payload, '$.media[*]') from inbound where ${SECOND}
    union all select jsonb_path_query(body, '$.media[*] ? (@.account == "kept")') from outgoing where ${THIRD}
    union all select jsonb_path_query(content, '$.files[*]') from web_message
      where author = 'person' and chat in (select chat from mine))
  delete from media_file where id = any(array(
      select (file->>'id')::uuid from named where file->>'id' ~ '^[0-9a-f-]{36}$'
      except select (f->>'id')::uuid from notice, jsonb_path_query(attachments, '$[*]') f
        where f->>'id' ~ '^[0-9a-f-]{36}$'))`;

const DOCUMENTS: readonly Erasing[] = [
  empty(
    'person_details',
    `birth_date = null, nationality = null, document_type = null, document_number = null, row_hash = null,
      import_row = null`,
    THEIRS,
    'num_nonnulls(birth_date, nationality, document_type, document_number, row_hash) > 0',
  ),
  empty('stay', 'seat = null', THEIRS, 'seat is not null'),
  on(
    'person_key',
    `delete from person_key where ${THEIRS} and (key like 'document:%' or key like 'name-birth:%')`,
  ),
];

const PHONE: readonly Erasing[] = [
  empty('person', 'phone = null', 'id = any($1::uuid[])', 'phone is not null'),
  empty(
    'person_details',
    'contact_name = null, contact_phone = null',
    THEIRS,
    'num_nonnulls(contact_name, contact_phone) > 0',
  ),
  on('person_key', `delete from person_key where ${THEIRS} and key like 'phone:%'`),
];

const MEDIA: readonly Erasing[] = [
  { table: 'media_file', sql: FILES, needs: ['received', 'sent'] },
  empty('entry', 'attachments = null', TICKETS, 'attachments is not null'),
  empty('ledger_entry', 'attachments = null', THEIRS, 'attachments is not null'),
  onReceived(`update inbound set payload = payload - array['media', 'place', 'contact'] where ${SECOND}
    and payload ?| array['media', 'place', 'contact']`),
  onSent(
    `update outgoing set body = body - 'media' where ${SECOND} and state <> 'pending' and body ? 'media'`,
  ),
];

const TRANSCRIPTS: readonly Erasing[] = [
  onReceived(`update inbound set payload = '{}', error = null where ${SECOND} and payload <> '{}'`),
  // A notice is everybody's, and a card is drawn when it is sent; what else waits to be sent is not sent any more.
  onSent(`update outgoing set error = null,
      state = case when state = 'pending' and kind <> 'card' then 'expired' else state end,
      body = case when dedupe_key like 'notice:%' then body - 'chat' when state = 'pending' and kind = 'card'
        then body - array['content', 'change'] else '{}' end
    where ${SECOND} and kind <> 'topic' and (error is not null or case when dedupe_key like 'notice:%' then body ? 'chat'
      when state = 'pending' and kind = 'card' then body ?| array['content', 'change'] else body <> '{}' end)`),
  on('web_message', `${CHATS} delete from web_message where chat in (select chat from mine)`),
  on(
    'session',
    `delete from session s using channel_identity ci
    where ci.${THEIRS} and ci.staff_id is null and s.account = ci.account and s.sender = ci.external_id`,
  ),
  empty('entry', 'text = null', TICKETS, 'text is not null'),
  empty(
    'ticket',
    `summary = '', rating_comment = null, waiting_on = null`,
    THEIRS,
    `summary <> '' or num_nonnulls(rating_comment, waiting_on) > 0`,
  ),
  empty('promise', `text = ''`, TICKETS, `text <> ''`),
  empty(
    'item_line',
    `name = coalesce(item, ''), substitute = null`,
    TICKETS,
    `name <> coalesce(item, '') or substitute is not null`,
  ),
  empty('ledger_entry', `text = ''`, THEIRS, `text <> ''`),
  empty('faq_miss', `question = ''`, `(${THEIRS} or ${TICKETS})`, `question <> ''`),
  empty(
    'stay',
    'release_reason = null, rating_comment = null',
    THEIRS,
    'num_nonnulls(release_reason, rating_comment) > 0',
  ),
  empty('stay_change', `reason = ''`, STAYS, `reason <> ''`),
  empty('reminder', `params = '{}'`, STAYS, `params <> '{}'`),
  empty(
    'declaration_difference',
    'declared = null, roster = null, note = null',
    `declaration_id in (select id from declaration where ${THEIRS})`,
    'num_nonnulls(declared, roster, note) > 0',
  ),
  empty('declaration', `answers = '{}'`, THEIRS, `answers <> '{}'`),
  empty('check_in', 'note = null', THEIRS, 'note is not null'),
  empty('trip_seat', 'reason = null, told = null', THEIRS, 'num_nonnulls(reason, told) > 0'),
  empty(
    'identity_claim',
    `said = '{}', candidates = '[]'`,
    `(${THEIRS} or claimant_id = any($1::uuid[]))`,
    `said <> '{}' or candidates <> '[]'`,
  ),
  empty('erasure', 'reason = null', THEIRS, 'reason is not null and proof is null'),
];

const UNLINKED = `chat = '-', dedupe_key = case when dedupe_key like 'notice:%'
  then left(dedupe_key, 43) || ':erased:' || id else dedupe_key end`;
/** Of a notice that never arrived only the key names the chat. */
const NOTICES = `${CHATS} update outgoing set ${UNLINKED} where dedupe_key = any(array(
  select 'notice:' || n.id || ':' || m.account || ':' || m.chat from notice n, mine m))`;

/** Last, for nothing else of theirs is found once their accounts are nobody's. */
const IDENTITY: readonly Erasing[] = [
  onReceived(`${CHATS} update inbound set chat = '-', external_id = 'erased:' || id
      where ${IN_CHATS} and state <> 'pending' and ${SECOND}`),
  on('outgoing', NOTICES),
  on('outgoing', `${CHATS} update outgoing set ${UNLINKED} where ${IN_CHATS} and sent_ref is not null`),
  onSent(`${CHATS} update outgoing set ${UNLINKED} where ${IN_CHATS} and ${SECOND}
      and (state <> 'pending' or kind <> 'card')`),
  on(
    'chat',
    `${CHATS} delete from chat where kind = 'private' and (account, external_id) in (select account, chat from mine)
    and not exists (select 1 from card where chat_id = chat.id) and not exists (select 1 from topic where chat_id = chat.id)`,
  ),
  on(
    'chat_member',
    `delete from chat_member where identity_id in (select id from channel_identity where ${THEIRS})`,
  ),
  on('bind_code', `delete from bind_code where ${THEIRS}`),
  // The account of somebody who is on the team as well stays the colleague's.
  on(
    'channel_identity',
    `update channel_identity set person_id = null where ${THEIRS} and staff_id is not null`,
  ),
  on('channel_identity', `delete from channel_identity where ${THEIRS}`),
  // Also of tickets that they opened for somebody else: the chat is theirs.
  empty(
    'ticket',
    'private_chat = null',
    `(${THEIRS} and speaker_id is null or speaker_id = any($1::uuid[]))`,
    'private_chat is not null',
  ),
  on('person_key', `delete from person_key where ${THEIRS}`),
  on('person_details', `delete from person_details where ${THEIRS}`),
  on('proxy', `delete from proxy where speaker_id = any($1::uuid[]) or subject_id = any($1::uuid[])`),
  on('care_task', `delete from care_task where ${THEIRS}`),
  on('care_flag', `delete from care_flag where ${THEIRS}`),
  on(
    'party',
    `update party set name = null where name is not null
    and id in (select party_id from person where id = any($1::uuid[]))
    and not exists (select 1 from person p where p.party_id = party.id and p.id <> all($1::uuid[]))`,
  ),
  empty(
    'person',
    'name = null, room = null, party_id = null',
    'id = any($1::uuid[])',
    'num_nonnulls(name, room, party_id) > 0',
  ),
];

/** By kind, to be run in the order of DATA_CLASSES. */
export const ERASING: Readonly<Record<DataClass, readonly Erasing[]>> = {
  documents: DOCUMENTS,
  phone: PHONE,
  media: MEDIA,
  transcripts: TRANSCRIPTS,
  identity: IDENTITY,
};
