/** `/tests [site] [date]`: whom to test, room by room; in a group rooms only. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { called } from '../../domain/called.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Choice } from '../../domain/message.ts';
import { readTestDay } from '../../domain/test-result.ts';
import { UserError } from '../../errors.ts';
import type { SiteRecord } from '../../store/records.ts';
import { listSites } from '../../store/sites.ts';
import { type DueTest, gatherTests, type TestList } from './gather-tests.ts';
import type { TestsDeps } from './index.ts';

/** People listed of each kind; a swab team takes a floor at a time. */
const MOST = 150;
/** Sites that have a button. */
const BUTTONS = 40;

/** Reads site and date; of several sites there are counts first. */
export async function showTests(turn: Turn, deps: TestsDeps, args: string): Promise<void> {
  deps.desk.assertAmongStaff(turn);
  assertCan(turn.actor, 'stay.read');
  const sites = await listSites(turn.tx);
  const { site, day } = readWanted(turn, deps, sites, args);
  const [only, another] = sites;
  if (site || !another) return showSite(turn, deps, site ?? only, day);
  await showOverview(turn, deps, sites, day);
}

/** The button with a site's name. */
export async function showTestsOfSite(
  turn: Turn,
  deps: TestsDeps,
  siteId: string | undefined,
  day: string | undefined,
): Promise<void> {
  deps.desk.assertAmongStaff(turn);
  assertCan(turn.actor, 'stay.read');
  const site = (await listSites(turn.tx)).find(({ id }) => id === siteId);
  if (!site) throw new UserError('staff:error.old-button');
  const today = turn.now.toZonedDateTimeISO(site.timeZone ?? deps.zone).toPlainDate();
  await showSite(turn, deps, site, day ? readTestDay(day, today) : undefined);
}

/** The date is the last word or no word; what stands before it is the site. */
function readWanted(
  { now }: Turn,
  { zone }: TestsDeps,
  sites: readonly SiteRecord[],
  args: string,
): { readonly site?: SiteRecord; readonly day?: Temporal.PlainDate } {
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const [, before = '', last = ''] = /^(.*?)(\S*)$/su.exec(args.trim()) ?? [];
  const isTomorrow = /^(?:tomorrow|明天|明日)$/iu.test(last);
  const day = isTomorrow ? today.add({ days: 1 }) : last ? readTestDay(last, today) : undefined;
  const words = (day ? before : args).trim();
  const found = words ? called(sites, words) : [];
  if (words && found.length !== 1)
    throw new UserError('staff-tests:error.site', {
      words,
      sites: sites.map(({ name }) => name).join(', ') || '–',
    });
  const [site] = found;
  return { ...(site ? { site } : {}), ...(day ? { day } : {}) };
}

async function showSite(
  turn: Turn,
  deps: TestsDeps,
  site: SiteRecord | undefined,
  day: Temporal.PlainDate | undefined,
): Promise<void> {
  const zone = site?.timeZone ?? deps.zone;
  const list = await gatherTests(turn.tx, {
    siteId: site?.id ?? null,
    zone,
    now: turn.now,
    ...(day ? { day } : {}),
  });
  const { t, locale } = turn;
  const head = t(locale, 'staff-tests:list.head', {
    site: site?.name ?? t(locale, 'staff-tests:no-site'),
    date: (day ?? list.today).toString(),
  });
  const sections =
    day && !day.equals(list.today)
      ? [
          section(
            turn,
            'on-day',
            list.onDay.filter(({ isTaken }) => !isTaken),
          ),
          ...taken(turn, list),
        ]
      : [
          section(turn, 'due', list.due),
          section(turn, 'overdue', list.overdue),
          section(turn, 'tomorrow', list.tomorrow),
          section(turn, 'waiting', list.waiting),
        ];
  const shown = sections.filter((text) => text !== '');
  if (shown.length === 0) shown.push(t(locale, 'staff-tests:list.nothing'));
  await turn.reply({ text: [head, ...shown].join('\n\n'), card: true });
}

const taken = ({ t, locale }: Turn, { onDay }: TestList): string[] => {
  const count = onDay.filter(({ isTaken }) => isTaken).length;
  return count > 0 ? [t(locale, 'staff-tests:list.taken', { count })] : [];
};

function section(turn: Turn, kind: string, tests: readonly DueTest[]): string {
  const { t, locale, chat } = turn;
  if (tests.length === 0) return '';
  const head = t(locale, `staff-tests:list.${kind}`, { count: tests.length });
  const shown = tests.slice(0, MOST);
  const more =
    tests.length > MOST ? [t(locale, 'staff-tests:more', { count: tests.length - shown.length })] : [];
  if (chat.kind !== 'private') return [head, roomsOf(shown), ...more].join('\n');
  const lines = shown.map(({ room, name, number, date }) => {
    const day = number === null ? [] : [t(locale, 'staff-tests:list.day', { number })];
    const on = kind === 'overdue' || kind === 'waiting' ? [date.toString()] : [];
    return `• ${[room ?? '?', isolate(name ?? '?'), ...day, ...on].join(' · ')}`;
  });
  return [head, ...lines, ...more].join('\n');
}

/** Each room once, with how many there where it is several. */
export function roomsOf(tests: readonly Pick<DueTest, 'room'>[]): string {
  const counts = Map.groupBy(tests, ({ room }) => room ?? '?');
  return [...counts].map(([room, { length }]) => (length > 1 ? `${room} ×${length}` : room)).join(', ');
}

async function showOverview(
  turn: Turn,
  deps: TestsDeps,
  sites: readonly SiteRecord[],
  day: Temporal.PlainDate | undefined,
): Promise<void> {
  const { tx, now, t, locale } = turn;
  const lines: string[] = [];
  const choices: Choice[][] = [];
  for (const site of [...sites, undefined]) {
    const zone = site?.timeZone ?? deps.zone;
    const list = await gatherTests(tx, { siteId: site?.id ?? null, zone, now, ...(day ? { day } : {}) });
    const counts = {
      due: list.due.length,
      overdue: list.overdue.length,
      tomorrow: list.tomorrow.length,
      waiting: list.waiting.length,
      day: list.onDay.length,
    };
    if (Object.values(counts).every((count) => count === 0)) continue;
    const name = site?.name ?? t(locale, 'staff-tests:no-site');
    const key = day ? 'staff-tests:list.site-day' : 'staff-tests:list.site';
    lines.push(`• ${t(locale, key, { site: isolate(name), ...counts })}`);
    if (site) choices.push([{ id: `tests:${site.id}${day ? `:${day}` : ''}`, label: site.name }]);
  }
  const head = day
    ? t(locale, 'staff-tests:list.all-day', { date: day.toString() })
    : t(locale, 'staff-tests:list.all');
  const text = [head, ...(lines.length > 0 ? lines : [t(locale, 'staff-tests:list.nothing')])].join('\n');
  await turn.reply({ text, choices: choices.slice(0, BUTTONS), card: true });
}
