/** Who stays silent is called: a list for the team of each site, and after two days a ticket of their own. */
import type { Work } from '../../conversation/feature.ts';
import type { Round } from '../../domain/check-in/hours.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import type { Content } from '../../domain/message.ts';
import type { Target } from '../../outbox/enqueue.ts';
import { tellTeam } from '../../outbox/tell-team.ts';
import {
  type CallList,
  callListKey,
  openCallList,
  type ToCall,
  takeUntaken,
  withoutCallList,
} from '../../store/call-lists.ts';
import { leadsFor, listReachable } from '../../store/oversight.ts';
import { teamFor } from '../../store/routing.ts';
import { listSites } from '../../store/sites.ts';
import { findCallTicket, listSilent, setCallTicket } from '../../store/unheard.ts';
import type { CheckInDeps } from './deps.ts';

/** Whoever was asked less than this before the calls has had no time to answer. */
const TIME_TO_ANSWER = { hours: 1 };
/** Minutes after which the lead hears that nobody has taken on a list, and after which that is no news any more. */
const UNTAKEN = 30;
const NO_NEWS = 150;
/** Tickets opened in one transaction. */
const AT_ONCE = 20;
/** Rooms named in a message; the list has them all. */
const NAMED = 60;

const SYSTEM = { role: 'system', id: 'system' } as const;

/** Posts the lists of these rounds once, opens tickets, and tells leads; true when there are more tickets to open. */
export async function callSilent(work: Work, deps: CheckInDeps, rounds: readonly Round[]): Promise<boolean> {
  for (const round of await withoutCallList(work.tx, rounds)) await postList(work, deps, round);
  const isMore = await openTickets(work, deps, rounds);
  const span = {
    after: work.now.subtract({ minutes: NO_NEWS }),
    before: work.now.subtract({ minutes: UNTAKEN }),
  };
  for (const list of await takeUntaken(work.tx, span, work.now)) await tellLeads(work, deps, list);
  return isMore;
}

async function postList(work: Work, deps: CheckInDeps, round: Round): Promise<void> {
  const { tx, now } = work;
  const facts = { siteId: round.siteId, jurisdiction: null, need: 'other' } as const;
  const teamId = (await teamFor(tx, facts, now))?.id ?? null;
  const since = round.callAt.subtract(TIME_TO_ANSWER);
  const list = await openCallList(tx, round, { since, teamId, now });
  if (!list || list.rooms.length === 0) return;
  const key = callListKey(round);
  const site = await siteName(work, round.siteId);
  const news = { key: `calls:${key}`, locale: deps.locale, expiresAt: now.add({ minutes: NO_NEWS }) };
  await tellTeam(work, teamId, news, (locale) => listText(work, locale, list, { site, round, key }));
}

function listText(
  { t }: Work,
  locale: string,
  { rooms, unreached }: ToCall,
  about: { readonly site: string | undefined; readonly round: Round; readonly key: string },
): Content {
  const say = (key: string, params: Record<string, unknown> = {}): string =>
    t(locale, `staff-check-in:${key}`, params);
  const names = rooms.slice(0, NAMED).map((room) => room ?? say('no-room'));
  const more = rooms.length > NAMED ? ' …' : '';
  const site = about.site ?? say('no-site');
  const lines = [say('calls.head', { count: rooms.length, site, rooms: names.join(', ') + more })];
  if (unreached > 0) lines.push(say('calls.unreached', { count: unreached }));
  lines.push(say('calls.how'));
  return {
    text: lines.join('\n'),
    choices: [
      [{ id: `calls:${about.key}`, label: say('button.calls') }],
      [{ id: `unheard:${about.round.siteId ?? '-'}:0`, label: say('button.list') }],
    ],
  };
}

/** What a site is called; undefined for none. */
export const siteName = async ({ tx }: Work, siteId: string | null): Promise<string | undefined> =>
  (await listSites(tx)).find(({ id }) => id === siteId)?.name;

async function openTickets(work: Work, deps: CheckInDeps, rounds: readonly Round[]): Promise<boolean> {
  const silent = await listSilent(work.tx, rounds, AT_ONCE);
  const locale = matchLocale(deps.locale, STAFF_LOCALES) ?? 'en';
  for (const one of silent) {
    const { person, day, isFrail, heardOn } = one;
    const urgency = isFrail ? 'high' : 'normal';
    const key = heardOn ? 'summary.silent' : 'summary.silent-never';
    const summary = work.t(locale, `staff-check-in:${key}`, { day: heardOn });
    const earlier = await findCallTicket(work.tx, person.id);
    const found = { person, need: 'other', urgency, summary, actor: SYSTEM } as const;
    const ticketId = earlier ?? (await deps.people.open(work, found)).id;
    await setCallTicket(work.tx, { personId: person.id, day }, ticketId);
  }
  return silent.length === AT_ONCE;
}

async function tellLeads(work: Work, deps: CheckInDeps, list: CallList): Promise<void> {
  const reachable = await listReachable(work.tx);
  const site = await siteName(work, list.siteId);
  for (const staffId of await leadsFor(work.tx, list.teamId, work.now)) {
    const reach = reachable.get(staffId);
    if (!reach?.privateChat) continue;
    const locale = matchLocale(reach.locale ?? deps.locale, STAFF_LOCALES) ?? 'en';
    const say = (key: string, params: Record<string, unknown> = {}): string =>
      work.t(locale, `staff-check-in:${key}`, params);
    const choices = [[{ id: `calls:${list.key}`, label: say('button.calls') }]];
    const text = say('calls.untaken', { count: list.count, site: site ?? say('no-site') });
    const target: Target = { account: reach.account, chat: reach.privateChat, kind: 'private' };
    const expiresAt = work.now.add({ hours: 2 });
    await work.say(target, { text, choices }, { key: `calls:${list.key}:lead:${staffId}`, expiresAt });
  }
}
