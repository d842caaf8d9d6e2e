/** The tables of a pick list: one for each floor, and the totals. */
import { html } from 'hono/html';
import { isolate } from '../domain/isolate.ts';
import { MEASURES } from '../domain/supplies/catalogue.ts';
import { missingOf } from '../domain/supplies/line.ts';
import { thingName, unitName, type Wording } from '../domain/supplies/line-text.ts';
import type { PickFloor, PickLine, PickList, PickRoom, PickTotal } from '../domain/supplies/pick-list.ts';
import type { Markup } from './answers.ts';

/** What every sheet of paper says of itself. */
export interface Sheet extends Wording {
  /** The name of the list, and of the site. */
  readonly place: string;
  readonly asOf: string;
}

const COLUMNS = ['room', 'done', 'amount', 'item', 'as-written', 'ticket', 'note'] as const;
const TOTAL_COLUMNS = ['item', 'amount', 'packed', 'to-pack'] as const;

/** All of it. */
export function pickTables(list: PickList, sheet: Sheet): Markup {
  if (list.floors.length === 0)
    return html`<p class="nothing">${sheet.t(sheet.locale, 'staff-supplies:pick.nothing')}</p>`;
  return html`${list.floors.map((floor) => floorTable(floor, sheet))}${totalsTable(list, sheet)}`;
}

/** A table whose head stands on every sheet it goes over, with what it belongs to. */
function table(
  kind: string,
  name: string,
  columns: readonly string[],
  body: readonly Markup[],
  sheet: Sheet,
): Markup {
  return html`<section class="${kind}"><h2>${name}</h2>
<div class="wide"><table><colgroup>${columns.map((column) => html`<col class="${column}">`)}</colgroup><thead>
<tr class="on-paper"><th colspan="${columns.length}"><span>${sheet.place} · ${name}</span> <small>${sheet.asOf}</small></th></tr>
<tr>${columns.map((column) => head(column, sheet))}</tr></thead>
${[...body]}</table></div></section>`;
}

const head = (column: string, { t, locale }: Wording): Markup =>
  html`<th scope="col" class="${column}">${t(locale, `staff-supplies:column.${column}`)}</th>`;

function floorTable({ floor, rooms }: PickFloor, sheet: Sheet): Markup {
  const { t, locale } = sheet;
  const name =
    floor === null
      ? t(locale, 'staff-supplies:pick.no-floor')
      : t(locale, 'staff-supplies:pick.floor', { floor });
  const body = rooms.map((room) => roomRows(room, sheet));
  return table('floor', name, COLUMNS, body, sheet);
}

/** One room's rows stay together on a sheet of paper. */
function roomRows({ room, lines, hidden }: PickRoom, wording: Wording): Markup {
  const { t, locale } = wording;
  const rows = [
    ...lines.map((line) => lineCells(line, wording)),
    ...hidden.map(
      (secret) =>
        html`<td class="done">${BOX}</td><td colspan="5">${t(locale, 'staff-supplies:pick.hidden', { ...secret })}</td>`,
    ),
  ];
  const name = html`<th scope="rowgroup" class="room" rowspan="${rows.length}"><bdi>${room ?? t(locale, 'staff:card.room-unknown')}</bdi></th>`;
  return html`<tbody>${rows.map((cells, at) => html`<tr>${at === 0 ? name : ''}${cells}</tr>`)}</tbody>`;
}

/** To be ticked with a pen. */
const BOX = html`<span class="tick"></span>`;

/** What a traveller is being asked about has no box and no amount: it is not brought yet. */
function lineCells(line: PickLine, wording: Wording): Markup {
  const isAsked = line.substitution === 'asked';
  const isAsWritten = line.name.toLowerCase() === thingName(line, wording).toLowerCase();
  return html`<td class="done">${isAsked ? '' : BOX}</td>
<td class="amount">${isAsked ? '' : amountText(line, missingOf(line), wording)}</td>
<td class="item"><bdi>${itemText(line, wording)}</bdi></td>
<td class="as-written">${isAsWritten || line.item === null ? '' : html`<bdi>${line.name}</bdi>`}</td>
<td class="ticket">#${line.number}</td>
<td class="note">${notes(line, wording)}</td>`;
}

function notes(
  { state, delivered, amount, substitution, substitute }: PickLine,
  { t, locale }: Wording,
): string {
  const thing = isolate(substitute ?? '');
  return [
    ...(state === 'packed' ? [t(locale, 'staff-supplies:state.packed')] : []),
    ...(delivered > 0 ? [t(locale, 'staff-supplies:part', { done: delivered, amount })] : []),
    ...(substitution && thing ? [t(locale, `staff-supplies:substitution.${substitution}`, { thing })] : []),
  ].join(' · ');
}

type Thing = Pick<PickLine, 'item' | 'name' | 'unit'>;

/** `3`, or `500 ml`: only what is weighed or measured has its unit there. */
function amountText({ unit }: Thing, amount: number, { t, locale }: Wording): string {
  return unit && MEASURES.includes(unit) ? `${amount} ${t(locale, `supplies:unit.${unit}`)}` : `${amount}`;
}

/** `Drinking water (carton)`. */
function itemText(thing: Thing, wording: Wording): string {
  const isMeasured = thing.unit !== null && MEASURES.includes(thing.unit);
  const counted = isMeasured ? '' : unitName(thing, wording);
  return `${thingName(thing, wording)}${counted ? ` (${counted})` : ''}`;
}

function totalsTable({ totals, asked }: PickList, sheet: Sheet): Markup {
  const { t, locale } = sheet;
  const waiting = asked > 0 ? html`<p>${t(locale, 'staff-supplies:pick.asked', { count: asked })}</p>` : '';
  if (totals.length === 0) return html`${waiting}`;
  const rows = totals.map((total) => totalRow(total, sheet));
  const name = t(locale, 'staff-supplies:page.totals');
  return html`${table('totals', name, TOTAL_COLUMNS, [html`<tbody>${rows}</tbody>`], sheet)}${waiting}`;
}

function totalRow(total: PickTotal, wording: Wording): Markup {
  const toPack = missingOf({ amount: total.amount, delivered: total.packed });
  const cell = (amount: number): Markup =>
    html`<td class="amount">${amount === 0 ? '–' : amountText(total, amount, wording)}</td>`;
  return html`<tr><th scope="row"><bdi>${itemText(total, wording)}</bdi></th>${[total.amount, total.packed, toPack].map(cell)}</tr>`;
}
