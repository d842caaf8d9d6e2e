/** Tickets whose owner can do nothing for now: waiting for somebody, chasing them, and joining tickets about the same. */
import type { Command, Feature, TicketDesk, Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import type { TicketRecord } from '../../store/records.ts';
import { chooseMerge, mergeByWords } from './choose-merge.ts';
import { chooseWait, hearUntil, hearWho, nameWait, untilByChoice } from './choose-wait.ts';
import { goOn, resumeTicket } from './end-wait.ts';
import { lookAtWaits } from './look-at-waits.ts';
import { mergeTickets } from './merge-tickets.ts';
import { waitByWords } from './wait-by-words.ts';

/** What the feature needs from outside. */
export interface WaitingDeps {
  readonly desk: TicketDesk;
  /** Time zone of sites that name none. */
  readonly zone: string;
}

type Use = (turn: Turn, ticket: TicketRecord, rest: string) => Promise<void>;

/** The feature. */
export function createWaiting(deps: WaitingDeps): Feature {
  const { desk } = deps;
  const command = (name: string, words: readonly string[], use: Use): Command => ({
    name,
    words,
    audience: 'staff',
    description: `staff-waiting:command.${name}`,
    usage: `staff-waiting:usage.${name}`,
    async run(turn, args) {
      desk.assertAmongStaff(turn);
      const picked = await desk.pick(turn, `staff-waiting:usage.${name}`, args);
      if (picked) await use(turn, picked.ticket, picked.rest);
    },
  });
  const on =
    (use: (turn: Turn, ticket: TicketRecord, args: readonly string[]) => Promise<void>) =>
    async (turn: Turn, [number, ...rest]: readonly string[]): Promise<void> => {
      assertCan(turn.actor, 'ticket.list');
      desk.assertAmongStaff(turn);
      await use(turn, await desk.numbered(turn, number), rest);
    };
  return {
    name: 'waiting',
    commands: [
      command('wait', ['等待'], (turn, ticket, rest) => waitByWords(turn, deps, ticket, rest)),
      command('resume', ['继续办理', '繼續辦理'], (turn, ticket) => resumeTicket(turn, deps, ticket)),
      command('merge', ['合并', '合併'], (turn, ticket, rest) => mergeByWords(turn, deps, ticket, rest)),
    ],
    choices: {
      wait: on((turn, ticket) => chooseWait(turn, deps, ticket)),
      waiton: on((turn, ticket, [kind]) => nameWait(turn, deps, ticket, kind)),
      waituntil: on((turn, ticket, [when]) => untilByChoice(turn, deps, ticket, when)),
      resume: on((turn, ticket) => resumeTicket(turn, deps, ticket)),
      merge: on((turn, ticket) => chooseMerge(turn, deps, ticket)),
      mergeinto: on(async (turn, ticket, [number]) =>
        mergeTickets(turn, deps, ticket, await desk.numbered(turn, number)),
      ),
    },
    answers: {
      'waiting.who': (turn, text, params) => hearWho(turn, deps, text, params),
      'waiting.until': (turn, text, params) => hearUntil(turn, deps, text, params),
    },
    async onEvent(work, event) {
      if (event.type === 'ticket.said') await goOn(work, deps, event);
      if (event.type !== 'ticket.changed') return;
      const { ticket, before } = event;
      const became = ticket.urgency === 'emergency' && before.urgency !== 'emergency';
      if (became) await goOn(work, deps, event);
    },
    async sweep(work) {
      await lookAtWaits(work, deps);
    },
  };
}
