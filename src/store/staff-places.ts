/** The chats in which staff commands are of use. */
import type { AccountId, ChatRef } from '../domain/ids.ts';
import type { Db } from './db.ts';

/** A team's chat, or a colleague's private one. */
export interface StaffPlace {
  readonly account: AccountId;
  readonly chat: ChatRef;
  readonly kind: 'private' | 'group';
  readonly locale: string | null;
}

/** Every team chat and every active colleague's private chat. */
export function listStaffPlaces(db: Db): Promise<StaffPlace[]> {
  return db.$queryRaw<StaffPlace[]>`
    select account, external_id as chat, 'group' as kind, locale from chat
    where state = 'open' and (team_id is not null or oversees)
    union all
    select ci.account, ci.private_chat, 'private', s.locale from channel_identity ci join staff s on s.id = ci.staff_id
    where ci.staff_id = any(array(select id from staff where active)) and ci.private_chat is not null
    order by account, chat`;
}
