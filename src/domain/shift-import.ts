/** Reads shifts out of a table with the columns team, date, shift, start, end, staff and lead, and finds every mistake. */
import {
  columnsOf,
  headProblem,
  type ImportContext,
  type ImportedShift,
  type ImportProblem,
  readLine,
} from './shift-line.ts';
import type { TableLine } from './table-text.ts';

export type { ImportContext, ImportedShift, ImportProblem };

/** A table as understood: with a problem among them nothing may be imported. */
export interface ImportReading {
  readonly shifts: readonly ImportedShift[];
  readonly problems: readonly ImportProblem[];
}

/** Lines in one import. */
export const MOST_LINES = 1000;

/** Reads a table. Lines of one team that begin at the same moment are one shift. */
export function readShifts(lines: readonly TableLine[], context: ImportContext): ImportReading {
  const [head, ...rest] = lines;
  const problem = head ? headProblem(head) : { line: 1, code: 'empty', params: {} };
  if (problem || !head) return { shifts: [], problems: problem ? [problem] : [] };
  if (rest.length === 0) return { shifts: [], problems: [{ line: head.line, code: 'empty', params: {} }] };
  if (rest.length > MOST_LINES)
    return { shifts: [], problems: [{ line: head.line, code: 'too-long', params: { most: MOST_LINES } }] };
  const places = columnsOf(head);
  const shifts = new Map<string, ImportedShift>();
  const problems: ImportProblem[] = [];
  for (const { line, cells } of rest) {
    const cell = (column: keyof typeof places): string => cells[places[column] ?? -1] ?? '';
    const read = readLine(cell, context, line);
    if ('code' in read) problems.push({ line, ...read });
    else problems.push(...join(shifts, read, line));
  }
  const ordered = [...shifts.values()].sort(
    (left, right) => Temporal.Instant.compare(left.startsAt, right.startsAt) || left.line - right.line,
  );
  problems.push(...overlaps(ordered, context));
  return { shifts: ordered, problems: problems.sort((left, right) => left.line - right.line) };
}

/** Adds a line to the shift it belongs to. */
function join(shifts: Map<string, ImportedShift>, read: ImportedShift, line: number): ImportProblem[] {
  const key = `${read.teamId} ${read.startsAt}`;
  const known = shifts.get(key);
  if (!known) {
    shifts.set(key, read);
    return [];
  }
  if (!known.endsAt.equals(read.endsAt) || known.name !== read.name)
    return [{ line, code: 'differs', params: { other: known.line } }];
  if (read.leadId && known.leadId && read.leadId !== known.leadId)
    return [{ line, code: 'two-leads', params: { other: known.line } }];
  known.leadId ??= read.leadId;
  known.members.push(...read.members.filter((one) => !known.members.includes(one)));
  return [];
}

function overlaps(shifts: readonly ImportedShift[], { teams }: ImportContext): ImportProblem[] {
  const until = new Map<string, { end: Temporal.Instant; line: number | undefined }>();
  for (const { id, busyUntil } of teams) if (busyUntil) until.set(id, { end: busyUntil, line: undefined });
  return shifts.flatMap(({ teamId, startsAt, endsAt, line }): ImportProblem[] => {
    const before = until.get(teamId);
    const late = !before || Temporal.Instant.compare(before.end, endsAt) < 0;
    if (late) until.set(teamId, { end: endsAt, line });
    if (!before || Temporal.Instant.compare(before.end, startsAt) <= 0) return [];
    if (before.line === undefined) return [{ line, code: 'running', params: {} }];
    return [{ line, code: 'overlaps', params: { other: before.line } }];
  });
}

/** Times between two shifts of a team in which nobody is planned. */
export function gapsBetween(
  shifts: readonly ImportedShift[],
): { teamId: string; from: Temporal.Instant; to: Temporal.Instant }[] {
  const last = new Map<string, Temporal.Instant>();
  return shifts.flatMap(({ teamId, startsAt, endsAt }) => {
    const from = last.get(teamId);
    last.set(teamId, endsAt);
    return from && Temporal.Instant.compare(from, startsAt) < 0 ? [{ teamId, from, to: startsAt }] : [];
  });
}
