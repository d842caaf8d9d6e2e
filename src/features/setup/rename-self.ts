/** `/name NEW NAME`: how colleagues and cards call somebody on the team. */
import type { Turn } from '../../conversation/feature.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { findStaffByName, lockStaff, updateStaff } from '../../store/staff.ts';
import { NAME_LENGTH } from './join-staff.ts';

/** Gives the sender a new name; two colleagues never bear the same one. */
export async function renameSelf(turn: Turn, args: string): Promise<void> {
  const { staff, tx, now } = turn;
  const name = args.replace(/\s+/g, ' ').replace(/^@/, '').trim();
  if (!staff || !name || [...name].length > NAME_LENGTH)
    throw new UserError('staff-setup:usage.name', { most: NAME_LENGTH });
  await lockStaff(tx);
  const bearer = await findStaffByName(tx, name);
  if (bearer && bearer.id !== staff.id) throw new UserError('staff-setup:error.name-taken', { name });
  await updateStaff(tx, staff.id, { name });
  const change = { before: { name: staff.name }, after: { staffId: staff.id, name } };
  addAudit(tx, { actor: turn.actor, action: 'staff.rename', now, channel: turn.inbound.account, ...change });
  await turn.reply({ text: turn.t(turn.locale, 'staff-setup:name.set', { name }) });
}
