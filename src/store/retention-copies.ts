/** Messages as they travelled, of travellers and of staff alike: emptied when they are old, whoever they were about. */
import { toIso } from '../clock.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** The setting that says how far the emptying has come. */
export const COPIES_KEY = 'retention.copies';

/** Up to which rows everything is empty. */
export interface Cursors {
  readonly inbound: bigint;
  readonly outgoing: bigint;
  /** Of the web's own history. */
  readonly web: bigint;
}

/** Chats of the team, as the web's history names them. */
export const STAFF_CHATS = `select external_id from chat where kind = 'group'
  union select private_chat from channel_identity where staff_id is not null and private_chat is not null`;

/** How far the emptying has come. */
export async function readCursors(db: Reader): Promise<Cursors> {
  const client = await sql(db);
  const setting = await client.setting.findUnique({ where: { key: COPIES_KEY } });
  const kept = setting ? (JSON.parse(setting.value) as Record<keyof Cursors, string>) : undefined;
  return {
    inbound: BigInt(kept?.inbound ?? 0),
    outgoing: BigInt(kept?.outgoing ?? 0),
    web: BigInt(kept?.web ?? 0),
  };
}

/**
 * Empties at most `most` of each that were there before `before`; false when nothing is left to do. A notice that went to
 * many is kept, for it is taken back by its words, and so are the cards on the web's desk, which are drawn anew instead.
 */
export async function emptyCopies(tx: Tx, before: Temporal.Instant, most: number): Promise<boolean> {
  const client = await sql(tx);
  const cursors = await readCursors(tx);
  const inbound = await client.$queryRaw<{ id: bigint }[]>`
    with old as (select id, state from inbound where id > ${cursors.inbound}
        and received_at < ${toIso(before)}::timestamptz order by id limit ${most}),
      emptied as (update inbound i set payload = '{}', error = null, chat = '-'
        from old where i.id = old.id and old.state <> 'pending')
    select max(id) as id from old having max(id) is not null`;
  const outgoing = await client.$queryRaw<{ id: bigint }[]>`
    with old as (select id, state from outgoing where id > ${cursors.outgoing}
        and created_at < ${toIso(before)}::timestamptz order by id limit ${most}),
      emptied as (update outgoing o set error = null, chat = case when o.sent_ref is null then '-' else o.chat end,
          body = case when o.dedupe_key like 'notice:%' then o.body else '{}' end
        from old where o.id = old.id and old.state <> 'pending')
    select max(id) as id from old having max(id) is not null`;
  await client.$executeRaw`update handover set sheet = jsonb_set(sheet, '{sections}', '[]')
    where posted_at < ${toIso(before)}::timestamptz and accepted_at is not null and sheet->'sections' <> '[]'`;
  const web = await client.$queryRawUnsafe<{ id: bigint }[]>(
    `with old as (select seq, chat, content from web_message where seq > $1::bigint and at < $2::timestamptz
        order by seq limit $3::int),
      emptied as (update web_message w set content = '{"text": "…"}' from old where w.seq = old.seq
        and old.chat in (${STAFF_CHATS}) and old.content->'card' is distinct from 'true')
    select max(seq) as id from old having max(seq) is not null`,
    cursors.web,
    toIso(before),
    most,
  );
  if (inbound.length + outgoing.length + web.length === 0) return false;
  const value = JSON.stringify({
    inbound: String(inbound[0]?.id ?? cursors.inbound),
    outgoing: String(outgoing[0]?.id ?? cursors.outgoing),
    web: String(web[0]?.id ?? cursors.web),
  });
  await client.setting.upsert({
    where: { key: COPIES_KEY },
    create: { key: COPIES_KEY, value },
    update: { value },
  });
  return true;
}

/** Removes kept files whose time is over. */
export async function dropExpiredFiles(tx: Tx, now: Temporal.Instant): Promise<number> {
  const client = await sql(tx);
  return client.$executeRaw`delete from media_file where expires_at <= ${toIso(now)}::timestamptz`;
}

/** Forgets accounts that belong to nobody and were seen before `before`: people who came into a group and said nothing. */
export async function forgetStrangers(tx: Tx, before: Temporal.Instant, most: number): Promise<number> {
  const client = await sql(tx);
  const rows = await client.$queryRaw<{ id: string }[]>`
    select id::text from channel_identity where person_id is null and staff_id is null
      and created_at < ${toIso(before)}::timestamptz limit ${most} for update skip locked`;
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await client.$executeRaw`delete from chat_member where identity_id = any(${ids}::uuid[])`;
  return client.$executeRaw`delete from channel_identity where id = any(${ids}::uuid[])`;
}
