/** Whom a page in a staff chat names. */
import { listPresence } from '../../store/chat-members.ts';
import type { ChatRecord } from '../../store/records.ts';
import type { StaffReach } from '../../store/staff-reach.ts';
import type { Tx } from '../../store/transaction.ts';

/**
 * The colleagues who are in this chat; of a team that works in shifts those who are on duty, unless none of them is
 * known to be there. While nobody is known to be there: everybody on its platform, but not those who left; one name too
 * many does less harm in an emergency than one too few.
 */
export async function listWhoIsOn(
  tx: Tx,
  chat: ChatRecord,
  reach: readonly StaffReach[],
  onDuty: ReadonlySet<string> | undefined,
): Promise<StaffReach[]> {
  const onPlatform = reach.filter((one) => one.account === chat.account);
  const presence = await listPresence(tx, chat.id);
  // Everybody who works here and has signed in there is on the desk.
  const there = chat.oversees ? onPlatform : onPlatform.filter((one) => presence.get(one.identityId));
  const working = there.filter((one) => onDuty?.has(one.staffId));
  if (working.length > 0) return working;
  return there.length > 0 || chat.oversees
    ? there
    : onPlatform.filter((one) => !presence.has(one.identityId));
}
