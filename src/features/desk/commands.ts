/** The desk's commands: which words they go by, and which use case each is. */
import type { Command, Turn } from '../../conversation/feature.ts';
import type { TicketRecord } from '../../store/records.ts';
import { acceptTicket, declineTicket } from './accept-ticket.ts';
import { assertAmongStaff } from './answer-in-place.ts';
import { claimTicket } from './claim-ticket.ts';
import { chooseCorrection, correctNeed, correctUrgency } from './correct-ticket.ts';
import { canned } from './edit-canned.ts';
import { isEmpty, wordsOf } from './hear-staff.ts';
import { noteTicket } from './note-ticket.ts';
import { pickTicket, usageError } from './pick-ticket.ts';
import type { DeskDeps } from './reach.ts';
import { releaseTicket } from './release-ticket.ts';
import { replyTicket } from './reply-ticket.ts';
import { reopenTicket, resolveTicket } from './resolve-ticket.ts';
import { showQueue } from './show-queue.ts';
import { showTicket } from './show-ticket.ts';
import { chooseTarget, transferByName } from './transfer-ticket.ts';

type Run = (turn: Turn, ticket: TicketRecord, rest: string) => Promise<void>;

/** Every command of the desk. */
export function deskCommands(deps: DeskDeps): Command[] {
  const on = (name: string, words: string[], run: Run): Command =>
    command(name, words, async (turn, args) => {
      const picked = await pickTicket(turn, name, args);
      if (picked) await run(turn, picked.ticket, picked.rest);
    });
  const withWords =
    (name: string, run: (turn: Turn, ticket: TicketRecord, rest: string) => Promise<void>): Run =>
    async (turn, ticket, rest) => {
      if (isEmpty(wordsOf(turn, rest))) throw usageError(name);
      await run(turn, ticket, rest);
    };
  return [
    command('queue', ['队列', '隊列'], (turn, words) => showQueue(turn, deps, 'queue', { words })),
    command('mine', ['我的'], (turn, words) => showQueue(turn, deps, 'mine', { words })),
    on('claim', ['认领', '認領'], (turn, ticket) => claimTicket(turn, deps, ticket)),
    on('release', ['释放', '釋放'], (turn, ticket) => releaseTicket(turn, deps, ticket)),
    on(
      'reply',
      ['回复', '回覆', '回復'],
      withWords('reply', (turn, ticket, rest) => replyTicket(turn, deps, ticket, wordsOf(turn, rest))),
    ),
    on(
      'note',
      ['备注', '備註'],
      withWords('note', (turn, ticket, rest) => noteTicket(turn, ticket, wordsOf(turn, rest))),
    ),
    {
      ...on(
        'note-restricted',
        ['密注', '密註'],
        withWords('note-restricted', (turn, ticket, rest) =>
          noteTicket(turn, ticket, wordsOf(turn, rest), 'note-restricted'),
        ),
      ),
      name: 'note!',
    },
    on('transfer', ['转交', '轉交'], (turn, ticket, rest) => {
      if (!rest) return chooseTarget(turn, ticket);
      return transferByName(turn, deps, ticket, rest);
    }),
    on('accept', ['接收'], (turn, ticket) => acceptTicket(turn, deps, ticket)),
    on('decline', ['拒绝', '拒絕'], (turn, ticket) => declineTicket(turn, deps, ticket)),
    on('resolve', ['办结', '辦結'], (turn, ticket, rest) =>
      resolveTicket(turn, deps, ticket, wordsOf(turn, rest)),
    ),
    on('reopen', ['重开', '重開'], (turn, ticket) => reopenTicket(turn, deps, ticket)),
    on('ticket', ['工单', '工單'], (turn, ticket) => showTicket(turn, deps, ticket)),
    on('need', ['类别', '類別'], (turn, ticket, rest) =>
      rest ? correctNeed(turn, deps, ticket, rest) : chooseCorrection(turn, ticket),
    ),
    on('urgency', ['紧急度', '緊急度'], (turn, ticket, rest) =>
      rest ? correctUrgency(turn, deps, ticket, rest) : chooseCorrection(turn, ticket),
    ),
    command('canned', ['常用语', '常用語'], canned),
  ];
}

const command = (name: string, words: string[], run: Command['run']): Command => ({
  name,
  words,
  audience: 'staff',
  description: `staff:command.${name}.description`,
  usage: `staff:command.${name}.usage`,
  async run(turn, args) {
    assertAmongStaff(turn);
    await run(turn, args);
  },
});
