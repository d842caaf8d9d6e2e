/** The evening before, the team of a site reads who is to leave the next day and what still stands in the way. */
import type { Work } from '../../conversation/feature.ts';
import { isolate } from '../../domain/isolate.ts';
import { heldBy } from '../../domain/reminder/release-check.ts';
import { tellTeam } from '../../outbox/tell-team.ts';
import { listStaffChats } from '../../store/cards.ts';
import type { SiteRecord } from '../../store/records.ts';
import { listReleasing } from '../../store/releases.ts';
import { teamFor } from '../../store/routing.ts';
import { listSites } from '../../store/sites.ts';
import { findQueued } from '../../store/waiting.ts';
import type { ReleaseDeps } from './index.ts';
import { releaseLine } from './release-line.ts';
import { type Standing, standingsOf } from './standing.ts';

/** By the clock of the site; after a downtime it is said in the morning of the day itself. */
const EVENING = { from: 19, until: 22 };
const MORNING = { from: 7, until: 12 };
const LOOK_EVERY_MINUTES = 5;
const MOST = 500;
const LINES = 30;

/** Looks now and then; what was said of a site and a day is not said again. */
export function createTellTomorrow(deps: ReleaseDeps): (work: Work) => Promise<void> {
  let nextLook: Temporal.Instant | undefined;
  return async (work) => {
    if (nextLook && Temporal.Instant.compare(work.now, nextLook) < 0) return;
    nextLook = work.now.add({ minutes: LOOK_EVERY_MINUTES });
    for (const site of await listSites(work.tx)) {
      const day = dayToTell(work.now, site.timeZone ?? deps.zone);
      if (day) await tellSite(work, deps, site, day);
    }
  };
}

function dayToTell(now: Temporal.Instant, zone: string): Temporal.PlainDate | undefined {
  const there = now.toZonedDateTimeISO(zone);
  if (there.hour >= EVENING.from && there.hour < EVENING.until) return there.toPlainDate().add({ days: 1 });
  return there.hour >= MORNING.from && there.hour < MORNING.until ? there.toPlainDate() : undefined;
}

/** Once for each chat, whatever process does it and however often it looks. */
async function tellSite(
  work: Work,
  deps: ReleaseDeps,
  site: SiteRecord,
  day: Temporal.PlainDate,
): Promise<void> {
  const { tx, now } = work;
  const ids = await listReleasing(tx, { siteId: site.id, from: day, to: day }, MOST);
  if (ids.length === 0) return;
  const team = await teamFor(tx, { siteId: site.id, jurisdiction: null, need: 'release' }, now);
  const key = `releases:${site.id}:${day}`;
  const [first] = await listStaffChats(tx, team?.id ?? null);
  if (first && (await findQueued(tx, `${key}:${first.id}`))) return;
  const all = await standingsOf(work, deps, ids);
  const noon = day.toZonedDateTime({
    timeZone: site.timeZone ?? deps.zone,
    plainTime: Temporal.PlainTime.from({ hour: MORNING.until }),
  });
  await tellTeam(work, team?.id, { key, locale: deps.locale, expiresAt: noon.toInstant() }, (locale) => ({
    text: textOf(work, locale, site, day, all),
  }));
}

function textOf(
  work: Work,
  locale: string,
  site: SiteRecord,
  day: Temporal.PlainDate,
  all: readonly Standing[],
): string {
  const { t } = work;
  const isHeld = ({ stay, plan }: Standing): boolean => heldBy({ state: stay.state, plan }, day).length > 0;
  const { may = [], held = [] } = Object.groupBy(all, (one) => (isHeld(one) ? 'held' : 'may'));
  const rooms = may.map(({ facts }) => facts.room ?? '?');
  const params = { site: isolate(site.name), date: day.toString(), count: all.length };
  const lines = [t(locale, 'staff-reminders:tomorrow.head', params)];
  if (may.length > 0) {
    lines.push(`${t(locale, 'staff-reminders:today.may', { count: may.length })} ${rooms.join(', ')}`);
  }
  if (held.length > 0) lines.push(t(locale, 'staff-reminders:today.held', { count: held.length }));
  for (const one of held.slice(0, LINES)) {
    lines.push(`• ${releaseLine(work, locale, one, { on: day, withName: false, withSite: false })}`);
  }
  if (held.length > LINES) lines.push(t(locale, 'staff-reminders:more', { count: held.length - LINES }));
  return lines.join('\n');
}
