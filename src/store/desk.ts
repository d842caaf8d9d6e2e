/** What the staff desk reads besides tickets: colleagues, transcripts, and which ticket somebody is writing to. */
import type { StaffRole } from '../domain/actor.ts';
import type { AccountId, ChatRef, SenderRef } from '../domain/ids.ts';
import type { ContactCard, Media, Place } from '../domain/message.ts';
import { withMerged } from './merged.ts';
import { type EntryRecord, type TeamRecord, toRecord } from './records.ts';
import { once, type Reader, sql, type Tx } from './transaction.ts';

/** A private chat somebody can be written to in, and the language that was chosen there. */
export interface PrivateChat {
  readonly account: AccountId;
  readonly chat: ChatRef;
  /** Their own id on that account. */
  readonly sender: SenderRef;
  readonly locale: string | null;
}

/**
 * A colleague's private chats, best first: where they work on this ticket, then where they were last busy. Chats that
 * take nothing any more come last.
 */
export async function listStaffPrivateChats(
  tx: Tx,
  staffId: string,
  ticketId: string,
): Promise<PrivateChat[]> {
  const client = await sql(tx);
  return client.$queryRaw<PrivateChat[]>`
    select ci.account, ci.private_chat as chat, ci.external_id as sender, coalesce(st.locale, c.locale) as locale
    from channel_identity ci
    join staff st on st.id = ci.staff_id and st.active
    left join chat c on c.account = ci.account and c.external_id = ci.private_chat
    left join session s on s.account = ci.account and s.chat = ci.private_chat and s.sender = ci.external_id
    where ci.staff_id = ${staffId}::uuid and ci.private_chat is not null
    order by (c.state is not distinct from 'open') desc, (s.state->>'ticket' = ${ticketId}) desc nulls last,
      s.updated_at desc nulls last, ci.created_at desc`;
}

/** A traveller's private chats, those on this account first. */
export async function listPersonPrivateChats(
  tx: Tx,
  personId: string,
  account: string,
): Promise<PrivateChat[]> {
  const client = await sql(tx);
  return client.$queryRaw<PrivateChat[]>`
    select ci.account, ci.private_chat as chat, ci.external_id as sender, null as locale from channel_identity ci
    where ci.person_id = ${personId}::uuid and ci.private_chat is not null
    order by (ci.account = ${account}) desc, ci.created_at desc`;
}

/** Makes this ticket the one that a colleague's next words in that private chat go to. */
export async function focusTicket(
  tx: Tx,
  key: { account: string; chat: string; sender: string },
  ticketId: string,
  now: Temporal.Instant,
): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`
    insert into session (account, chat, sender, state, updated_at)
    values (${key.account}, ${key.chat}, ${key.sender}, jsonb_build_object('ticket', ${ticketId}::text),
      ${now.toString()}::timestamptz)
    on conflict (account, chat, sender) do update
      set state = (session.state - 'expect') || excluded.state, updated_at = excluded.updated_at`;
}

/** Nobody's next words go to this ticket any more, but those of the colleague who has it now. */
export async function unfocusTicket(tx: Tx, ticketId: string, exceptStaffId: string | null): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`
    update session s set state = s.state - 'ticket' - 'expect' from channel_identity ci
    where ci.staff_id is not null and ci.staff_id is distinct from ${exceptStaffId}::uuid
      and s.account = ci.account and s.chat = ci.private_chat and s.sender = ci.external_id
      and s.state->>'ticket' = ${ticketId}`;
}

/** An active member of staff, with the names their platforms know them by. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly usernames: readonly string[];
}

/** Every active member of staff, by name. */
export async function listColleagues(tx: Tx): Promise<Colleague[]> {
  const client = await sql(tx);
  return client.$queryRaw<Colleague[]>`
    select st.id::text, st.name, st.role,
      coalesce(array_agg(ci.username) filter (where ci.username is not null), '{}') as usernames
    from staff st left join channel_identity ci on ci.staff_id = st.id
    where st.active group by st.id order by st.name, st.id`;
}

/** Every team, by name. */
export const listTeams = (tx: Reader): Promise<TeamRecord[]> =>
  once(tx, 'teams', (client) => client.team.findMany({ orderBy: { name: 'asc' } }));

/** What may come with an entry's text. */
export interface Attachments {
  readonly media?: readonly Media[];
  readonly place?: Place;
  readonly contact?: ContactCard;
}

/** A transcript's line with the colleague's name on it. */
export interface TranscriptLine extends Omit<EntryRecord, 'attachments'> {
  readonly staffName: string | null;
  readonly inboundId: number | null;
  readonly attachments: Attachments | null;
}

/** The newest lines of a ticket and of those it took in, in the order in which they were said. */
export async function loadTranscript(db: Reader, ticketId: string, limit = 300): Promise<TranscriptLine[]> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(e) || jsonb_build_object('staff_name', st.name) as row
     from (select * from entry where ticket_id = any(${withMerged('$1::uuid')}) order by id desc limit $2) e
     left join staff st on st.id = e.staff_id order by e.at, e.id`,
    ticketId,
    limit,
  );
  return rows.map(({ row }) => toRecord<TranscriptLine>(row));
}

/** Staff's answers on a ticket that were never queued for the traveller, oldest first. */
export async function listKeptReplies(tx: Tx, ticketId: string): Promise<TranscriptLine[]> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(e) as row from entry e
     where e.ticket_id = any(${withMerged('$1::uuid')}) and e.kind = 'staff' and e.inbound_id is not null
       and not exists (select 1 from outgoing o where o.dedupe_key = 'relay:' || e.inbound_id)
     order by e.id`,
    ticketId,
  );
  return rows.map(({ row }) => toRecord<TranscriptLine>(row));
}

/** Whoever is behind an account. */
export interface KnownSender {
  readonly name: string | null;
  readonly room: string | null;
  readonly site: string | null;
  readonly siteId: string | null;
  readonly jurisdiction: string | null;
  /** What they write may be about a ticket that few may read. */
  readonly isRestricted: boolean;
}

/** Who is behind an account, as far as a team needs it to help them. */
export async function findSender(tx: Tx, account: string, sender: string): Promise<KnownSender | undefined> {
  const client = await sql(tx);
  const rows = await client.$queryRaw<KnownSender[]>`
    select coalesce(st.name, p.name, ci.display_name) as name, p.room, s.name as site, s.id::text as "siteId",
      p.jurisdiction,
      st.id is not null or exists (select 1 from ticket t where t.person_id = p.id and t.restricted) as "isRestricted"
    from channel_identity ci left join person p on p.id = ci.person_id left join site s on s.id = p.site_id
    left join staff st on st.id = ci.staff_id
    where ci.account = ${account} and ci.external_id = ${sender}`;
  return rows[0];
}

/** A ticket's traveller as their platform names them, for a mention in a group of that account. */
export async function findTravellerMention(
  tx: Tx,
  personId: string,
  account: string,
): Promise<{ externalId: string; name: string | null } | undefined> {
  const client = await sql(tx);
  const rows = await client.$queryRaw<{ externalId: string; name: string | null }[]>`
    select external_id as "externalId", display_name as name from channel_identity
    where person_id = ${personId}::uuid and account = ${account} limit 1`;
  return rows[0];
}

/** What a member of staff is called, active or not. */
export async function findStaffName(tx: Tx, id: string): Promise<string> {
  const client = await sql(tx);
  const staff = await client.staff.findUnique({ where: { id }, select: { name: true } });
  return staff?.name ?? '?';
}
