/** Tickets' own topics in staff chats that have topics. */
import type { MessageRef, TopicRef } from '../domain/ids.ts';
import type { Need, Urgency } from '../domain/need.ts';
import type { State } from '../domain/ticket.ts';
import { type ChatRecord, type TicketRecord, toRecord } from './records.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** One ticket in one chat. */
export interface TopicPlace {
  readonly chatId: string;
  readonly ticketId: string;
}

/** Everything about a ticket's topic in a chat. */
export interface TopicFacts {
  readonly topic: TopicRef | null;
  /** Tickets of this chat get topics. */
  readonly hasTopics: boolean;
  readonly locale: string | null;
  /** The card's own message, if it stands alone. */
  readonly card: MessageRef | null;
  readonly number: number;
  readonly need: Need;
  readonly urgency: Urgency;
  readonly state: State;
  readonly restricted: boolean;
  readonly room: string | null;
}

/** What is known of a ticket's topic; undefined when there is no such ticket or chat. */
export async function findTopicFacts(db: Reader, key: TopicPlace): Promise<TopicFacts | undefined> {
  const client = await sql(db);
  const rows = await client.$queryRaw<TopicFacts[]>`
    select topic.ref as topic, c.has_topics as "hasTopics", c.locale, card.ref as card, t.number, t.need, t.urgency,
      t.state, t.restricted, p.room
    from ticket t join person p on p.id = t.person_id join chat c on c.id = ${key.chatId}::uuid
    left join topic on topic.ticket_id = t.id and topic.chat_id = c.id
    left join card on card.ticket_id = t.id and card.chat_id = c.id
    where t.id = ${key.ticketId}::uuid`;
  return rows[0];
}

/** Notes a ticket's new topic, in the place of any other. */
export async function placeTopic(db: Reader, key: TopicPlace, topic: TopicRef): Promise<void> {
  const client = await sql(db);
  await client.$executeRaw`
    insert into topic (ticket_id, chat_id, ref) values (${key.ticketId}::uuid, ${key.chatId}::uuid, ${topic})
    on conflict (ticket_id, chat_id) do update set ref = excluded.ref`;
}

/** A topic is no more, and the card that stood in it neither; another topic that took its place stays. */
export async function forgetTopic(db: Reader, key: TopicPlace, topic: TopicRef): Promise<void> {
  const client = await sql(db);
  await client.$executeRaw`
    with gone as (
      delete from topic where ticket_id = ${key.ticketId}::uuid and chat_id = ${key.chatId}::uuid and ref = ${topic}
      returning ticket_id, chat_id)
    update card set ref = null from gone where card.ticket_id = gone.ticket_id and card.chat_id = gone.chat_id`;
}

/** Notes where a ticket's card stands now. */
export async function placeCard(db: Reader, key: TopicPlace, ref: MessageRef): Promise<void> {
  const client = await sql(db);
  await client.$executeRaw`
    update card set ref = ${ref} where ticket_id = ${key.ticketId}::uuid and chat_id = ${key.chatId}::uuid`;
}

/** The ticket whose topic this is, or the one that took it in. */
export async function findTicketOfTopic(
  db: Reader,
  chatId: string,
  topic: string,
): Promise<TicketRecord | undefined> {
  const client = await sql(db);
  const rows = await client.$queryRaw<{ row: Record<string, unknown> }[]>`
    select to_jsonb(t) as row from topic join ticket about on about.id = topic.ticket_id
    join ticket t on t.id = coalesce(about.merged_into_id, about.id)
    where topic.chat_id = ${chatId}::uuid and topic.ref = ${topic}`;
  return rows[0] && toRecord<TicketRecord>(rows[0].row);
}

/** Whether this message, written in a group, was handed to the ticket's traveller. */
export async function wasRelayed(
  db: Reader,
  ticketId: string,
  message: { readonly account: string; readonly chat: string; readonly ref: string },
): Promise<boolean> {
  const client = await sql(db);
  const rows = await client.$queryRaw<unknown[]>`
    select 1 from entry e join inbound i on i.id = e.inbound_id
    where e.ticket_id = ${ticketId}::uuid and e.kind = 'staff' and i.account = ${message.account}
      and i.chat = ${message.chat} and i.payload->>'ref' = ${message.ref} limit 1`;
  return rows.length > 0;
}

/** The chats in which a ticket has a topic. */
export async function listTopicChats(
  db: Reader,
  ticketId: string,
): Promise<{ readonly chat: ChatRecord; readonly topic: TopicRef }[]> {
  const client = await sql(db);
  const rows = await client.$queryRaw<{ chat: Record<string, unknown>; topic: TopicRef }[]>`
    select to_jsonb(c) as chat, topic.ref as topic from topic join chat c on c.id = topic.chat_id
    where topic.ticket_id = ${ticketId}::uuid and c.state = 'open'`;
  return rows.map((row) => ({ chat: toRecord<ChatRecord>(row.chat), topic: row.topic }));
}

/** Switches topics for new tickets on or off; undefined when the chat is so already, or is no team's. */
export async function switchTopics(tx: Tx, chatId: string, on: boolean): Promise<ChatRecord | undefined> {
  const client = await sql(tx);
  const rows = await client.$queryRaw<{ row: Record<string, unknown> }[]>`
    update chat set has_topics = ${on} where id = ${chatId}::uuid and has_topics <> ${on}
      and (team_id is not null or not ${on}) returning to_jsonb(chat) as row`;
  tx.memo.clear();
  return rows[0] && toRecord<ChatRecord>(rows[0].row);
}
