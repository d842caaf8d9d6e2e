/** Nobody has accepted: both leads are reminded, and after an hour the supervisors as well. */
import type { Work } from '../../conversation/feature.ts';
import { findStaffName } from '../../store/desk.ts';
import { type HandoverRecord, listDueReminders, moveReminder } from '../../store/handovers.ts';
import { overseers } from '../../store/oversight.ts';
import { type HandoverDeps, namesOf, nextShift, takersOf, tellOne } from './people.ts';
import { acceptChoice, REMIND_EVERY } from './post-handover.ts';

/** Minutes after which the supervisors are told, and again each time as many have gone by. */
const CALL_AFTER = 60;

/** Reminds of everything that is due; however long the bot was away, once. */
export async function remindLeads(work: Work, deps: HandoverDeps): Promise<void> {
  for (const handover of await listDueReminders(work.tx, work.now)) await remind(work, deps, handover);
}

async function remind(work: Work, deps: HandoverDeps, handover: HandoverRecord): Promise<void> {
  const { tx, now, t } = work;
  const { id, number, sheet, fromLeadId, postedAt } = handover;
  const next = await nextShift(work, handover.teamId, handover.toShiftId);
  const isLater = next && Temporal.Instant.compare(next.startsAt, postedAt) > 0;
  const since = isLater ? next.startsAt : postedAt;
  const minutes = Math.max(0, Math.floor(now.since(since).total('minutes')));
  const count = Math.floor(minutes / REMIND_EVERY);
  if (!(await moveReminder(tx, handover, since.add({ minutes: (count + 1) * REMIND_EVERY })))) return;
  const takers = takersOf(next);
  const holder = fromLeadId && (await findStaffName(tx, fromLeadId));
  const params = { number, team: sheet.team, holder, next: namesOf(takers), count: minutes };
  for (const { staffId } of takers) {
    if (staffId === fromLeadId) continue;
    await tellOne(work, deps, staffId, `handover:${id}:remind:${count}:${staffId}`, (locale) => ({
      text: t(locale, `staff-handover:${holder ? 'remind-next' : 'remind-next-free'}`, params),
      choices: [[acceptChoice(work, handover, locale)]],
    }));
  }
  if (fromLeadId) {
    const key = takers.length > 0 ? 'remind-holder' : 'remind-holder-alone';
    await tellOne(work, deps, fromLeadId, `handover:${id}:remind:${count}:${fromLeadId}`, (locale) => ({
      text: t(locale, `staff-handover:${key}`, params),
    }));
  }
  if (minutes >= CALL_AFTER)
    await callSupervisors(work, deps, handover, Math.floor(minutes / CALL_AFTER), params);
}

async function callSupervisors(
  work: Work,
  deps: HandoverDeps,
  handover: HandoverRecord,
  hours: number,
  params: Record<string, unknown>,
): Promise<void> {
  for (const staffId of await overseers(work.tx)) {
    await tellOne(work, deps, staffId, `handover:${handover.id}:call:${hours}:${staffId}`, (locale) => ({
      text: work.t(locale, 'staff-handover:call', {
        ...params,
        holder: params.holder ?? work.t(locale, 'staff-shifts:nobody'),
        next: params.next || work.t(locale, 'staff-shifts:nobody'),
      }),
      choices: [[acceptChoice(work, handover, locale)]],
    }));
  }
}
