/** A stay on its day of release, with everything that is looked at. */
import type { Work } from '../../conversation/feature.ts';
import { planStay, type StayPlan } from '../../domain/stay.ts';
import { UserError } from '../../errors.ts';
import { type ReleaseFacts, readReleaseFacts } from '../../store/releases.ts';
import { listStays, readRuleBook, type StayRecord, stayFacts } from '../../store/stays.ts';
import type { ReleaseDeps } from './index.ts';

/** A stay, what is planned of it now, and what was seen to. */
export interface Standing {
  readonly stay: StayRecord;
  readonly plan: StayPlan;
  readonly facts: ReleaseFacts;
}

/** Of these stays, by site and room. */
export async function standingsOf(
  work: Work,
  { zone }: Pick<ReleaseDeps, 'zone'>,
  stayIds: readonly string[],
): Promise<Standing[]> {
  if (stayIds.length === 0) return [];
  const stays = new Map((await listStays(work.tx, { ids: stayIds })).map((stay) => [stay.id, stay]));
  const book = await readRuleBook(work.tx);
  const all = await readReleaseFacts(work.tx, stayIds);
  return all.flatMap((facts) => {
    const stay = stays.get(facts.stayId);
    return stay ? [{ stay, facts, plan: planStay(stayFacts(stay, zone), book, work.now) }] : [];
  });
}

/** The stay that a button names; an unknown one is an old button. */
export async function standingOf(
  work: Work,
  deps: Pick<ReleaseDeps, 'zone'>,
  stayId: string | undefined,
): Promise<Standing> {
  const [standing] = /^[0-9a-f-]{36}$/.test(stayId ?? '')
    ? await standingsOf(work, deps, [stayId ?? ''])
    : [];
  if (!standing) throw new UserError('common:error.old-choice');
  return standing;
}
