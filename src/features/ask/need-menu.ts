/** Needs by name: a menu for those without words, and a correction for those misread. */
import type { Turn } from '../../conversation/feature.ts';
import type { Choice } from '../../domain/message.ts';
import { NEEDS, type Need } from '../../domain/need.ts';
import { isWriter } from '../../domain/proxy.ts';
import { isRestricted, OPEN_STATES } from '../../domain/ticket.ts';
import { UserError } from '../../errors.ts';
import { changeTicket, findTicket } from '../../store/tickets.ts';
import type { AskDeps } from './index.ts';
import { openNeed } from './open-need.ts';

/** Needs that a person is called for at once, before anything is described. */
const AT_ONCE: readonly Need[] = ['medical', 'psychological', 'other'];

/** Offers every need by name. */
export async function offerNeeds(turn: Turn): Promise<void> {
  const locale = turn.person?.locale ?? turn.locale;
  await turn.reply({
    text: turn.t(locale, 'ask:menu'),
    choices: needRows(turn, locale, (need) => `need:${need}`),
  });
}

function needRows(turn: Turn, locale: string, id: (need: Need) => string): Choice[][] {
  const choices = NEEDS.map((need) => ({
    id: id(need),
    label: turn.t(locale, `common:need-button.${need}`),
  }));
  return Array.from({ length: Math.ceil(choices.length / 2) }, (_row, index) =>
    choices.slice(index * 2, index * 2 + 2),
  );
}

const parseNeed = (word: string | undefined): Need | undefined => NEEDS.find((need) => need === word);

/** A need chosen from the menu: the words for it come next; whoever may be in danger is not kept waiting for words. */
export async function chooseNeed(turn: Turn, deps: AskDeps, word: string | undefined): Promise<void> {
  const need = parseNeed(word);
  if (!need) throw new UserError('common:error.old-choice');
  await turn.ensurePerson();
  const locale = turn.person?.locale ?? turn.locale;
  const kept = typeof turn.session.kept === 'string' ? turn.session.kept : '';
  if (!AT_ONCE.includes(need)) {
    turn.expect('ask.describe', { need });
    return turn.reply({
      text: turn.t(locale, `ask:describe`, { need: turn.t(locale, `common:need.${need}`) }),
    });
  }
  const text = [kept, turn.t(locale, `common:need.${need}`)].filter(Boolean).join('\n');
  const urgency = need === 'other' ? 'normal' : 'high';
  const reading = {
    ...deps.triage(kept),
    need,
    urgency,
    confidence: 1,
    language: locale,
    selfHarm: false,
  } as const;
  await openNeed(turn, reading, { text, need });
}

/** The person says what kind of need a ticket really is; `?` asks for all kinds. */
export async function correctNeed(turn: Turn, number: number, word: string | undefined): Promise<void> {
  const locale = turn.person?.locale ?? turn.locale;
  const ticket = await findTicket(turn.tx, number);
  if (!ticket || !isWriter(ticket, turn.person?.id)) throw new UserError('common:error.old-choice');
  if (!OPEN_STATES.includes(ticket.state)) throw new UserError('ask:error.no-longer-open', { number });
  if (word === '?') {
    const rows = needRows(turn, locale, (one) => `fix:${number}:${one}`);
    return turn.reply(
      { text: turn.t(locale, 'ask:which-kind', { number }), choices: rows },
      { ticketId: ticket.id },
    );
  }
  const need = parseNeed(word);
  if (!need) throw new UserError('common:error.old-choice');
  const changed = await changeTicket(
    turn.tx,
    ticket,
    { states: OPEN_STATES },
    { need, restricted: isRestricted(need) || ticket.restricted },
    { actor: turn.actor, action: 'ticket.correct', channel: turn.inbound.account, now: turn.now },
  );
  if (!changed) throw new UserError('ask:error.no-longer-open', { number });
  await turn.emit({
    type: 'ticket.changed',
    ticket: changed,
    before: ticket,
    what: 'corrected',
    actor: turn.actor,
  });
  const text = turn.t(locale, 'ask:corrected', { number, need: turn.t(locale, `common:need.${need}`) });
  await turn.reply({ text }, { ticketId: ticket.id });
}
