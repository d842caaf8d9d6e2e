/** A shift has ended: its sheet goes to the team's chats and to both leads, and waits to be accepted. */
import type { Work } from '../../conversation/feature.ts';
import type { Actor } from '../../domain/actor.ts';
import { sheetText } from '../../domain/handover.ts';
import type { Choice } from '../../domain/message.ts';
import { shortTime } from '../../domain/short-time.ts';
import { findStaffName } from '../../store/desk.ts';
import { leadOnDuty } from '../../store/duty.ts';
import { addHandover, type HandoverRecord, listEndedShifts } from '../../store/handovers.ts';
import { overseers } from '../../store/oversight.ts';
import { listPlannedTeams, lockShifts, type PlannedTeam } from '../../store/shift-plans.ts';
import { findShift, type ShiftRecord } from '../../store/shifts.ts';
import { listStaffReach } from '../../store/staff-reach.ts';
import { makeSheet } from './make-sheet.ts';
import { type HandoverDeps, namesOf, nextShift, type Taker, takersOf, tellChats, tellOne } from './people.ts';

/** Minutes between two reminders. */
export const REMIND_EVERY = 15;
/** Lines of each section in a group, and in private. */
export const IN_GROUP = 15;
export const IN_PRIVATE = 40;

/** Posts what is due; of several processes one does, and the others find it done. */
export async function postHandovers(work: Work, deps: HandoverDeps): Promise<void> {
  const ended = await listEndedShifts(work.tx, work.now);
  if (ended.length === 0) return;
  for (const { teamId } of ended) {
    await lockShifts(work.tx, teamId);
    const due = (await listEndedShifts(work.tx, work.now)).find((one) => one.teamId === teamId);
    const shift = due && (await findShift(work.tx, due.id));
    const team = (await listPlannedTeams(work.tx)).find((one) => one.id === teamId);
    if (shift && team) await post(work, deps, team, shift);
  }
}

async function post(work: Work, deps: HandoverDeps, team: PlannedTeam, from: ShiftRecord): Promise<void> {
  const { tx, now } = work;
  const next = await nextShift(work, team.id, null);
  const takers = takersOf(next);
  const holder = (await leadOnDuty(tx, team.id, from.endsAt.subtract({ milliseconds: 1 }))) ?? null;
  const goesOn = holder !== null && takers.length === 1 && takers[0]?.staffId === holder;
  const starts = next && Temporal.Instant.compare(next.startsAt, now) > 0 ? next.startsAt : now;
  const handover = await addHandover(tx, {
    teamId: team.id,
    fromShiftId: from.id,
    toShiftId: next?.id ?? null,
    fromLeadId: holder,
    sheet: await makeSheet(work, team, from, next),
    postedAt: now,
    acceptedBy: goesOn ? holder : null,
    acceptedAt: goesOn ? now : null,
    remindAt: goesOn ? null : starts.add({ minutes: REMIND_EVERY }),
  });
  if (!handover) return;
  const name = holder && (await findStaffName(tx, holder));
  await announce(work, deps, handover, takers, name);
  const isGap = !next || Temporal.Instant.compare(next.startsAt, from.endsAt) > 0;
  if (isGap || takers.length === 0) await tellNobodyPlanned(work, deps, handover, takers, name);
}

/** To the chats, to whoever is responsible and to whoever takes over. */
async function announce(
  work: Work,
  deps: HandoverDeps,
  handover: HandoverRecord,
  takers: readonly Taker[],
  holder: string | null,
): Promise<void> {
  const { t } = work;
  const { id, number, sheet, fromLeadId } = handover;
  const isOpen = handover.acceptedAt === null;
  const params = { team: sheet.team, number, holder, next: namesOf(takers) };
  const footer = (locale: string, key: string): string => t(locale, `staff-handover:${key}`, params);
  const inGroup = isOpen ? (holder && takers.length > 0 ? 'until' : 'open') : 'goes-on';
  const people = [fromLeadId, ...takers.map(({ staffId }) => staffId)].filter((one) => one !== null);
  await tellChats(work, deps, handover, 'posted', isOpen ? people : [], (locale) => ({
    text: `${sheetText(sheet, number, { t, locale, reader: 'group', most: IN_GROUP })}\n\n${footer(locale, inGroup)}`,
    choices: isOpen ? [[acceptChoice(work, handover, locale)]] : [],
  }));
  for (const staffId of new Set(people)) {
    const isTaker = takers.some((one) => one.staffId === staffId);
    const key = isOpen
      ? isTaker
        ? holder
          ? 'take'
          : 'take-free'
        : takers.length > 0
          ? 'stay'
          : 'stay-on'
      : 'goes-on';
    const reader = await readerOf(work, staffId);
    await tellOne(work, deps, staffId, `handover:${id}:posted:${staffId}`, (locale) => ({
      text: `${sheetText(sheet, number, { t, locale, reader, most: IN_PRIVATE })}\n\n${footer(locale, key)}`,
      choices: isOpen && isTaker ? [[acceptChoice(work, handover, locale)]] : [],
    }));
  }
}

/** What this colleague may read depends on their role. */
async function readerOf(work: Work, staffId: string): Promise<Actor> {
  const found = (await listStaffReach(work.tx)).find((one) => one.staffId === staffId);
  return { role: found?.role ?? 'liaison', id: staffId };
}

/** The button that takes over. */
export const acceptChoice = (work: Work, { number }: HandoverRecord, locale: string): Choice => ({
  id: `takeover:${number}`,
  label: work.t(locale, 'staff-handover:button.accept'),
});

async function tellNobodyPlanned(
  work: Work,
  deps: HandoverDeps,
  handover: HandoverRecord,
  takers: readonly Taker[],
  holder: string | null,
): Promise<void> {
  const { id, number, sheet } = handover;
  const key = takers.length > 0 ? 'gap' : 'nobody-next';
  const next = sheet.to ? Temporal.Instant.from(sheet.to.startsAt) : work.now;
  for (const staffId of await overseers(work.tx)) {
    await tellOne(work, deps, staffId, `handover:${id}:nobody:${staffId}`, (locale) => ({
      text: work.t(locale, `staff-handover:${key}`, {
        team: sheet.team,
        number,
        holder: holder ?? work.t(locale, 'staff-shifts:nobody'),
        next: namesOf(takers),
        time: shortTime(next, work.now, sheet.zone),
      }),
      choices: takers.length > 0 ? [] : [[acceptChoice(work, handover, locale)]],
    }));
  }
}
