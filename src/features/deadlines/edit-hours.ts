/** `/deadlines hours TEAM …` and `/deadlines holiday TEAM …`: an administrator says when a team's clock runs. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { called } from '../../domain/called.ts';
import type { DeadlineRules } from '../../domain/deadlines.ts';
import { readHours } from '../../domain/hours-words.ts';
import type { WorkingHours } from '../../domain/working-time.ts';
import { UserError } from '../../errors.ts';
import { lockRules, type RulesVersion } from '../../store/deadlines.ts';
import { listTeams } from '../../store/desk.ts';
import type { TeamRecord } from '../../store/records.ts';
import { keepRules } from './edit-rules.ts';
import type { DeadlinesDeps } from './index.ts';
import { hoursText } from './show-rules.ts';

/** `TEAM mon-fri 09:00-18:00 [Zone]`, or `TEAM always`; its holidays stay. */
export async function setHours(turn: Turn, deps: DeadlinesDeps, words: string): Promise<void> {
  assertCan(turn.actor, 'deadlines.edit');
  const { name, hours } = readHours(words, deps.zone);
  const team = await teamNamed(turn, name);
  const before = await lockRules(turn.tx);
  const { [team.id]: own, ...others } = before.rules.hours;
  const holidays = own?.holidays?.length ? { holidays: own.holidays } : {};
  await keep(turn, before, team, {
    ...before.rules,
    hours: hours ? { ...others, [team.id]: { ...hours, ...holidays } } : others,
  });
}

const NONE = /\s(?:none|无|無)$/iu;
const DATES = /(?:[\s,，、]+\d{4}-\d{2}-\d{2})+$/u;

/** `TEAM 2026-12-25 2026-12-26` adds days on which nobody works; `TEAM none` takes all of them away. */
export async function setHolidays(turn: Turn, words: string): Promise<void> {
  assertCan(turn.actor, 'deadlines.edit');
  const text = words.normalize('NFKC').trim();
  const end = NONE.exec(text) ?? DATES.exec(text);
  if (!end) throw new UserError('staff-deadlines:usage.holiday');
  const team = await teamNamed(turn, text.slice(0, end.index));
  const dates = (end[0].match(/\d{4}-\d{2}-\d{2}/gu) ?? []).map(readDate);
  const before = await lockRules(turn.tx);
  const own: WorkingHours | undefined = before.rules.hours[team.id];
  if (!own) throw new UserError('staff-deadlines:error.no-hours', { name: team.name });
  const { holidays = [], ...rest } = own;
  const all = dates.length > 0 ? [...new Set([...holidays, ...dates])].sort() : [];
  const hours = { ...rest, ...(all.length > 0 ? { holidays: all } : {}) };
  await keep(turn, before, team, { ...before.rules, hours: { ...before.rules.hours, [team.id]: hours } });
}

async function keep(turn: Turn, before: RulesVersion, team: TeamRecord, rules: DeadlineRules): Promise<void> {
  const { name } = team;
  const [was, is] = [before.rules, rules].map((one) => hoursText(turn, one.hours[team.id]));
  if (was === is) return turn.reply({ text: turn.t(turn.locale, 'staff-deadlines:set.same', { name, is }) });
  const version = await keepRules(turn, before, rules, { team: name });
  await turn.reply({ text: turn.t(turn.locale, 'staff-deadlines:set.rule', { name, was, is, version }) });
}

function readDate(word: string): string {
  try {
    return Temporal.PlainDate.from(word, { overflow: 'reject' }).toString();
  } catch (cause) {
    throw new UserError('staff-deadlines:error.date', { word }, { cause });
  }
}

async function teamNamed(turn: Turn, words: string): Promise<TeamRecord> {
  const all = await listTeams(turn.tx);
  const found = called(all, words.replace(/^["“”]|["“”]$/gu, ''));
  if (found[0] && found.length === 1) return found[0];
  const names = (found.length > 1 ? found : all).map((one) => one.name).join(', ');
  throw new UserError('staff-deadlines:error.team', { name: words.trim(), names });
}
