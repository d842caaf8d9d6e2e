/** How staff can be reached. */
import type { StaffRole } from '../domain/actor.ts';
import type { AccountId, ChatRef, SenderRef } from '../domain/ids.ts';
import { once, type Tx } from './transaction.ts';

/** One account of an active member of staff. */
export interface StaffReach {
  readonly staffId: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly locale: string | null;
  /** Our own id of the account. */
  readonly identityId: string;
  readonly account: AccountId;
  readonly externalId: SenderRef;
  readonly privateChat: ChatRef | null;
}

/** Every account of every active member of staff. */
export function listStaffReach(tx: Tx): Promise<StaffReach[]> {
  return once(tx, 'staff-reach', async (client) => {
    const rows = await client.channelIdentity.findMany({
      where: { staff: { active: true } },
      include: { staff: true },
      orderBy: { createdAt: 'asc' },
    });
    return rows.flatMap((row) =>
      row.staff
        ? [
            {
              staffId: row.staff.id,
              name: row.staff.name,
              role: row.staff.role as StaffRole,
              locale: row.staff.locale,
              identityId: row.id,
              account: row.account as AccountId,
              externalId: row.externalId as SenderRef,
              privateChat: row.privateChat as ChatRef | null,
            },
          ]
        : [],
    );
  });
}
