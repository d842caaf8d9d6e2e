/** The handover sheet's section of those who leave today and tomorrow, with what stands in the way. */
import type { DomainEvent, Work } from '../../conversation/feature.ts';
import type { SheetLine, SheetPart } from '../../domain/handover.ts';
import { isolate } from '../../domain/isolate.ts';
import { heldBy } from '../../domain/reminder/release-check.ts';
import { listReleasing } from '../../store/releases.ts';
import { teamFor } from '../../store/routing.ts';
import type { ReleaseDeps } from './index.ts';
import { type Standing, standingsOf } from './standing.ts';

const MOST = 500;

/** Adds those of the sites whose releases this team looks after, by date; a sheet is posted in a group. */
export async function handOverReleases(
  work: Work,
  deps: ReleaseDeps,
  { teamId, add }: Extract<DomainEvent, { type: 'handover.posting' }>,
): Promise<void> {
  const today = work.now.toZonedDateTimeISO(deps.zone).toPlainDate();
  const ids = await listReleasing(work.tx, { siteId: null, to: today.add({ days: 1 }) }, MOST);
  const all = await standingsOf(work, deps, ids);
  const bySite = Map.groupBy(all, ({ stay }) => stay.siteId);
  const own: Standing[] = [];
  for (const [siteId, of] of bySite) {
    const team = await teamFor(work.tx, { siteId, jurisdiction: null, need: 'release' }, work.now);
    if (team?.id === teamId) own.push(...of);
  }
  const lines = own.toSorted(byDate).map((one) => lineOf(one));
  add({ title: 'staff-reminders:section', lines });
}

const dateOf = ({ plan }: Standing): string => plan.release?.toString() ?? '';

const byDate = (one: Standing, two: Standing): number => dateOf(one).localeCompare(dateOf(two));

function lineOf(standing: Standing): SheetLine {
  const { stay, plan, facts } = standing;
  const latest = plan.release ?? plan.today;
  const on = Temporal.PlainDate.compare(latest, plan.today) > 0 ? latest : plan.today;
  const held = heldBy({ state: stay.state, plan }, on);
  const where: SheetPart = facts.room
    ? { key: 'staff:card.room', params: { room: facts.room } }
    : { key: 'staff:card.room-unknown' };
  const why: SheetPart[] =
    held.length > 0
      ? held.map((one) => ({ key: `staff-reminders:held.${one}` }))
      : [{ key: 'staff-reminders:may' }];
  const site = facts.site ? [isolate(facts.site)] : [];
  return { parts: [dateOf(standing), where, ...site, ...why] };
}
