/** What an export is asked for, in a chat, on a page or in a terminal. */
import { UserError } from '../../errors.ts';
import { NEEDS, type Need } from '../need.ts';
import { STATES } from '../ticket.ts';
import { EXPORT_KINDS, type ExportKind } from './columns.ts';

/** The files that there are. */
export const EXPORT_FORMATS = ['csv', 'xlsx'] as const;

/** One of `EXPORT_FORMATS`. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Which rows, and as which file. */
export interface ExportQuery {
  readonly kind: ExportKind;
  readonly format: ExportFormat;
  /** A CSV file begins with a byte-order mark, by which spreadsheets know UTF-8. */
  readonly bom?: boolean;
  /** Days of the site, both included: of a ticket's opening, a person's adding, a check-in's day, a trip's departure. */
  readonly from?: Temporal.PlainDate | undefined;
  readonly to?: Temporal.PlainDate | undefined;
  readonly siteId?: string | undefined;
  /** Of tickets only. */
  readonly need?: Need | undefined;
  /** One of the kind's states, or `open` for tickets and trips. */
  readonly state?: string | undefined;
}

/** By which states each kind is chosen. */
export const EXPORT_STATES: Readonly<Record<ExportKind, readonly string[]>> = {
  tickets: ['open', ...STATES],
  people: ['expected', 'here', 'hospital', 'home', 'released', 'left'],
  'check-ins': ['asked', 'answered'],
  trips: ['open', 'planned', 'boarding', 'under-way', 'arrived', 'closed', 'cancelled'],
  seats: ['listed', 'boarded', 'arrived', 'off', 'missing'],
};

/** What kinds are called besides. */
const KIND_WORDS: Readonly<Record<ExportKind, readonly string[]>> = {
  tickets: ['ticket', '工单', '工單'],
  people: ['person', 'persons', '人员', '人員'],
  'check-ins': ['check-in', 'checkin', 'checkins', '打卡', '健康'],
  trips: ['trip', '行程', '車次', '车次'],
  seats: ['seat', 'manifest', 'manifests', '乘客', '名单', '名單'],
};

/** The words of a query before its site is looked up. */
export interface ReadQuery extends Omit<ExportQuery, 'siteId'> {
  /** A site's name as written; none is every site. */
  readonly site?: string | undefined;
}

/** What was asked for, word by word; every one but the kind may be missing. */
export interface QueryWords {
  readonly kind: string;
  readonly format?: string | undefined;
  readonly bom?: boolean | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly site?: string | undefined;
  readonly need?: string | undefined;
  readonly state?: string | undefined;
}

/** @throws UserError (`staff-exports:error.*`) that names the word which is none of those there are */
export function readQuery(words: QueryWords): ReadQuery {
  const kind = kindNamed(words.kind);
  if (!kind)
    throw new UserError('staff-exports:error.kind', { word: words.kind, kinds: EXPORT_KINDS.join(', ') });
  const format = oneOf(EXPORT_FORMATS, words.format ?? 'csv', 'format');
  const state = words.state === undefined ? undefined : oneOf(EXPORT_STATES[kind], words.state, 'state');
  if (words.need !== undefined && kind !== 'tickets')
    throw new UserError('staff-exports:error.need-of', { kind });
  const need = words.need === undefined ? undefined : oneOf(NEEDS, words.need, 'need');
  const [from, to] = [words.from, words.to].map((word) => (word ? readDay(word) : undefined));
  if (from && to && Temporal.PlainDate.compare(from, to) > 0)
    throw new UserError('staff-exports:error.order', { from, to });
  return { kind, format, bom: words.bom ?? false, from, to, site: words.site || undefined, need, state };
}

/**
 * The words behind `/export`, in any order: a kind, `2026-11-01..2026-11-20` (either end may be missing) or one day, `csv`
 * or `xlsx`, `need=medical`, `state=open`; what is left is a site's name.
 */
export function splitQuery(text: string): QueryWords {
  const [kind = '', ...rest] = text.trim().split(/\s+/);
  const words: Record<string, string> = {};
  const site: string[] = [];
  for (const word of rest) {
    const [, name, value] = /^(need|state)[=:：](\S+)$/iu.exec(word) ?? [];
    const range = /^(?=.*\d)([\d/.年月日-]*?)(?:\.\.|…|~|至)([\d/.年月日-]*)$/u.exec(
      word.normalize('NFKC').replace('...', '..'),
    );
    if (name && value) words[name.toLowerCase()] = value;
    else if (/^(csv|xlsx|excel)$/i.test(word)) words.format = word.toLowerCase().replace('excel', 'xlsx');
    else if (range) Object.assign(words, range[1] && { from: range[1] }, range[2] && { to: range[2] });
    else if (/^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?$/u.test(word.normalize('NFKC')))
      Object.assign(words, { from: word, to: word });
    else site.push(word);
  }
  return { kind, ...words, site: site.join(' ').replace(/^["“「](.*)["”」]$/u, '$1') };
}

/** Whether these words begin with something that there is an export of. */
export const namesKind = (text: string): boolean => kindNamed(splitQuery(text).kind) !== undefined;

function kindNamed(word: string): ExportKind | undefined {
  const wanted = word.toLowerCase();
  return EXPORT_KINDS.find((kind) => kind === wanted || KIND_WORDS[kind].includes(wanted));
}

function oneOf<T extends string>(known: readonly T[], word: string, what: string): T {
  const found = known.find((each) => each === word.toLowerCase());
  if (!found) throw new UserError(`staff-exports:error.${what}`, { word, known: known.join(', ') });
  return found;
}

function readDay(word: string): Temporal.PlainDate {
  const [, year = '', month = '', day = ''] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/u.exec(word.normalize('NFKC')) ?? [];
  try {
    return Temporal.PlainDate.from(
      { year: Number(year), month: Number(month), day: Number(day) },
      { overflow: 'reject' },
    );
  } catch (cause) {
    throw new UserError('staff-exports:error.day', { word }, { cause });
  }
}
