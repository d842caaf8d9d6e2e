/** `/report at 20:00 [site=…] [to=…]`: to whom daily reports go, and from which hour on. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { called } from '../../domain/called.ts';
import { isolate } from '../../domain/isolate.ts';
import { isOfDayBefore, nextDay } from '../../domain/report/day.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { listColleagues, listTeams } from '../../store/desk.ts';
import { listReachable } from '../../store/oversight.ts';
import {
  listReportPlans,
  type Recipient,
  recipientKey,
  removeReportPlan,
  saveReportPlan,
} from '../../store/report-plans.ts';
import { listSites } from '../../store/sites.ts';
import { type ReportDeps, zoneOf } from './gather-report.ts';
import { siteNamed } from './show-report.ts';

interface Where {
  readonly site: string | null;
  readonly to: string | null;
}

interface Named {
  readonly name: string;
  readonly usernames?: readonly string[];
  readonly recipient: Recipient;
}

/** Sets the hour for each of those named. */
export async function setHours(
  turn: Turn,
  deps: ReportDeps,
  wish: Where & { readonly time: string },
): Promise<void> {
  assertCan(turn.actor, 'report.edit');
  const { tx, now, t, locale, actor } = turn;
  const siteId = (await siteNamed(turn, wish.site ?? ''))?.id ?? null;
  const recipients = await recipientsNamed(turn, wish.to);
  await assertReachable(turn, recipients);
  const zone = await zoneOf(turn, deps, siteId);
  const at = Temporal.PlainTime.from(wish.time);
  const nextOn = nextDay(at, zone, now);
  for (const { recipient } of recipients) {
    await saveReportPlan(tx, { siteId, recipient, at, nextOn }, actor.id, now);
    const after = { siteId, recipient: recipientKey(recipient), at: wish.time };
    addAudit(tx, { actor, action: 'report.plan', now, channel: turn.inbound.account, after });
  }
  const text = t(locale, `staff-reports:planned.${isOfDayBefore(at) ? 'before' : 'same'}`, {
    names: namesOf(recipients),
    time: wish.time,
    zone,
    scope: await scopeName(turn, siteId),
    day: nextOn.toString(),
  });
  await turn.reply({ text });
}

/** Takes settings away. */
export async function dropHours(turn: Turn, wish: Where): Promise<void> {
  assertCan(turn.actor, 'report.edit');
  const { tx, now, actor } = turn;
  const siteId = (await siteNamed(turn, wish.site ?? ''))?.id ?? null;
  const recipients = await recipientsNamed(turn, wish.to);
  const params = { names: namesOf(recipients), scope: await scopeName(turn, siteId) };
  let removed = 0;
  for (const { recipient } of recipients) {
    if (!(await removeReportPlan(tx, siteId, recipient))) continue;
    removed += 1;
    const before = { siteId, recipient: recipientKey(recipient) };
    addAudit(tx, { actor, action: 'report.unplan', now, channel: turn.inbound.account, before });
  }
  if (removed === 0) throw new UserError('staff-reports:error.no-plan', params);
  await turn.reply({ text: turn.t(turn.locale, 'staff-reports:dropped', params) });
}

/** `/report hours`: all settings. */
export async function showHours(turn: Turn): Promise<void> {
  assertCan(turn.actor, 'report.edit');
  const plans = await listReportPlans(turn.tx);
  const { t, locale } = turn;
  if (plans.length === 0) throw new UserError('staff-reports:error.no-plans');
  const lines = await Promise.all(
    plans.map(async ({ at, siteId, name }) =>
      [
        at.toString({ smallestUnit: 'minute' }),
        await scopeName(turn, siteId),
        `→ ${isolate(name ?? '?')}`,
      ].join(' · '),
    ),
  );
  await turn.reply({ text: [t(locale, 'staff-reports:hours'), ...lines].join('\n') });
}

/** Whom the words name; without words the team of this group, else whoever writes. */
async function recipientsNamed(turn: Turn, words: string | null): Promise<Named[]> {
  const teams: Named[] = (await listTeams(turn.tx)).map(({ id, name }) => ({
    name,
    recipient: { teamId: id },
  }));
  const colleagues: Named[] = (await listColleagues(turn.tx)).map(({ id, name, usernames }) => ({
    name,
    usernames,
    recipient: { staffId: id },
  }));
  if (words === null) {
    const here = recipientKey(turn.chat.teamId ? { teamId: turn.chat.teamId } : { staffId: turn.actor.id });
    return [...teams, ...colleagues].filter(({ recipient }) => recipientKey(recipient) === here);
  }
  return words
    .split(/[,，、;；]/u)
    .map((name) => name.trim())
    .filter(Boolean)
    .map((name) => oneOf([...teams, ...colleagues], name));
}

function oneOf(all: readonly Named[], words: string): Named {
  const found = called(all, words);
  if (found.length > 1) {
    const names = found.map(({ name }) => name).join(', ');
    throw new UserError('staff:error.several', { names, target: words });
  }
  if (!found[0]) throw new UserError('staff-reports:error.no-recipient', { words });
  return found[0];
}

/** A colleague without a private chat would never read it. */
async function assertReachable(turn: Turn, recipients: readonly Named[]): Promise<void> {
  const reachable = await listReachable(turn.tx);
  const missed = recipients.filter(
    ({ recipient }) => 'staffId' in recipient && !reachable.has(recipient.staffId),
  );
  if (missed.length > 0) throw new UserError('staff-reports:error.unreachable', { names: namesOf(missed) });
}

const namesOf = (named: readonly Named[]): string => named.map(({ name }) => isolate(name)).join(', ');

async function scopeName(turn: Turn, siteId: string | null): Promise<string> {
  if (siteId === null) return turn.t(turn.locale, 'staff-reports:all-sites');
  const site = (await listSites(turn.tx)).find(({ id }) => id === siteId);
  return isolate(site?.name ?? '?');
}
