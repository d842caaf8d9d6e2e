/** Which team takes which need: the table, its editing, and what is said when a team had nobody there. */
import type { DomainEvent, Feature, TicketDesk, Turn, Work } from '../../conversation/feature.ts';
import { addAudit } from '../../store/audit.ts';
import { findPerson } from '../../store/people.ts';
import { passedOver } from '../../store/routing.ts';
import { deleteNumbered, deleteRoute, putBack, setRoute } from './edit-routes.ts';
import { showRoutes, testRoute } from './show-routes.ts';

const TEST = /^(?:[?？]|test\b|测试|測試|试算|試算)\s*/iu;
const DELETE = /^(?:delete|remove|删除|刪除)\s*[#＃]?([0-9０-９]{1,4})$/iu;
const SET = /^(?:set|add|设置|設定)\s+/iu;

/** The feature; registered before the board, so that a ticket's audit says why it came where its card is posted. */
export function createRouting(desk: TicketDesk): Feature {
  return {
    name: 'routing',
    commands: [
      {
        name: 'route',
        words: ['路由'],
        audience: 'staff',
        description: 'staff-routing:command.route',
        usage: 'staff-routing:usage.route',
        run(turn, args) {
          desk.assertAmongStaff(turn);
          return route(turn, args);
        },
      },
      {
        // With a slash the mark begins the words of the command above.
        name: 'route?',
        words: ['路由?', '路由？'],
        audience: 'staff',
        description: 'staff-routing:command.route-test',
        usage: 'staff-routing:usage.route',
        run(turn, args) {
          desk.assertAmongStaff(turn);
          return testRoute(turn, args);
        },
      },
    ],
    choices: {
      routedel: (turn, [id]) => deleteRoute(turn, id),
      routeback: (turn, [key]) => putBack(turn, key),
    },
    async onEvent(work, event) {
      if (event.type === 'ticket.opened') await notePassedOver(work, event);
    },
  };
}

async function route(turn: Turn, args: string): Promise<void> {
  if (!args) return showRoutes(turn);
  if (TEST.test(args)) return testRoute(turn, args.replace(TEST, ''));
  const number = DELETE.exec(args)?.[1];
  if (number) return deleteNumbered(turn, number);
  return setRoute(turn, args.replace(SET, ''));
}

const SYSTEM = { role: 'system', id: 'system' } as const;

/** The board draws it on the card: at once from the same facts, and later from this line. */
async function notePassedOver(
  work: Work,
  { ticket, by }: Extract<DomainEvent, { type: 'ticket.opened' }>,
): Promise<void> {
  const person = by?.person ?? (await findPerson(work.tx, ticket.personId));
  const teams = await passedOver(work.tx, ticket, person, work.now);
  if (teams.length === 0) return;
  addAudit(work.tx, {
    actor: SYSTEM,
    action: 'ticket.pass-over',
    now: work.now,
    ticketId: ticket.id,
    after: { teamId: ticket.teamId, passedOver: teams.map((team) => team.name).join(', ') },
  });
}
