/** `/shift import`: shifts out of a table, checked line by line, and written down when confirmed. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import type { Media } from '../../domain/message.ts';
import {
  gapsBetween,
  type ImportContext,
  type ImportedShift,
  type ImportProblem,
  readShifts,
} from '../../domain/shift-import.ts';
import { shortTime } from '../../domain/short-time.ts';
import { decodeText, parseTable } from '../../domain/table-text.ts';
import { UserError } from '../../errors.ts';
import { listComingShifts } from '../../store/shifts.ts';
import { contextOf, type ImportDraft } from './confirm-import.ts';
import type { ShiftDeps } from './shift-words.ts';

/** Mistakes and gaps that are named one by one. */
const NAMED = 20;
const ANSWER_WITHIN = 30;

/** Reads the file that came along, or the lines behind the command; asks for them where there are none. */
export async function importShifts(turn: Turn, deps: ShiftDeps, lines: string): Promise<void> {
  assertCan(turn.actor, 'shift.edit');
  const file = turn.inbound.media?.find(({ kind }) => kind === 'document');
  if (lines || file) return check(turn, deps, lines || textOf(turn, file));
  const isPrivate = turn.chat.kind === 'private';
  if (isPrivate) turn.expect('shifts.import');
  await turn.reply({
    text: turn.t(turn.locale, isPrivate ? 'staff-shifts:import.ask' : 'staff-shifts:import.how'),
  });
}

/** The file or the lines that were asked for; anything else goes on as a message. */
export async function answerImport(turn: Turn, deps: ShiftDeps, text: string): Promise<boolean> {
  const askedAt = turn.session.expect?.at;
  const file = turn.inbound.media?.find(({ kind }) => kind === 'document');
  const isLate = !askedAt || turn.now.since(Temporal.Instant.from(askedAt)).total('minutes') > ANSWER_WITHIN;
  const isTable = file !== undefined || /[,;\t，；]/u.test(text);
  if (isLate || !isTable || !turn.staff) {
    turn.expect(undefined);
    return false;
  }
  const lines = file ? textOf(turn, file) : text;
  turn.expect(undefined);
  assertCan(turn.actor, 'shift.edit');
  await check(turn, deps, lines);
  return true;
}

function textOf(turn: Turn, file: Media | undefined): string {
  const bytes = file && turn.readFile(file);
  if (!bytes) throw new UserError('staff-shifts:error.no-file');
  const text = decodeText(bytes);
  if (text === undefined) throw new UserError('staff-shifts:error.no-text');
  return text;
}

/** Says what would be done, or everything that is wrong; nothing is written yet. */
async function check(turn: Turn, deps: ShiftDeps, text: string): Promise<void> {
  const { t, locale } = turn;
  const context = await contextOf(turn, deps);
  const { shifts, problems } = readShifts(parseTable(text), context);
  if (problems.length > 0) return turn.reply({ text: problemsText(turn, problems) });
  const key = String(turn.inboundId);
  const stored = shifts.map((shift) => ({
    ...shift,
    startsAt: shift.startsAt.toString(),
    endsAt: shift.endsAt.toString(),
  }));
  turn.remember({ shiftImport: { key, shifts: stored } satisfies ImportDraft });
  const choices = [
    [{ id: `importyes:${key}`, label: t(locale, 'staff-shifts:button.yes') }],
    [{ id: `importno:${key}`, label: t(locale, 'staff-shifts:button.no') }],
  ];
  await turn.reply({ text: await summary(turn, shifts, context), choices });
}

function problemsText(turn: Turn, problems: readonly ImportProblem[]): string {
  const { t, locale } = turn;
  const lines = problems.slice(0, NAMED).map(({ line, code, params }) => {
    const what = t(locale, `staff-shifts:import.${code}`, params);
    return t(locale, 'staff-shifts:import.line', { line, what });
  });
  const more = problems.length - lines.length;
  if (more > 0) lines.push(t(locale, 'staff-shifts:import.more', { count: more }));
  return [t(locale, 'staff-shifts:import.problems', { count: problems.length }), ...lines].join('\n');
}

async function summary(
  turn: Turn,
  shifts: readonly ImportedShift[],
  { teams }: ImportContext,
): Promise<string> {
  const { t, locale, now } = turn;
  const lines: string[] = [];
  for (const [teamId, own] of Map.groupBy(shifts, (shift) => shift.teamId)) {
    const team = teams.find((one) => one.id === teamId);
    const zone = team?.zone ?? 'UTC';
    const [first, last] = [own[0], own.at(-1)];
    if (!first || !last) continue;
    const params = {
      team: team?.name,
      count: own.length,
      from: shortTime(first.startsAt, now, zone),
      to: shortTime(last.endsAt, now, zone),
    };
    lines.push(t(locale, 'staff-shifts:import.team', params));
    const coming = await listComingShifts(turn.tx, teamId, now, 1000);
    const replaced = coming.filter((one) => own.some((shift) => overlap(one, shift)));
    if (replaced.length > 0)
      lines.push(t(locale, 'staff-shifts:import.replaces', { count: replaced.length }));
    const gaps = gapsBetween(own).slice(0, NAMED);
    for (const gap of gaps) {
      const times = { from: shortTime(gap.from, now, zone), to: shortTime(gap.to, now, zone) };
      lines.push(t(locale, 'staff-shifts:import.gap', times));
    }
    const headless = own.filter((shift) => !shift.leadId).length;
    if (headless > 0) lines.push(t(locale, 'staff-shifts:import.no-lead', { count: headless }));
  }
  return [t(locale, 'staff-shifts:import.ready', { count: shifts.length }), ...lines].join('\n');
}

type Span = Pick<ImportedShift, 'startsAt' | 'endsAt'>;

const overlap = (a: Span, b: Span): boolean =>
  Temporal.Instant.compare(a.startsAt, b.endsAt) < 0 && Temporal.Instant.compare(b.startsAt, a.endsAt) < 0;
