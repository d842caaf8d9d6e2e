/** The handover sheet's section of tests: what is still to be taken today and tomorrow, late, or without a result. */
import type { DomainEvent, Work } from '../../conversation/feature.ts';
import type { SheetLine, SheetPart } from '../../domain/handover.ts';
import { isolate } from '../../domain/isolate.ts';
import { teamFor } from '../../store/routing.ts';
import { listSites } from '../../store/sites.ts';
import { gatherTests } from './gather-tests.ts';
import type { TestsDeps } from './index.ts';
import { roomsOf } from './show-tests.ts';

/** Overdue tests whose rooms are named. */
const ROOMS = 20;

/** Adds the sites whose tests this team looks after; a group reads rooms and no names. */
export async function handOverTests(
  work: Work,
  { zone }: TestsDeps,
  { teamId, add }: Extract<DomainEvent, { type: 'handover.posting' }>,
): Promise<void> {
  const { tx, now } = work;
  const lines: SheetLine[] = [];
  for (const site of await listSites(tx)) {
    const team = await teamFor(tx, { siteId: site.id, jurisdiction: null, need: 'test' }, now);
    if (team?.id !== teamId) continue;
    const list = await gatherTests(tx, { siteId: site.id, zone: site.timeZone ?? zone, now });
    const parts: SheetPart[] = (['due', 'tomorrow', 'waiting'] as const).flatMap((kind) =>
      list[kind].length > 0
        ? [{ key: `staff-tests:sheet.${kind}`, params: { count: list[kind].length } }]
        : [],
    );
    if (list.overdue.length > 0) {
      const rooms = roomsOf(list.overdue.slice(0, ROOMS));
      parts.push({ key: 'staff-tests:sheet.overdue', params: { count: list.overdue.length, rooms } });
    }
    if (parts.length > 0) lines.push({ parts: [isolate(site.name), ...parts] });
  }
  add({ title: 'staff-tests:section', lines });
}
