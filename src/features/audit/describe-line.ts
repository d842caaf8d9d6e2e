/** A line of the record in plain words. */
import { type Actor, canReadTicket } from '../../domain/actor.ts';
import type { Translate } from '../../domain/locale.ts';
import { shortTime } from '../../domain/short-time.ts';
import type { TrailLine } from '../../store/audit-trail.ts';

/** For whom and how a line is written. */
export interface LineOptions {
  readonly t: Translate;
  readonly locale: string;
  readonly now: Temporal.Instant;
  readonly zone: string;
  readonly reader: Actor;
  /** What ids stand for. */
  readonly names: ReadonlyMap<string, string>;
  /** False where every line is of the same ticket. */
  readonly withNumber: boolean;
}

type Kind = 'id' | 'plain' | 'flag' | keyof typeof WORDED;

/** Values that have a text of their own. */
const WORDED = {
  state: (value: unknown) => `staff:state.${value}`,
  need: (value: unknown) => `common:need.${value}`,
  urgency: (value: unknown) => `common:urgency.${value}`,
  role: (value: unknown) => `common:role.${value}`,
} as const;

/** The fields that are shown, and how: `id` by its name, `plain` as it is, `flag` as yes or no. */
const FIELDS: Record<string, Kind> = {
  state: 'state',
  need: 'need',
  urgency: 'urgency',
  restricted: 'flag',
  ownerId: 'id',
  proposedOwnerId: 'id',
  proposedTeamId: 'id',
  teamId: 'id',
  siteId: 'id',
  mergedIntoId: 'id',
  aboutStaffId: 'id',
  staffId: 'id',
  leadId: 'id',
  coverId: 'id',
  responsible: 'id',
  number: 'plain',
  shifts: 'plain',
  team: 'plain',
  role: 'role',
  active: 'flag',
  name: 'plain',
  locale: 'plain',
  rating: 'plain',
  emergencyPhone: 'plain',
  hotline: 'plain',
  timeZone: 'plain',
  jurisdiction: 'plain',
  version: 'plain',
  topics: 'flag',
  chat: 'plain',
  export: 'plain',
  format: 'plain',
  rows: 'plain',
  whole: 'flag',
  scopes: 'plain',
  events: 'plain',
  url: 'plain',
};

/** What was meant, also where it stayed the same. */
const MEANT = ['staffId', 'teamId', 'siteId', 'team', 'number'];

/** Which kind of need a confidential ticket is about is not for everybody either. */
const CONFIDENTIAL = ['need'];

/** The ids in a line that stand for something with a name. */
export const idsIn = ({ before, after }: TrailLine): string[] =>
  Object.keys(FIELDS).flatMap((field) =>
    FIELDS[field] === 'id'
      ? [before[field], after[field]].filter((id): id is string => typeof id === 'string')
      : [],
  );

/** When, who and where, what was done, and how the fields changed that everybody may know of. */
export function describeLine(line: TrailLine, options: LineOptions): string {
  const { t, locale } = options;
  const other = t(locale, 'staff-audit:did.other', { action: line.action });
  const did = t(locale, `staff-audit:did.${line.action}`, { defaultValue: other });
  const number = options.withNumber && line.number !== null ? ` #${line.number}` : '';
  const where = line.channel ? ` (${line.channel})` : '';
  const parts = [
    shortTime(line.at, options.now, options.zone),
    `${whoIn(line, options)}${where}`,
    `${did}${number}`,
    ...changesIn(line, options),
  ];
  return `• ${parts.join(' · ')}`;
}

function whoIn({ staff, isTraveller, room }: TrailLine, { t, locale }: LineOptions): string {
  if (staff) return staff;
  if (!isTraveller) return t(locale, 'staff-audit:who.bot');
  return [t(locale, 'common:role.traveller'), room].filter(Boolean).join(' ');
}

function changesIn(line: TrailLine, options: LineOptions): string[] {
  const mayRead = !line.ticket || canReadTicket(options.reader, line.ticket);
  return Object.keys(FIELDS).flatMap((field) => {
    const [was, is] = [line.before[field], line.after[field]];
    const isHidden = !mayRead && CONFIDENTIAL.includes(field);
    const isChanged = field in line.before && was !== is;
    const isTold = isChanged || !(field in line.before) || MEANT.includes(field);
    if (!(field in line.after) || !isTold || isHidden) return [];
    const label = options.t(options.locale, `staff-audit:field.${field}`);
    const value = shownAs(field, is, options);
    if (isChanged) return [`${label}: ${shownAs(field, was, options)} → ${value}`];
    return value === NONE ? [] : [`${label}: ${value}`];
  });
}

const NONE = '–';

function shownAs(field: string, value: unknown, { t, locale, names }: LineOptions): string {
  if (value === null || value === undefined) return NONE;
  const kind = FIELDS[field] ?? 'plain';
  if (kind === 'id') return names.get(String(value)) ?? '?';
  if (kind === 'flag') return t(locale, value ? 'staff-audit:yes' : 'staff-audit:no');
  if (kind === 'plain') return typeof value === 'object' ? '…' : String(value);
  return t(locale, WORDED[kind](value));
}
