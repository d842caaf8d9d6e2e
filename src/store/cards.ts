/** Where tickets are shown to staff: cards in team chats, and lists that stand for many cards. */
import { randomUUIDv7 } from 'node:crypto';
import type { CardFacts } from '../domain/card-text.ts';
import type { MessageRef, TopicRef } from '../domain/ids.ts';
import { OPEN_STATES } from '../domain/ticket.ts';
import { type FlagRow, toFlags } from './care.ts';
import { withMerged } from './merged.ts';
import { type ChatRecord, type TicketRecord, toRecord } from './records.ts';
import { listSpeakers } from './speakers.ts';
import { append, once, type Reader, sql, type Tx } from './transaction.ts';

const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');

/** The chats that show a team's tickets: its own, and those that oversee all teams. */
export function listStaffChats(tx: Tx, teamId: string | null): Promise<ChatRecord[]> {
  return once(tx, `staff-chats:${teamId}`, async (client) => {
    const rows = await client.$queryRaw<{ row: Record<string, unknown> }[]>`
      select to_jsonb(c) as row from chat c
      where state = 'open' and (team_id = ${teamId}::uuid or oversees) order by created_at`;
    return rows.map((row) => toRecord<ChatRecord>(row.row));
  });
}

/** Notes that a chat shows a ticket, wherever its card will stand. */
export function addCard(tx: Tx, ticketId: string, chatId: string): void {
  append(tx, 'card', { ticket_id: ticketId, chat_id: chatId });
}

/** A ticket's place in a chat. */
export interface CardPlace {
  readonly chat: ChatRecord;
  readonly ref: MessageRef | null;
  readonly listId: string | null;
  /** The ticket's own topic there. */
  readonly topic: TopicRef | null;
}

/** Every chat that shows a ticket. */
export async function listCards(db: Reader, ticketId: string): Promise<CardPlace[]> {
  const client = await sql(db);
  const rows = await client.$queryRaw<
    {
      chat: Record<string, unknown>;
      ref: MessageRef | null;
      list_id: string | null;
      topic: TopicRef | null;
    }[]
  >`
    select to_jsonb(c) as chat, card.ref, card.list_id, topic.ref as topic from card join chat c on c.id = card.chat_id
    left join topic on topic.ticket_id = card.ticket_id and topic.chat_id = card.chat_id
    where card.ticket_id = ${ticketId}::uuid and c.state = 'open'`;
  return rows.map(({ ref, topic, list_id: listId, chat }) => ({
    chat: toRecord<ChatRecord>(chat),
    ref,
    listId,
    topic,
  }));
}

/** The list these tickets join: the chat's newest one when it has room and can be edited, else a new one. */
export async function joinList(
  tx: Tx,
  chatId: string,
  ticketIds: readonly string[],
  options: { canEdit: boolean; size: number; now: Temporal.Instant },
): Promise<string> {
  const client = await sql(tx);
  const newest = await client.cardList.findFirst({
    where: { chatId },
    orderBy: { createdAt: 'desc' },
    include: { _count: { select: { cards: true } } },
  });
  const fits = newest && options.canEdit && newest._count.cards + ticketIds.length <= options.size;
  const listId = fits ? newest.id : randomUUIDv7();
  if (!fits) {
    const createdAt = new Date(options.now.epochMilliseconds);
    await client.cardList.create({ data: { id: listId, chatId, createdAt } });
  }
  await client.card.updateMany({ where: { chatId, ticketId: { in: [...ticketIds] } }, data: { listId } });
  return listId;
}

/** A list and the tickets in it, oldest first. */
export async function findList(
  db: Reader,
  listId: string,
): Promise<{ chatId: string; ref: MessageRef | null; ticketIds: string[] } | undefined> {
  const client = await sql(db);
  const list = await client.cardList.findUnique({
    where: { id: listId },
    include: { cards: { select: { ticketId: true }, orderBy: { ticket: { number: 'asc' } } } },
  });
  if (!list) return undefined;
  return {
    chatId: list.chatId,
    ref: list.ref as MessageRef | null,
    ticketIds: list.cards.map((card) => card.ticketId),
  };
}

/** Notes where a list stands. */
export async function placeList(db: Reader, listId: string, ref: MessageRef): Promise<void> {
  const client = await sql(db);
  await client.cardList.update({ where: { id: listId }, data: { ref } });
}

/** A ticket with everything its card names, read together. */
export interface CardView extends CardFacts {
  readonly ticket: TicketRecord;
}

/** What the cards of these tickets show, in the order of their numbers. */
export async function loadCardViews(db: Reader, ticketIds: readonly string[]): Promise<CardView[]> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<
    (Omit<CardView, 'ticket' | 'care'> & { ticket: Record<string, unknown>; care: FlagRow[] | null })[]
  >(
    `select to_jsonb(t) as ticket, p.name as "personName", px.proxy, pa.party, p.room, s.name as site, s.time_zone as "siteZone",
       o.name as owner, coalesce(po.name, pt.name) as proposed,
       (select ci.display_name from channel_identity ci where ci.person_id = t.person_id and ci.account = t.account limit 1)
         as "displayName",
       e.messages, e."lastText", e.media,
       (select a.after->>'passedOver' from audit a where a.ticket_id = t.id and a.action = 'ticket.pass-over'
         and a.after->>'teamId' = t.team_id::text order by a.id desc limit 1) as "passedOver",
       (select jsonb_agg(to_jsonb(i) order by i.position) from item_line i where i.ticket_id = t.id) as items,
       (select m.number from ticket m where m.id = t.merged_into_id) as "mergedInto",
       case when p.care = '{}' then null else (select jsonb_agg(to_jsonb(f) order by f.date nulls last, f.kind)
         from care_flag f where f.person_id = p.id) end as care
     from ticket t
     left join lateral (select jsonb_build_object('relation', pr.relation, 'state', pr.state, 'speaker',
         coalesce(sp.name, (select display_name from channel_identity where person_id = sp.id limit 1))) as proxy
       from proxy pr join person sp on sp.id = pr.speaker_id
       where pr.speaker_id = t.speaker_id and pr.subject_id = t.person_id) px on t.speaker_id is not null
     join person p on p.id = t.person_id
     left join site s on s.id = coalesce(t.site_id, p.site_id)
     left join staff o on o.id = t.owner_id
     left join staff po on po.id = t.proposed_owner_id
     left join team pt on pt.id = t.proposed_team_id
     left join lateral (select jsonb_agg(jsonb_build_object('name', m.name, 'room', m.room, 'tickets', (
         select jsonb_agg(jsonb_build_object('number', o.number, 'restricted', o.restricted) order by o.number)
         from ticket o where o.person_id = m.id and o.state in (${OPEN}))) order by m.created_at) as party
       from person m where m.party_id = p.party_id and m.id <> p.id) pa on p.party_id is not null
     left join lateral (
       select count(*)::int as messages,
         (array_agg(text order by id desc) filter (where text is not null))[1] as "lastText",
         jsonb_agg(attachments->'media') filter (where jsonb_typeof(attachments->'media') = 'array') as media
       from entry where ticket_id = any(${withMerged('t.id')}) and kind = 'traveller') e on true
     where t.id = any($1::uuid[]) order by t.number`,
    [...ticketIds],
  );
  const speakers = await listSpeakers(db);
  return rows.map((row) => ({
    ...row,
    speakers,
    ticket: toRecord<TicketRecord>(row.ticket),
    care: toFlags(row.care),
  }));
}
