/** `/checkin` and the buttons under the daily question. */
import type { Turn } from '../../conversation/feature.ts';
import { isFine, MOODS, SYMPTOM_NAMES } from '../../domain/check-in/thresholds.ts';
import type { Content } from '../../domain/message.ts';
import { UserError } from '../../errors.ts';
import { findRound } from '../../store/check-in-days.ts';
import { type Answerable, listAnswerable, listCheckIns } from '../../store/check-ins.ts';
import { hearAnswer } from './answer.ts';
import type { CheckInDeps } from './deps.ts';
import { type Kept, keepAnswer, type Said } from './keep-answer.ts';
import { moodChoices, question, symptomChoices } from './question.ts';
import { calledText, firstUnheard, mannerOf, notedText, replyKept, subjectOf } from './reply.ts';

/** Puts the question, at any time: first about whoever was not heard from yet. */
export async function startCheckIn(turn: Turn, deps: CheckInDeps, args: string): Promise<void> {
  if (turn.staff) throw new UserError('check-in:error.team');
  if (turn.chat.kind === 'group') throw new UserError('check-in:error.private');
  const me = await turn.ensurePerson();
  const all = await listAnswerable(turn.tx, me.id);
  const unheard = await firstUnheard(turn, deps, all);
  const self = all.find(({ isSelf }) => isSelf);
  const subject = unheard?.subject ?? self;
  if (!subject) throw new Error('everybody may answer for themselves');
  turn.expect('check-in', { subject: subject.person.id });
  if (args && (await hearAnswer(turn, deps, args, { subject: subject.person.id }))) return;
  const wasFine = unheard ? unheard.wasFine : await wasFineYesterday(turn, deps, subject);
  await turn.reply(question(mannerOf(turn), subjectOf(subject), { wasFine }));
}

async function wasFineYesterday(
  turn: Turn,
  deps: CheckInDeps,
  { person, siteId }: Answerable,
): Promise<boolean> {
  const { day } = await findRound(turn, deps.zone, siteId);
  const yesterday = day.subtract({ days: 1 });
  const known = await listCheckIns(turn.tx, [person.id], yesterday);
  return known.some((one) => one.isAnswered && one.day === yesterday.toString() && isFine(one));
}

/** What a button without more to ask says. */
function saidBy(what: string | undefined, value: string | undefined): Said | undefined {
  // "The same" says how they are, and copies nothing that was measured.
  if (what === 'ok' || what === 'same' || what === 'none') return { noSymptoms: true };
  const symptom = SYMPTOM_NAMES.find((name) => name === value);
  if (what === 's' && symptom) return { symptoms: [symptom], adds: true };
  const mood = MOODS.find((one) => one === value);
  return what === 'm' && mood ? { mood } : undefined;
}

/** A press on `ci:<what>:<person>[:<value>]`. */
export async function pressAnswer(
  turn: Turn,
  deps: CheckInDeps,
  [what, id, value]: readonly string[],
): Promise<void> {
  if (turn.chat.kind === 'group') throw new UserError('check-in:error.private');
  const all = turn.person && !turn.staff ? await listAnswerable(turn.tx, turn.person.id) : [];
  const subject = all.find(({ person }) => person.id === id);
  if (!subject) throw new UserError('common:error.old-choice');
  const said = saidBy(what, value);
  if (!said) return ask(turn, deps, subject, what);
  const teller = { actor: turn.actor, channel: turn.inbound.account };
  const kept = await keepAnswer(turn, deps, subject, said, { teller });
  if (what === 's') return askFurther(turn, subject, kept);
  await replyKept(turn, deps, subject, kept, { isWhole: what === 'ok' || what === 'same' });
}

/** Symptoms are named one by one; who is called in is told at once. */
async function askFurther(turn: Turn, subject: Answerable, kept: Kept): Promise<void> {
  const manner = mannerOf(turn);
  const news = kept.called.filter(({ isNews }) => isNews);
  const lines = [notedText(manner, subject, kept)];
  for (const called of news) lines.push(await calledText(turn, manner, subject, called));
  lines.push('', turn.t(manner.locale, 'check-in:more'));
  turn.expect('check-in', { subject: subject.person.id });
  const choices = symptomChoices(manner, subjectOf(subject), kept.condition.symptoms);
  await turn.reply({ text: lines.join('\n'), choices });
}

/** The next words are an answer about this person, whatever they are asked for just now. */
async function ask(
  turn: Turn,
  deps: CheckInDeps,
  subject: Answerable,
  what: string | undefined,
): Promise<void> {
  const manner = mannerOf(turn);
  const say = (key: string): string => turn.t(manner.locale, `check-in:${key}`);
  const about = subjectOf(subject);
  const asked: Record<string, Content> = {
    temp: { text: say('temperature.ask') },
    sym: { text: say('symptoms.ask'), choices: symptomChoices(manner, about, []) },
    mood: { text: say('mood.ask'), choices: moodChoices(manner, about) },
  };
  if (what === 'done') return finish(turn, deps, subject);
  const content = what === undefined ? undefined : asked[what];
  if (!content) throw new UserError('common:error.old-choice');
  turn.expect('check-in', { subject: about.id, ...(what === 'temp' ? { want: 'temp' } : {}) });
  await turn.reply(content);
}

/** Nothing more about this person: the next one, or thanks. */
async function finish(turn: Turn, deps: CheckInDeps, subject: Answerable): Promise<void> {
  const teller = { actor: turn.actor, channel: turn.inbound.account };
  const kept = await keepAnswer(turn, deps, subject, {}, { teller });
  await replyKept(turn, deps, subject, { ...kept, called: [] }, { isWhole: false });
}
