/** A whole bus at once: transport and documents of everybody who may leave a site today, and letting them go. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Choice } from '../../domain/message.ts';
import { HAND_CHECKS, heldBy } from '../../domain/reminder/release-check.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { listReleasing, tickAll } from '../../store/releases.ts';
import { listSites } from '../../store/sites.ts';
import type { ReleaseDeps } from './index.ts';
import { letThemGo, missingIn } from './let-go.ts';
import { type Standing, standingsOf } from './standing.ts';

/** People looked at in one go. */
const MOST = 500;
/** Rooms named in an answer. */
const NAMED = 40;

/** The buttons under the list of one site. */
export function buttonsForAll({ t, locale }: Turn, siteId: string, may: readonly Standing[]): Choice[][] {
  if (may.length < 2) return [];
  const open = HAND_CHECKS.filter((check) => may.some(({ facts }) => !facts.checks.includes(check)));
  const ready = may.filter((one) => missingIn(one).length === 0).length;
  const ticks = open.map((check): Choice => {
    const name = t(locale, `staff-reminders:check.${check}`);
    const label = t(locale, 'staff-reminders:button.tick-all', { check: name, count: may.length });
    return { id: `disall:${siteId}:${check}`, label };
  });
  const label = t(locale, 'staff-reminders:button.go-all', { count: ready });
  return [...ticks.map((tick) => [tick]), ...(ready > 1 ? [[{ id: `disall:${siteId}:go`, label }]] : [])];
}

/** One of those buttons; returns the site whose list is to be shown again, nothing after letting them go. */
export async function forAllByChoice(
  turn: Turn,
  deps: ReleaseDeps,
  siteId: string | undefined,
  what: string | undefined,
): Promise<string | undefined> {
  assertCan(turn.actor, 'trip.tick');
  const site = (await listSites(turn.tx)).find(({ id }) => id === siteId);
  const check = HAND_CHECKS.find((one) => one === what);
  if (!site || (!check && what !== 'go')) throw new UserError('common:error.old-choice');
  const today = turn.now.toZonedDateTimeISO(site.timeZone ?? deps.zone).toPlainDate();
  const all = await standingsOf(
    turn,
    deps,
    await listReleasing(turn.tx, { siteId: site.id, to: today }, MOST),
  );
  const may = all.filter(({ stay, plan }) => heldBy({ state: stay.state, plan }, plan.today).length === 0);
  if (!check) {
    await goAll(turn, deps, site.name, may);
    return undefined;
  }
  const ids = may.map(({ stay }) => stay.id);
  await tickAll(turn.tx, ids, check);
  addAudit(turn.tx, {
    actor: turn.actor,
    action: 'stay.check',
    channel: turn.inbound.account,
    now: turn.now,
    after: { siteId: site.id, check, stayIds: ids },
  });
  return site.id;
}

async function goAll(turn: Turn, deps: ReleaseDeps, site: string, may: readonly Standing[]): Promise<void> {
  const { t, locale } = turn;
  const ready = may.filter((one) => missingIn(one).length === 0);
  if (ready.length === 0) throw new UserError('common:error.old-choice');
  const gone = await letThemGo(turn, deps, ready, null);
  const rooms = (of: readonly Standing[]): string =>
    of
      .slice(0, NAMED)
      .map(({ facts }) => facts.room ?? '?')
      .join(', ');
  const untold = gone.filter(({ isTold }) => !isTold).map(({ standing }) => standing);
  const left = may.filter((one) => !ready.includes(one));
  const text = [
    t(locale, 'staff-reminders:all.done', { count: gone.length, site: isolate(site) }),
    ...(untold.length > 0 ? [t(locale, 'staff-reminders:all.untold', { rooms: rooms(untold) })] : []),
    ...(left.length > 0 ? [t(locale, 'staff-reminders:all.left', { rooms: rooms(left) })] : []),
  ].join('\n');
  await turn.reply({ text });
}
