/** Who reads a page of the console. */
import type { Context } from 'hono';
import { type Action, can } from '../domain/actor.ts';
import type { StaffRecord } from '../store/records.ts';
import { findStaffByAccount } from '../store/staff.ts';
import { Refusal } from './answers.ts';
import type { ConsoleDeps } from './index.ts';

/** The signed-in colleague; throws a Refusal for everybody else, and where the role does not include the action. */
export async function readerOf(c: Context, deps: ConsoleDeps, action: Action): Promise<StaffRecord> {
  const { sender } = deps.visitor(c);
  if (!sender) throw new Refusal(401, 'staff-supplies:page.sign-in');
  const staff = await findStaffByAccount(deps.db, deps.account, sender);
  if (!staff) throw new Refusal(403, 'staff-supplies:page.sign-in');
  if (!can(staff, action)) throw new Refusal(403, 'staff-supplies:page.forbidden');
  return staff;
}
