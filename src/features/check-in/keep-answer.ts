/** Keeps what was said of somebody's day, and calls in whom it concerns. */
import type { Work } from '../../conversation/feature.ts';
import type { Actor } from '../../domain/actor.ts';
import { dayInForce } from '../../domain/check-in/hours.ts';
import { type Condition, type Finding, findings } from '../../domain/check-in/thresholds.ts';
import type { AccountId } from '../../domain/ids.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import type { Content } from '../../domain/message.ts';
import { isUnknownToTraveller } from '../../domain/ticket.ts';
import { tellTeam } from '../../outbox/tell-team.ts';
import { addAudit } from '../../store/audit.ts';
import { findRound } from '../../store/check-in-days.ts';
import { type Answerable, type CheckInRecord, listCheckIns, saveCheckIn } from '../../store/check-ins.ts';
import { findOpenNeed, noteFinding } from '../../store/open-need.ts';
import type { PersonRecord, TicketRecord } from '../../store/records.ts';
import { changeTicket } from '../../store/tickets.ts';
import type { CheckInDeps } from './deps.ts';
import { conditionText } from './question.ts';

/** What was said now; what is absent stays as it was said before that day. */
export interface Said extends Partial<Condition> {
  /** The symptoms come on top of those named before. */
  readonly adds?: boolean;
  /** Words besides what was understood. */
  readonly note?: string | undefined;
}

/** Who said it, and where. */
export interface Teller {
  readonly actor: Actor;
  readonly channel: AccountId;
}

/** A ticket that it went to. */
export interface Called {
  readonly ticket: TicketRecord;
  /** It was opened for this, or became an emergency by it. */
  readonly isNews: boolean;
  readonly finding: Finding;
}

/** What is kept now, and who was called in. */
export interface Kept {
  readonly condition: Condition;
  /** The day it is kept for, where that is not the day it is there now. */
  readonly earlier?: Temporal.PlainDate | undefined;
  readonly called: readonly Called[];
}

/** How it was said. */
interface Telling {
  readonly teller: Teller;
  readonly tickets?: boolean;
  readonly at?: Temporal.Instant;
}

const BLANK: Condition = { temperature: null, symptoms: [], noSymptoms: false, mood: null };

/**
 * Keeps it for the day on which it was said (`at`, now when left out): what waited while we were down says nothing of
 * today. `tickets` false leaves it to others to call somebody in: the words are on their way to the team.
 */
export async function keepAnswer(
  work: Work,
  deps: CheckInDeps,
  { person, siteId }: Pick<Answerable, 'person' | 'siteId'>,
  said: Said,
  { teller, tickets = true, at = work.now }: Telling,
): Promise<Kept> {
  const { tx, now } = work;
  const round = await findRound({ tx, now: at }, deps.zone, siteId);
  const known = await listCheckIns(tx, [person.id], round.day.subtract({ days: 3 }));
  const inForce = dayInForce(round, at);
  // Before anybody is asked, words belong to yesterday only while that has no answer.
  const isLate = known.some((one) => one.day === inForce.toString() && !one.isAnswered);
  const day = isLate ? inForce : round.day;
  const stored = known.find((one) => one.day === day.toString());
  const before = stored?.isAnswered ? stored : BLANK;
  const condition = merge(before, said);
  const by = teller.actor.id === person.id ? null : teller.actor.id;
  await saveCheckIn(tx, { personId: person.id, day, siteId, by, note: said.note }, condition, now);
  const { actor, channel } = teller;
  if (stored?.isAnswered && !isSame(before, condition)) {
    const after = { personId: person.id, day: day.toString(), ...condition };
    addAudit(tx, { actor, action: 'check-in.change', now, channel, before: values(before), after });
  }
  const today = (await findRound(work, deps.zone, siteId)).day;
  const earlier = day.equals(today) ? undefined : day;
  if (!tickets) return { condition, earlier, called: [] };
  const found = findings(condition, moodsBefore(known, day)).filter(({ need }) =>
    isNew(need, before, condition),
  );
  const called: Called[] = [];
  for (const finding of found)
    called.push(await callIn(work, deps, person, finding, condition, said, teller));
  return { condition, earlier, called };
}

function merge(before: Condition, { adds, ...said }: Said): Condition {
  const named = said.symptoms ?? [];
  const earlier = adds || said.symptoms === undefined ? before.symptoms : [];
  const symptoms = said.noSymptoms ? [] : [...new Set([...earlier, ...named])];
  return {
    temperature: said.temperature ?? before.temperature,
    symptoms,
    noSymptoms: said.noSymptoms === true || (before.noSymptoms && symptoms.length === 0),
    mood: said.mood ?? before.mood,
  };
}

