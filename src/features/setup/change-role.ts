/** `/staff NAME ROLE`: what somebody on the team is, and so what they may do. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, STAFF_ROLES, type StaffRole } from '../../domain/actor.ts';
import { STAFF_LOCALES } from '../../domain/locale.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { countAdmins, endInvitesOf, findStaffByName, lockStaff, updateStaff } from '../../store/staff.ts';

/** Gives a colleague another role; the only administrator stays one. */
export async function changeRole(turn: Turn, args: string): Promise<void> {
  assertCan(turn.actor, 'staff.edit');
  const [, wanted, word = ''] = /^@?(.+?)\s+(\S+)$/su.exec(args) ?? [];
  const role = roleCalled(turn, word);
  if (!wanted || !role) throw new UserError('staff-setup:usage.staff');
  const { tx, now, actor, inbound } = turn;
  await lockStaff(tx);
  const colleague = await findStaffByName(tx, wanted);
  if (!colleague) throw new UserError('staff-setup:error.no-colleague', { name: wanted });
  const { id: staffId, name } = colleague;
  const say = (key: string): string =>
    turn.t(turn.locale, key, { name, role: turn.t(turn.locale, `common:role.${role}`) });
  if (colleague.role === role) return turn.reply({ text: say('staff-setup:staff.role-same') });
  const isLastAdmin = colleague.active && colleague.role === 'admin' && (await countAdmins(tx)) <= 1;
  if (isLastAdmin) throw new UserError('staff-setup:error.last-admin', { name });
  await updateStaff(tx, staffId, { role });
  if (colleague.role === 'admin') await endInvitesOf(tx, staffId, now);
  const change = { before: { role: colleague.role }, after: { staffId, role } };
  addAudit(tx, { actor, action: 'staff.role', now, channel: inbound.account, ...change });
  await turn.reply({ text: say('staff-setup:staff.role-set') });
}

/** By its whole name: half of one could be the end of somebody's name. */
const roleCalled = (turn: Turn, word: string): StaffRole | undefined =>
  STAFF_ROLES.find((role) =>
    [role, ...STAFF_LOCALES.map((locale) => turn.t(locale, `common:role.${role}`))].some(
      (name) => name.toLowerCase() === word.toLowerCase(),
    ),
  );
