/** The daily check-in: everybody who is here says once a day how they are, and whoever does not is looked for. */
import type { Feature } from '../../conversation/feature.ts';
import { hearAnswer, overhear } from './answer.ts';
import { runRounds } from './ask-everybody.ts';
import type { CheckInDeps } from './deps.ts';
import { handOverCheckIns } from './hand-over.ts';
import { noteHeard, noteHeardOf } from './note-heard.ts';
import { pressAnswer, startCheckIn } from './press.ts';
import { showUnheard, showUnheardPage } from './show-unheard.ts';
import { takeCalls } from './take-calls.ts';

/** Seconds between two looks at who is to be asked, while nobody is. */
const LOOK_EVERY = 60;

/** The feature; registered before the one that takes every message. */
export function createCheckIn(deps: CheckInDeps): Feature {
  let nextLook: Temporal.Instant | undefined;
  return {
    name: 'check-in',
    commands: [
      {
        name: 'checkin',
        words: ['打卡'],
        audience: 'traveller',
        description: 'check-in:command.checkin',
        usage: 'check-in:command.checkin',
        run: (turn, args) => startCheckIn(turn, deps, args),
      },
      {
        name: 'unheard',
        words: ['未报到', '未報到'],
        audience: 'staff',
        action: 'check-in.read',
        description: 'staff-check-in:command.unheard',
        usage: 'staff-check-in:usage.unheard',
        run: (turn, args) => showUnheard(turn, deps, args),
      },
      {
        name: 'heard',
        words: ['登记健康', '登記健康'],
        audience: 'staff',
        action: 'check-in.read',
        description: 'staff-check-in:command.heard',
        usage: 'staff-check-in:usage.heard',
        run: (turn, args) => noteHeard(turn, deps, args),
      },
    ],
    choices: {
      ci: (turn, args) => pressAnswer(turn, deps, args),
      unheard: (turn, args) => showUnheardPage(turn, deps, args),
      calls: (turn, args) => takeCalls(turn, deps, args),
      heard: (turn, [id]) => noteHeardOf(turn, deps, id),
    },
    answers: { 'check-in': (turn, text, params) => hearAnswer(turn, deps, text, params) },
    onMessage: (turn) => overhear(turn, deps),
    async onEvent(work, event) {
      if (event.type === 'handover.posting') await handOverCheckIns(work, deps, event);
    },
    async sweep(work) {
      if (nextLook && Temporal.Instant.compare(work.now, nextLook) < 0) return;
      const isMore = await runRounds(work, deps);
      nextLook = work.now.add({ seconds: isMore ? 0 : LOOK_EVERY });
    },
  };
}
