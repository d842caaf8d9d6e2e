/** Exams and medicine that runs out: the team gets a ticket while there is time to do something. */
import type { PeopleDesk, Work } from '../../conversation/feature.ts';
import { careNote } from '../../domain/care.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import type { Need } from '../../domain/need.ts';
import { type DueCare, type Lead, takeDueCare } from '../../store/care-tasks.ts';
import { findPerson } from '../../store/people.ts';

/** What is prepared when: the exam on the evening before, medicine three days before the last is taken. */
const LEADS: readonly (Lead & { readonly need: Need })[] = [
  { kind: 'student', days: 1, at: '18:00', need: 'study' },
  { kind: 'chronic', days: 3, at: '10:00', need: 'medical' },
];
const AT_ONCE = 50;
const SYSTEM = { role: 'system', id: 'system' } as const;

/** What it needs. */
export interface TaskDeps {
  readonly people: PeopleDesk;
  readonly locale: string;
  readonly zone: string;
}

/** Opens a ticket for each day whose moment has come; one that was missed is asked after. True when there may be more. */
export async function openTasks(work: Work, deps: TaskDeps): Promise<boolean> {
  const due = await takeDueCare(work.tx, LEADS, { now: work.now, zone: deps.zone }, AT_ONCE);
  for (const one of due) await openTask(work, deps, one);
  return due.length === AT_ONCE;
}

async function openTask(work: Work, { people, locale }: TaskDeps, { personId, kind, ...due }: DueCare) {
  const person = await findPerson(work.tx, personId);
  const need = LEADS.find((lead) => lead.kind === kind)?.need;
  if (!person || !need) return;
  const language = matchLocale(locale, STAFF_LOCALES) ?? 'en';
  const params = { date: due.date.toString() };
  const isToday = kind === 'student' && due.isToday;
  const key = `staff-special:task.${kind}${due.isPast ? '.past' : isToday ? '.today' : ''}`;
  const text = [work.t(language, key, params), careNote(due)].filter(Boolean).join('\n');
  await people.open(work, { person, need, urgency: 'high', summary: text, actor: SYSTEM });
}
