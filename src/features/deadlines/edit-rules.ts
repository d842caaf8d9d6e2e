/** `/deadlines complaint normal 4h 3d`: an administrator changes a rule, and so makes a new version of all of them. */
import { isDeepStrictEqual } from 'node:util';
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { fold } from '../../domain/called.ts';
import { type Allowance, allowanceFor, type DeadlineRules } from '../../domain/deadlines.ts';
import { STAFF_LOCALES } from '../../domain/locale.ts';
import { NEEDS, type Need, URGENCIES, type Urgency } from '../../domain/need.ts';
import { readSpan } from '../../domain/span-words.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { addRules, lockRules, type RulesVersion } from '../../store/deadlines.ts';
import { allowanceText, ruleName } from './show-rules.ts';

/** Nobody is promised anything later than this. */
const LONGEST_DAYS = 90;
const DEFAULT = /^(?:default|默认|預設|默認)$/iu;

interface Rule {
  readonly need?: Need | undefined;
  readonly urgency: Urgency;
}

/** `[NEED] URGENCY FIRST-ANSWER SOLUTION`, or `NEED URGENCY default` to take a need's own rule away. */
export async function setRule(turn: Turn, words: string): Promise<void> {
  assertCan(turn.actor, 'deadlines.edit');
  const { rule, rest } = readRule(turn, words);
  const wanted = DEFAULT.test(rest) && rule.need ? undefined : readAllowance(rest);
  const before = await lockRules(turn.tx);
  const rules = withRule(before.rules, rule, wanted);
  const name = ruleName(turn, rule);
  const [was, is] = [before.rules, rules].map((one) =>
    allowanceText(turn, allowanceFor(one, rule.need ?? 'other', rule.urgency)),
  );
  if (isDeepStrictEqual(rules, before.rules)) {
    return turn.reply({ text: turn.t(turn.locale, 'staff-deadlines:set.same', { name, is }) });
  }
  const version = await keepRules(turn, before, rules, { rule });
  await turn.reply({ text: turn.t(turn.locale, 'staff-deadlines:set.rule', { name, was, is, version }) });
}

/** Writes the new version, and who made it of what. */
export async function keepRules(
  turn: Turn,
  before: RulesVersion,
  rules: DeadlineRules,
  what: object,
): Promise<number> {
  const { tx, now, actor, inbound } = turn;
  const version = await addRules(tx, rules, actor.id, now);
  addAudit(tx, {
    actor,
    action: 'deadlines.edit',
    channel: inbound.account,
    now,
    before: { version: before.version, ...what, ...partOf(before.rules, rules) },
    after: { version, ...what, ...partOf(rules, before.rules) },
  });
  return version;
}

/** The entries of one version that the other has not. */
function partOf(rules: DeadlineRules, other: DeadlineRules): Record<string, unknown> {
  const part: Record<string, unknown> = {};
  for (const group of ['urgency', 'need', 'hours'] as const) {
    const [mine, theirs]: Record<string, unknown>[] = [{ ...rules[group] }, { ...other[group] }];
    for (const [key, value] of Object.entries(mine ?? {})) {
      if (!isDeepStrictEqual(value, theirs?.[key])) part[`${group} ${key}`] = value;
    }
  }
  return part;
}

function readRule(turn: Turn, words: string): { rule: Rule; rest: string } {
  const text = words.replace(/\s+/gu, ' ').trim();
  const need = wordAt(turn, text, 'need', NEEDS);
  const left = need ? text.slice(need.length).trim() : text;
  const urgency = wordAt(turn, left, 'urgency', URGENCIES);
  if (!urgency) throw new UserError('staff-deadlines:usage.deadlines');
  return { rule: { need: need?.id, urgency: urgency.id }, rest: left.slice(urgency.length).trim() };
}

/** The need or urgency that a text begins with, by its English name or as any colleague reads it. */
function wordAt<T extends string>(
  turn: Turn,
  text: string,
  kind: 'need' | 'urgency',
  all: readonly T[],
): { id: T; length: number } | undefined {
  const found = all.flatMap((id) =>
    [id, ...STAFF_LOCALES.map((locale) => turn.t(locale, `common:${kind}.${id}`))]
      .filter(
        (name) => fold(text.slice(0, name.length)) === fold(name) && !/^[a-z]/i.test(text.slice(name.length)),
      )
      .map((name) => ({ id, length: name.length })),
  );
  return found.sort((a, b) => b.length - a.length)[0];
}

function readAllowance(words: string): Allowance {
  const tokens = words.split(' ').filter(Boolean);
  const [response, resolution] = tokens.map(readSpan);
  if (tokens.length !== 2 || response === undefined || resolution === undefined) {
    throw new UserError('staff-deadlines:usage.deadlines');
  }
  if (response < 1 || resolution < response || resolution > LONGEST_DAYS * 1440) {
    throw new UserError('staff-deadlines:error.span', { days: LONGEST_DAYS });
  }
  return { response, resolution };
}

function withRule(
  rules: DeadlineRules,
  { need, urgency }: Rule,
  allowance: Allowance | undefined,
): DeadlineRules {
  if (!need) return allowance ? { ...rules, urgency: { ...rules.urgency, [urgency]: allowance } } : rules;
  const { [`${need} ${urgency}`]: _own, ...others } = rules.need;
  return { ...rules, need: allowance ? { ...others, [`${need} ${urgency}`]: allowance } : others };
}
