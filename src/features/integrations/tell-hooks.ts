/** What happens is queued for the addresses that asked for it, in the transaction in which it happens. */
import type { DomainEvent, Work } from '../../conversation/feature.ts';
import { type HookEvent, hookStay, hookTicket } from '../../domain/hook-events.ts';
import { hooksFor, queueForHooks } from '../../store/api-webhooks.ts';

interface Message {
  readonly type: HookEvent;
  readonly data: object;
}

/** Queues what an event means; nobody's words are ever in it. */
export async function tellHooks({ tx, now }: Work, event: DomainEvent): Promise<void> {
  for (const message of messagesOf(event)) {
    const hooks = await hooksFor(tx, message.type);
    if (hooks.length > 0) queueForHooks(tx, hooks, message, now);
  }
}

function messagesOf(event: DomainEvent): Message[] {
  switch (event.type) {
    case 'ticket.opened':
    case 'ticket.said':
    case 'ticket.replied':
      return [{ type: event.type, data: { ticket: hookTicket(event.ticket) } }];
    case 'ticket.changed':
      return [
        {
          type: event.type,
          data: {
            ticket: hookTicket(event.ticket),
            change: event.what,
            before: { state: event.before.state },
          },
        },
      ];
    case 'stay.moved': {
      const { stay, before } = event;
      const was = before && { state: before.state, siteId: before.siteId };
      return [{ type: event.type, data: { stay: hookStay(stay), before: was } }];
    }
    case 'stays.planned':
      return event.stays
        .filter(({ stay, before }) => stay.releaseOn?.toString() !== before.releaseOn?.toString())
        .map(({ stay, before }) => ({
          type: 'stay.planned',
          data: { stay: hookStay(stay), before: { releaseOn: before.releaseOn?.toString() ?? null } },
        }));
    default:
      return [];
  }
}
