/** `/setup CODE`: whoever runs the installation becomes its first administrator. */
import type { Turn } from '../../conversation/feature.ts';
import { assertMayTry, noteWrongTry } from '../../domain/wrong-tries.ts';
import { UserError } from '../../errors.ts';
import { hasAdmin, lockStaff, redeemSetupCode } from '../../store/staff.ts';
import { joinStaff, staffIdFor } from './join-staff.ts';
import { meetsOnDesk } from './meets-on-desk.ts';

/** Uses the setup code up; refused in groups, and once there is an administrator. */
export async function becomeAdmin(turn: Turn, args: string): Promise<void> {
  if (turn.chat.kind !== 'private') throw new UserError('staff-setup:error.setup-private');
  await lockStaff(turn.tx);
  if (await hasAdmin(turn.tx)) throw new UserError('staff-setup:error.setup-done');
  if (!args) throw new UserError('staff-setup:usage.setup');
  assertMayTry(turn);
  if (!(await redeemSetupCode(turn.tx, args))) {
    noteWrongTry(turn);
    throw new UserError('staff-setup:error.setup-wrong');
  }
  const staff = await joinStaff(turn, 'admin', staffIdFor(turn));
  const makesGroups = turn.capabilities(turn.inbound.account)?.groups && !(await meetsOnDesk(turn));
  const key = makesGroups ? 'next-groups' : 'next';
  const welcome = turn.t(turn.locale, 'staff-setup:setup.welcome', { name: staff.name });
  await turn.reply({ text: `${welcome}\n\n${turn.t(turn.locale, `staff-setup:setup.${key}`)}` });
}
