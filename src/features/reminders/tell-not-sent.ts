/** Colleagues hear of reminders that nobody got, by site and with the rooms, so that somebody goes and tells them. */
import type { Work } from '../../conversation/feature.ts';
import { isolate } from '../../domain/isolate.ts';
import { tellTeam } from '../../outbox/tell-team.ts';
import { type DueReminder, type NotSent, takeUndelivered } from '../../store/reminders.ts';
import { teamFor } from '../../store/routing.ts';
import { listSites } from '../../store/sites.ts';
import type { ReminderDeps } from './index.ts';

/** Hours after which it is no news any more. */
const NEWS_HOURS = 12;
/** Rooms that a line names. */
const NAMED = 30;

/** By site: how many, and their rooms. */
export const gathered = (reminders: readonly DueReminder[]): NotSent[] =>
  [...Map.groupBy(reminders, ({ siteId }) => siteId)].map(([siteId, of]) => ({
    siteId,
    count: of.length,
    rooms: [...new Set(of.map(({ room }) => room))],
  }));

/** Those that were queued, and that a platform took too late or not at all. */
export async function tellUndelivered(work: Work, deps: ReminderDeps): Promise<void> {
  const lost = await takeUndelivered(work.tx, work.now);
  for (const why of ['dropped', 'unreachable'] as const) {
    await tellNotSent(
      work,
      deps,
      why,
      lost.filter(({ state }) => state === why),
    );
  }
}

/** One line for each site, in the chats of the team that looks after releases there. */
export async function tellNotSent(
  work: Work,
  { locale }: ReminderDeps,
  why: 'dropped' | 'unreachable',
  notSent: readonly NotSent[],
): Promise<void> {
  const { tx, now, t } = work;
  for (const [siteId, parts] of Map.groupBy(notSent, (one) => one.siteId)) {
    const rooms = [...new Set(parts.flatMap((one) => one.rooms))].filter((room) => room !== null);
    const count = parts.reduce((sum, one) => sum + one.count, 0);
    const site = (await listSites(tx)).find(({ id }) => id === siteId);
    const team = await teamFor(tx, { siteId, jurisdiction: null, need: 'release' }, now);
    const key = `reminders:${why}:${siteId}:${now.epochMilliseconds}`;
    await tellTeam(
      work,
      team?.id,
      { key, locale, expiresAt: now.add({ hours: NEWS_HOURS }) },
      (language) => ({
        text: t(language, `staff-reminders:not-sent.${why}`, {
          count,
          site: isolate(site?.name ?? t(language, 'staff-reminders:no-site')),
          rooms: rooms.length > 0 ? rooms.toSorted().slice(0, NAMED).join(', ') : '?',
        }),
      }),
    );
  }
}
