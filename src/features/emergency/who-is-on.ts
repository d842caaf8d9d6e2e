/** Whom a page in a staff chat names. */
import { listPresence } from '../../store/chat-members.ts';
import type { ChatRecord } from '../../store/records.ts';
import type { StaffReach } from '../../store/staff-reach.ts';
import type { Tx } from '../../store/transaction.ts';

/**
 * The colleagues who are in this chat. While nobody is known to be there: everybody on its platform, but not those who
 * left; one name too many does less harm in an emergency than one too few.
 */
export async function listWhoIsOn(
  tx: Tx,
  chat: ChatRecord,
  reach: readonly StaffReach[],
): Promise<StaffReach[]> {
  const onPlatform = reach.filter((one) => one.account === chat.account);
  // Everybody who works here and has signed in there is on the desk.
  if (chat.oversees) return onPlatform;
  const presence = await listPresence(tx, chat.id);
  const there = onPlatform.filter((one) => presence.get(one.identityId));
  return there.length > 0 ? there : onPlatform.filter((one) => !presence.has(one.identityId));
}
