/** What a stored message says about who is in a team's group. */
import { isTeamGroup, listPresence, notePresence } from '../store/chat-members.ts';
import type { Envelope } from '../store/context.ts';
import type { Tx } from '../store/transaction.ts';

/**
 * Remembers colleagues who write, press a button, come or go in a team's group. True when coming and going is all
 * there is: no feature need hear of it, and no guest who joins a hotel's group becomes known by that.
 */
export async function readPresence(tx: Tx, envelope: Envelope, now: Temporal.Instant): Promise<boolean> {
  const { inbound, chat, identity, staff } = envelope;
  const { event } = inbound;
  if (event?.type === 'entered' || event?.type === 'left') {
    if (isTeamGroup(chat)) await notePresence(tx, chat, event.who, event.type === 'entered', now);
    return true;
  }
  if (event || !staff || !identity || !isTeamGroup(chat)) return false;
  const known = await listPresence(tx, chat.id);
  if (!known.get(identity.id)) await notePresence(tx, chat, [identity.externalId], true, now);
  return false;
}
