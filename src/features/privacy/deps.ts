/** What the privacy feature needs from outside. */
import type { PeopleDesk } from '../../conversation/feature.ts';

/** The parts it is made with. */
export interface PrivacyDeps {
  readonly people: PeopleDesk;
  /** Language of colleagues who have chosen none. */
  readonly locale: string;
  /** Time zone in which times are shown. */
  readonly zone: string;
}