const values = ({ temperature, symptoms, noSymptoms, mood }: Condition): Condition => ({
  temperature,
  symptoms,
  noSymptoms,
  mood,
});

const isSame = (one: Condition, other: Condition): boolean =>
  JSON.stringify(values(one)) === JSON.stringify(values(other));

/** What was told already is not told again because something else is added. */
const isNew = (need: Finding['need'], before: Condition, now: Condition): boolean =>
  need === 'psychological'
    ? before.mood !== now.mood
    : !isSame({ ...before, mood: null, noSymptoms: false }, { ...now, mood: null, noSymptoms: false });

/** The moods of the days before, the latest first; a day without a word of it is null. */
const moodsBefore = (known: readonly CheckInRecord[], day: Temporal.PlainDate) =>
  [1, 2].map((days) => {
    const earlier = day.subtract({ days }).toString();
    return known.find((one) => one.day === earlier)?.mood ?? null;
  });

/** One ticket for each person and kind: what is bad once more is added to the open one. */
async function callIn(
  work: Work,
  deps: CheckInDeps,
  person: PersonRecord,
  finding: Finding,
  condition: Condition,
  { note }: Said,
  { actor, channel }: Teller,
): Promise<Called> {
  const { need, urgency } = finding;
  const summary = summaryOf(work, deps, condition, note);
  const open = await findOpenNeed(work.tx, person.id, need);
  // A traveller is answered with its number; what a colleague notes is answered to the colleague.
  const isTold = actor.role === 'traveller';
  if (!open) {
    const found = { person, need, urgency, summary, actor, channel, isTold };
    const ticket = await deps.people.open(work, found);
    return { ticket, isNews: true, finding };
  }
  const locale = matchLocale(deps.locale, STAFF_LOCALES) ?? 'en';
  const changed = await noteFinding(work.tx, open, { summary, urgency }, { actor, channel, now: work.now });
  const ticket = isTold ? await makeKnown(work, changed ?? open, { actor, channel }) : (changed ?? open);
  const params = { name: work.t(locale, 'staff-check-in:by') };
  const what = changed ? 'urgent' : 'noted';
  await work.emit({ type: 'ticket.changed', ticket, before: open, what, params, actor });
  if (isTold && !changed && urgency !== 'normal') await sayMore(work, deps, ticket, summary);
  return { ticket, isNews: changed?.urgency === 'emergency', finding };
}

/** A card that changes goes unseen: whoever has the ticket is told in words, the team while nobody has it. */
async function sayMore(work: Work, deps: CheckInDeps, ticket: TicketRecord, what: string): Promise<void> {
  const { number, ownerId, teamId, restricted } = ticket;
  const key = `checkin:more:${ticket.id}:${work.now.epochMilliseconds}`;
  const write = (locale: string, words: string): Content => ({
    text: work.t(locale, 'staff-check-in:says-more', { mark: '🌡', number, what: words }).trim(),
    choices: [[{ id: `open:${number}`, label: work.t(locale, 'staff:button.open') }]],
  });
  const toOwner = (locale: string) => write(locale, what);
  if (ownerId && (await deps.desk.tellStaff(work, ticket, ownerId, key, toOwner))) return;
  // A group reads along.
  const words = restricted ? '🔒' : what;
  await tellTeam(work, teamId, { key, locale: deps.locale }, (locale) => write(locale, words));
}

/** As colleagues read it, in the installation's language. */
function summaryOf(work: Work, deps: CheckInDeps, condition: Condition, words: string | undefined): string {
  const locale = matchLocale(deps.locale, STAFF_LOCALES) ?? 'en';
  const what =
    conditionText({ t: work.t, locale }, condition) ?? work.t(locale, 'staff-check-in:nothing-said');
  return words
    ? work.t(locale, 'staff-check-in:summary.words', { what, words })
    : work.t(locale, 'staff-check-in:summary', { what });
}

/** From now on it is among their requests, whoever opened it. */
async function makeKnown(
  work: Work,
  ticket: TicketRecord,
  { actor, channel }: Teller,
): Promise<TicketRecord> {
  if (!isUnknownToTraveller(ticket)) return ticket;
  const audit = { actor, action: 'ticket.acknowledge', channel, now: work.now };
  return (await changeTicket(work.tx, ticket, {}, { acknowledgedAt: work.now }, audit)) ?? ticket;
}
