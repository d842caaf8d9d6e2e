/** Finds the line of a table of results that names its columns. */
import { plain, shown, tidy } from '../roster/cell.ts';
import { HEADER_NAMES } from '../roster/header-names.ts';
import { bare } from '../roster/words.ts';
import type { TableRow } from '../roster.ts';

/** The columns of a table of results; only `date`, `result` and one way to find somebody are required. */
export const RESULT_COLUMNS = [
  'document_number',
  'phone',
  'name',
  'birth_date',
  'site',
  'room',
  'date',
  'result',
] as const;

/** A column that has a meaning here. */
export type ResultColumn = (typeof RESULT_COLUMNS)[number];

/** As laboratories head their lists; those that rosters have too are named as there. */
const NAMES: Readonly<Record<ResultColumn, string>> = {
  document_number: HEADER_NAMES.document_number,
  phone: HEADER_NAMES.phone,
  name: HEADER_NAMES.name,
  birth_date: HEADER_NAMES.birth_date,
  site: HEADER_NAMES.site,
  room: HEADER_NAMES.room,
  date:
    'date|test date|date of test|sample date|sampling date|collection date|collected|collected on|taken|taken on|' +
    'tested on|采样日期|采样时间|采样日|检测日期|检测时间|检验日期|核酸日期|取样日期|采集日期|采集时间|送检日期',
  result:
    'result|results|test result|outcome|pcr|pcr result|结果|检测结果|检验结果|核酸结果|核酸检测结果|检测结论|结论',
};

const COLUMNS: ReadonlyMap<string, ResultColumn> = new Map(
  RESULT_COLUMNS.flatMap((column) =>
    [column, ...NAMES[column].split('|')].map((name): [string, ResultColumn] => [bare(name), column]),
  ),
);

/** Which cells mean what; the first of several columns with one meaning counts. */
export interface ResultHead {
  readonly row: number;
  readonly places: ReadonlyMap<ResultColumn, number>;
  /** Headings that mean nothing here, as written. */
  readonly unknown: readonly string[];
}

/** The header in this line; undefined when it is none. */
export function readResultHeader({ row, cells }: TableRow): ResultHead | undefined {
  const places = new Map<ResultColumn, number>();
  const unknown: string[] = [];
  for (const [place, cell] of cells.entries()) {
    const heading = tidy(cell);
    if (heading === '') continue;
    const column = columnNamed(heading);
    if (!column) unknown.push(shown(heading, null));
    else if (!places.has(column)) places.set(column, place);
  }
  return places.has('result') ? { row, places, unknown } : undefined;
}

/** `*采样日期（必填）` and `Result 结果` too. */
function columnNamed(heading: string): ResultColumn | undefined {
  const text = plain(heading);
  const parts = [
    text,
    text.replace(/[([].*$/s, ''),
    ...text.split(/[()/|\n\r]|(?<=\p{Script=Han})\s+|\s+(?=\p{Script=Han})/u),
  ];
  for (const part of parts) {
    const column = COLUMNS.get(bare(part));
    if (column) return column;
  }
  return undefined;
}

/** The empty table that is handed out: English headings are understood everywhere. */
export const resultTemplate = `\ufeff${RESULT_COLUMNS.join(',')}\r\n`;
