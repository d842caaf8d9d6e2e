/** Somebody who wrote in a group has opened the private chat: what was waiting for them comes now. */
import type { Turn } from '../../conversation/feature.ts';
import { siteOf } from '../../store/sites.ts';
import { changeTicket } from '../../store/tickets.ts';
import { firstAnswer } from './acknowledge.ts';

/** Gives the tickets of this account that had no private chat one, and the answers that waited for it. */
export async function openPrivateChat(turn: Turn): Promise<void> {
  const target = turn.privateTarget();
  if (!target || turn.chat.kind !== 'private') return;
  const waiting = turn.tickets.filter(
    (one) => one.privateChat === null && one.account === turn.inbound.account,
  );
  for (const ticket of waiting.reverse()) {
    const changed = await changeTicket(
      turn.tx,
      ticket,
      {},
      { privateChat: target.chat },
      {
        actor: turn.actor,
        action: 'ticket.private',
        channel: turn.inbound.account,
        now: turn.now,
      },
    );
    if (!changed) continue;
    turn.tickets = turn.tickets.map((one) => (one.id === changed.id ? changed : one));
    const locale = turn.person?.locale ?? turn.locale;
    const content = await firstAnswer(
      turn,
      locale,
      changed,
      undefined,
      await siteOf(turn.tx, changed.siteId),
    );
    const lane = changed.urgency === 'emergency' ? 'emergency' : 'interactive';
    await turn.say(target, content, { key: `ack:${changed.id}`, lane, ticketId: changed.id });
    await turn.emit({ type: 'private.opened', ticket: changed });
  }
}
