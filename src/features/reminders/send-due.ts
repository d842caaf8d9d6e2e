/** What is due is said; what its moment has passed is given up, and colleagues hear of it. */
import type { PersonReach, Work } from '../../conversation/feature.ts';
import type { Content } from '../../domain/message.ts';
import { reminderText } from '../../domain/reminder/text.ts';
import { fateOf, leavingTime, planReminders } from '../../domain/reminder.ts';
import { planStay, type StayPlan } from '../../domain/stay.ts';
import {
  type Done,
  type DueReminder,
  dropExpired,
  isReminderDue,
  markReminders,
  takeDue,
} from '../../store/reminders.ts';
import { keepTold, listStays, readRuleBook, stayFacts } from '../../store/stays.ts';
import type { ReminderDeps } from './index.ts';
import { gathered, tellNotSent } from './tell-not-sent.ts';

/** Reminders said in one transaction. */
const BATCH = 300;
/** Reminders given up in one transaction: after a long downtime colleagues get few lists, not hundreds. */
const MOST_DROPPED = 20_000;

/** Does one batch of what is due; asks one question of an index when nothing is. */
export async function sendDue(work: Work, deps: ReminderDeps): Promise<void> {
  const { tx, now } = work;
  if (!(await isReminderDue(tx, now))) return;
  const lost = await dropExpired(tx, now, MOST_DROPPED);
  const due = await takeDue(tx, now, BATCH);
  const plans = await plansOf(work, deps, due);
  const waking = due.filter(({ key }) => plans.has(key));
  const reached = await deps.people.reach(
    work,
    waking.map(({ personId }) => personId),
  );
  const outcomes = due.map((reminder) => {
    const reach = reached.get(reminder.personId);
    return { reminder, reach, done: outcomeOf(reminder, plans.has(reminder.key), reach, deps.zone, now) };
  });
  await markReminders(
    tx,
    outcomes.map(({ done }) => done),
    now,
  );
  const by = (state: string) =>
    outcomes.flatMap(({ reminder, done }) => ('state' in done && done.state === state ? [reminder] : []));
  await tellNotSent(work, deps, 'dropped', [...lost, ...gathered(by('dropped'))]);
  await tellNotSent(work, deps, 'unreachable', gathered(by('unreachable')));
  const sent = by('sent');
  await keepTold(tx, datesTold(sent));
  for (const reminder of sent) await send(work, reminder, reached, plans);
}

/** Plans as they are now, by the key of the reminder; none for those that the plan has no place for any more. */
async function plansOf(
  work: Work,
  { zone }: ReminderDeps,
  due: readonly DueReminder[],
): Promise<ReadonlyMap<string, StayPlan>> {
  const ids = [...new Set(due.map(({ stayId }) => stayId))];
  if (ids.length === 0) return new Map();
  const book = await readRuleBook(work.tx);
  const stays = new Map((await listStays(work.tx, { ids })).map((stay) => [stay.id, stay]));
  const plans = new Map<string, StayPlan>();
  for (const { key, stayId, note } of due) {
    const stay = stays.get(stayId);
    if (!stay || stay.endedAt !== null) continue;
    const plan = planStay(stayFacts(stay, zone), book, work.now);
    const reminded = { ...stay, zone: stay.zone ?? zone, leavesAt: leavingTime(note), plan };
    if (planReminders(reminded, work.now).some((wanted) => wanted.key === key)) plans.set(key, plan);
  }
  return plans;
}

function outcomeOf(
  reminder: DueReminder,
  isWanted: boolean,
  reach: PersonReach | undefined,
  zone: string,
  now: Temporal.Instant,
): Done {
  const { key } = reminder;
  if (!isWanted) return { key, state: 'withdrawn' };
  const fate = fateOf(reminder, reminder.zone ?? zone, now);
  if (fate === 'drop') return { key, state: 'dropped' };
  if (fate !== 'send') return { key, dueAt: fate };
  return { key, state: reach ? 'sent' : 'unreachable' };
}

const datesTold = (sent: readonly DueReminder[]) =>
  sent.filter(({ kind }) => kind.startsWith('release-')).map(({ stayId, day }) => ({ stayId, date: day }));

async function send(
  work: Work,
  reminder: DueReminder,
  reached: ReadonlyMap<string, PersonReach>,
  plans: ReadonlyMap<string, StayPlan>,
): Promise<void> {
  const { key, kind, personId, expiresAt } = reminder;
  const [reach, plan] = [reached.get(personId), plans.get(key)];
  if (!reach || !plan) return;
  // What is said on the day itself overtakes what may be read hours later.
  const lane = kind === 'release-0' ? 'interactive' : 'bulk';
  await work.say(reach.target, contentOf(work, reminder, reach, plan), { key, lane, expiresAt });
}

function contentOf({ t }: Work, reminder: DueReminder, reach: PersonReach, plan: StayPlan): Content {
  const { locale, isSpeaker, name } = reach;
  const text = reminderText({ ...reminder, plan, about: isSpeaker ? (name ?? '?') : null }, { t, locale });
  return { text, choices: [[{ id: 'need:other', label: t(locale, 'common:need-button.other') }]] };
}
