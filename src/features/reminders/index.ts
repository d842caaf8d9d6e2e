/** What travellers are told ahead of their release and their tests: once, in time, and never at night. */
import type { Feature, PeopleDesk, TicketDesk } from '../../conversation/feature.ts';
import { withdrawReminders } from '../../store/reminders.ts';
import { planStayReminders } from './plan-reminders.ts';
import { sendDue } from './send-due.ts';
import { showReminders } from './show-reminders.ts';
import { tellUndelivered } from './tell-not-sent.ts';

/** What the feature needs from outside. */
export interface ReminderDeps {
  readonly desk: TicketDesk;
  readonly people: PeopleDesk;
  /** Language of chats that have chosen none. */
  readonly locale: string;
  /** Time zone of sites that name none. */
  readonly zone: string;
}

/** Between two looks for reminders that were queued and did not arrive. */
const LOOK_EVERY_MINUTES = 5;

/** The feature; registered after the one that plans stays. */
export function createReminders(deps: ReminderDeps): Feature {
  let nextLook: Temporal.Instant | undefined;
  return {
    name: 'reminders',
    commands: [
      {
        name: 'reminders',
        words: ['提醒'],
        audience: 'staff',
        action: 'reminder.read',
        description: 'staff-reminders:command.reminders',
        usage: 'staff-reminders:usage.reminders',
        run(turn, args) {
          deps.desk.assertAmongStaff(turn);
          return showReminders(turn, deps, args);
        },
      },
    ],
    async onEvent(work, event) {
      if (event.type === 'stays.planned') await planStayReminders(work, deps, event.stays);
      // A stay that goes on is planned anew; one that is over never is.
      if (event.type === 'stay.moved' && event.stay.endedAt !== null)
        await withdrawReminders(work.tx, event.stay.id, work.now);
    },
    async sweep(work) {
      await sendDue(work, deps);
      if (nextLook && Temporal.Instant.compare(work.now, nextLook) < 0) return;
      nextLook = work.now.add({ minutes: LOOK_EVERY_MINUTES });
      await tellUndelivered(work, deps);
    },
  };
}
