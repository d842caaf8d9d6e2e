/** A traveller says what they need, in their own words: it becomes a ticket, or joins the one it belongs to. */
import type { Feature } from '../../conversation/feature.ts';
import type { Triage as Reading } from '../../domain/triage.ts';
import { describeNeed } from './describe-need.ts';
import { chooseNeed, correctNeed, offerNeeds } from './need-menu.ts';
import { openPrivateChat } from './open-private-chat.ts';
import { receiveMessage } from './receive-message.ts';
import { startAnew } from './start-anew.ts';

export { askPerson } from './ask-person.ts';

/** What asking needs from outside. */
export interface AskDeps {
  /** Reads need, urgency and language out of words. */
  readonly triage: (text: string) => Reading;
}

/** The feature; it takes every message nobody before it wanted, so it is registered last. */
export function createAsk(deps: AskDeps): Feature {
  return {
    name: 'ask',
    commands: [
      {
        name: 'need',
        audience: 'traveller',
        description: 'ask:command.need',
        usage: 'ask:command.need',
        run: (turn, args) =>
          args ? receiveMessage(turn, deps, { text: args, anew: true }) : offerNeeds(turn),
      },
    ],
    choices: {
      menu: (turn) => offerNeeds(turn),
      need: (turn, [need]) => chooseNeed(turn, deps, need),
      fix: (turn, [number, need]) => correctNeed(turn, Number(number), need),
      new: (turn, [inboundId]) => startAnew(turn, deps, inboundId),
    },
    answers: { 'ask.describe': (turn, text, params) => describeNeed(turn, deps, text, params) },
    links: {
      // The link under a group's receipt: what waited for the private chat comes now.
      async ticket(turn) {
        const waiting = turn.tickets.some((ticket) => ticket.privateChat === null);
        await openPrivateChat(turn);
        return waiting;
      },
    },
    async onMessage(turn) {
      await receiveMessage(turn, deps, {});
      return true;
    },
    async onChatEvent(turn, event) {
      if (event.type === 'opened') await openPrivateChat(turn);
    },
  };
}
