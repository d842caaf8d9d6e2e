/** The handover sheet's section of the day's check-in: numbers only, for each site that the team looks after. */
import type { DomainEvent, Work } from '../../conversation/feature.ts';
import type { SheetLine } from '../../domain/handover.ts';
import { daysInForce, listRounds } from '../../store/check-in-days.ts';
import { teamFor } from '../../store/routing.ts';
import { countCheckIns } from '../../store/unheard.ts';
import { siteName } from './call-silent.ts';
import type { CheckInDeps } from './deps.ts';

/** Adds one line for each site at which somebody is. */
export async function handOverCheckIns(
  work: Work,
  deps: CheckInDeps,
  { teamId, add }: Extract<DomainEvent, { type: 'handover.posting' }>,
): Promise<void> {
  const days = daysInForce(await listRounds(work, deps.zone), work.now);
  const lines: SheetLine[] = [];
  for (const { key, here, asked, heard, unwell } of await countCheckIns(work.tx, days, 'site')) {
    const facts = { siteId: key, jurisdiction: null, need: 'other' } as const;
    if ((await teamFor(work.tx, facts, work.now))?.id !== teamId) continue;
    const params = { site: (await siteName(work, key)) ?? '–', here, asked, heard, unwell };
    lines.push({
      parts: [{ key: 'staff-check-in:section.line', params: { ...params, unheard: here - heard } }],
    });
  }
  add({ title: 'staff-check-in:section', lines });
}
