/** What a cell says, apart from what its column means. */
import { latinDigits } from '../digits.ts';
import type { ProblemKind, RosterColumn } from '../roster.ts';

/** Longer cells are no facts about a person. */
const MOST_CHARACTERS = 500;
/** Invisible: soft hyphen, zero-width space, marks and overrides of writing direction. */
const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/;
const PLAIN = /^[!-~]*(?: [!-~]+)*$/;
/** What people write where there is nothing to write. */
const NOTHING =
  /^(?:[-/\\—–_.·*~]+|无|無|暂无|暫無|没有|沒有|不详|不詳|未知|空|n\/a|none|nil|null|unknown|-无-)$/i;
/** What a spreadsheet shows where a formula has failed. */
const FORMULA_ERROR = /^#(?:REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|N\/A)$/;
const DASHES = /^[-/\\—–_.·*~]+$/;

const UNTIDY = /^\s|\s$|\s\s|[^\S ]|[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/;

/** The text of a cell on one line, without what cannot be seen. */
export function tidy(cell: string): string {
  return !UNTIDY.test(cell) ? cell : cell.replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
}

/** Whether a tidy cell says nothing. A name may be `None`; a dash is none. */
export function saysNothing(text: string, column: RosterColumn): boolean {
  return text === '' || (column === 'name' ? DASHES : NOTHING).test(text);
}

/** Why a cell cannot be read whatever its column means; undefined when it can. */
export function cellProblem(cell: string): ProblemKind | undefined {
  if (cell.length > MOST_CHARACTERS) return 'too-long';
  if (FORMULA_ERROR.test(cell)) return 'formula';
  if (PLAIN.test(cell)) return undefined;
  if (cell.includes('\ufffd')) return 'garbled';
  return CONTROL.test(cell) ? 'characters' : undefined;
}

/** With digits and letters of every width and script as 0-9 and A-Z. */
export const plain = (text: string): string =>
  PLAIN.test(text) ? text : latinDigits(text.normalize('NFKC'));

const SECRET: ReadonlySet<RosterColumn | null> = new Set(['document_number', 'phone', 'contact_phone']);
/** A document or phone number in a cell where it does not belong. What may be a date is shown, and helps to mend it. */
const LIKE_A_NUMBER =
  /[A-Z]{1,3}\d(?:[ -]?\d){6,}[A-Z]?|(?<![A-Z\d])(?!(?:1[89]|20)\d\d[- ]?(?:0?[1-9]|1[0-2])[- ]?(?:0?[1-9]|[12]\d|3[01])(?!\d))\d(?:[ -]?\d){6,}[A-Z]?/gi;
const MOST_SHOWN = 40;

/** What a report may show of a cell: numbers of documents and phones but for the last three characters are hidden. */
export function shown(cell: string, column: RosterColumn | null): string {
  const text = tidy(cell.slice(0, MOST_CHARACTERS).replace(new RegExp(CONTROL, 'g'), '\ufffd'));
  const safe = SECRET.has(column) ? masked(text) : plain(text).replace(LIKE_A_NUMBER, masked);
  return safe.length > MOST_SHOWN ? `${safe.slice(0, MOST_SHOWN - 1)}…` : safe;
}

/** Hides all but the last three characters; of three everything. */
function masked(text: string): string {
  const characters = [...text];
  const kept = characters.length > 3 ? characters.slice(-3).join('') : '';
  return '*'.repeat(Math.min(12, characters.length - kept.length)) + kept;
}
