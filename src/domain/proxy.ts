/** Speaking for somebody else, and needs of people who travel together: who is answered, and what belongs together. */
import type { Need, Urgency } from './need.ts';
import { isRestricted } from './ticket.ts';

/** What somebody is to the person they speak for. */
export const RELATIONS = ['parent', 'child', 'partner', 'relative', 'friend', 'visitor'] as const;

/** One of RELATIONS. */
export type Relation = (typeof RELATIONS)[number];

/** Said by themselves, confirmed by the team, or not. */
export type ProxyState = 'claimed' | 'verified' | 'refused';

interface Written {
  readonly personId: string;
  readonly speakerId: string | null;
}

/** Whoever wrote a ticket, and so is answered on it: the person themselves, or who speaks for them. */
export const writerId = ({ personId, speakerId }: Written): string => speakerId ?? personId;

/** Whether this is whoever wrote the ticket: nobody else sees it or presses its buttons, not even whom it is about. */
export const isWriter = (ticket: Written, personId: string | undefined): boolean =>
  writerId(ticket) === personId;

/** Whether words go to this ticket while their writer speaks for `subjectId`, or for themselves when it is undefined. */
export const isAbout = ({ personId, speakerId }: Written, subjectId: string | undefined): boolean =>
  subjectId === undefined ? speakerId === null : speakerId !== null && personId === subjectId;

/** What people of one party need within this many hours is one need. */
export const PARTY_HOURS = 2;

/** Needs that a whole party has together; with all others the answer may be for one of them alone. */
const SHARED: readonly Need[] = ['supplies', 'test', 'study', 'policy', 'release', 'transfer'];

/** Whether words may join the open ticket of somebody they travel with: never what is urgent or confidential. */
export const mayJoinParty = (reading: {
  readonly need: Need;
  readonly urgency: Urgency;
  readonly confidence: number;
}): boolean =>
  SHARED.includes(reading.need) &&
  !isRestricted(reading.need) &&
  reading.urgency !== 'emergency' &&
  reading.confidence >= 0.5;
