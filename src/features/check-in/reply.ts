/** What a traveller is told once an answer is kept, and what they are asked next. */
import type { Turn } from '../../conversation/feature.ts';
import { dayInForce } from '../../domain/check-in/hours.ts';
import { isFine } from '../../domain/check-in/thresholds.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Choice, Content } from '../../domain/message.ts';
import { dayText } from '../../domain/stay/sentence.ts';
import { findRound } from '../../store/check-in-days.ts';
import { type Answerable, listAnswerable, listCheckIns } from '../../store/check-ins.ts';
import { siteOf } from '../../store/sites.ts';
import type { CheckInDeps } from './deps.ts';
import type { Called, Kept } from './keep-answer.ts';
import { askSymptoms, conditionText, type Manner, moreChoices, question, type Subject } from './question.ts';

/** How the traveller who writes is spoken to. */
export const mannerOf = (turn: Turn): Manner => ({ t: turn.t, locale: turn.person?.locale ?? turn.locale });

/** Whom it is about, as the question names them. */
export const subjectOf = ({ person, isSelf }: Answerable): Subject => ({
  id: person.id,
  name: person.name,
  isSelf,
});

/** Says what was noted and who was called in; then asks what is missing, or about the next person. */
export async function replyKept(
  turn: Turn,
  deps: CheckInDeps,
  subject: Answerable,
  kept: Kept,
  how: { readonly isWhole: boolean; readonly implausible?: string | undefined },
): Promise<void> {
  const manner = mannerOf(turn);
  const lines = [notedText(manner, subject, kept)];
  for (const called of kept.called) lines.push(await calledText(turn, manner, subject, called));
  if (how.implausible && kept.condition.temperature === null) {
    lines.push(turn.t(manner.locale, 'check-in:temperature.implausible', { value: how.implausible }));
  }
  const next = await nextQuestion(turn, deps, subject, kept);
  if (next) {
    turn.expect('check-in', { subject: next.subject });
    await turn.reply(together(lines, next.content));
    return;
  }
  if (turn.session.expect?.answer === 'check-in') turn.expect(undefined);
  if (kept.called.length === 0) lines.push(turn.t(manner.locale, 'check-in:thanks'));
  const more: Choice[] = how.isWhole ? [] : moreChoices(manner, subjectOf(subject), kept.condition);
  await turn.reply(together(lines, { choices: more.length > 0 ? [more] : [] }));
}

const together = (lines: readonly string[], content: Content): Content => ({
  ...content,
  text: [...lines, ...(content.text ? ['', content.text] : [])].join('\n'),
});

/** "Noted for today: 36.6 °C, no symptoms." */
export function notedText(manner: Manner, { person, isSelf }: Answerable, kept: Kept): string {
  const { t, locale } = manner;
  const what = conditionText(manner, kept.condition) ?? t(locale, 'check-in:heard');
  const date = kept.earlier && dayText(kept.earlier, locale, false);
  if (isSelf && date) return t(locale, 'check-in:noted.day', { what, date });
  if (isSelf) return t(locale, 'check-in:noted', { what });
  return t(locale, 'check-in:noted.other', { what, name: isolate(person.name ?? '?') });
}

/** Who was called in, and what they do now. */
export async function calledText(
  turn: Turn,
  { t, locale }: Manner,
  { siteId }: Answerable,
  { ticket, isNews, finding }: Called,
): Promise<string> {
  const { number } = ticket;
  if (!isNews) return t(locale, 'check-in:told.added', { number });
  if (finding.urgency !== 'emergency') return t(locale, `check-in:told.${finding.need}`, { number });
  const phone = (await siteOf(turn.tx, siteId))?.emergencyPhone;
  if (phone) return t(locale, 'check-in:told.emergency-phone', { number, phone });
  return t(locale, 'check-in:told.emergency', { number });
}

/** Whether they have symptoms is asked once more; then come the others for whom they answer. */
async function nextQuestion(
  turn: Turn,
  deps: CheckInDeps,
  subject: Answerable,
  { condition }: Kept,
): Promise<{ readonly subject: string; readonly content: Content } | undefined> {
  const manner = mannerOf(turn);
  if (!condition.noSymptoms && condition.symptoms.length === 0) {
    return { subject: subject.person.id, content: askSymptoms(manner, subjectOf(subject)) };
  }
  const all = await listAnswerable(turn.tx, turn.person?.id ?? '');
  const open = await firstUnheard(turn, deps, all);
  if (!open || open.subject.person.id === subject.person.id) return undefined;
  return {
    subject: open.subject.person.id,
    content: question(manner, subjectOf(open.subject), { wasFine: open.wasFine }),
  };
}

/** The first of these who is here, has no account of their own, and was not heard from on the day in force (`at`). */
export async function firstUnheard(
  turn: Turn,
  deps: CheckInDeps,
  all: readonly Answerable[],
  at = turn.now,
): Promise<{ readonly subject: Answerable; readonly wasFine: boolean } | undefined> {
  for (const one of all.filter(({ isSelf, isHere, hasAccount }) => isHere && (isSelf || !hasAccount))) {
    const day = dayInForce(await findRound({ tx: turn.tx, now: at }, deps.zone, one.siteId), at);
    const known = await listCheckIns(turn.tx, [one.person.id], day.subtract({ days: 1 }));
    const isHeard = known.some((row) => row.isAnswered && row.day >= day.toString());
    const yesterday = known.find((row) => row.day === day.subtract({ days: 1 }).toString());
    if (!isHeard) return { subject: one, wasFine: yesterday?.isAnswered === true && isFine(yesterday) };
  }
  return undefined;
}
