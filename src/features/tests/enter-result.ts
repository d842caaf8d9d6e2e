/** `/result PERSON negative|positive|invalid|pending [date]`: one result; a positive one is confirmed first. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import type { Choice, Content } from '../../domain/message.ts';
import type { TestResult } from '../../domain/stay/facts.ts';
import { dayProblem, type ResultWords, readResultWords, readTestDay } from '../../domain/test-result.ts';
import { UserError } from '../../errors.ts';
import { documentIn } from '../../outbox/asked-file.ts';
import type { PersonRecord } from '../../store/records.ts';
import { findStay, type StayRecord } from '../../store/stays.ts';
import { askForResults } from './import-results.ts';
import type { TestsDeps } from './index.ts';
import { type Recording, recordResults } from './record-results.ts';

/** A positive that waits to be confirmed. */
interface Draft {
  readonly key: string;
  readonly personId: string;
  readonly on: string;
}

/** Records what is written, or takes a table of results. */
export async function enterResult(turn: Turn, deps: TestsDeps, args: string): Promise<void> {
  deps.desk.assertAmongStaff(turn);
  assertCan(turn.actor, 'test.record');
  if (!args || documentIn(turn)) return askForResults(turn, deps);
  const words = readResultWords(args);
  if (!words) throw new UserError('staff-tests:usage.result');
  const rest = `${words.result} ${words.day}`.trim();
  const person = await deps.people.pick(turn, words.who, 'resultwho', rest);
  if (person) await enter(turn, deps, person, words);
}

/** The button with the name of whom it is about. */
export async function chooseWho(turn: Turn, deps: TestsDeps, id: string | undefined): Promise<void> {
  deps.desk.assertAmongStaff(turn);
  assertCan(turn.actor, 'test.record');
  const { person, rest } = await deps.people.chosen(turn, 'resultwho', id);
  const words = readResultWords(`? ${rest}`);
  if (!words) throw new UserError('common:error.old-choice');
  await enter(turn, deps, person, words);
}

async function enter(
  turn: Turn,
  deps: TestsDeps,
  person: PersonRecord,
  { result, day }: Pick<ResultWords, 'result' | 'day'>,
): Promise<void> {
  const stay = await stayOf(turn, person);
  const on = dayOf(turn, deps, stay, day);
  if (result !== 'positive' || isRecorded(stay, on, result)) return save(turn, deps, person, on, result);
  const key = String(turn.inboundId);
  turn.remember({ resultDraft: { key, personId: person.id, on: on.toString() } satisfies Draft });
  const { t, locale } = turn;
  const question = turn.chat.kind === 'private' ? 'ask' : 'ask-group';
  const text = t(locale, `staff-tests:positive.${question}`, {
    who: await describe(turn, deps, person),
    date: on.toString(),
  });
  const choices = [
    [{ id: `resultyes:${key}`, label: t(locale, 'staff-tests:button.record') }],
    [{ id: `resultno:${key}`, label: t(locale, 'staff-tests:button.cancel') }],
  ];
  await turn.reply({ text, choices });
}

/** Records the positive that was asked about. */
export async function saveResult(turn: Turn, deps: TestsDeps, key: string | undefined): Promise<void> {
  deps.desk.assertAmongStaff(turn);
  assertCan(turn.actor, 'test.record');
  const { personId, on } = draftOf(turn, key);
  turn.remember({ resultDraft: undefined });
  const person = await deps.people.byId(turn, personId);
  await save(turn, deps, person, Temporal.PlainDate.from(on), 'positive');
}

/** Records nothing. */
export async function dropResult(turn: Turn, deps: TestsDeps, key: string | undefined): Promise<void> {
  deps.desk.assertAmongStaff(turn);
  assertCan(turn.actor, 'test.record');
  draftOf(turn, key);
  turn.remember({ resultDraft: undefined });
  await turn.reply({ text: turn.t(turn.locale, 'staff-tests:dropped') });
}

function draftOf(turn: Turn, key: string | undefined): Draft {
  const draft = turn.session.resultDraft as Draft | undefined;
  if (!draft || draft.key !== key) throw new UserError('staff:error.old-button');
  return draft;
}

