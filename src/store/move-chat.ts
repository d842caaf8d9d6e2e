/** Some platforms give a group a new id, and everything that hangs on it moves. */
import { addAudit } from './audit.ts';
import { moveMembers } from './chat-members.ts';
import type { Tx as SqlTx } from './db.ts';
import type { Chat } from './generated/client.ts';
import { findChat } from './people.ts';
import type { ChatRecord } from './records.ts';
import { sql, type Tx } from './transaction.ts';

/**
 * A group moved to a new id (a migrated supergroup): what it stands for and what waits for it go along. Its old
 * messages cannot be edited under the new id, so cards are posted anew when they change. Told of again, it does nothing.
 */
export async function moveChat(
  tx: Tx,
  account: string,
  { from, to, now }: { readonly from: string; readonly to: string; readonly now: Temporal.Instant },
): Promise<void> {
  const client = await sql(tx);
  const target = await findChat(tx, account, to);
  const source = await client.chat.findFirst({ where: { account, externalId: from, movedTo: null } });
  if (source) {
    await client.card.updateMany({ where: { chatId: source.id }, data: { ref: null } });
    await client.cardList.updateMany({ where: { chatId: source.id }, data: { ref: null } });
  }
  if (source) auditMove(tx, account, source, { target, to, now });
  if (source && target) await mergeChat(client, source, target);
  else if (source) await client.chat.update({ where: { id: source.id }, data: { externalId: to } });
  await client.outgoing.updateMany({ where: { account, chat: from, state: 'pending' }, data: { chat: to } });
  await client.ticket.updateMany({ where: { account, groupChat: from }, data: { groupChat: to } });
}

const SYSTEM = { role: 'system', id: 'system' } as const;

/** Which group stands for a team or a site is a setting, and the platform has changed it; other groups are none. */
function auditMove(
  tx: Tx,
  channel: string,
  source: Chat,
  { target, to, now }: { target: ChatRecord | undefined; to: string; now: Temporal.Instant },
): void {
  const { teamId, siteId } = source;
  if (!teamId && !siteId) return;
  addAudit(tx, {
    actor: SYSTEM,
    action: 'chat.move',
    now,
    channel,
    before: { chatId: source.id, chat: source.externalId, teamId, siteId },
    after: {
      chatId: target?.id ?? source.id,
      chat: to,
      teamId: target?.teamId ?? teamId,
      siteId: target?.siteId ?? siteId,
      name: target?.title ?? source.title,
    },
  });
}

/** The new chat was heard of before the move was: it takes over what the old one stood for. */
async function mergeChat(client: SqlTx, source: Chat, target: ChatRecord): Promise<void> {
  const teamId = target.teamId ?? source.teamId;
  await client.chat.update({
    where: { id: target.id },
    data: { siteId: target.siteId ?? source.siteId, teamId },
  });
  await client.$executeRaw`
    update card set chat_id = ${target.id}::uuid where chat_id = ${source.id}::uuid
      and not exists (select 1 from card c where c.ticket_id = card.ticket_id and c.chat_id = ${target.id}::uuid)`;
  await moveMembers(client, source.id, target.id);
  await client.$executeRaw`update card_list set chat_id = ${target.id}::uuid where chat_id = ${source.id}::uuid`;
  await client.$executeRaw`
    update outgoing set body = jsonb_set(body, '{chatId}', to_jsonb(${target.id}::text))
    where account = ${source.account} and chat = ${source.externalId} and state = 'pending' and kind = 'card'`;
  const moved = { state: 'gone', teamId: null, siteId: null, movedTo: target.externalId };
  await client.chat.update({ where: { id: source.id }, data: moved });
}
