/** Promises made to travellers: written down, listed at every handover until they are kept. */
import type { Feature, TicketDesk, Turn } from '../../conversation/feature.ts';
import { askWhetherKept } from './ask-whether-kept.ts';
import { keepById, keepOn, listPromises } from './keep-promises.ts';
import { makePromise } from './make-promise.ts';

/** What promises need from outside. */
export interface PromiseDeps {
  readonly desk: TicketDesk;
  /** Zone of the times in lists. */
  readonly zone: string;
}

const DONE = /^(?:done|kept|兑现|兌現|完成|已兑现|已兌現)\s*/iu;
const USAGE = 'staff-promises:usage.promise';

/** The feature. */
export function createPromises(deps: PromiseDeps): Feature {
  return {
    name: 'promises',
    commands: [
      {
        name: 'promise',
        words: ['承诺', '承諾'],
        audience: 'staff',
        description: 'staff-promises:command.promise',
        usage: USAGE,
        run(turn, args) {
          deps.desk.assertAmongStaff(turn);
          return promise(turn, deps, args);
        },
      },
    ],
    choices: { kept: (turn, [id]) => keepById(turn, deps.desk, id) },
    async onEvent(work, event) {
      if (event.type === 'ticket.changed' && event.what === 'resolved')
        await askWhetherKept(work, deps, event);
    },
  };
}

async function promise(turn: Turn, { desk, zone }: PromiseDeps, args: string): Promise<void> {
  if (!args && !turn.inbound.replyTo) return listPromises(turn, zone);
  const isDone = DONE.test(args);
  const picked = await desk.pick(turn, USAGE, args.replace(DONE, ''));
  if (!picked) return;
  if (isDone) return keepOn(turn, desk, zone, picked.ticket);
  if (!picked.rest) return listPromises(turn, zone, picked.ticket);
  await makePromise(turn, desk, picked.ticket, picked.rest);
}
