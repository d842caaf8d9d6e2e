/** `/faq 7`, and what is set of it: another language, where it comes from, how long and for whom it holds. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, can } from '../../domain/actor.ts';
import { partsOf, readFacts } from '../../domain/faq/read-facts.ts';
import { tidyText } from '../../domain/faq.ts';
import { LOCALES } from '../../domain/locale.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import {
  changeEntry,
  type FaqEntry,
  type FaqFacts,
  findEntry,
  setText,
  withdrawEntry,
} from '../../store/faq.ts';
import { describeEntry } from './describe-entry.ts';
import { withFacts } from './entry-facts.ts';
import type { FaqDeps } from './index.ts';

/** The language that a line begins with, `zh-CN: …`, and the rest; undefined when it begins with none. */
export function readLanguage(line: string): { locale: string; rest: string } | undefined {
  const [all, tag = ''] = /^([a-z]{2}(?:[-_][a-z]{2,4})?)\s*[:：]\s*/iu.exec(line) ?? [];
  if (all === undefined) return undefined;
  const wanted = tag.replace('_', '-').toLowerCase();
  const locale = LOCALES.find((one) => one.toLowerCase() === wanted);
  if (!locale) throw new UserError('staff-faq:error.language', { tag, languages: LOCALES.join(', ') });
  return { locale, rest: line.slice(all.length) };
}

const OFF = /^(?:off|停用|撤下)$/iu;
const ON = /^(?:on|启用|啟用|恢复|恢復)$/iu;

/** Shows the entry, or changes what the words say. */
export async function editEntry(turn: Turn, deps: FaqDeps, number: number, words: string): Promise<void> {
  if (words) assertCan(turn.actor, 'faq.edit');
  const entry = await entryNumbered(turn, number);
  if (!words) return showEntry(turn, deps, entry);
  if (OFF.test(words) || ON.test(words)) return switchEntry(turn, deps, entry, OFF.test(words));
  const named = readLanguage(words);
  if (named) await setLanguage(turn, entry, named.locale, named.rest);
  else await setFacts(turn, deps, entry, words);
  await showEntry(turn, deps, await entryNumbered(turn, number), 'staff-faq:changed');
}

async function entryNumbered(turn: Turn, number: number): Promise<FaqEntry> {
  const entry = await findEntry(turn.tx, number);
  if (!entry) throw new UserError('staff-faq:error.no-entry', { number });
  return entry;
}

async function setLanguage(turn: Turn, entry: FaqEntry, locale: string, words: string): Promise<void> {
  const [question = '', answer = '', ...more] = partsOf(words);
  if (more.length > 0) throw new UserError('staff-faq:error.bars');
  const text = tidyText(question, answer);
  await setText(turn.tx, entry, { locale, ...text }, turn.now);
  const { actor, now, inbound } = turn;
  const { number } = entry;
  const change = { before: { number, ...entry.texts[locale] }, after: { number, locale, ...text } };
  addAudit(turn.tx, { actor, action: 'faq.translate', channel: inbound.account, now, ...change });
}

async function setFacts(turn: Turn, deps: FaqDeps, entry: FaqEntry, words: string): Promise<void> {
  const was = factsOf(entry);
  const { datedOn, ...rest } = await withFacts(turn, deps, was, readFacts(partsOf(words)));
  const facts = { ...rest, datedOn: datedOn ?? was.datedOn };
  await changeEntry(turn.tx, entry, facts, turn.now);
  const { actor, now, inbound } = turn;
  const change = { before: told(entry.number, was), after: told(entry.number, facts) };
  addAudit(turn.tx, { actor, action: 'faq.edit', channel: inbound.account, now, ...change });
}

const factsOf = (entry: FaqEntry): FaqFacts => {
  const { siteId, jurisdiction, noticeId, source, datedOn, validFrom, validTo } = entry;
  return { siteId, jurisdiction, noticeId, source, datedOn, validFrom, validTo };
};

const told = (number: number, facts: FaqFacts) => ({
  number,
  ...facts,
  datedOn: facts.datedOn.toString(),
  validFrom: facts.validFrom?.toString() ?? null,
  validTo: facts.validTo?.toString() ?? null,
});

/** The button below an entry: `7:off`. */
export async function switchByChoice(
  turn: Turn,
  deps: FaqDeps,
  [number, to]: readonly string[],
): Promise<void> {
  assertCan(turn.actor, 'faq.edit');
  if (!/^\d{1,6}$/.test(number ?? '')) throw new UserError('common:error.old-choice');
  await switchEntry(turn, deps, await entryNumbered(turn, Number(number)), to === 'off');
}

async function switchEntry(turn: Turn, deps: FaqDeps, entry: FaqEntry, isOff: boolean): Promise<void> {
  assertCan(turn.actor, 'faq.edit');
  const { number } = entry;
  if (entry.isWithdrawn === isOff)
    throw new UserError(`staff-faq:error.${isOff ? 'off' : 'on'}-already`, { number });
  await withdrawEntry(turn.tx, entry, isOff, turn.now);
  const action = isOff ? 'faq.withdraw' : 'faq.restore';
  addAudit(turn.tx, {
    actor: turn.actor,
    action,
    channel: turn.inbound.account,
    now: turn.now,
    after: { number },
  });
  const key = `staff-faq:${isOff ? 'withdrawn' : 'restored'}`;
  await showEntry(turn, deps, { ...entry, isWithdrawn: isOff }, key);
}

async function showEntry(turn: Turn, deps: FaqDeps, entry: FaqEntry, headKey?: string): Promise<void> {
  const { number, isWithdrawn } = entry;
  const head = headKey ? [turn.t(turn.locale, headKey, { number })] : [];
  const to = isWithdrawn ? 'on' : 'off';
  const button = { id: `faqswitch:${number}:${to}`, label: turn.t(turn.locale, `staff-faq:button.${to}`) };
  const text = [...head, describeEntry(turn, deps, entry)].join('\n\n');
  await turn.reply({ text, choices: can(turn.actor, 'faq.edit') ? [[button]] : [] });
}
