/** Waits that are due to be looked at: a third party is chased, a traveller reminded, and in the end let go. */
import type { Work } from '../../conversation/feature.ts';
import { ticketChoice } from '../../domain/card-choices.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Choice } from '../../domain/message.ts';
import { age } from '../../domain/short-time.ts';
import { chaseGapMinutes } from '../../domain/waiting.ts';
import { type Notice, type Seen, type Telling, tellColleagues } from '../../outbox/tell-colleagues.ts';
import { listDueWaits } from '../../store/waiting.ts';
import type { WaitingDeps } from './index.ts';
import { remind } from './remind-owner.ts';
import { lookAtTraveller } from './remind-traveller.ts';

const AT_ONCE = 200;

/** Looks at every wait that is due, once each; what was missed while nothing ran is said once, as it is now. */
export async function lookAtWaits(work: Work, deps: WaitingDeps): Promise<void> {
  const notices: Notice[] = [];
  for (const ticket of await listDueWaits(work.tx, work.now, AT_ONCE)) {
    const reminded =
      ticket.state === 'waiting-third'
        ? await remind(work, ticket, chaseGapMinutes(ticket.urgency, ticket.chases + 1), ticket.chases)
        : await lookAtTraveller(work, deps, ticket);
    notices.push(...(reminded ?? []));
  }
  if (notices.length > 0) await tellColleagues(work, deps.desk, notices, telling(work, deps));
}

function telling({ t, now }: Work, { zone }: WaitingDeps): Telling {
  const say = (key: string, { view, locale, mayRead }: Seen): string => {
    const { number, state, waitingOn, waitingSinceAt } = view.ticket;
    const span = age(waitingSinceAt ?? now, { t, locale, now });
    const isTraveller = state === 'waiting-traveller';
    const kind = isTraveller ? 'traveller' : mayRead ? 'third' : 'restricted';
    return t(locale, `staff-waiting:${key}.${kind}`, { number, who: isolate(waitingOn ?? ''), span });
  };
  return {
    kind: 'chase',
    zone,
    one: (seen) => say('chase', seen),
    short: (seen) => say('chase-line', seen),
    head: (locale, count) => t(locale, 'staff-waiting:chase.head', { count }),
    more: (locale, count) => t(locale, 'staff-waiting:chase.more', { count }),
    choices({ view, locale, mayRead }) {
      const choice = (name: string): Choice =>
        ticketChoice(name, view.ticket, (button) => t(locale, `staff:button.${button}`));
      return [...(mayRead ? [choice('open')] : []), choice('wait'), choice('resume')];
    },
  };
}
