/** Those who write for somebody else, and those who travel together. */
import type { Command, Feature, TicketDesk, Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import type { Triage as Reading } from '../../domain/triage.ts';
import { PARTY_USAGE, party } from './manage-party.ts';
import {
  answerRelation,
  answerWho,
  cancelForm,
  endSpeaking,
  pickProxy,
  pickRelation,
  startSpeaking,
} from './say-for-whom.ts';
import { chooseNew, chooseSubject, refuseClaim, verifyClaim } from './settle-claim.ts';

/** What the feature needs from outside. */
export interface ProxyDeps {
  /** Tells a need from a name: needs go first. */
  readonly triage: (text: string) => Reading;
  readonly desk: TicketDesk;
}

/** The feature; registered before the one that takes every message. */
export function createProxies(deps: ProxyDeps): Feature {
  const { desk } = deps;
  const staff = (name: string, words: string[], usage: string, run: Command['run']): Command => ({
    name,
    words,
    audience: 'staff',
    description: `staff-proxy:command.${name}`,
    usage,
    run(turn, args) {
      desk.assertAmongStaff(turn);
      return run(turn, args);
    },
  });
  const onTicket =
    (run: (turn: Turn, number: string | undefined, more?: string) => Promise<void>) =>
    (turn: Turn, [number, more]: readonly string[]): Promise<void> => {
      assertCan(turn.actor, 'proxy.verify');
      desk.assertAmongStaff(turn);
      return run(turn, number, more);
    };
  return {
    name: 'proxies',
    commands: [
      {
        name: 'for',
        words: ['代', '代办', '代辦'],
        audience: 'traveller',
        description: 'proxy:command.for',
        usage: 'proxy:command.for',
        run: (turn, args) => startSpeaking(turn, args),
      },
      staff('verify', ['核实', '核實'], 'staff-proxy:usage.verify', async (turn, args) => {
        const picked = await desk.pick(turn, 'staff-proxy:usage.verify', args);
        if (picked) await verifyClaim(turn, desk, picked.ticket, picked.rest);
      }),
      staff('refuse', ['不予核实', '不予核實'], 'staff-proxy:usage.refuse', async (turn, args) => {
        const picked = await desk.pick(turn, 'staff-proxy:usage.refuse', args);
        if (picked) await refuseClaim(turn, desk, picked.ticket);
      }),
      staff('party', ['同行'], PARTY_USAGE, (turn, args) => party(turn, desk, args)),
    ],
    choices: {
      forpick: (turn, [id]) => pickProxy(turn, id),
      forrel: (turn, [relation]) => pickRelation(turn, relation),
      forme: (turn) => endSpeaking(turn),
      forcancel: (turn) => cancelForm(turn),
      proxyok: onTicket(async (turn, number) =>
        verifyClaim(turn, desk, await desk.numbered(turn, number), ''),
      ),
      proxyno: onTicket(async (turn, number) => refuseClaim(turn, desk, await desk.numbered(turn, number))),
      proxyis: onTicket(async (turn, number, person) =>
        chooseSubject(turn, desk, await desk.numbered(turn, number), person),
      ),
      proxynew: onTicket(async (turn, number) => chooseNew(turn, desk, await desk.numbered(turn, number))),
    },
    answers: {
      'proxy.who': (turn, text) => answerWho(turn, deps, text),
      'proxy.relation': (turn, text) => answerRelation(turn, deps, text),
    },
  };
}
