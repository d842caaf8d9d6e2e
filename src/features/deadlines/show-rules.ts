/** `/deadlines`: the rules in force, as a table. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, can } from '../../domain/actor.ts';
import type { Allowance, DeadlineRules } from '../../domain/deadlines.ts';
import { NEEDS, URGENCIES } from '../../domain/need.ts';
import { partsOfSpan } from '../../domain/span-words.ts';
import type { WorkingHours } from '../../domain/working-time.ts';
import { currentRules } from '../../store/deadlines.ts';
import { listTeams } from '../../store/desk.ts';

/** Answers with every rule: urgencies, needs with rules of their own, working hours. */
export async function showRules(turn: Turn): Promise<void> {
  assertCan(turn.actor, 'deadlines.read');
  const { version, rules } = await currentRules(turn.tx);
  const say = (key: string, params?: Record<string, unknown>): string =>
    turn.t(turn.locale, `staff-deadlines:table.${key}`, params);
  const lines = [
    say('head', { version }),
    ...URGENCIES.toReversed().map((urgency) =>
      say('row', {
        name: turn.t(turn.locale, `common:urgency.${urgency}`),
        allowance: allowanceText(turn, rules.urgency[urgency]),
      }),
    ),
    ...needLines(turn, rules),
    '',
    ...(await hoursLines(turn, rules)),
    '',
    say('told'),
    ...(can(turn.actor, 'deadlines.edit')
      ? ['', turn.t(turn.locale, 'staff-deadlines:usage.deadlines')]
      : []),
  ];
  await turn.reply({ text: lines.join('\n') });
}

function needLines(turn: Turn, rules: DeadlineRules): string[] {
  return NEEDS.flatMap((need) =>
    URGENCIES.toReversed().flatMap((urgency) => {
      const own = rules.need[`${need} ${urgency}`];
      if (!own) return [];
      const name = ruleName(turn, { need, urgency });
      const allowance = allowanceText(turn, own);
      return [turn.t(turn.locale, 'staff-deadlines:table.row', { name, allowance })];
    }),
  );
}

async function hoursLines(turn: Turn, rules: DeadlineRules): Promise<string[]> {
  const teams = (await listTeams(turn.tx)).filter(({ id }) => rules.hours[id]);
  if (teams.length === 0) return [turn.t(turn.locale, 'staff-deadlines:table.always')];
  return [
    ...teams.map(({ id, name }) =>
      turn.t(turn.locale, 'staff-deadlines:table.row', { name, allowance: hoursText(turn, rules.hours[id]) }),
    ),
    turn.t(turn.locale, 'staff-deadlines:table.others'),
  ];
}

/** What a rule is for: an urgency, or a need of that urgency. */
export const ruleName = (turn: Turn, rule: { need?: string | undefined; urgency: string }): string =>
  [
    ...(rule.need ? [turn.t(turn.locale, `common:need.${rule.need}`)] : []),
    turn.t(turn.locale, `common:urgency.${rule.urgency}`),
  ].join(', ');

/** "4 h / 3 days". */
export const allowanceText = (turn: Turn, { response, resolution }: Allowance): string =>
  `${spanText(turn, response)} / ${spanText(turn, resolution)}`;

const spanText = (turn: Turn, minutes: number): string =>
  partsOfSpan(minutes)
    .map(({ unit, count }) => turn.t(turn.locale, `staff:age.${unit}`, { count }))
    .join(' ');

/** "Mon–Fri 09:00–18:00 (Asia/Shanghai), not on 2026-12-25". */
export function hoursText(turn: Turn, hours: WorkingHours | undefined): string {
  if (!hours) return turn.t(turn.locale, 'staff-deadlines:table.always');
  const text = groupsOf(hours)
    .map(({ days, times }) => `${daysText(turn, days)} ${times}`)
    .join(', ');
  const { zone, holidays = [] } = hours;
  const key = holidays.length > 0 ? 'hours-holidays' : 'hours';
  return turn.t(turn.locale, `staff-deadlines:table.${key}`, {
    text,
    zone,
    holidays: holidays.join(', '),
  });
}

interface Group {
  readonly days: number[];
  readonly times: string;
}

/** Days that follow each other with the same hours stand together. */
function groupsOf({ days }: WorkingHours): Group[] {
  const groups: Group[] = [];
  for (let day = 1; day <= 7; day += 1) {
    const times = (days[day] ?? []).map(([start, end]) => `${start}–${end}`).join(', ');
    const last = groups.at(-1);
    if (last && last.times === times && last.days.at(-1) === day - 1) last.days.push(day);
    else if (times) groups.push({ days: [day], times });
  }
  return groups;
}

function daysText(turn: Turn, days: readonly number[]): string {
  const names = new Intl.DateTimeFormat(turn.locale, { weekday: 'short', timeZone: 'UTC' });
  // 5 January 1970 was a Monday.
  const name = (day: number | undefined): string => names.format(Date.UTC(1970, 0, 4 + (day ?? 1)));
  return days.length > 1 ? `${name(days[0])}–${name(days.at(-1))}` : name(days[0]);
}
