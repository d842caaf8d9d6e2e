/** `/stayrules`: how long people stay, version by version, and a new version. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, can } from '../../domain/actor.ts';
import { isolate } from '../../domain/isolate.ts';
import { readDate } from '../../domain/roster/dates.ts';
import { PRESETS, type Rule, ruleSchema, START_EVENTS } from '../../domain/stay/rule.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { listSites } from '../../store/sites.ts';
import { addRule, listRules, planAnew } from '../../store/stays.ts';

const TOKEN = /(\p{L}+)\s*[=＝]\s*(?:["“「]([^"”」]*)["”」]|(\S+))/gu;
const LENGTH = /^(\d{1,3})(?:\s*\+\s*(\d{1,3}))?$/u;

/** Lists the rules; words make a new one; `all` counts every stay anew by them. */
export async function stayRules(turn: Turn, words: string): Promise<void> {
  assertCan(turn.actor, 'stay.read');
  if (!words) return show(turn);
  assertCan(turn.actor, 'rule.edit');
  const given = await readRule(turn, words);
  const rule = await addRule(turn.tx, (version) => check({ ...given, version }), turn.actor.id, turn.now);
  const count = await planAnew(turn.tx, false);
  audit(turn, 'rule.add', { rule: rule.version, name: rule.name });
  const text = [
    turn.t(turn.locale, 'staff-stay:rule.added', { version: rule.version }),
    await describe(turn, rule),
    turn.t(turn.locale, 'staff-stay:rule.new-stays', { count }),
  ].join('\n');
  const label = turn.t(turn.locale, 'staff-stay:button.all');
  await turn.reply({ text, choices: [[{ id: `stayall:${rule.version}`, label }]] });
}

/** Every open stay is counted by the newest rules that fit it, and those whose date changes hear of it. */
export async function countAllAnew(turn: Turn, version: string | undefined): Promise<void> {
  assertCan(turn.actor, 'rule.edit');
  const newest = (await listRules(turn.tx)).at(-1)?.version;
  if (String(newest) !== version) throw new UserError('common:error.old-choice');
  const count = await planAnew(turn.tx, true);
  audit(turn, 'rule.apply', { rule: newest });
  await turn.reply({ text: turn.t(turn.locale, 'staff-stay:rule.applied', { count }) });
}

async function show(turn: Turn): Promise<void> {
  const rules = await listRules(turn.tx);
  const lines = await Promise.all(rules.map((rule) => describe(turn, rule)));
  const none = turn.t(turn.locale, 'staff-stay:rule.none');
  const usage = can(turn.actor, 'rule.edit') ? [turn.t(turn.locale, 'staff-stay:usage.stayrules')] : [];
  await turn.reply({ text: [...(lines.length > 0 ? lines : [none]), ...usage].join('\n') });
}

async function describe(turn: Turn, rule: Rule): Promise<string> {
  const site = (await listSites(turn.tx)).find(({ id }) => id === rule.siteId)?.name;
  const say = (key: string, params: Record<string, unknown>): string =>
    turn.t(turn.locale, `staff-stay:rule.${key}`, params);
  return say('line', {
    version: rule.version,
    name: isolate(rule.name),
    more: [
      say(`start.${rule.start}`, {}),
      say('days', { count: rule.days }),
      ...(rule.homeDays > 0 ? [say('home', { count: rule.homeDays })] : []),
      ...(rule.tests.length > 0 ? [say('tests', { days: rule.tests.join(', ') })] : []),
      ...(rule.minimum < rule.days ? [say('minimum', { count: rule.minimum })] : []),
      ...(rule.onPositive === 'restart' ? [say('restart', {})] : []),
      ...(rule.validFrom ? [say('from', { date: rule.validFrom })] : []),
      ...(rule.validTo ? [say('to', { date: rule.validTo })] : []),
      ...(rule.siteId ? [say('site', { name: isolate(site ?? '?') })] : []),
      ...(rule.jurisdiction ? [say('home-of', { name: isolate(rule.jurisdiction) })] : []),
    ].join(' · '),
  });
}

/** `14+7 start=entry site="Sun Hotel" home=Hubei from=… to=… tests=1,4,7 minimum=10 positive=restart`. */
async function readRule(turn: Turn, words: string): Promise<Record<string, unknown>> {
  const usage = new UserError('staff:error.usage', { usage: 'staff-stay:usage.stayrules' });
  const length = LENGTH.exec(words.replace(TOKEN, ' ').trim());
  if (!length) throw usage;
  const [text, days, home] = length;
  const preset = text.replace(/\s/g, '');
  const rule: Record<string, unknown> = Object.hasOwn(PRESETS, preset)
    ? { preset }
    : { days: Number(days), homeDays: Number(home ?? 0), tests: [] };
  for (const [, key = '', quoted, plain] of words.matchAll(TOKEN)) {
    const value = (quoted ?? plain ?? '').trim();
    const read = READERS[key.toLowerCase()];
    if (!read) throw usage;
    Object.assign(rule, await read(value, turn));
  }
  return rule;
}

type Reader = (value: string, turn: Turn) => object | Promise<object>;

const wrong = (value: string): UserError => new UserError('staff-stay:error.rule', { value });

const whole = (value: string): number => {
  if (!/^\d{1,3}$/.test(value)) throw wrong(value);
  return Number(value);
};

const day = (value: string): string => {
  const date = readDate(value);
  if (typeof date === 'string') throw new UserError('staff-stay:error.date', { value });
  return date.toString();
};

const READERS: Record<string, Reader> = {
  start(value) {
    const start = START_EVENTS.find((event) => event === value.toLowerCase());
    if (!start) throw wrong(value);
    return { start };
  },
  minimum: (value) => ({ minimum: whole(value) }),
  early: (value) => ({ testsEarly: whole(value) }),
  tests: (value) => ({ tests: value === '-' ? [] : value.split(/[,，、]/u).map(whole) }),
  from: (value) => ({ validFrom: day(value) }),
  to: (value) => ({ validTo: day(value) }),
  home: (value) => ({ jurisdiction: value }),
  name: (value) => ({ name: value }),
  positive(value) {
    if (value !== 'hold' && value !== 'restart') throw wrong(value);
    return { onPositive: value };
  },
  async site(value, turn) {
    const site = (await listSites(turn.tx)).find(({ name }) => name.toLowerCase() === value.toLowerCase());
    if (!site) throw new UserError('staff-stay:error.site', { value });
    return { siteId: site.id };
  },
};

function check(rule: Record<string, unknown>): Rule {
  const result = ruleSchema.safeParse(rule);
  if (result.success) return result.data;
  const [first] = result.error.issues;
  throw new UserError('staff-stay:error.rule', { value: `${first?.path.join('.')}: ${first?.message}` });
}

function audit({ tx, actor, inbound, now }: Turn, action: string, after: object): void {
  addAudit(tx, { actor, action, channel: inbound.account, now, after });
}
