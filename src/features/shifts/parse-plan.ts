/** Reads `TEAM PRESET lead+member, lead, … [at=08:00] [from=2026-12-01] [zone=…]`. */
import type { Turn } from '../../conversation/feature.ts';
import { called } from '../../domain/called.ts';
import { type Crew, crewsOf, PRESETS, type Preset, type Rota, rotaOf } from '../../domain/shift-plan.ts';
import { timeZoneNamed } from '../../domain/time-zone.ts';
import { UserError } from '../../errors.ts';
import { type Colleague, listColleagues, listTeams } from '../../store/desk.ts';
import type { TeamRecord } from '../../store/records.ts';

/** A team and the plan it is to work by; null ends its shifts. */
export interface PlanWords {
  readonly team: TeamRecord;
  readonly rota: Rota | null;
}

const OFF = /(?:^|\s)(?:off|none|取消|关闭|關閉)$/iu;
const OPTION = /(?:^|\s)(at|from|zone|时间|時間|起|时区|時區)=(\S+)/giu;

/** Throws the UserError that names what cannot be understood; `zone` is used where none is written. */
export async function parsePlan(turn: Turn, words: string, zone: string): Promise<PlanWords> {
  const options: Record<string, string> = {};
  const plain = words
    .replace(/\s*[=＝]\s*/g, '=')
    .replace(OPTION, (_all, key: string, value: string) => {
      options[OPTION_NAMES[key.toLowerCase()] ?? ''] = value.normalize('NFKC');
      return ' ';
    })
    .replace(/\b(two|three) shifts\b/giu, '$1-shifts')
    .trim();
  if (OFF.test(plain)) return { team: await teamNamed(turn, plain.replace(OFF, '')), rota: null };
  const tokens = plain.split(/\s+/);
  const at = tokens.findIndex((token) => presetNamed(token) !== undefined);
  const preset = presetNamed(tokens[at] ?? '');
  if (!preset) throw new UserError('staff-shifts:usage.plan');
  const team = await teamNamed(turn, tokens.slice(0, at).join(' '));
  const crews = await readCrews(turn, preset, tokens.slice(at + 1).join(' '));
  return { team, rota: dated(turn, preset, crews, options, zone) };
}

const OPTION_NAMES: Record<string, string> = {
  at: 'at',
  时间: 'at',
  時間: 'at',
  from: 'from',
  起: 'from',
  zone: 'zone',
  时区: 'zone',
  時區: 'zone',
};

const presetNamed = (token: string): Preset | undefined =>
  PRESETS.find(({ names }) => names.includes(token.toLowerCase()));

/** No name means the team of this chat, or the only one there is. */
async function teamNamed(turn: Turn, name: string): Promise<TeamRecord> {
  const all = await listTeams(turn.tx);
  const here = all.find((one) => one.id === turn.chat.teamId) ?? (all.length === 1 ? all[0] : undefined);
  const found = name ? called(all, name) : here ? [here] : all;
  if (found.length === 1 && found[0]) return found[0];
  const names = (found.length > 0 ? found : all).map((one) => one.name).join(', ');
  throw new UserError('staff-shifts:error.team', { name, names });
}

async function readCrews(turn: Turn, preset: Preset, words: string): Promise<Crew[]> {
  const colleagues = await listColleagues(turn.tx);
  const crews = words
    .split(/[,，、;；]/u)
    .map((crew) => crew.split(/[+＋&]/u).map((name) => name.trim()))
    .map((names) => names.filter(Boolean).map((name) => colleagueNamed(colleagues, name).id))
    .flatMap(([lead, ...members]): Crew[] =>
      lead ? [{ lead, members: [...new Set([lead, ...members])] }] : [],
    );
  if (crews.length === crewsOf(preset)) return crews;
  throw new UserError('staff-shifts:error.crews', {
    preset: preset.names[0],
    wanted: crewsOf(preset),
    found: crews.length,
  });
}

/** The colleague of this name. */
export function colleagueNamed(colleagues: readonly Colleague[], name: string): Colleague {
  const found = called(colleagues, name);
  if (found.length > 1)
    throw new UserError('staff:error.several', {
      target: name,
      names: found.map((one) => one.name).join(', '),
    });
  if (!found[0]) throw new UserError('staff-shifts:error.colleague', { name });
  return found[0];
}

/** The first crew takes the first slot of the first day: of the day that runs now unless another one is named. */
function dated(
  turn: Turn,
  preset: Preset,
  crews: Crew[],
  options: Record<string, string>,
  fallback: string,
): Rota {
  const zone = readZone(options.zone ?? fallback);
  const starts = readTime(options.at ?? '08:00');
  const here = turn.now.toZonedDateTimeISO(zone);
  const early = Temporal.PlainTime.compare(here.toPlainTime(), starts) < 0;
  const running = here.toPlainDate().subtract({ days: early ? 1 : 0 });
  const from = options.from ? readDate(options.from) : running;
  if (Temporal.PlainDate.compare(from, running) > 0)
    throw new UserError('staff-shifts:error.future', { date: from.toString() });
  return rotaOf(preset, {
    zone,
    from: from.toString(),
    starts: starts.toString({ smallestUnit: 'minute' }),
    crews,
  });
}

function readZone(zone: string): string {
  const named = timeZoneNamed(zone);
  if (!named) throw new UserError('staff-shifts:error.zone', { zone });
  return named;
}

function readTime(text: string): Temporal.PlainTime {
  const [, hour = '', minute = ''] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  if (!hour || Number(hour) > 23 || Number(minute) > 59)
    throw new UserError('staff-shifts:error.time', { text });
  return new Temporal.PlainTime(Number(hour), Number(minute));
}

function readDate(text: string): Temporal.PlainDate {
  try {
    return Temporal.PlainDate.from(text);
  } catch (cause) {
    throw new UserError('staff-shifts:error.date', { text }, { cause });
  }
}
