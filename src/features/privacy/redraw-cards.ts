/** Cards of people whose data went lose the words where they stand, on platforms that let a message be changed. */
import type { Work } from '../../conversation/feature.ts';
import { accountId, chatRef } from '../../domain/ids.ts';
import { enqueueCard } from '../../outbox/enqueue.ts';
import { listTheirCards } from '../../store/erasure.ts';

/** Queues every card of their tickets to be drawn as the ticket now is. */
export async function redrawCards(
  { tx, now, capabilities }: Work,
  personIds: readonly string[],
): Promise<void> {
  for (const card of await listTheirCards(tx, personIds)) {
    const account = accountId(card.account);
    if (!capabilities(account)?.edit) continue;
    const target = { account, chat: chatRef(card.chat), kind: card.kind };
    const { chatId, ticketId } = card;
    const key = `erased-card:${ticketId}:${chatId}:${now.epochMilliseconds}`;
    enqueueCard(tx, now, target, { chatId, ticketId }, { key, lane: 'bulk', ticketId });
  }
}
