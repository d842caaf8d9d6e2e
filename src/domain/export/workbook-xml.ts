/** The parts of a workbook as XML (ECMA-376), for rows that come one after the other. */
import type { ExportCell } from './cells.ts';

/** The most rows that spreadsheets show of a sheet, its header included. */
export const MOST_SHEET_ROWS = 1_048_576;

/** The most characters of a cell; what is longer is cut, and ends in an ellipsis. */
const MOST_CHARACTERS = 32_767;

/**
 * What XML cannot hold, or would not give back: control characters, halves of characters, and what looks like the
 * `_x000D_` that stands for them.
 */
const UNWRITABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|_(?=x[0-9A-Fa-f]{4}_)/g;
const SPECIAL = /[&<>]/;
const SUSPECT = /[^\t\n\u0020-\u005E\u0060-\uD7FF\uE000-\uFFFD]/;

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

/** What stands before a sheet's rows: the first of them stays in sight. */
export const SHEET_START = `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`;

/** What stands behind them. */
export const SHEET_END = '</sheetData></worksheet>';

/** One row, counted from 1. Texts are texts, whatever they begin with: nothing in this file is a formula. */
export function sheetRow(cells: readonly ExportCell[], row: number): string {
  let xml = `<row r="${row}">`;
  for (const [at, cell] of cells.entries()) {
    if (cell === null) continue;
    const place = `<c r="${columnLetters(at)}${row}"`;
    if (typeof cell === 'number') xml += `${place}><v>${cell}</v></c>`;
    else if (typeof cell === 'boolean') xml += `${place} t="b"><v>${cell ? 1 : 0}</v></c>`;
    else xml += `${place} t="inlineStr"><is><t xml:space="preserve">${toXml(cell)}</t></is></c>`;
  }
  return `${xml}</row>`;
}

/** The parts around sheets of these names, by their paths. */
export function workbookParts(names: readonly string[]): readonly (readonly [path: string, xml: string])[] {
  const type = (part: string): string =>
    `application/vnd.openxmlformats-officedocument.spreadsheetml.${part}+xml`;
  const overrides = names.map(
    (_name, at) => `<Override PartName="/${sheetPath(at)}" ContentType="${type('worksheet')}"/>`,
  );
  const sheets = names.map(
    (name, at) => `<sheet name="${toXml(name).slice(0, 31)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`,
  );
  const targets = names.map((_name, at) => relation(at, 'worksheet', sheetPath(at).slice('xl/'.length)));
  return [
    [
      '[Content_Types].xml',
      `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type('sheet.main')}"/>${overrides.join('')}</Types>`,
    ],
    ['_rels/.rels', relations([relation(0, 'officeDocument', 'xl/workbook.xml')])],
    [
      'xl/workbook.xml',
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${sheets.join('')}</sheets></workbook>`,
    ],
    ['xl/_rels/workbook.xml.rels', relations(targets)],
  ];
}

/** Where a sheet is in the archive, counted from 0. */
export const sheetPath = (at: number): string => `xl/worksheets/sheet${at + 1}.xml`;

const relation = (at: number, type: string, target: string): string =>
  `<Relationship Id="rId${at + 1}" Type="${RELATIONS}/${type}" Target="${target}"/>`;

const relations = (all: readonly string[]): string =>
  `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${all.join('')}</Relationships>`;

function toXml(text: string): string {
  let safe = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text;
  if (SUSPECT.test(safe)) {
    safe = safe.replace(UNWRITABLE, (sign) => {
      const code = sign.charCodeAt(0);
      return code >= 0xd800 && code <= 0xdfff
        ? '\uFFFD'
        : `_x${code.toString(16).toUpperCase().padStart(4, '0')}_`;
    });
  }
  if (!SPECIAL.test(safe)) return safe;
  return safe.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const letters: string[] = [];

/** `A` to `Z`, `AA` and so on, from 0. */
function columnLetters(at: number): string {
  let known = letters[at];
  if (known !== undefined) return known;
  known = '';
  for (let rest = at; rest >= 0; rest = Math.floor(rest / 26) - 1)
    known = String.fromCharCode(65 + (rest % 26)) + known;
  letters[at] = known;
  return known;
}
