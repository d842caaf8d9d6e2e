/** Tells the team that looks after somebody's site, and the desks that see every team. */
import type { Work } from '../../conversation/feature.ts';
import type { Content } from '../../domain/message.ts';
import { tellTeam } from '../../outbox/tell-team.ts';
import type { PersonRecord } from '../../store/records.ts';
import { teamFor } from '../../store/routing.ts';
import type { OnboardingDeps } from './deps.ts';

/** Writes to every chat of the team; to the supervisors in private where it has none. */
export async function tellTeamOf(
  work: Work,
  { locale }: Pick<OnboardingDeps, 'locale'>,
  { siteId, jurisdiction }: Pick<PersonRecord, 'siteId' | 'jurisdiction'>,
  key: string,
  write: (locale: string) => Content,
): Promise<void> {
  const team = await teamFor(work.tx, { siteId, jurisdiction, need: 'other' }, work.now);
  await tellTeam(work, team?.id, { key, locale }, write);
}
