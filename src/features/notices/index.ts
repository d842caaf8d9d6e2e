/** Notices: numbered announcements, written by one colleague, approved by another, sent to those they are for. */
import type { Feature, PeopleDesk, TicketDesk, Turn } from '../../conversation/feature.ts';
import { approveNotice, askWhy, hearWhy } from './approve-notice.ts';
import { answerComposer, pressDraft, startNotice } from './compose-notice.ts';
import { askToWithdraw, decideWithdrawal, hearReason } from './end-notice.ts';
import { lookAfterNotices } from './look-after.ts';
import { listForTraveller, openOwn, readNotice } from './read-notice.ts';
import { queueFor } from './send-notice.ts';
import { listAll, noticeCommand, showById, showUnread, supersedeById } from './show-notice.ts';
import { waitingCommand } from './show-waiting.ts';

/** What the feature needs from outside. */
export interface NoticeDeps {
  readonly desk: TicketDesk;
  readonly people: PeopleDesk;
  /** Language of chats and colleagues that have chosen none. */
  readonly locale: string;
  /** Time zone of sites that name none. */
  readonly zone: string;
}

type Choice = (turn: Turn, args: readonly string[]) => Promise<void>;

/** The feature; registered before whatever takes free words and files. */
export function createNotices(deps: NoticeDeps): Feature {
  const among =
    (run: Choice): Choice =>
    async (turn, args) => {
      deps.desk.assertAmongStaff(turn);
      await run(turn, args);
    };
  return {
    name: 'notices',
    commands: [
      {
        name: 'notices',
        words: ['通知列表', '公告列表'],
        audience: 'anyone',
        description: 'notices:command.notices',
        usage: 'notices:command.notices',
        async run(turn) {
          if (!turn.staff) return listForTraveller(turn, deps);
          deps.desk.assertAmongStaff(turn);
          await listAll(turn);
        },
      },
      {
        name: 'notice',
        words: ['发通知', '發通知'],
        audience: 'staff',
        action: 'notice.write',
        description: 'staff-notices:command.notice',
        usage: 'staff-notices:usage.notice',
        async run(turn, args) {
          deps.desk.assertAmongStaff(turn);
          if (await waitingCommand(turn, deps, args)) return;
          if (!(await noticeCommand(turn, deps, args))) await startNotice(turn, args);
        },
      },
    ],
    answers: {
      'notices.compose': (turn, text, params) => answerComposer(turn, text, params),
      'notices.why': (turn, text, params) => hearWhy(turn, deps, text, params),
      'notices.reason': (turn, text, params) => hearReason(turn, deps, text, params),
    },
    choices: {
      ndraft: among((turn, [tag, what, value]) => pressDraft(turn, deps, tag, what, value)),
      notice: among((turn, [id]) => showById(turn, id)),
      noticeunread: among((turn, [id]) => showUnread(turn, id)),
      noticenew: among((turn, [id]) => supersedeById(turn, id)),
      noticeok: among((turn, [id, version]) => approveNotice(turn, deps, id, version)),
      noticeback: among((turn, [id, version]) => askWhy(turn, id, version)),
      noticeend: among((turn, [id]) => askToWithdraw(turn, id)),
      noticeendok: among((turn, [id, version]) => decideWithdrawal(turn, deps, id, version, true)),
      noticeendno: among((turn, [id, version]) => decideWithdrawal(turn, deps, id, version, false)),
      read: (turn, [id]) => readNotice(turn, deps, id),
      noticeopen: (turn, [id]) => openOwn(turn, deps, id),
    },
    async onEvent(work, event) {
      // Whoever comes, moves or names their language gets what is in force for them now.
      if (event.type === 'stay.moved' && event.stay.state === 'here')
        await queueFor(work, deps, [event.stay.personId]);
      if (event.type === 'profile.changed') await queueFor(work, deps, [event.person.id]);
    },
    sweep: (work) => lookAfterNotices(work, deps),
  };
}
