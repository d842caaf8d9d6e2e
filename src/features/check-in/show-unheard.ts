/** `/unheard`: exactly who is here and was not heard from, whatever was asked, missed or down in between. */
import type { PersonReach, Turn } from '../../conversation/feature.ts';
import { assertCan, can } from '../../domain/actor.ts';
import { called } from '../../domain/called.ts';
import type { Round } from '../../domain/check-in/hours.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Choice } from '../../domain/message.ts';
import { shortTime } from '../../domain/short-time.ts';
import { UserError } from '../../errors.ts';
import { daysInForce, listRounds } from '../../store/check-in-days.ts';
import { listSites } from '../../store/sites.ts';
import { type CheckInCount, countCheckIns, listUnheard, type Unheard } from '../../store/unheard.ts';
import type { CheckInDeps } from './deps.ts';

/** People on a page. */
const PAGE = 15;

/** The first page, of all sites or of the one that is named. */
export async function showUnheard(turn: Turn, deps: CheckInDeps, words: string): Promise<void> {
  assertCan(turn.actor, 'check-in.read');
  deps.desk.assertAmongStaff(turn);
  const sites = await listSites(turn.tx);
  const [site] = words ? called(sites, words) : [];
  if (words && !site) throw new UserError('staff-check-in:error.site', { name: words });
  await showPage(turn, deps, site?.id, 0);
}

/** A page by its button, `unheard:<site, a hyphen for none, or "all">:<from>`. */
export async function showUnheardPage(
  turn: Turn,
  deps: CheckInDeps,
  [site, from]: readonly string[],
): Promise<void> {
  assertCan(turn.actor, 'check-in.read');
  deps.desk.assertAmongStaff(turn);
  const start = Number(from);
  if (!Number.isInteger(start) || start < 0) throw new UserError('common:error.old-choice');
  await showPage(turn, deps, site === 'all' ? undefined : site === '-' ? null : site, start);
}

async function showPage(
  turn: Turn,
  deps: CheckInDeps,
  siteId: string | null | undefined,
  from: number,
): Promise<void> {
  const all = await listRounds(turn, deps.zone);
  const rounds = daysInForce(
    siteId === undefined ? all : all.filter((round) => round.siteId === siteId),
    turn.now,
  );
  const counts = await countCheckIns(turn.tx, rounds, 'site');
  const here = counts.reduce((sum, one) => sum + one.here, 0);
  const count = here - counts.reduce((sum, one) => sum + one.heard, 0);
  const say = (key: string, params: Record<string, unknown> = {}): string =>
    turn.t(turn.locale, `staff-check-in:${key}`, params);
  if (here === 0) return turn.reply({ text: say('unheard.nobody') });
  if (count === 0) return turn.reply({ text: say('unheard.all', { here }) });
  const page = await listUnheard(turn.tx, rounds, { from, most: PAGE });
  const reach = await deps.people.reach(
    turn,
    page.map(({ personId }) => personId),
  );
  const lines = [say('unheard.head', { count, here })];
  for (const [id, own] of Map.groupBy(page, (one) => one.siteId)) {
    const total = counts.find(({ key }) => key === id);
    lines.push('', ...(await siteLines(turn, deps, own, { total, day: dayOf(rounds, id), reach })));
  }
  const to = from + page.length;
  if (count > page.length) lines.push('', say('unheard.page', { from: from + 1, to, count }));
  const phones = phoneChoices(turn, page);
  if (phones.length > 0) lines.push(say('unheard.phones'));
  const next = `unheard:${siteId === undefined ? 'all' : (siteId ?? '-')}:${to}`;
  const more: Choice[][] = to < count ? [[{ id: next, label: say('button.more') }]] : [];
  await turn.reply({ text: lines.join('\n'), choices: [...phones, ...more] });
}

interface SitePart {
  readonly total: CheckInCount | undefined;
  readonly day: string;
  readonly reach: ReadonlyMap<string, PersonReach>;
}

/** A site's head, and a line for each of its people on this page. */
async function siteLines(
  turn: Turn,
  deps: CheckInDeps,
  people: readonly Unheard[],
  { total, day, reach }: SitePart,
): Promise<string[]> {
  const site = (await listSites(turn.tx)).find(({ id }) => id === people[0]?.siteId);
  const head = turn.t(turn.locale, 'staff-check-in:unheard.site', {
    site: site?.name ?? turn.t(turn.locale, 'staff-check-in:no-site'),
    day,
    count: (total?.here ?? 0) - (total?.heard ?? 0),
    here: total?.here,
  });
  const zone = site?.timeZone ?? deps.zone;
  return [head, ...people.map((one) => `• ${lineOf(turn, one, reach.get(one.personId), zone)}`)];
}

const dayOf = (rounds: readonly Pick<Round, 'siteId' | 'day'>[], siteId: string | null): string =>
  rounds.find((round) => round.siteId === siteId)?.day.toString() ?? '';

/** Room, name, since when, what was tried, and whether anybody can write to them. */
function lineOf(turn: Turn, one: Unheard, reach: PersonReach | undefined, zone: string): string {
  const say = (key: string, params: Record<string, unknown> = {}): string =>
    turn.t(turn.locale, `staff-check-in:${key}`, params);
  const at = (moment: Temporal.Instant): string => shortTime(moment, turn.now, zone);
  const parts = [
    one.room ?? say('no-room'),
    isolate(one.name ?? '?'),
    one.heardOn ? say('unheard.since', { day: one.heardOn }) : say('unheard.never'),
  ];
  if (one.askedAt && one.remindedAt) parts.push(say('unheard.reminded', { time: at(one.remindedAt) }));
  else if (one.askedAt) parts.push(say('unheard.asked', { time: at(one.askedAt) }));
  else if (reach) parts.push(say('unheard.not-asked'));
  if (!reach) parts.push(say('unheard.no-account'));
  return parts.join(' · ');
}

/** Numbers are shown in private, to those who may read them, each by a button that is kept on record. */
function phoneChoices(turn: Turn, page: readonly Unheard[]): Choice[][] {
  if (turn.chat.kind !== 'private' || !can(turn.actor, 'person.read-numbers')) return [];
  const choices = page.map(({ personId, room, name }): Choice => {
    const isShared = room !== null && page.some((one) => one.room === room && one.personId !== personId);
    const label = isShared && name ? `${room} ${name}` : (room ?? name ?? '?');
    return { id: `numbers:${personId}`, label: `📞 ${label}` };
  });
  return Array.from({ length: Math.ceil(choices.length / 3) }, (_row, at) =>
    choices.slice(at * 3, at * 3 + 3),
  );
}
