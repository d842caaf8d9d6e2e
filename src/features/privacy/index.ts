/** What is kept of people, for how long, who read it, and how it goes. */
import type { Feature, Turn } from '../../conversation/feature.ts';
import { askErasure, confirmErasure, keepData, withdrawErasure } from './ask-erasure.ts';
import { approveErasure, askWhyNot, refuseErasure, showErasure } from './decide-erasure.ts';
import type { PrivacyDeps } from './deps.ts';
import { listRequests } from './list-requests.ts';
import { sendMyData } from './my-data.ts';
import { setRetention } from './set-retention.ts';
import { showAccess, showAccessOf } from './show-access.ts';
import { createSweep } from './sweep.ts';

/** The feature. */
export function createPrivacy(deps: PrivacyDeps): Feature {
  const texts = (name: string) => ({
    description: `staff-privacy:command.${name}`,
    usage: `staff-privacy:usage.${name}`,
  });
  const own = (name: string) => ({
    description: `privacy:command.${name}`,
    usage: `privacy:command.${name}`,
  });
  const ask = (turn: Turn, args: readonly string[]) => askErasure(turn, args[0]);
  return {
    name: 'privacy',
    commands: [
      { name: 'mydata', audience: 'traveller', ...own('mydata'), run: (turn) => sendMyData(turn, deps) },
      {
        name: 'erase',
        words: ['forget'],
        audience: 'traveller',
        ...own('erase'),
        run: (turn) => ask(turn, []),
      },
      {
        name: 'erasures',
        audience: 'staff',
        action: 'erasure.decide',
        ...texts('erasures'),
        run: (turn, args) => listRequests(turn, deps, args),
      },
      {
        name: 'retention',
        audience: 'staff',
        action: 'retention.read',
        ...texts('retention'),
        run: (turn, args) => setRetention(turn, args),
      },
      {
        name: 'access',
        audience: 'staff',
        action: 'access.read',
        ...texts('access'),
        run: (turn, args) => showAccess(turn, deps, args),
      },
    ],
    choices: {
      mydata: (turn, [id]) => sendMyData(turn, deps, id),
      erase: ask,
      erasesure: (turn, [id]) => confirmErasure(turn, deps, id),
      erasenot: (turn) => keepData(turn),
      eraseback: (turn, [number]) => withdrawErasure(turn, number),
      erasure: (turn, [number]) => showErasure(turn, deps, number),
      erasurego: (turn, [number]) => approveErasure(turn, deps, number),
      erasureno: (turn, [number]) => askWhyNot(turn, number),
      access: (turn, [id]) => showAccessOf(turn, deps, id),
    },
    answers: { 'privacy.reason': (turn, text, params) => refuseErasure(turn, deps, text, params) },
    sweep: createSweep(deps),
  };
}
