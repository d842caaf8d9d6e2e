/** `/staff`: who works here. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { listStaff, type StaffOverview } from '../../store/staff.ts';

/** Lists colleagues with role and open tickets; those switched off stand last. */
export async function listColleagues(turn: Turn): Promise<void> {
  assertCan(turn.actor, 'staff.list');
  const colleagues = await listStaff(turn.tx);
  const count = colleagues.filter((one) => one.active).length;
  const lines = colleagues.map((one) => describe(turn, one));
  await turn.reply({ text: [turn.t(turn.locale, 'staff-setup:staff.head', { count }), ...lines].join('\n') });
}

function describe(turn: Turn, one: StaffOverview): string {
  const role = turn.t(turn.locale, `common:role.${one.role}`);
  const parts = [one.name, role];
  if (one.openTickets > 0)
    parts.push(turn.t(turn.locale, 'staff-setup:staff.open', { count: one.openTickets }));
  if (!one.active) parts.push(turn.t(turn.locale, 'staff-setup:staff.off'));
  return `${one.active ? '•' : '◦'} ${parts.join(' · ')}`;
}
