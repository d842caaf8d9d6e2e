/** `/reminders [SITE]`: what is said next, and whom nobody told. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { called } from '../../domain/called.ts';
import { isolate } from '../../domain/isolate.ts';
import { shortTime } from '../../domain/short-time.ts';
import { UserError } from '../../errors.ts';
import type { SiteRecord } from '../../store/records.ts';
import { type ListedReminder, listReminders, type ReminderFilter } from '../../store/reminders.ts';
import { listSites } from '../../store/sites.ts';
import type { ReminderDeps } from './index.ts';

/** Lines of each kind. */
const MOST = 15;
/** Hours back, after which nobody is called about it any more, and ahead. */
const HOURS = 72;

/** Lists what is planned next, was dropped, or reached nobody. */
export async function showReminders(turn: Turn, deps: ReminderDeps, words: string): Promise<void> {
  assertCan(turn.actor, 'reminder.read');
  const site = words ? siteCalled(await listSites(turn.tx), words) : undefined;
  const parts: string[] = [];
  for (const state of ['dropped', 'unreachable', 'planned'] as const) {
    const limit = turn.now.add({ hours: state === 'planned' ? HOURS : -HOURS });
    const part = await section(turn, deps, { state, siteId: site?.id ?? null, limit });
    if (part) parts.push(part);
  }
  const text = parts.length > 0 ? parts.join('\n\n') : turn.t(turn.locale, 'staff-reminders:none');
  await turn.reply({ text });
}

/** The one site of this name; throws and says which there are. */
function siteCalled(sites: readonly SiteRecord[], words: string): SiteRecord {
  const [site, another] = called(sites, words);
  if (site && !another) return site;
  const names = sites.map(({ name }) => name).join(', ');
  throw new UserError('staff-reminders:error.site', { name: words, sites: names });
}

async function section(turn: Turn, deps: ReminderDeps, filter: ReminderFilter): Promise<string | undefined> {
  const { t, locale } = turn;
  const { lines, count } = await listReminders(turn.tx, filter, MOST);
  if (count === 0) return undefined;
  const more = count - lines.length;
  return [
    t(locale, `staff-reminders:list.${filter.state}`, { count }),
    ...lines.map((line) => `• ${lineOf(turn, deps, line)}`),
    ...(more > 0 ? [t(locale, 'staff-reminders:more', { count: more })] : []),
  ].join('\n');
}

/** Names stay in private chats; a room is enough to go there. */
function lineOf({ t, locale, now, chat }: Turn, { zone }: ReminderDeps, line: ListedReminder): string {
  const { kind, day, dueAt, name, room, site } = line;
  const number = kind.startsWith('test-') ? Number(kind.slice('test-'.length)) : undefined;
  const what = t(locale, `staff-reminders:kind.${number === undefined ? kind : 'test'}`, {
    date: day.toString(),
    number,
  });
  return [
    shortTime(dueAt, now, line.zone ?? zone),
    room ? t(locale, 'staff:card.room', { room }) : t(locale, 'staff:card.room-unknown'),
    site && isolate(site),
    chat.kind === 'private' && name ? isolate(name) : null,
    what,
  ]
    .filter(Boolean)
    .join(' · ');
}
