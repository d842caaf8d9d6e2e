/** The pick list as tables for spreadsheets: a row for each line, or for each item. */
import type { Context } from 'hono';
import { type Cell, toCsv } from '../domain/csv.ts';
import { knownItem } from '../domain/supplies/catalogue.ts';
import { missingOf } from '../domain/supplies/line.ts';
import { thingName, type Wording } from '../domain/supplies/line-text.ts';
import type { PickFloor, PickLine, PickList, PickRoom, PickTotal } from '../domain/supplies/pick-list.ts';
import { Refusal } from './answers.ts';
import type { ConsoleDeps } from './index.ts';
import { localeOf } from './language.ts';
import { readPickList } from './read-pick-list.ts';
import { readerOf } from './reader.ts';

const LINE_COLUMNS = [
  'floor',
  'room',
  'ticket',
  'line',
  'item',
  'as-written',
  'amount',
  'unit',
  'asked',
  'delivered',
  'state',
  'note',
] as const;

const TOTAL_COLUMNS = ['item', 'amount', 'unit', 'packed', 'to-pack'] as const;

/** A table's columns, and its rows from a list. */
interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: (list: PickList, wording: Wording) => Cell[][];
}

const LINES: Table = {
  name: 'pick',
  columns: LINE_COLUMNS,
  rows: ({ floors }, wording) =>
    floors.flatMap((floor) => floor.rooms.flatMap((room) => roomRows(floor, room, wording))),
};

const TOTALS: Table = {
  name: 'pick-totals',
  columns: TOTAL_COLUMNS,
  rows: ({ totals }, wording) => totals.map((total) => totalRow(total, wording)),
};

/** GET /desk/pick.csv: what stands on the page, line by line. */
export const pickCsv = (c: Context, deps: ConsoleDeps): Promise<Response> => answerTable(c, deps, LINES);

/** GET /desk/pick-totals.csv: how much of everything. */
export const totalsCsv = (c: Context, deps: ConsoleDeps): Promise<Response> => answerTable(c, deps, TOTALS);

async function answerTable(c: Context, deps: ConsoleDeps, table: Table): Promise<Response> {
  const reader = await readerOf(c, deps, 'item.pick');
  const { site, query, list } = await readPickList(c, deps);
  if (!list) throw new Refusal(404, query.site ? 'staff-supplies:page.no-site' : 'staff-supplies:page.sites');
  const wording = { t: deps.t, locale: localeOf(c, deps, reader) };
  const head = table.columns.map((column) => deps.t(wording.locale, `staff-supplies:column.${column}`));
  const day = deps.clock
    .now()
    .toZonedDateTimeISO(site?.timeZone ?? deps.zone)
    .toPlainDate();
  const name = [table.name, site?.name, query.floor, day].filter(Boolean).join('-');
  return c.body(toCsv([head, ...table.rows(list, wording)]), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${table.name}-${day}.csv"; filename*=UTF-8''${encodeName(name)}.csv`,
    'Content-Language': wording.locale,
  });
}

/** As RFC 8187 wants it, which allows fewer characters than addresses do. */
const encodeName = (name: string): string =>
  encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );

function roomRows({ floor }: PickFloor, { room, lines, hidden }: PickRoom, wording: Wording): Cell[][] {
  const secret = hidden.map(({ number, count }): Cell[] => {
    const note = wording.t(wording.locale, 'staff-supplies:pick.hidden', { number, count });
    return [floor, room, number, null, null, null, null, null, null, null, null, note];
  });
  return [...lines.map((line) => lineRow(floor, line, wording)), ...secret];
}

/** What a traveller is being asked about is not brought yet, and has no amount to be summed up. */
function lineRow(floor: string | null, line: PickLine, wording: Wording): Cell[] {
  const { t, locale } = wording;
  const { substitution, substitute: thing } = line;
  const note =
    substitution && thing ? t(locale, `staff-supplies:substitution.${substitution}`, { thing }) : null;
  return [
    floor,
    line.room,
    line.number,
    line.position,
    plainName(line, wording),
    line.name,
    substitution === 'asked' ? null : missingOf(line),
    unitOf(line, wording),
    line.amount,
    line.delivered,
    t(locale, `staff-supplies:state.${line.state}`),
    note,
  ];
}

const totalRow = (total: PickTotal, wording: Wording): Cell[] => [
  plainName(total, wording),
  total.amount,
  unitOf(total, wording),
  total.packed,
  missingOf({ amount: total.amount, delivered: total.packed }),
];

/** Without the invisible marks that keep an Arabic name from turning a line of text around. */
const plainName = (thing: Pick<PickLine, 'item' | 'name'>, wording: Wording): string =>
  knownItem(thing.item) ? thingName(thing, wording) : thing.name;

const unitOf = ({ unit }: Pick<PickLine, 'unit'>, { t, locale }: Wording): string | null =>
  unit && t(locale, `supplies:unit.${unit}`);
