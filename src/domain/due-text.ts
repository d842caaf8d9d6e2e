/** The deadline in force, or the wait that stops it, as staff read it on a card and in a list. */
import { isolate } from './isolate.ts';
import type { Translate } from './locale.ts';
import { age, shortTime } from './short-time.ts';
import { OPEN_STATES, type State } from './ticket.ts';

/** What the line is made from. */
export interface DueFacts {
  readonly state: State;
  readonly dueAt: Temporal.Instant | null;
  readonly answeredAt: Temporal.Instant | null;
  readonly waitingOn: string | null;
  readonly waitingSinceAt: Temporal.Instant | null;
  readonly chaseAt: Temporal.Instant | null;
}

/** How it is written. */
export interface DueOptions {
  readonly t: Translate;
  readonly locale: string;
  readonly now: Temporal.Instant;
  readonly zone: string;
  /** False where it stays as it is: what is left would soon be wrong there. */
  readonly canEdit?: boolean | undefined;
}

/** "Answer due 14:20, 12 min left", "Solution overdue by 5 min", "Waiting for X until Y"; undefined without either. */
export function dueText(ticket: DueFacts, options: DueOptions): string | undefined {
  if (!OPEN_STATES.includes(ticket.state)) return undefined;
  const { t, locale, now, zone } = options;
  const at = (moment: Temporal.Instant): string => shortTime(moment, now, zone);
  if (ticket.state === 'waiting-third') {
    const time = ticket.chaseAt ? at(ticket.chaseAt) : '';
    return t(locale, 'staff-deadlines:due.third', { who: isolate(ticket.waitingOn ?? ''), time });
  }
  if (ticket.state === 'waiting-traveller') {
    return t(locale, 'staff-deadlines:due.traveller', { time: at(ticket.waitingSinceAt ?? now) });
  }
  if (!ticket.dueAt) return undefined;
  const kind = ticket.answeredAt === null ? 'answer' : 'solution';
  const time = at(ticket.dueAt);
  if (options.canEdit === false) return t(locale, `staff-deadlines:due.${kind}`, { time });
  const isOver = Temporal.Instant.compare(now, ticket.dueAt) > 0;
  const [since, until] = isOver ? [ticket.dueAt, now] : [now, ticket.dueAt];
  const span = age(since, { t, locale, now: until });
  return t(locale, `staff-deadlines:due.${kind}-${isOver ? 'over' : 'left'}`, { time, span });
}
