/** The way into the console: a link that signs its owner in once, and what they are told when it was used. */
import type { Feature } from '../../conversation/feature.ts';
import { forgetEnded } from '../../store/console-sessions.ts';
import { sendLink } from './send-link.ts';
import { signOutEverywhere } from './sign-out.ts';

export { becomeFirstAdmin } from './first-admin.ts';
export { signInByLink } from './sign-in.ts';
export { signOut } from './sign-out.ts';

/** What the console's door needs from outside. */
export interface ConsoleDoorDeps {
  /** Where the pages are reached, without a slash at the end; undefined when nobody knows. */
  readonly pagesUrl: () => string | undefined;
}

/** How often ended sessions are forgotten, in minutes. */
const FORGET_EVERY = 60;

/** The feature. */
export function createConsoleDoor(deps: ConsoleDoorDeps): Feature {
  let forgotten: Temporal.Instant | undefined;
  return {
    name: 'console',
    commands: [
      {
        name: 'console',
        words: ['控制台', '主控台'],
        audience: 'staff',
        action: 'console.open',
        description: 'staff-console:command.console',
        usage: 'staff-console:usage.console',
        run: (turn, args) => (args ? signOutEverywhere(turn, args) : sendLink(turn, deps)),
      },
    ],
    choices: { consoleout: (turn) => signOutEverywhere(turn) },
    async sweep({ tx, now }) {
      if (forgotten && Temporal.Instant.compare(now, forgotten.add({ minutes: FORGET_EVERY })) < 0) return;
      forgotten = now;
      await forgetEnded(tx, now);
    },
  };
}
