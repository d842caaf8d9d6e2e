/** Travellers hear how their test came out, what it counts for and what is still to come; a positive they hear from a medic. */
import type { PersonReach, Work } from '../../conversation/feature.ts';
import { isolate } from '../../domain/isolate.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import { nearDayText } from '../../domain/stay/sentence.ts';
import { type PlannedTest, planStay, type StayPlan } from '../../domain/stay.ts';
import { findPerson } from '../../store/people.ts';
import { listStays, readRuleBook, type StayRecord, stayFacts } from '../../store/stays.ts';
import type { TestsDeps } from './index.ts';
import type { EnteredBy, Recorded } from './record-results.ts';

/** More at once are a table of a laboratory, and leave room for answers. */
const FEW = 20;

/** Tells of negative and invalid tests, and asks the team for another one after an invalid one; who was told, by stay. */
export async function tellResults(
  work: Work,
  deps: TestsDeps,
  recorded: readonly Recorded[],
  by: EnteredBy,
): Promise<ReadonlySet<string>> {
  // Whether a positive was a mistake, and what is to be said of it, a medic decides.
  const told = recorded.filter(
    ({ result, before }) => (result === 'negative' || result === 'invalid') && before !== 'positive',
  );
  for (const one of recorded) if (one.result === 'invalid') await askToRepeat(work, deps, one, by);
  const done = new Set<string>();
  if (told.length === 0) return done;
  const { tx, now } = work;
  const stays = new Map(
    (await listStays(tx, { ids: [...new Set(told.map(({ stayId }) => stayId))] })).map((stay) => [
      stay.id,
      stay,
    ]),
  );
  const book = await readRuleBook(tx);
  const reached = await deps.people.reach(
    work,
    [...stays.values()].map(({ personId }) => personId),
  );
  for (const one of told) {
    const stay = stays.get(one.stayId);
    const reach = stay && reached.get(stay.personId);
    if (!stay || !reach) continue;
    const plan = planStay(stayFacts(stay, deps.zone), book, now);
    const key = `test:${one.stayId}:${one.on}:${one.result}:${now.epochMilliseconds}`;
    const lane = told.length > FEW ? 'bulk' : 'interactive';
    await work.say(reach.target, { text: resultText(work, reach, one, stay, plan) }, { key, lane });
    done.add(one.stayId);
  }
  return done;
}

function resultText(
  { t }: Work,
  { locale, isSpeaker, name }: PersonReach,
  { on, result, before }: Recorded,
  stay: StayRecord,
  plan: StayPlan,
): string {
  const date = nearDayText(on, locale, plan.today);
  const isCorrected = before !== undefined && before !== 'pending';
  const counted = plan.tests.find(({ taken, state }) => state === 'done' && taken?.equals(on));
  return [
    ...(isSpeaker ? [t(locale, 'tests:for', { name: isolate(name ?? '?') })] : []),
    ...(isCorrected ? [t(locale, 'tests:corrected', { date })] : []),
    t(locale, `tests:${result}`, { date }),
    ...(counted ? [t(locale, 'tests:counts', { number: counted.number })] : []),
    ...(stay.endedAt === null ? openTests(t, locale, plan) : []),
  ].join('\n');
}

/** What is still to be taken, earliest first. */
function openTests(t: Work['t'], locale: string, { tests, today, unknown }: StayPlan): string[] {
  if (unknown !== null || tests.length === 0) return [];
  const list = (some: readonly PlannedTest[]): string =>
    new Intl.ListFormat(locale, { type: 'conjunction' }).format(
      some.map(({ number, date }) =>
        t(locale, 'stay:test', { number, date: nearDayText(date, locale, today) }),
      ),
    );
  const missing = tests.filter(({ state }) => state === 'missing' || state === 'overdue');
  const coming = tests.filter(({ state }) => state === 'not-yet');
  if (missing.length + coming.length === 0)
    return tests.every(({ state }) => state === 'done') ? [t(locale, 'tests:all-done')] : [];
  return [
    ...(missing.length > 0 ? [t(locale, 'tests:missing', { tests: list(missing) })] : []),
    ...(coming.length > 0 ? [t(locale, 'tests:coming', { tests: list(coming) })] : []),
  ];
}

async function askToRepeat(
  work: Work,
  { people, locale }: TestsDeps,
  { stay, on }: Recorded,
  { actor, channel }: EnteredBy,
): Promise<void> {
  const person = await findPerson(work.tx, stay.personId);
  if (!person) return;
  const language = matchLocale(locale, STAFF_LOCALES) ?? 'en';
  const summary = work.t(language, 'staff-tests:repeat.summary', { date: on.toString() });
  await people.open(work, { person, need: 'test', urgency: 'high', summary, actor, channel });
}
