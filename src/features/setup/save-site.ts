/** `/site` and `/sites`: the places travellers stay at, and which guests' group belongs to which. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { hoursOf } from '../../domain/check-in/hours.ts';
import { addAudit } from '../../store/audit.ts';
import * as bindings from '../../store/bindings.ts';
import type { SiteRecord } from '../../store/records.ts';
import { planSiteAnew } from '../../store/releases.ts';
import { parseSite } from './parse-site.ts';

/** Saves a site, and in a guests' group ties the group to it. */
export async function saveSiteHere(turn: Turn, args: string): Promise<void> {
  const { tx, now, chat } = turn;
  const binding = await bindings.findBinding(tx, chat.id);
  const isGuestGroup = chat.kind === 'group' && !binding.oversees && !binding.team;
  assertCan(turn.actor, isGuestGroup ? 'site.bind' : 'site.edit');
  const { name, facts } = parseSite(args);
  await bindings.lockBindings(tx);
  const { site, before } = await bindings.saveSite(tx, name, facts, now);
  const isCountedAnew = before?.timeZone !== site.timeZone || before.releaseNote !== site.releaseNote;
  if (before && isCountedAnew) await planSiteAnew(tx, site.id);
  const audit = { actor: turn.actor, now, channel: turn.inbound.account };
  addAudit(tx, { ...audit, action: 'site.save', ...(before ? { before } : {}), after: { ...site } });
  const lines = [
    turn.t(turn.locale, before ? 'staff-setup:site.saved' : 'staff-setup:site.added', { name: site.name }),
  ];
  if (isGuestGroup) {
    await bindings.bindChat(tx, chat.id, { siteId: site.id });
    const change = {
      before: { siteId: binding.site?.id ?? null },
      after: { chatId: chat.id, siteId: site.id },
    };
    addAudit(tx, { ...audit, action: 'site.bind', ...change });
    lines.push(bound(turn, site, binding.site));
  } else if (binding.team)
    lines.push(turn.t(turn.locale, 'staff-setup:site.team-group', { name: site.name }));
  lines.push(describe(turn, site));
  await turn.reply({ text: lines.join('\n') });
}

/** Lists every site with what is known of it. */
export async function listSites(turn: Turn): Promise<void> {
  assertCan(turn.actor, 'ticket.list');
  const sites = await bindings.listSitesWithGroups(turn.tx);
  if (sites.length === 0) return turn.reply({ text: turn.t(turn.locale, 'staff-setup:sites.none') });
  const lines = sites.map((site) => {
    const groups = turn.t(turn.locale, 'staff-setup:sites.groups', { count: site.groups });
    return `• ${site.name} · ${groups}\n  ${describe(turn, site)}`;
  });
  await turn.reply({ text: lines.join('\n') });
}

function bound(turn: Turn, site: SiteRecord, left: SiteRecord | null): string {
  const moved = left && left.id !== site.id;
  return turn.t(turn.locale, moved ? 'staff-setup:site.moved' : 'staff-setup:site.bound', {
    name: site.name,
    from: left?.name,
  });
}

function describe(turn: Turn, site: SiteRecord): string {
  const missing = turn.t(turn.locale, 'staff-setup:site.missing');
  const facts = turn.t(turn.locale, 'staff-setup:site.facts', {
    phone: site.emergencyPhone ?? missing,
    hotline: site.hotline ?? missing,
    zone: site.timeZone ?? missing,
  });
  const hours = hoursOf(site.checkInHours);
  const times = Object.fromEntries(
    Object.entries(hours).map(([name, time]) => [name, time.toString({ smallestUnit: 'minute' })]),
  );
  const lines = [facts, turn.t(turn.locale, 'staff-setup:site.check-in', times)];
  if (site.releaseNote) {
    lines.push(turn.t(turn.locale, 'staff-setup:site.release', { note: site.releaseNote }));
  }
  return lines.join('\n  ');
}
