/** The day of release: what has to be so, the certificate, the farewell, and who goes when. */
import type { Feature, PeopleDesk, TicketDesk, Turn } from '../../conversation/feature.ts';
import type { Triage as Reading } from '../../domain/triage.ts';
import { endDaysAtHome } from './end-at-home.ts';
import { handOverReleases } from './hand-over-releases.ts';
import { letGoByChoice } from './let-go.ts';
import { setOpenDays } from './open-days.ts';
import { addComment, answerRating, rateByChoice, skipComment } from './rate-stay.ts';
import { forAllByChoice } from './release-all.ts';
import { chosenRelease, showByChoice, showCertificate, startRelease, tickByChoice } from './show-release.ts';
import { showToday, showTodayAt } from './show-today.ts';
import { createTellTomorrow } from './tell-tomorrow.ts';

/** What the feature needs from outside. */
export interface ReleaseDeps {
  readonly desk: TicketDesk;
  readonly people: PeopleDesk;
  /** Reads how urgent words are: a cry for help is never taken for a comment. */
  readonly triage: (text: string) => Reading;
  /** Language of chats that have chosen none. */
  readonly locale: string;
  /** Time zone of sites that name none. */
  readonly zone: string;
}

const TODAY = /^(?:today|今天|今日)(?:\s+|$)/iu;
const OPEN = /^open(?:\s+(\S+))?$/iu;

/** The feature. */
export function createRelease(deps: ReleaseDeps): Feature {
  const tellTomorrow = createTellTomorrow(deps);
  const amongStaff =
    (act: (turn: Turn, args: readonly string[]) => Promise<void>) =>
    (turn: Turn, args: readonly string[]): Promise<void> => {
      deps.desk.assertAmongStaff(turn);
      return act(turn, args);
    };
  return {
    name: 'release',
    commands: [
      {
        // `/release 12` gives a ticket back.
        name: 'discharge',
        words: ['解除', '放行'],
        audience: 'staff',
        action: 'trip.tick',
        description: 'staff-reminders:command.discharge',
        usage: 'staff-reminders:usage.discharge',
        run(turn, args) {
          deps.desk.assertAmongStaff(turn);
          return discharge(turn, deps, args);
        },
      },
    ],
    choices: {
      dischargewho: amongStaff((turn, [id]) => chosenRelease(turn, deps, id)),
      disopen: amongStaff((turn, [id]) => showByChoice(turn, deps, id)),
      distick: amongStaff((turn, [id, check]) => tickByChoice(turn, deps, id, check)),
      discharge: amongStaff((turn, [id]) => letGoByChoice(turn, deps, id)),
      discert: amongStaff((turn, [id]) => showCertificate(turn, deps, id)),
      disall: amongStaff(async (turn, [siteId, what]) => {
        const again = await forAllByChoice(turn, deps, siteId, what);
        if (again) await showTodayAt(turn, deps, again);
      }),
      stayrate: (turn, [id, stars]) => rateByChoice(turn, deps, id, stars),
      staynoword: (turn, [id]) => skipComment(turn, deps, id),
    },
    answers: {
      'release.rating': (turn, text, params) => answerRating(turn, deps, text, params),
      'release.comment': (turn, text, params) => addComment(turn, deps, text, params),
    },
    async onEvent(work, event) {
      if (event.type === 'handover.posting') await handOverReleases(work, deps, event);
    },
    async sweep(work) {
      await tellTomorrow(work);
      await endDaysAtHome(work, deps);
    },
  };
}

function discharge(turn: Turn, deps: ReleaseDeps, args: string): Promise<void> {
  const open = OPEN.exec(args);
  if (open) return setOpenDays(turn, open[1]);
  if (TODAY.test(args)) return showToday(turn, deps, args.replace(TODAY, ''));
  return startRelease(turn, deps, args);
}
