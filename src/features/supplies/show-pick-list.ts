/** `/pick SITE [FLOOR]`: what has to be brought, room by room; `/pick SITE total`: how much of everything. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { called, fold } from '../../domain/called.ts';
import type { Choice, Content } from '../../domain/message.ts';
import { shortTime } from '../../domain/short-time.ts';
import { PICK_PAGE, pickAddress } from '../../domain/supplies/pick-address.ts';
import { makePickList, type PickList } from '../../domain/supplies/pick-list.ts';
import { messagesOf, roomBlocks, totalLines } from '../../domain/supplies/pick-text.ts';
import { UserError } from '../../errors.ts';
import type { SiteRecord } from '../../store/records.ts';
import { listSites } from '../../store/sites.ts';
import { listPickLines } from '../../store/supplies.ts';
import type { SupplyDeps } from './index.ts';

/** What is to be listed; without a site, where there is none by name. */
interface Wanted {
  readonly site: SiteRecord | undefined;
  readonly floor: string | undefined;
  readonly onlyTotals: boolean;
}

const TOTAL = /(?:^|\s)(?:totals?|合计|合計|汇总|彙總|總計|总计)$/iu;
/** Floors that have a button. */
const FLOORS = 20;

/** Reads site, floor and `total`; asks which site when that is not said. */
export async function pickByWords(turn: Turn, deps: SupplyDeps, args: string): Promise<void> {
  assertCan(turn.actor, 'item.pick');
  const sites = await listSites(turn.tx);
  const onlyTotals = TOTAL.test(args.trim());
  const words = args.trim().replace(TOTAL, '').trim();
  const [only, another] = sites;
  if (!words && another) return askWhichSite(turn, sites, onlyTotals);
  const found = siteIn(sites, words);
  if (!found && another) throw noSite(sites, words);
  const { site, rest } = found ?? { site: only, rest: words };
  await showPickList(turn, deps, sites, { site, floor: rest || undefined, onlyTotals });
}

/** A pressed site, floor or Total: `pick:<site>:<floor>:total`. */
export async function pickByChoice(
  turn: Turn,
  deps: SupplyDeps,
  [id = '', floor = '', total]: readonly string[],
): Promise<void> {
  assertCan(turn.actor, 'item.pick');
  const sites = await listSites(turn.tx);
  const site = sites.find((one) => one.id === id);
  if (!site && id) throw new UserError('staff:error.old-button');
  await showPickList(turn, deps, sites, {
    site,
    floor: floor || undefined,
    onlyTotals: total !== undefined,
  });
}

/** The site whose name, or the beginning of it, the words begin with; the rest is the floor. */
function siteIn(sites: readonly SiteRecord[], words: string): { site: SiteRecord; rest: string } | undefined {
  const parts = words.split(/\s+/u);
  for (let count = parts.length; count > 0; count -= 1) {
    const name = parts.slice(0, count).join(' ');
    const found = called(sites, name);
    const [site, another] = found;
    if (another && count === 1)
      throw new UserError('staff-supplies:error.which-site', { sites: namesOf(found) });
    if (site && !another) return { site, rest: parts.slice(count).join(' ') };
  }
  // A Chinese name may stand right before the floor: 海港酒店12.
  const glued = sites.find(({ name }) => fold(words).startsWith(fold(name)));
  return glued && { site: glued, rest: words.slice(glued.name.length).trim() };
}

const namesOf = (sites: readonly SiteRecord[]): string => sites.map(({ name }) => name).join(', ');

const noSite = (sites: readonly SiteRecord[], words: string): UserError =>
  new UserError('staff-supplies:error.no-site', { name: words, sites: namesOf(sites) });

async function askWhichSite(turn: Turn, sites: readonly SiteRecord[], onlyTotals: boolean): Promise<void> {
  const choices = sites.map((site): Choice[] => [
    { id: `pick:${site.id}${onlyTotals ? '::total' : ''}`, label: site.name },
  ]);
  await turn.reply({ text: turn.t(turn.locale, 'staff-supplies:pick.which'), choices: choices.slice(0, 40) });
}

async function showPickList(
  turn: Turn,
  deps: SupplyDeps,
  sites: readonly SiteRecord[],
  wanted: Wanted,
): Promise<void> {
  const { t, locale, now } = turn;
  const { site, floor, onlyTotals } = wanted;
  const lines = await listPickLines(turn.tx, site && { id: site.id, isOnly: sites.length === 1 });
  const list = makePickList(lines, floor);
  const place = [site?.name, ...(floor ? [t(locale, 'staff-supplies:pick.floor', { floor })] : [])];
  const time = shortTime(now, now, site?.timeZone ?? deps.zone);
  const head = t(locale, `staff-supplies:pick.${onlyTotals ? 'head-total' : 'head'}`, {
    place: place.filter(Boolean).join(' · ') || t(locale, 'staff-supplies:pick.everywhere'),
    time,
  });
  if (list.floors.length === 0) {
    const nothing = t(locale, 'staff-supplies:pick.nothing');
    return turn.reply({ text: `${head}\n${nothing}`, choices: waysOn(turn, wanted, list) });
  }
  const wording = { t, locale };
  const blocks = onlyTotals ? [] : roomBlocks(list, wording);
  const end = totalLines(list, wording).join('\n');
  const texts = messagesOf([head, ...blocks, end, ...pageLine(turn, deps, wanted)]);
  for (const [at, text] of texts.entries()) {
    const isLast = at === texts.length - 1;
    const content: Content = { text, ...(isLast ? { choices: waysOn(turn, wanted, list) } : {}) };
    await turn.reply(content);
  }
}

/** Where the same is to be printed, and had as a table. */
function pageLine({ t, locale }: Turn, { publicUrl }: SupplyDeps, { site, floor }: Wanted): string[] {
  if (!publicUrl) return [];
  const page = publicUrl.replace(/\/+$/, '') + PICK_PAGE;
  return [t(locale, 'staff-supplies:pick.page', { address: pickAddress(page, { site: site?.name, floor }) })];
}

/** Single floors, all of them, and the totals. */
function waysOn(turn: Turn, { site, floor, onlyTotals }: Wanted, list: PickList): Choice[][] {
  const { t, locale } = turn;
  const id = `pick:${site?.id ?? ''}`;
  const others = list.allFloors.filter((one): one is string => one !== null && one !== floor);
  const wide = onlyTotals || floor !== undefined || others.length > 1;
  const floors = (wide ? others : [])
    // An identifier is short and plain; other floors are asked for by words.
    .filter((one) => /^[\w-]{1,10}$/.test(one))
    .slice(0, FLOORS)
    .map(
      (one): Choice => ({
        id: `${id}:${one}`,
        label: t(locale, 'staff-supplies:pick.floor', { floor: one }),
      }),
    );
  const rows = Array.from({ length: Math.ceil(floors.length / 4) }, (_row, at) =>
    floors.slice(at * 4, at * 4 + 4),
  );
  const all: Choice[] =
    floor !== undefined || onlyTotals ? [{ id, label: t(locale, 'staff-supplies:pick.all') }] : [];
  const total: Choice[] =
    onlyTotals || list.floors.length === 0
      ? []
      : [
          {
            id: `${id}:${floor && /^[\w-]{1,10}$/.test(floor) ? floor : ''}:total`,
            label: t(locale, 'staff-supplies:pick.total'),
          },
        ];
  return [...rows, [...all, ...total]].filter((row) => row.length > 0);
}
