/** Shifts and their people in words. */
import type { TicketDesk, Work } from '../../conversation/feature.ts';
import { type ShiftPlan, slotName } from '../../domain/shift-plan.ts';
import { shortTime } from '../../domain/short-time.ts';
import { comes, type ShiftMember, type ShiftRecord } from '../../store/shifts.ts';
import { siteOf } from '../../store/sites.ts';

/** What shifts need from outside. */
export interface ShiftDeps {
  readonly desk: TicketDesk;
  /** Time zone where no site has one. */
  readonly zone: string;
}

/** The zone a new plan is written in: that of the only site there is, else the installation's. */
export const zoneHere = async (work: Work, deps: ShiftDeps, plan?: ShiftPlan | null): Promise<string> =>
  plan?.zone ?? (await siteOf(work.tx, null))?.timeZone ?? deps.zone;

/** `08:00–20:00 Day shift`, with the date unless it begins today. */
export function spanText(
  work: Work,
  locale: string,
  shift: Pick<ShiftRecord, 'name' | 'startsAt' | 'endsAt'>,
  zone: string,
): string {
  const ends = shift.endsAt.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' });
  return `${shortTime(shift.startsAt, work.now, zone)}–${ends} ${slotName(work.t, locale, shift.name)}`.trim();
}

/** `11-23 08:00–20:00 Day shift`: in a list of days every line has its date, today's too. */
export function datedSpan(
  work: Work,
  locale: string,
  shift: Pick<ShiftRecord, 'name' | 'startsAt' | 'endsAt'>,
  zone: string,
): string {
  const day = shift.startsAt.toZonedDateTimeISO(zone).toPlainDate().toString();
  const text = spanText(work, locale, shift, zone);
  return text.startsWith(day) ? text : `${day} ${text}`;
}

/** Everybody who works in a shift, the lead first and marked. */
export function peopleText(
  work: Work,
  locale: string,
  { members, leadId }: Pick<ShiftRecord, 'leadId'> & { members: readonly ShiftMember[] },
): string {
  const names = members.map((member) => {
    const mark = member.staffId === leadId ? ' ★' : '';
    if (!member.active) return work.t(locale, 'staff-shifts:left', { name: comes(member).name }) + mark;
    if (!member.coverId) return member.name + mark;
    return work.t(locale, 'staff-shifts:covers', { cover: member.coverName, name: member.name }) + mark;
  });
  return names.join(', ') || work.t(locale, 'staff-shifts:nobody');
}
