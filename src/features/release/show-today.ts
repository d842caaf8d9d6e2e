/** `/discharge today [SITE]`: who may leave today, and who is held and why. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { called } from '../../domain/called.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Choice } from '../../domain/message.ts';
import { heldBy } from '../../domain/reminder/release-check.ts';
import { UserError } from '../../errors.ts';
import { listReleasing } from '../../store/releases.ts';
import { listSites } from '../../store/sites.ts';
import type { ReleaseDeps } from './index.ts';
import { buttonsForAll } from './release-all.ts';
import { releaseLine } from './release-line.ts';
import { type Standing, standingsOf } from './standing.ts';

/** People looked at, lines of each kind, and names with a button. */
const MOST = 500;
const LINES = 40;
const BUTTONS = 20;

/** Lists those whose day it is by the calendar of their site, and those who were to go before and are still here. */
export async function showToday(turn: Turn, deps: ReleaseDeps, words: string): Promise<void> {
  assertCan(turn.actor, 'stay.read');
  await showTodayAt(turn, deps, words ? await siteCalled(turn, words) : null);
}

/** The same for the site with this id, or for all of them. */
export async function showTodayAt(turn: Turn, deps: ReleaseDeps, siteId: string | null): Promise<void> {
  const { tx, now, t, locale } = turn;
  const today = now.toZonedDateTimeISO(deps.zone).toPlainDate();
  const ids = await listReleasing(tx, { siteId, to: today.add({ days: 1 }) }, MOST);
  const due = (await standingsOf(turn, deps, ids)).filter(isDue);
  if (due.length === 0) return turn.reply({ text: t(locale, 'staff-reminders:today.none') });
  const { may = [], held = [] } = Object.groupBy(due, (one) =>
    heldBy({ state: one.stay.state, plan: one.plan }, one.plan.today).length > 0 ? 'held' : 'may',
  );
  const text = [
    t(locale, 'staff-reminders:today.head', { date: today.toString(), count: due.length }),
    ...part(turn, 'may', may),
    ...part(turn, 'held', held),
  ].join('\n');
  const sites = new Set(due.map(({ stay }) => stay.siteId));
  const [site] = sites;
  const forAll = site && sites.size === 1 ? buttonsForAll(turn, site, may) : [];
  await turn.reply({ text, choices: [...buttons(turn, may), ...forAll] });
}

/** It may be another day there already, or still. */
const isDue = ({ plan }: Standing): boolean =>
  plan.release !== null && Temporal.PlainDate.compare(plan.release, plan.today) <= 0;

function part(turn: Turn, kind: 'may' | 'held', of: readonly Standing[]): string[] {
  if (of.length === 0) return [];
  const { t, locale } = turn;
  const withName = turn.chat.kind === 'private';
  const more = of.length - LINES;
  return [
    t(locale, `staff-reminders:today.${kind}`, { count: of.length }),
    ...of
      .slice(0, LINES)
      .map((one) => `• ${releaseLine(turn, locale, one, { on: one.plan.today, withName, withSite: true })}`),
    ...(more > 0 ? [t(locale, 'staff-reminders:more', { count: more })] : []),
  ];
}

function buttons(turn: Turn, may: readonly Standing[]): Choice[][] {
  const withName = turn.chat.kind === 'private';
  const choices = may.slice(0, BUTTONS).map(({ facts }): Choice => {
    const name = withName ? facts.name : null;
    const label = [facts.room, name && isolate(name)].filter(Boolean).join(' · ') || '?';
    return { id: `disopen:${facts.stayId}`, label };
  });
  return Array.from({ length: Math.ceil(choices.length / 2) }, (_row, at) =>
    choices.slice(at * 2, at * 2 + 2),
  );
}

async function siteCalled(turn: Turn, words: string): Promise<string> {
  const sites = await listSites(turn.tx);
  const [site, another] = called(sites, words);
  if (site && !another) return site.id;
  const names = sites.map(({ name }) => name).join(', ');
  throw new UserError('staff-reminders:error.site', { name: words, sites: names });
}
