/** Tests that were not taken by the end of their day: one list for each site and day, in the morning after. */
import type { Work } from '../../conversation/feature.ts';
import { tellTeam } from '../../outbox/tell-team.ts';
import { teamFor } from '../../store/routing.ts';
import { listSites } from '../../store/sites.ts';
import { keepRoll, readRolls } from '../../store/stay-tests.ts';
import { type DueTest, gatherTests } from './gather-tests.ts';
import type { TestsDeps } from './index.ts';
import { roomsOf } from './show-tests.ts';

/** Local time at which yesterday is listed: results of the evening are in, and nobody is woken. */
const LISTED_AT = Temporal.PlainTime.from('07:00');
/** New sites are found after this at the latest. */
const LOOK_EVERY = { minutes: 5 } as const;
/** Stands for people without a site. */
const NOWHERE = '-';

interface Place {
  readonly key: string;
  readonly siteId: string | null;
  readonly name: string | null;
}

/** Until when nothing falls due, as far as this process knows. */
export interface Rest {
  until: Temporal.Instant | undefined;
}

/** Lists what became overdue since the last list; after a downtime that is one list for all the days. */
export async function listOverdue(work: Work, deps: TestsDeps, rest: Rest): Promise<void> {
  const { tx, now } = work;
  if (rest.until && Temporal.Instant.compare(now, rest.until) < 0) return;
  const rolls = await readRolls(tx);
  const sites = (await listSites(tx)).map(({ id, name, timeZone }) => ({
    key: id,
    siteId: id,
    name,
    timeZone,
  }));
  let next = now.add(LOOK_EVERY);
  for (const place of [...sites, { key: NOWHERE, siteId: null, name: null, timeZone: null }]) {
    const zone = place.timeZone ?? deps.zone;
    const there = now.toZonedDateTimeISO(zone);
    const today = there.toPlainDate();
    const isMorning = Temporal.PlainTime.compare(there.toPlainTime(), LISTED_AT) >= 0;
    const upTo = today.subtract({ days: isMorning ? 1 : 2 });
    const opens = (isMorning ? today.add({ days: 1 }) : today)
      .toZonedDateTime({ timeZone: zone, plainTime: LISTED_AT })
      .toInstant();
    if (Temporal.Instant.compare(opens, next) < 0) next = opens;
    // The first list of a site is yesterday's, in a morning: what is older is no news.
    const before = rolls.get(place.key) ?? (isMorning ? upTo.subtract({ days: 1 }) : upTo);
    if (Temporal.PlainDate.compare(before, upTo) >= 0) continue;
    if (!(await keepRoll(tx, place.key, upTo))) continue;
    rest.until = undefined;
    const { overdue } = await gatherTests(tx, { siteId: place.siteId, zone, now });
    const fresh = overdue.filter(
      ({ date }) =>
        Temporal.PlainDate.compare(date, before) > 0 && Temporal.PlainDate.compare(date, upTo) <= 0,
    );
    if (fresh.length > 0) await tellList(work, deps, { ...place, upTo }, fresh);
    // A site a turn: pages do not wait for the lists of a whole district.
    return;
  }
  rest.until = next;
}

/** Told in the chats of the team that takes tests there; who is on it by name is in `/tests`. */
async function tellList(
  work: Work,
  { locale }: TestsDeps,
  { key, siteId, name, upTo }: Place & { readonly upTo: Temporal.PlainDate },
  tests: readonly DueTest[],
): Promise<void> {
  const team = await teamFor(work.tx, { siteId, jurisdiction: null, need: 'test' }, work.now);
  await tellTeam(work, team?.id, { key: `overdue:${key}:${upTo}`, locale }, (language) => {
    const say = (text: string, params: Record<string, unknown> = {}): string =>
      work.t(language, `staff-tests:${text}`, params);
    const site = name ?? say('no-site');
    const params = { count: tests.length, site, date: upTo.toString(), rooms: roomsOf(tests) };
    return { text: say('overdue.told', params) };
  });
}
