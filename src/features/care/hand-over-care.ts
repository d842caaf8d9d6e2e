/** The handover sheet's section of those who need special care. */
import type { DomainEvent, Work } from '../../conversation/feature.ts';
import { careKey, isOpenCare } from '../../domain/care.ts';
import type { SheetLine, SheetPart } from '../../domain/handover.ts';
import { isolate } from '../../domain/isolate.ts';
import { type CaredFor, listTeamCare } from '../../store/care.ts';

/** Days of medicine and exams that a shift is told of beforehand. */
const AHEAD = 2;
const MOST = 200;

/** Adds those whom the team has something to do with now. */
export async function handOverCare(
  work: Work,
  zone: string,
  { teamId, add }: Extract<DomainEvent, { type: 'handover.posting' }>,
): Promise<void> {
  const today = work.now.toZonedDateTimeISO(zone).toPlainDate();
  const people = await listTeamCare(work.tx, teamId, { today, until: today.add({ days: AHEAD }) }, MOST);
  const lines = people.map(lineOf).filter((line) => line !== undefined);
  add({ title: 'staff-special:section', lines });
}

/** A sheet is posted in a group: what is confidential stays out of it, and with it whoever has nothing else. */
function lineOf({ name, room, site, flags, tickets }: CaredFor): SheetLine | undefined {
  const open = flags.filter(isOpenCare);
  if (open.length === 0) return undefined;
  const where: SheetPart = room
    ? { key: 'staff:card.room', params: { room } }
    : { key: 'staff:card.room-unknown' };
  const who = [site, name].filter((part) => part !== null).map(isolate);
  const kinds = open.map(
    (flag): SheetPart => ({ key: careKey(flag), params: flag.date ? { date: flag.date.toString() } : {} }),
  );
  return { parts: [where, ...who, ...kinds, ...tickets.map((number) => `#${number}`)] };
}