async function stayOf(turn: Turn, person: PersonRecord): Promise<StayRecord> {
  const stay = await findStay(turn.tx, person.id);
  if (!stay) throw new UserError('staff-tests:error.no-stay');
  return stay;
}

/** The day in the calendar of the site; refused where it cannot be that of a test. */
function dayOf(turn: Turn, deps: TestsDeps, stay: StayRecord, words: string): Temporal.PlainDate {
  const zone = stay.zone ?? deps.zone;
  const on = readTestDay(words, turn.now.toZonedDateTimeISO(zone).toPlainDate());
  if (!on) throw new UserError('staff-tests:error.date', { words });
  const found = dayProblem(on, { ...stay, zone }, turn.now);
  if (found) {
    const params = { day: on.toString(), date: found.date.toString() };
    throw new UserError(`staff-tests:day.${found.problem}`, params);
  }
  return on;
}

const isRecorded = ({ tests }: StayRecord, on: Temporal.PlainDate, result: TestResult): boolean =>
  tests.some((test) => test.takenOn.equals(on) && test.result === result);

async function save(
  turn: Turn,
  deps: TestsDeps,
  person: PersonRecord,
  on: Temporal.PlainDate,
  result: TestResult,
): Promise<void> {
  const stay = await stayOf(turn, person);
  const by = { actor: turn.actor, channel: turn.inbound.account };
  const recording = await recordResults(turn, deps, [{ stayId: stay.id, on, result }], by);
  const done = await outcome(turn, deps, { person, stay, on, result, recording });
  if (turn.chat.kind === 'private') return turn.reply(done);
  // A group learns that it was recorded, and neither what nor whose it was.
  const params = { who: await describe(turn, deps, person), date: on.toString() };
  await turn.reply({ text: turn.t(turn.locale, 'staff-tests:saved.group', params) });
  const target = turn.privateTarget();
  if (target) await turn.say(target, done, { key: `test:done:${turn.inboundId}` });
}

/** What was recorded, for whom. */
interface Saved {
  readonly person: PersonRecord;
  readonly stay: StayRecord;
  readonly on: Temporal.PlainDate;
  readonly result: TestResult;
  readonly recording: Recording;
}

/** What was done and is left to do. */
async function outcome(turn: Turn, { people }: TestsDeps, saved: Saved): Promise<Content> {
  const { person, stay, on, result, recording } = saved;
  const say = (key: string, params: Record<string, unknown> = {}): string =>
    turn.t(turn.locale, `staff-tests:${key}`, params);
  const [one] = recording.recorded;
  const facts = {
    who: await people.describe(turn, person),
    date: on.toString(),
    result: say(`result.${result}`),
  };
  if (!one) return { text: say('saved.same', facts) };
  const lines = [say('saved.now', facts)];
  if (one.before) lines.push(say('saved.before', { result: say(`result.${one.before}`) }));
  const tell: Choice = { id: `resulttell:${stay.id}:${on}`, label: say('button.tell') };
  const [alarm] = recording.alarms;
  if (alarm) {
    lines.push(say('positive.done', { number: alarm.ticket.number, count: alarm.chain.contacts.length }));
    lines.push(say(alarm.isTold ? 'positive.told' : 'positive.untold'));
    return { text: lines.join('\n'), choices: alarm.isTold ? [[tell]] : [] };
  }
  if (one.before === 'positive') {
    lines.push(say('corrected.left'));
    return {
      text: lines.join('\n'),
      choices: [[{ id: `resultback:${stay.id}`, label: say('button.back') }], [tell]],
    };
  }
  if (result === 'negative' || result === 'invalid')
    lines.push(say(recording.told.has(stay.id) ? 'saved.told' : 'saved.untold'));
  return { text: lines.join('\n') };
}

/** In a group only where: it may learn from this what a test was. */
async function describe(turn: Turn, { people }: TestsDeps, person: PersonRecord): Promise<string> {
  if (turn.chat.kind === 'private') return people.describe(turn, person);
  return person.room
    ? turn.t(turn.locale, 'staff:card.room', { room: person.room })
    : turn.t(turn.locale, 'staff:card.room-unknown');
}
