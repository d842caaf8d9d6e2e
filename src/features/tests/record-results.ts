/** Results are kept, and what follows from them is set going: all at once, however many they are. */
import type { Work } from '../../conversation/feature.ts';
import type { Actor } from '../../domain/actor.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { TestResult } from '../../domain/stay/facts.ts';
import { addAudit } from '../../store/audit.ts';
import { lockContacts } from '../../store/stay-contacts.ts';
import { lockStays, saveTests, type TestWrite } from '../../store/stay-tests.ts';
import { listStays, type StayRecord } from '../../store/stays.ts';
import { type Alarm, raiseAlarms } from './handle-positives.ts';
import type { TestsDeps } from './index.ts';
import { tellResults } from './tell-results.ts';

/** Who enters results, and on which account. */
export interface EnteredBy {
  readonly actor: Actor;
  readonly channel: AccountId;
}

/** A result that is another than before. */
export interface Recorded extends TestWrite {
  /** The stay as it was. */
  readonly stay: StayRecord;
  /** What was recorded for this day; undefined where nothing was. */
  readonly before: TestResult | undefined;
}

/** What came of it. */
export interface Recording {
  /** Those that changed something, in the order given. */
  readonly recorded: readonly Recorded[];
  /** How many were recorded like this before. */
  readonly same: number;
  /** One for each stay with a new positive test. */
  readonly alarms: readonly Alarm[];
  /** Stays whose traveller was told, each with the last result. */
  readonly told: ReadonlySet<string>;
}

/** Keeps the results; travellers and colleagues are told, and everybody's dates are planned anew. */
export async function recordResults(
  work: Work,
  deps: TestsDeps,
  entries: readonly TestWrite[],
  by: EnteredBy,
): Promise<Recording> {
  const { tx, now } = work;
  const ids = [...new Set(entries.map(({ stayId }) => stayId))];
  if (entries.some(({ result }) => result === 'positive')) await lockContacts(tx);
  await lockStays(tx, ids);
  const stays = new Map((await listStays(tx, { ids })).map((stay) => [stay.id, stay]));
  const recorded = entries.flatMap((entry): Recorded[] => {
    const stay = stays.get(entry.stayId);
    const before = stay?.tests.find(({ takenOn }) => takenOn.equals(entry.on))?.result;
    return stay && before !== entry.result ? [{ ...entry, stay, before }] : [];
  });
  const staffId = by.actor.role === 'system' ? null : by.actor.id;
  await saveTests(tx, recorded, staffId, now);
  for (const one of recorded) audit(work, one, by);
  const { alarms, stayIds } = await raiseAlarms(work, deps, recorded, by);
  const changed = new Set([...recorded.map(({ stayId }) => stayId), ...stayIds]);
  if (changed.size > 0) await work.emit({ type: 'stays.changed', stayIds: [...changed], actor: by.actor });
  const told = await tellResults(work, deps, recorded, by);
  return { recorded, same: entries.length - recorded.length, alarms, told };
}

function audit(
  { tx, now }: Work,
  { stay, on, result, before }: Recorded,
  { actor, channel }: EnteredBy,
): void {
  const about = { personId: stay.personId, on: on.toString() };
  addAudit(tx, {
    actor,
    channel,
    now,
    action: before === undefined ? 'test.record' : 'test.correct',
    ...(before === undefined ? {} : { before: { ...about, result: before } }),
    after: { ...about, result },
  });
}
