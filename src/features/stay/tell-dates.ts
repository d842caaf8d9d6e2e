/** Travellers hear of their release date when it is known first, and of every change of what they were told. */
import type { PersonReach, Work } from '../../conversation/feature.ts';
import type { Actor } from '../../domain/actor.ts';
import { isolate } from '../../domain/isolate.ts';
import { afterQuiet } from '../../domain/reminder/quiet-hours.ts';
import { sameDay } from '../../domain/stay/days.ts';
import { nearDayText, whySentence } from '../../domain/stay/sentence.ts';
import { keepTold, type PlannedStay } from '../../store/stays.ts';
import type { StayDeps } from './index.ts';

/** More at once are a change of the rules or an import, and leave room for answers. */
const FEW = 20;

/** What there is to tell: a first date, another one, or that the one they were told holds no more. */
type News = 'first' | 'changed' | 'lost';

/**
 * Tells those who can be reached, in their language, and keeps what they were told. What a colleague did is told at
 * once; what an import or a rule changed wakes nobody.
 */
export async function tellDates(
  work: Work,
  { people, zone }: StayDeps,
  planned: readonly PlannedStay[],
  actor: Actor,
): Promise<void> {
  const due = planned.flatMap((one) => {
    const news = newsOf(one);
    return news ? [{ ...one, news }] : [];
  });
  if (due.length === 0) return;
  const reached = await people.reach(
    work,
    due.map(({ stay }) => stay.personId),
  );
  const told: { stayId: string; date: Temporal.PlainDate | null }[] = [];
  for (const { stay, plan, news } of due) {
    const reach = reached.get(stay.personId);
    // A parent who is ill hears from a medic whom they met; the date is told when they are back.
    if (!reach || reach.isSpeakerIll) continue;
    const text = dateNews(work, reach, { stay, plan, before: stay }, news);
    const key = `stay:date:${stay.id}:${stay.planVersion}:${news}:${plan.release ?? ''}`;
    await work.say(
      reach.target,
      { text },
      {
        key,
        lane: due.length > FEW ? 'bulk' : 'interactive',
        notBefore: actor.role === 'system' ? afterQuiet(work.now, stay.zone ?? zone) : work.now,
      },
    );
    told.push({ stayId: stay.id, date: plan.release });
  }
  await keepTold(work.tx, told);
}

/**
 * Whoever is not there yet is told no date before somebody told them one: theirs may still move with the flight. Whoever
 * tested positive hears of it from a medic and not from a date; they are told when they are back.
 */
function newsOf({ stay, plan }: PlannedStay): News | undefined {
  const { toldReleaseOn: told, state } = stay;
  if (state === 'hospital') return undefined;
  if (sameDay(told, plan.release)) return undefined;
  if (told !== null) return plan.release === null ? 'lost' : 'changed';
  return state === 'here' ? 'first' : undefined;
}

function dateNews(
  { t }: Work,
  { locale, isSpeaker, name }: PersonReach,
  { stay, plan }: PlannedStay,
  news: News,
): string {
  const told = stay.toldReleaseOn;
  const params = { before: told ? nearDayText(told, locale, plan.today) : '' };
  return [
    ...(isSpeaker ? [t(locale, 'stay:told.for', { name: isolate(name ?? '?') })] : []),
    t(locale, `stay:told.${news}`, params),
    whySentence(plan, { t, locale }),
    t(locale, 'stay:told.ask'),
  ].join('\n');
}
