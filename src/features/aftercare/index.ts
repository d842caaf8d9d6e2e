/** What becomes of a ticket once somebody calls it done: was it solved, how was it, and what a traveller sees of theirs. */
import type { Feature } from '../../conversation/feature.ts';
import type { Triage as Reading } from '../../domain/triage.ts';
import { addComment, skipComment } from './add-comment.ts';
import { answerRating, answerSafe } from './answer-question.ts';
import { askAfterResolving } from './ask-solved.ts';
import { closeSettled } from './close-settled.ts';
import { listOwnTickets } from './list-tickets.ts';
import { ownTicket } from './own-ticket.ts';
import { rateByChoice } from './rate-ticket.ts';
import { reopenOwn } from './reopen-ticket.ts';
import { resolveOwn } from './resolve-own.ts';
import { saySafe } from './say-safe.ts';
import { answerThanks, sayThanks } from './say-thanks.ts';
import { tellOwner } from './tell-owner.ts';
import { writeToTicket } from './write-to-ticket.ts';

/** What aftercare needs from outside. */
export interface AftercareDeps {
  /** Reads how urgent words are: a cry for help is never taken for a comment. */
  readonly triage: (text: string) => Reading;
  /** Time zone of sites that name none. */
  readonly zone: string;
  /** Language of colleagues who have chosen none. */
  readonly locale: string;
}

/** Seconds between two looks for tickets that may rest: they have waited for days. */
const LOOK_EVERY = 60;

/** The feature; registered before the one that takes every message. */
export function createAftercare(deps: AftercareDeps): Feature {
  let nextLook: Temporal.Instant | undefined;
  return {
    name: 'aftercare',
    commands: [
      {
        name: 'tickets',
        audience: 'anyone',
        description: 'care:command.tickets',
        usage: 'care:command.tickets',
        run: (turn) => listOwnTickets(turn, deps),
      },
      {
        name: 'thanks',
        audience: 'anyone',
        description: 'care:command.thanks',
        usage: 'care:command.thanks',
        run: (turn, args) => sayThanks(turn, deps, args),
      },
    ],
    choices: {
      rate: rateByChoice,
      nocomment: skipComment,
      notsolved: async (turn, [number]) => reopenOwn(turn, await ownTicket(turn, number)),
      safe: async (turn, [number]) => saySafe(turn, await ownTicket(turn, number)),
      mytickets: (turn) => listOwnTickets(turn, deps),
      addto: async (turn, [number]) => writeToTicket(turn, await ownTicket(turn, number)),
      solvedbyme: async (turn, [number]) => resolveOwn(turn, await ownTicket(turn, number)),
    },
    answers: {
      'care.rating': (turn, text, params) => answerRating(turn, deps, text, params),
      'care.safe': (turn, text, params) => answerSafe(turn, deps, text, params),
      'care.comment': (turn, text, params) => addComment(turn, deps, text, params),
      'care.thanks': (turn, text) => answerThanks(turn, deps, text),
    },
    links: {
      async mine(turn) {
        await listOwnTickets(turn, deps);
        return true;
      },
    },
    async onEvent(work, event) {
      if (event.type !== 'ticket.changed') return;
      if (event.what === 'resolved') await askAfterResolving(work, event);
      if (event.what === 'reopened' && event.actor.role === 'traveller')
        await tellOwner(work, deps, event.ticket);
    },
    async sweep(work) {
      if (nextLook && Temporal.Instant.compare(work.now, nextLook) < 0) return;
      const isDone = await closeSettled(work);
      nextLook = work.now.add({ seconds: isDone ? LOOK_EVERY : 0 });
    },
  };
}
