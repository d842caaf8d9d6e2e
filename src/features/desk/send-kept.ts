/** Answers that waited until the traveller could be written to. */
import type { Work } from '../../conversation/feature.ts';
import { listKeptReplies } from '../../store/desk.ts';
import type { TicketRecord } from '../../store/records.ts';
import { reachTraveller } from './reach.ts';
import { NO_PRIVATE_CHAT, send } from './relay.ts';
import { clearProblem } from './tell-owner.ts';

/** Sends them in the order they were written, each once. */
export async function sendKeptReplies(work: Work, ticket: TicketRecord): Promise<void> {
  if (ticket.deliveryProblem !== NO_PRIVATE_CHAT) return;
  const target = await reachTraveller(work, ticket);
  if (!target) return;
  for (const { inboundId, text, attachments } of await listKeptReplies(work.tx, ticket.id)) {
    if (inboundId !== null)
      await send(work, ticket, target, inboundId, { text: text ?? '', ...attachments }, false);
  }
  await clearProblem(work, ticket);
}
