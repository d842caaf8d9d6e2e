/** From one shift to the next: what is open is written down, and somebody is responsible at every moment. */
import type { Feature, Turn } from '../../conversation/feature.ts';
import { UserError } from '../../errors.ts';
import { acceptNumbered } from './accept-handover.ts';
import type { HandoverDeps } from './people.ts';
import { postHandovers } from './post-handover.ts';
import { remindLeads } from './remind-leads.ts';
import { showHandover } from './show-handover.ts';

const ACCEPT = /^(?:accept|接收|接班)(?:\s*[#＃]?([0-9０-９]{1,9}))?$/iu;
const NUMBER = /^[#＃]?([0-9０-９]{1,9})$/u;

/** The feature; registered after shifts, whose coming ones it needs. */
export function createHandover(deps: HandoverDeps): Feature {
  return {
    name: 'handover',
    commands: [
      {
        name: 'handover',
        words: ['交班', '接班'],
        audience: 'staff',
        description: 'staff-handover:command.handover',
        usage: 'staff-handover:usage.handover',
        run(turn, args) {
          deps.desk.assertAmongStaff(turn);
          return handover(turn, deps, args);
        },
      },
    ],
    choices: {
      takeover: (turn, [number]) => acceptNumbered(turn, deps, read(number)),
    },
    async sweep(work) {
      await postHandovers(work, deps);
      await remindLeads(work, deps);
    },
  };
}

async function handover(turn: Turn, deps: HandoverDeps, args: string): Promise<void> {
  if (!args) return showHandover(turn, undefined);
  const accepted = ACCEPT.exec(args);
  if (accepted) return acceptNumbered(turn, deps, accepted[1] === undefined ? undefined : read(accepted[1]));
  const number = NUMBER.exec(args)?.[1];
  if (number) return showHandover(turn, read(number));
  // A sentence between colleagues may begin with the word for a handover.
  const isChatter = turn.chat.kind === 'group' && !/^[/／]/u.test(turn.inbound.text?.trim() ?? '');
  if (!isChatter) throw new UserError('staff-handover:usage.handover');
}

/** A number that no handover has stands for none. */
function read(text: string | undefined): number {
  const number = Number(text?.normalize('NFKC'));
  return Number.isSafeInteger(number) && number < 2 ** 31 ? number : 0;
}
