/** Stays are counted anew, and who was told another date is told so. */
import type { Work } from '../../conversation/feature.ts';
import type { Actor } from '../../domain/actor.ts';
import { sameDay } from '../../domain/stay/days.ts';
import { planStay } from '../../domain/stay.ts';
import {
  keepPlans,
  keptVersions,
  listStays,
  type PlannedStay,
  readRuleBook,
  type StayRecord,
  stayFacts,
} from '../../store/stays.ts';
import type { StayDeps } from './index.ts';
import { tellDates } from './tell-dates.ts';

/** So many stays are planned in one transaction. */
const BATCH = 1000;
const SYSTEM = { role: 'system', id: 'system' } as const;

/** Plans these stays now: those that are over are left as they are. */
export async function planChanged(
  work: Work,
  deps: StayDeps,
  stayIds: readonly string[],
  actor: Actor,
): Promise<void> {
  const stays = await listStays(work.tx, { ids: stayIds });
  await planStays(work, deps, stays, actor);
}

/** Plans some of those that something else (an import, a new rule) left to be planned. */
export async function planUnplanned(work: Work, deps: StayDeps): Promise<void> {
  await planStays(work, deps, await listStays(work.tx, { unplanned: BATCH }), SYSTEM);
}

async function planStays(
  work: Work,
  deps: StayDeps,
  stays: readonly StayRecord[],
  actor: Actor,
): Promise<void> {
  const open = stays.filter(({ endedAt }) => endedAt === null);
  if (open.length === 0) return;
  const book = await readRuleBook(work.tx);
  const plans = open.map((stay) => ({ stay, plan: planStay(stayFacts(stay, deps.zone), book, work.now) }));
  await keepPlans(work.tx, plans, work.now);
  const planned = plans.map(({ stay, plan }): PlannedStay => {
    const { releaseOn, homeUntil, plannedAt, planVersion } = stay;
    const isSame = sameDay(releaseOn, plan.release) && sameDay(homeUntil, plan.homeUntil);
    return {
      before: { releaseOn, homeUntil, plannedAt },
      plan,
      stay: {
        ...stay,
        releaseOn: plan.release,
        homeUntil: plan.homeUntil,
        plannedAt: work.now,
        ruleVersions: keptVersions(plan),
        planVersion: isSame ? planVersion : planVersion + 1,
      },
    };
  });
  await tellDates(work, deps, planned, actor);
  await work.emit({ type: 'stays.planned', stays: planned, actor });
}
