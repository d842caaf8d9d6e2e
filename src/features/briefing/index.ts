/** The staff briefing: what everybody on the team has to know today, and who has read it. */
import type { Feature, TicketDesk } from '../../conversation/feature.ts';
import { handOverBriefings } from './hand-over-briefings.ts';
import { publishBriefing } from './publish-briefing.ts';
import { readBriefing } from './read-briefing.ts';
import { remindOfBriefings } from './remind-of-briefings.ts';
import { showBriefing, showUnread } from './show-briefing.ts';

/** What the feature needs from outside. */
export interface BriefingDeps {
  readonly desk: TicketDesk;
  /** Language of chats and colleagues that have chosen none. */
  readonly locale: string;
  /** Whose day it is. */
  readonly zone: string;
}

/** `3 unread`, `unread` */
const UNREAD = /^(?:(\d{1,6})\s*)?(?:unread|未读|未讀)$/iu;
const NUMBER = /^#?(\d{1,6})$/;

/** Seconds between two looks at who is to be reminded. */
const LOOK_EVERY = 60;

/** The feature. */
export function createBriefing(deps: BriefingDeps): Feature {
  let nextLook: Temporal.Instant | undefined;
  return {
    name: 'briefing',
    commands: [
      {
        name: 'briefing',
        words: ['简报', '簡報'],
        audience: 'staff',
        action: 'briefing.read',
        description: 'staff-briefing:command.briefing',
        usage: 'staff-briefing:usage.briefing',
        run(turn, args) {
          deps.desk.assertAmongStaff(turn);
          const unread = UNREAD.exec(args);
          if (unread) return showUnread(turn, unread[1]);
          const number = NUMBER.exec(args)?.[1];
          if (!args || number) return showBriefing(turn, deps, number);
          return publishBriefing(turn, deps, args);
        },
      },
    ],
    choices: {
      briefed(turn, [number]) {
        deps.desk.assertAmongStaff(turn);
        return readBriefing(turn, number);
      },
      unbriefed(turn, [number]) {
        deps.desk.assertAmongStaff(turn);
        return showUnread(turn, number);
      },
    },
    async onEvent(work, event) {
      if (event.type === 'handover.posting') await handOverBriefings(work, event);
    },
    async sweep(work) {
      if (nextLook && Temporal.Instant.compare(work.now, nextLook) < 0) return;
      await remindOfBriefings(work, deps);
      nextLook = work.now.add({ seconds: LOOK_EVERY });
    },
  };
}
