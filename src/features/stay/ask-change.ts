/** `/extend 1203 2 late result`, `/shorten …`: a change of dates, for a supervisor to decide. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, can } from '../../domain/actor.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Choice } from '../../domain/message.ts';
import { sameDay } from '../../domain/stay/days.ts';
import type { DateChange } from '../../domain/stay/facts.ts';
import { nearDayText } from '../../domain/stay/sentence.ts';
import { planStay, type StayPlan } from '../../domain/stay.ts';
import { UserError } from '../../errors.ts';
import { tellColleague } from '../../outbox/tell-team.ts';
import { addAudit } from '../../store/audit.ts';
import { listReachable } from '../../store/oversight.ts';
import type { PersonRecord } from '../../store/records.ts';
import { type AskedChange, askChange, findChange } from '../../store/stay-changes.ts';
import { findStay, readRuleBook, type StayRecord, stayFacts } from '../../store/stays.ts';
import type { StayDeps } from './index.ts';

/** What is asked for. */
export type Kind = DateChange['kind'];

const WORDS = /^(.+?)\s+(\d{1,2})\s*(?:d|days?|天|日)?\s+(\S[\s\S]*)$/iu;
const REST = /^(\d{1,2}) (.*)$/su;
const REASON = 300;

/** The buttons that offer people, by kind. */
export const CHOICES = { extension: 'stayext', shortening: 'stayshort' } as const satisfies Record<
  Kind,
  string
>;

/** Reads who, how many days and why; asks at once where that is one person. */
export async function startChange(turn: Turn, deps: StayDeps, kind: Kind, words: string): Promise<void> {
  assertCan(turn.actor, 'stay.ask');
  const [, who, days, reason = ''] = WORDS.exec(words.trim()) ?? [];
  if (!who || Number(days) < 1) {
    throw new UserError('staff:error.usage', { usage: `staff-stay:usage.${kind}` });
  }
  if ([...reason].length > REASON) throw new UserError('staff-stay:error.reason', { most: REASON });
  const rest = `${days} ${reason}`;
  const person = await deps.people.pick(turn, who, CHOICES[kind], rest);
  if (person) await finishChange(turn, deps, kind, person, rest);
}

/** Writes what is asked for, and shows it to those who decide. */
export async function finishChange(
  turn: Turn,
  deps: StayDeps,
  kind: Kind,
  person: PersonRecord,
  rest: string,
): Promise<void> {
  assertCan(turn.actor, 'stay.ask');
  const [, days, reason = ''] = REST.exec(rest) ?? [];
  const change = { kind, days: Number(days), reason: reason.trim() };
  const stay = await findStay(turn.tx, person.id);
  if (!stay || stay.endedAt !== null) throw new UserError('staff-stay:error.no-stay');
  const { before, after } = await plansOf(turn, deps, stay, change);
  if (!before.release) throw new UserError('staff-stay:error.no-date');
  if (sameDay(before.release, after.release)) {
    throw new UserError('staff-stay:error.minimum', { days: before.rule?.minimum });
  }
  const { tx, now, actor } = turn;
  const number = await askChange(tx, { ...change, stayId: stay.id, askedBy: actor.id }, now);
  const audited = { number, personId: person.id, kind, days: change.days };
  addAudit(tx, { actor, action: 'stay.ask', channel: turn.inbound.account, now, after: audited });
  const asked = await findChange(tx, number);
  if (!asked) throw new Error('a change that was just asked for is not there');
  const who = await deps.people.describe(turn, person);
  await tellDeciders(turn, asked, (locale) => askText(turn, locale, asked, who, before, after));
  const text = [askText(turn, turn.locale, asked, who, before, after)];
  if (!can(actor, 'stay.decide')) text.push(turn.t(turn.locale, 'staff-stay:waits'));
  const choices = can(actor, 'stay.decide') ? deciding(turn, turn.locale, asked) : [];
  await turn.reply({ text: text.join('\n'), choices });
}

/** A stay's plan as it is, and as it would be with the change approved. */
async function plansOf(
  turn: Turn,
  { zone }: StayDeps,
  stay: StayRecord,
  change: Pick<DateChange, 'kind' | 'days' | 'reason'>,
): Promise<{ before: StayPlan; after: StayPlan }> {
  const book = await readRuleBook(turn.tx);
  const facts = stayFacts(stay, zone);
  const changes = [...facts.changes, { ...change, approval: 'approved' as const }];
  return { before: planStay(facts, book, turn.now), after: planStay({ ...facts, changes }, book, turn.now) };
}

/** The buttons of those who may decide. */
export const deciding = ({ t }: Turn, locale: string, { number }: AskedChange): Choice[][] => [
  [
    { id: `stayyes:${number}`, label: t(locale, 'staff-stay:button.approve') },
    { id: `stayno:${number}`, label: t(locale, 'staff-stay:button.refuse') },
  ],
];

function askText(
  { t }: Turn,
  locale: string,
  { number, kind, days, reason, askedByName }: AskedChange,
  who: string,
  before: StayPlan,
  after: StayPlan,
): string {
  const day = (plan: StayPlan): string =>
    plan.release ? nearDayText(plan.release, locale, plan.today) : '?';
  return t(locale, `staff-stay:ask.${kind}`, {
    number,
    who,
    count: days,
    reason: isolate(reason),
    name: askedByName,
    before: day(before),
    after: day(after),
  });
}

/** Everybody who may decide and has a private chat, but for whoever asks. */
async function tellDeciders(
  turn: Turn,
  asked: AskedChange,
  write: (locale: string) => string,
): Promise<void> {
  for (const one of (await listReachable(turn.tx)).values()) {
    const { staffId, role } = one;
    if (staffId === turn.actor.id || !can({ role, id: staffId }, 'stay.decide')) continue;
    const news = { key: `stay:ask:${asked.id}:${staffId}`, locale: turn.locale };
    await tellColleague(turn, staffId, news, (locale) => ({
      text: write(locale),
      choices: deciding(turn, locale, asked),
    }));
  }
}
