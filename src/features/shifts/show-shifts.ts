/** Who is on now and who comes next. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { called } from '../../domain/called.ts';
import { slotName } from '../../domain/shift-plan.ts';
import { shortTime } from '../../domain/short-time.ts';
import { UserError } from '../../errors.ts';
import { findShiftOf } from '../../store/covers.ts';
import { findStaffName, listTeams } from '../../store/desk.ts';
import { leadOnDuty } from '../../store/duty.ts';
import { listPlannedTeams, type PlannedTeam } from '../../store/shift-plans.ts';
import { leadOf, listComingShifts, type ShiftRecord } from '../../store/shifts.ts';
import { datedSpan, peopleText, type ShiftDeps, spanText, zoneHere } from './shift-words.ts';

/** Shifts shown of one team: a week of three a day. */
const MOST = 21;

/** `/shift`: this chat's team, or every team that works in shifts. */
export async function showShifts(turn: Turn, deps: ShiftDeps): Promise<void> {
  assertCan(turn.actor, 'shift.read');
  const { t, locale } = turn;
  const planned = await listPlannedTeams(turn.tx);
  const here = planned.filter((team) => team.id === turn.chat.teamId);
  const shown = turn.chat.teamId ? here : planned;
  if (shown.length === 0) return turn.reply({ text: t(locale, 'staff-shifts:none') });
  const parts: string[] = [];
  for (const team of shown) parts.push(await nowAndNext(turn, team));
  if (turn.chat.kind === 'private') parts.push(await ownNext(turn, deps));
  const cover = { id: 'coverwho', label: t(locale, 'staff-shifts:button.cover') };
  await turn.reply({ text: parts.filter(Boolean).join('\n\n'), choices: [[cover]] });
}

async function nowAndNext(turn: Turn, { id, name, shiftPlan }: PlannedTeam): Promise<string> {
  const { t, locale, now, tx } = turn;
  const coming = await listComingShifts(tx, id, now, 2);
  const running = coming.find((shift) => Temporal.Instant.compare(shift.startsAt, now) <= 0);
  const next = coming.find((shift) => shift !== running);
  const line = (key: string, shift: ShiftRecord | undefined): string =>
    shift
      ? t(locale, `staff-shifts:${key}`, {
          shift: slotName(t, locale, shift.name),
          starts: shortTime(shift.startsAt, now, shiftPlan.zone),
          ends: shortTime(shift.endsAt, now, shiftPlan.zone),
          people: peopleText(turn, locale, shift),
        })
      : t(locale, `staff-shifts:${key}-nobody`);
  const lines = [`👥 ${name}`, line('now', running), line('next', next)];
  const responsible = await leadOnDuty(tx, id, now);
  if (responsible && responsible !== (running && leadOf(running))?.staffId) {
    lines.push(t(locale, 'staff-shifts:responsible', { name: await findStaffName(tx, responsible) }));
  }
  return lines.join('\n');
}

async function ownNext(turn: Turn, deps: ShiftDeps): Promise<string> {
  const { t, locale, now } = turn;
  const own = await findShiftOf(turn.tx, turn.actor.id, now);
  if (!own) return '';
  const team = (await listPlannedTeams(turn.tx)).find((one) => one.id === own.teamId);
  const zone = await zoneHere(turn, deps, team?.shiftPlan);
  return t(locale, 'staff-shifts:own', { team: team?.name ?? '?', shift: spanText(turn, locale, own, zone) });
}

/** `/shift TEAM`: the coming week; false when no team is called so. */
export async function showTeam(turn: Turn, deps: ShiftDeps, words: string): Promise<boolean> {
  assertCan(turn.actor, 'shift.read');
  const { t, locale } = turn;
  const found = called(await listTeams(turn.tx), words);
  if (found.length > 1)
    throw new UserError('staff:error.several', {
      target: words,
      names: found.map(({ name }) => name).join(', '),
    });
  const [team] = found;
  if (!team) return false;
  const planned = (await listPlannedTeams(turn.tx)).find((one) => one.id === team.id);
  const zone = await zoneHere(turn, deps, planned?.shiftPlan);
  const shifts = planned ? await listComingShifts(turn.tx, team.id, turn.now, MOST) : [];
  const lines = shifts.map(
    (shift) => `${datedSpan(turn, locale, shift, zone)} · ${peopleText(turn, locale, shift)}`,
  );
  const key = planned ? (shifts.length > 0 ? 'week' : 'week-empty') : 'always';
  const head = t(locale, `staff-shifts:${key}`, { team: team.name, zone });
  await turn.reply({ text: [head, ...lines].join('\n') });
  return true;
}
