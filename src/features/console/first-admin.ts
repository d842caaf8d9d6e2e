/** The setup code on the sign-in page: whoever runs the installation becomes its first administrator there. */
import { randomUUIDv7 } from 'node:crypto';
import type { Work } from '../../conversation/feature.ts';
import { type AccountId, chatRef, type SenderRef } from '../../domain/ids.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { addSession } from '../../store/console-sessions.ts';
import { joinAccount } from '../../store/people.ts';
import { addStaff, freeStaffName, hasAdmin, lockStaff, redeemSetupCode } from '../../store/staff.ts';
import type { SignedIn } from './sign-in.ts';

/** Longest name of a colleague, in characters. */
const NAME_LENGTH = 40;

/** Who they say they are, and the browser they sit at. */
export interface Newcomer {
  readonly code: string;
  readonly name: string;
  readonly locale: string;
  readonly device: string;
  /** The browser's own account on the web, by which the desk knows them afterwards. */
  readonly account: AccountId;
  readonly sender: SenderRef;
}

/** Uses the setup code up; throws once there is an administrator, and undefined is a wrong code. */
export async function becomeFirstAdmin(work: Work, newcomer: Newcomer): Promise<SignedIn | undefined> {
  const { tx, now } = work;
  await lockStaff(tx);
  if (await hasAdmin(tx)) throw new UserError('staff-setup:error.setup-done');
  const wanted = [...newcomer.name.replace(/\s+/g, ' ').trim()].slice(0, NAME_LENGTH).join('');
  if (!wanted) throw new UserError('staff-console:error.name');
  if (!(await redeemSetupCode(tx, newcomer.code))) return undefined;
  const name = await freeStaffName(tx, wanted);
  const id = randomUUIDv7();
  const staff = await addStaff(tx, { id, role: 'admin', name, locale: newcomer.locale }, now);
  const { account, sender } = newcomer;
  const privateChat = work.capabilities(account)?.writeFirst ? chatRef(sender) : null;
  await joinAccount(tx, { account, sender, privateChat }, staff.id, now);
  const { token } = await addSession(tx, { staffId: id, device: newcomer.device }, now);
  addAudit(tx, {
    actor: { role: 'admin', id },
    action: 'staff.join',
    now,
    channel: 'console',
    after: { staffId: id, role: 'admin', active: true },
  });
  return { staff, token };
}
