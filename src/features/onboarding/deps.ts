import type { PeopleDesk, TicketDesk, Turn } from '../../conversation/feature.ts';

/** What onboarding needs from outside. */
export interface OnboardingDeps {
  readonly desk: TicketDesk;
  readonly people: PeopleDesk;
  /** The first words to a traveller nobody knows. */
  readonly greet: (turn: Turn) => Promise<void>;
  /** Language of colleagues who have chosen none. */
  readonly locale: string;
  /** Where the pages are reached from outside; undefined when nobody said. */
  readonly publicUrl?: string | undefined;
}
