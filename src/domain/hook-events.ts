/** What webhooks are told, and in which words: ids and states only, and of confidential matters not even the need. */

/** Every event that can be asked for. */
export const HOOK_EVENTS = [
  'ticket.opened',
  'ticket.changed',
  'ticket.said',
  'ticket.replied',
  'stay.moved',
  'stay.planned',
] as const;

/** One of them. */
export type HookEvent = (typeof HOOK_EVENTS)[number];

/** Sent to a new address, and to one that is switched on again. */
export const PING = 'ping';

/** The events of a list such as `ticket.opened,stay.moved`, or `all`; undefined when a word is none or there are none. */
export function readHookEvents(list: string): readonly HookEvent[] | undefined {
  if (list === 'all') return HOOK_EVENTS;
  const words = new Set(list.split(/[,，、]/u).filter(Boolean));
  const events = HOOK_EVENTS.filter((event) => words.has(event));
  return events.length > 0 && events.length === words.size ? events : undefined;
}

interface Ticket {
  readonly id: string;
  readonly number: number;
  readonly version: number;
  readonly state: string;
  readonly urgency: string;
  readonly need: string;
  readonly restricted: boolean;
  readonly siteId: string | null;
  readonly teamId: string | null;
  readonly ownerId: string | null;
}

interface Stay {
  readonly id: string;
  readonly personId: string;
  readonly siteId: string | null;
  readonly state: string;
  readonly releaseOn: Temporal.PlainDate | null;
}

/** A ticket as an address is told of it. */
export function hookTicket(ticket: Ticket): object {
  const { id, number, version, state, urgency, need, restricted, siteId, teamId, ownerId } = ticket;
  return {
    id,
    number,
    version,
    state,
    urgency,
    need: restricted ? null : need,
    restricted,
    siteId,
    teamId,
    ownerId,
  };
}

/** A stay as an address is told of it. */
export function hookStay({ id, personId, siteId, state, releaseOn }: Stay): object {
  return { id, personId, siteId, state, releaseOn: releaseOn?.toString() ?? null };
}
