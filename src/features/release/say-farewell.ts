/** What somebody hears who was let go: the certificate, what comes next, thanks, and a question. */
import type { PersonReach, Work } from '../../conversation/feature.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Choice } from '../../domain/message.ts';
import { destinationLines } from '../../domain/reminder/text.ts';
import { dayText } from '../../domain/stay/sentence.ts';
import { expectInPrivate } from '../../store/aftercare.ts';
import { readOpenDays } from '../../store/releases.ts';
import { certificateFor } from './certificate.ts';
import type { ReleaseDeps } from './index.ts';
import type { Standing } from './standing.ts';

/** Writes to them, or to whoever speaks for them; the stays of those who could be reached. */
export async function sayFarewell(
  work: Work,
  deps: ReleaseDeps,
  gone: readonly Standing[],
): Promise<ReadonlySet<string>> {
  const reached = await deps.people.reach(
    work,
    gone.map(({ stay }) => stay.personId),
  );
  const told = new Set<string>();
  for (const standing of gone) {
    const reach = reached.get(standing.stay.personId);
    if (!reach) continue;
    await sayOne(work, deps, standing, reach);
    told.add(standing.stay.id);
  }
  return told;
}

async function sayOne(work: Work, deps: ReleaseDeps, standing: Standing, reach: PersonReach): Promise<void> {
  const { stay, facts } = standing;
  const certificate = certificateFor(work, deps, standing, facts.number, reach.locale);
  if (certificate) {
    await work.say(reach.target, { text: certificate }, { key: `released:${stay.id}:certificate` });
  }
  const text = await farewell(work, deps, standing, reach);
  const choices = [
    ratings(stay.id),
    [{ id: 'need:other', label: work.t(reach.locale, 'common:need-button.other') }],
  ];
  await work.say(reach.target, { text, choices }, { key: `released:${stay.id}:farewell` });
  await expectInPrivate(work.tx, reach.target, {
    answer: 'release.rating',
    params: { stay: stay.id },
    at: work.now.toString(),
  });
}

/** One to five, in one row. */
const ratings = (stayId: string): Choice[] =>
  [1, 2, 3, 4, 5].map((stars) => ({ id: `stayrate:${stayId}:${stars}`, label: `${stars} ★` }));

async function farewell(
  work: Work,
  deps: ReleaseDeps,
  standing: Standing,
  { locale, isSpeaker, name }: PersonReach,
): Promise<string> {
  const { t } = work;
  const { plan, stay, facts } = standing;
  const day = (date: Temporal.PlainDate): string => dayText(date, locale, true);
  const isAtHome = stay.state === 'home' && plan.homeUntil !== null;
  const open = await openUntil(work, deps, standing);
  return [
    ...(isSpeaker ? [t(locale, 'reminders:about', { name: isolate(name ?? '?') })] : []),
    t(locale, 'release:thanks'),
    ...(isAtHome && plan.homeUntil ? [t(locale, 'release:home', { date: day(plan.homeUntil) })] : []),
    ...destinationLines(facts, { t, locale }),
    t(locale, 'release:open', { date: day(open) }),
    t(locale, 'release:rate'),
  ].join('\n');
}

/** So many days after the last one: of the stay, or of the days at home. */
async function openUntil(
  { tx, now }: Work,
  { zone }: ReleaseDeps,
  { stay, plan }: Standing,
): Promise<Temporal.PlainDate> {
  const today = (stay.endedAt ?? now).toZonedDateTimeISO(stay.zone ?? zone).toPlainDate();
  const last = stay.state === 'home' && plan.homeUntil ? plan.homeUntil : today;
  return last.add({ days: await readOpenDays(tx) });
}
