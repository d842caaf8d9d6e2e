/** Everybody who is here is asked once a day at their site's hour, and reminded once; whatever is past is dropped. */
import type { PersonReach, Work } from '../../conversation/feature.ts';
import { type Round, remindUntil, type Step, stepsNow } from '../../domain/check-in/hours.ts';
import { isFine } from '../../domain/check-in/thresholds.ts';
import { listRounds } from '../../store/check-in-days.ts';
import {
  type DueCheckIn,
  expectAnswers,
  listCheckIns,
  markAsked,
  takeUnasked,
  takeUnreminded,
} from '../../store/check-ins.ts';
import { callSilent } from './call-silent.ts';
import type { CheckInDeps } from './deps.ts';
import { question } from './question.ts';

/** People asked in one transaction. */
const AT_ONCE = 400;
/** Hours after which a question about something else that nobody answered makes room. */
const GIVEN_UP = 12;

/** Does every step whose moment it is; true when there is more of it to do at once. */
export async function runRounds(work: Work, deps: CheckInDeps): Promise<boolean> {
  const { tx, now } = work;
  const rounds = await listRounds(work, deps.zone);
  const inStep = (step: Step): Round[] => rounds.filter((round) => stepsNow(round, now).includes(step));
  const asking = inStep('ask');
  const asked = await takeUnasked(tx, asking, AT_ONCE);
  await send(work, deps, asked, { rounds: asking, step: 'ask' });
  const reminding = inStep('remind').map((round) => ({ ...round, since: round.remindAt }));
  const reminded = await takeUnreminded(tx, reminding, now, AT_ONCE);
  await send(work, deps, reminded, { rounds: reminding, step: 'remind' });
  const isMore = await callSilent(work, deps, inStep('call'));
  return isMore || asked.length === AT_ONCE || reminded.length === AT_ONCE;
}

interface Sending {
  readonly rounds: readonly Round[];
  readonly step: 'ask' | 'remind';
}

interface Read {
  readonly due: DueCheckIn;
  readonly reach: PersonReach;
}

/** One message for each chat: whoever answers for several is asked about the next when one is answered. */
async function send(
  work: Work,
  deps: CheckInDeps,
  due: readonly DueCheckIn[],
  sending: Sending,
): Promise<void> {
  if (due.length === 0) return;
  const { tx, now } = work;
  const reach = await deps.people.reach(
    work,
    due.map(({ personId }) => personId),
  );
  const read = due.flatMap((one): Read[] => {
    const found = reach.get(one.personId);
    return found ? [{ due: one, reach: found }] : [];
  });
  const chats = Map.groupBy(read, ({ reach: { target } }) => `${target.account} ${target.chat}`);
  const firsts = [...chats.values()].flatMap(
    (all) => all.find(({ reach: one }) => !one.isSpeaker) ?? all[0] ?? [],
  );
  await markAsked(
    tx,
    read.map((one) => one.due),
    now,
  );
  const expected = firsts.map(({ reach: { target }, due: { personId } }) => ({
    account: target.account,
    chat: target.chat,
    answer: 'check-in',
    subject: personId,
  }));
  await expectAnswers(tx, expected, now, now.subtract({ hours: GIVEN_UP }));
  const fine = await listFine(work, firsts);
  for (const one of firsts) await put(work, one, fine.has(one.due.personId), sending);
}

/** Those who were fine on the day before the one they are asked about. */
async function listFine({ tx }: Work, asked: readonly Read[]): Promise<Set<string>> {
  const yesterday = new Map(
    asked.map(({ due: { personId, day } }) => [personId, Temporal.PlainDate.from(day).subtract({ days: 1 })]),
  );
  const [first] = [...yesterday.values()].sort(Temporal.PlainDate.compare);
  if (!first) return new Set();
  const known = await listCheckIns(tx, [...yesterday.keys()], first);
  const fine = known.filter(
    (one) => one.isAnswered && one.day === yesterday.get(one.personId)?.toString() && isFine(one),
  );
  return new Set(fine.map(({ personId }) => personId));
}

async function put(
  work: Work,
  { due, reach }: Read,
  wasFine: boolean,
  { rounds, step }: Sending,
): Promise<void> {
  const round = rounds.find(({ siteId }) => siteId === due.siteId);
  const subject = { id: due.personId, name: due.name, isSelf: !reach.isSpeaker };
  const again = step === 'remind' && due.wasAsked;
  await work.say(reach.target, question({ t: work.t, locale: reach.locale }, subject, { wasFine, again }), {
    key: `check-in:${due.day}:${due.personId}:${step}`,
    lane: 'bulk',
    ...(round ? { expiresAt: step === 'ask' ? round.callAt : remindUntil(round) } : {}),
  });
}
