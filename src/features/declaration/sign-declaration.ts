/** The signature: from then on nothing changes, the team is told what it must know, and verifies what differs. */
import type { Turn } from '../../conversation/feature.ts';
import { nextQuestion } from '../../domain/declaration/answers.ts';
import { answerText, questionText } from '../../domain/declaration/describe.ts';
import { type Alarm, alarmsOf } from '../../domain/declaration/differences.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { listSigned, signDraft } from '../../store/declarations.ts';
import { findOpenNeed, noteFinding } from '../../store/open-need.ts';
import { goOn } from './ask-question.ts';
import { compareWithRoster } from './compare-with-roster.ts';
import { type Filling, localeOf, sayTo, speak, todayOf } from './filling.ts';
import type { DeclarationDeps } from './index.ts';

/** Signs; an answer that can no longer stand is asked for again first. */
export async function sign(turn: Turn, deps: DeclarationDeps, filling: Filling): Promise<void> {
  const { tx, now, actor, person } = turn;
  const { id, subject, form, answers } = filling;
  if (nextQuestion(form, answers, todayOf(turn, deps))) return goOn(turn, deps, filling);
  const [before] = await listSigned(tx, subject.id);
  const by = person && person.id !== subject.id ? person.id : null;
  if (!(await signDraft(tx, id, { answers, by, locale: localeOf(turn), now })))
    throw new UserError('common:error.old-choice');
  const declaration = { id, personId: subject.id, form, answers };
  await compareWithRoster(tx, declaration);
  const channel = turn.inbound.account;
  addAudit(tx, { actor, action: 'declaration.sign', channel, now, after: { version: form.version } });
  const alarms = alarmsOf(form, answers);
  const known = before ? JSON.stringify(alarmsOf(before.form ?? form, before.answers).map(essence)) : '[]';
  if (JSON.stringify(alarms.map(essence)) !== known) await tellTeam(turn, deps, filling, alarms);
  turn.expect(undefined);
  const say = sayTo(turn);
  await turn.reply({
    text: say('signed'),
    choices: [[{ id: `declfor:${subject.id}`, label: say('button.copy') }]],
  });
}

/** What makes it news: the same fever declared twice opens one ticket. */
const essence = ({ question, options }: Alarm): unknown => [question.id, options];

/** What is grave is told as soon as it is said: a declaration may never be signed. */
export async function heed(
  turn: Turn,
  deps: DeclarationDeps,
  before: Filling,
  after: Filling,
): Promise<void> {
  const grave = ({ form, answers }: Filling) =>
    alarmsOf(form, answers).filter(({ urgency }) => urgency === 'high');
  const [was, is] = [grave(before), grave(after)].map((alarms) => JSON.stringify(alarms.map(essence)));
  if (was !== is) await tellTeam(turn, deps, after, alarmsOf(after.form, after.answers));
}

/** One ticket for each person: what is declared while it is open is noted on it. */
async function tellTeam(
  turn: Turn,
  deps: DeclarationDeps,
  { subject, form, answers }: Filling,
  alarms: readonly Alarm[],
): Promise<void> {
  if (alarms.length === 0) return;
  const locale = matchLocale(deps.locale, STAFF_LOCALES) ?? 'en';
  const say = speak(turn, locale);
  const told = form.questions.filter(
    ({ id, when }) =>
      alarms.some(({ question }) => question.id === id || when.some((one) => one.question === question.id)) &&
      answers[id] !== undefined,
  );
  const words = told.map(
    (question) => `${questionText(question, say)} ${answerText(question, answers[question.id], say)}`,
  );
  const { tx, now, actor, inbound } = turn;
  const channel = inbound.account;
  const summary = turn.t(locale, 'staff-declaration:ticket', { words: words.join('\n') });
  const urgency = alarms.some((alarm) => alarm.urgency === 'high') ? 'high' : 'normal';
  const open = await findOpenNeed(tx, subject.id, 'medical');
  if (!open) {
    await deps.people.open(turn, { person: subject, need: 'medical', urgency, summary, actor, channel });
    return;
  }
  const changed = await noteFinding(tx, open, { summary, urgency }, { actor, channel, now });
  const params = { name: turn.t(locale, 'staff-declaration:by') };
  await turn.emit({
    type: 'ticket.changed',
    ticket: changed ?? open,
    before: open,
    what: changed ? 'urgent' : 'noted',
    params,
    actor,
  });
}
