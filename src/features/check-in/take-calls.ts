/** One colleague says that they call those of a site who stayed silent; the others see it. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { shortTime } from '../../domain/short-time.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { findCallList, takeCallList } from '../../store/call-lists.ts';
import { siteName } from './call-silent.ts';
import type { CheckInDeps } from './deps.ts';

/** The button under a list, `calls:<day>:<site, or a hyphen>`. */
export async function takeCalls(
  turn: Turn,
  deps: CheckInDeps,
  [day, site]: readonly string[],
): Promise<void> {
  assertCan(turn.actor, 'check-in.read');
  deps.desk.assertAmongStaff(turn);
  const { tx, now, actor, inbound, staff } = turn;
  const key = `${day}:${site}`;
  const list = await findCallList(tx, key);
  if (!list || !staff) throw new UserError('common:error.old-choice');
  const say = (name: string, params: Record<string, unknown> = {}): string =>
    turn.t(turn.locale, `staff-check-in:${name}`, params);
  if (!(await takeCallList(tx, key, staff.id, now))) {
    const taken = await findCallList(tx, key);
    const time = taken?.takenAt ? shortTime(taken.takenAt, now, deps.zone) : '';
    throw new UserError('staff-check-in:calls.taken-before', { name: taken?.takenBy ?? '?', time });
  }
  const after = { siteId: list.siteId, day: list.day };
  addAudit(tx, { actor, action: 'check-in.call', now, channel: inbound.account, after });
  const name = (await siteName(turn, list.siteId)) ?? say('no-site');
  const choices = [[{ id: `unheard:${list.siteId ?? '-'}:0`, label: say('button.list') }]];
  await turn.reply({ text: say('calls.taken', { site: name, name: staff.name }), choices });
}
