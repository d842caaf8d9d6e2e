/** A traveller who does not answer is reminded once; after that the ticket is closed, or its owner is to look. */
import type { Work } from '../../conversation/feature.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Choice, Content } from '../../domain/message.ts';
import { ASK_OWNER_EVERY_HOURS, CLOSE_AFTER_HOURS, closesByItself } from '../../domain/waiting.ts';
import type { Target } from '../../outbox/enqueue.ts';
import type { Notice } from '../../outbox/tell-colleagues.ts';
import { unfocusTicket } from '../../store/desk.ts';
import type { TicketRecord } from '../../store/records.ts';
import { changeTicket, type TicketChange } from '../../store/tickets.ts';
import { expectWords, findLastAnswer, findQueued } from '../../store/waiting.ts';
import type { WaitingDeps } from './index.ts';
import { remind } from './remind-owner.ts';

const SYSTEM = { role: 'system', id: 'system' } as const;
/** Characters of the team's last words that a reminder repeats. */
const QUOTED = 300;

/** Does what is due; whom to remind besides. */
export async function lookAtTraveller(
  work: Work,
  deps: WaitingDeps,
  ticket: TicketRecord,
): Promise<Notice[] | undefined> {
  const key = `nudge:${ticket.id}:${ticket.waitingSinceAt?.epochMilliseconds}`;
  const nudge = await findQueued(work.tx, key);
  // Where nothing arrives, nobody can be reminded, and silence is no answer.
  const target = ticket.deliveryProblem ? undefined : await deps.desk.reachTraveller(work, ticket);
  if (!nudge && target) {
    await remindTraveller(work, deps, ticket, target, key);
    return undefined;
  }
  if (nudge?.sentAt && target && closesByItself(ticket)) {
    const closeAt = nudge.sentAt.add({ hours: CLOSE_AFTER_HOURS });
    if (Temporal.Instant.compare(work.now, closeAt) >= 0) await close(work, deps, ticket, target);
    else await move(work, ticket, { chaseAt: closeAt }, 'ticket.wait-longer');
    return undefined;
  }
  return remind(work, ticket, ASK_OWNER_EVERY_HOURS * 60, ticket.chases - (nudge ? 1 : 0));
}

const move = (
  work: Work,
  before: TicketRecord,
  change: TicketChange,
  action: string,
): Promise<TicketRecord | undefined> =>
  changeTicket(work.tx, before, { version: before.version }, change, {
    actor: SYSTEM,
    action,
    now: work.now,
  });

async function remindTraveller(
  work: Work,
  deps: WaitingDeps,
  before: TicketRecord,
  target: Target,
  key: string,
): Promise<void> {
  const closes = closesByItself(before);
  const chaseAt = work.now.add({ hours: closes ? CLOSE_AFTER_HOURS : ASK_OWNER_EVERY_HOURS });
  const ticket = await move(work, before, { chases: before.chases + 1, chaseAt }, 'ticket.nudge');
  if (!ticket) return;
  await work.emit({ type: 'ticket.changed', ticket, before, what: 'nudged', actor: SYSTEM });
  const locale = await deps.desk.travellerLocale(work, ticket);
  await work.say(target, await reminder(work, locale, ticket, closes), { key, ticketId: ticket.id });
  await expectWords(work.tx, target, ticket.id, work.now);
}

async function reminder(
  work: Work,
  locale: string,
  { id, number }: TicketRecord,
  closes: boolean,
): Promise<Content> {
  const asked = await findLastAnswer(work.tx, id);
  const text = [
    work.t(locale, 'waiting:nudge.ask', { number }),
    ...(asked ? [work.t(locale, 'waiting:nudge.quoted', { text: isolate(shorten(asked)) })] : []),
    work.t(locale, closes ? 'waiting:nudge.closes' : 'waiting:nudge.stays'),
  ];
  const solved: Choice = { id: `solvedbyme:${number}`, label: work.t(locale, 'waiting:button.solved') };
  return { text: text.join('\n\n'), choices: [[solved]] };
}

function shorten(text: string): string {
  const characters = [...text];
  return characters.length > QUOTED ? `${characters.slice(0, QUOTED).join('')}…` : text;
}

async function close(work: Work, deps: WaitingDeps, before: TicketRecord, target: Target): Promise<void> {
  const change = { state: 'closed', proposedOwnerId: null, proposedTeamId: null } as const;
  const ticket = await move(work, before, change, 'ticket.close-unanswered');
  if (!ticket) return;
  await unfocusTicket(work.tx, ticket.id, null);
  await work.emit({ type: 'ticket.changed', ticket, before, what: 'closed', actor: SYSTEM });
  const { number } = ticket;
  const locale = await deps.desk.travellerLocale(work, ticket);
  const again: Choice = { id: `notsolved:${number}`, label: work.t(locale, 'waiting:button.again') };
  const key = `let-go:${ticket.id}:${ticket.version}`;
  const text = work.t(locale, 'waiting:closed', { number });
  await work.say(target, { text, choices: [[again]] }, { key, ticketId: ticket.id });
  if (!ticket.ownerId) return;
  await deps.desk.tellStaff(work, ticket, ticket.ownerId, `${key}:owner`, (language) => ({
    text: work.t(language, 'staff-waiting:told.closed', { number }),
  }));
}
