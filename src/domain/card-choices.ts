/** The buttons of a ticket's card: what can be done with it as it stands. */
import type { Choice } from './message.ts';
import type { Need } from './need.ts';
import { OPEN_STATES, type State, WAITING_STATES } from './ticket.ts';

/** What decides which buttons there are. */
export interface Standing {
  readonly number: number;
  readonly version: number;
  readonly state: State;
  readonly ownerId: string | null;
  readonly proposedOwnerId: string | null;
  readonly proposedTeamId: string | null;
  readonly need?: Need;
}

/** A button for a ticket as it stands, `name:number:version`: an outdated press is known by it. */
export const ticketChoice = (
  name: string,
  { number, version }: Pick<Standing, 'number' | 'version'>,
  label: (button: string) => string,
): Choice => ({ id: `${name}:${number}:${version}`, label: label(name) });

/** Rows of choices; whoever reads in private is offered more. */
export function cardChoices(
  ticket: Standing,
  isPrivate: boolean,
  label: (button: string) => string,
): Choice[][] {
  const button = (name: string): Choice => ticketChoice(name, ticket, label);
  if (ticket.state === 'merged') return [];
  if (!OPEN_STATES.includes(ticket.state)) return [[button('reopen')]];
  const wait = WAITING_STATES.includes(ticket.state)
    ? ['resume']
    : isPrivate && ticket.state === 'claimed'
      ? ['wait']
      : [];
  const offered = ticket.proposedOwnerId !== null || ticket.proposedTeamId !== null;
  return [
    ...(offered ? [[button('accept'), button('decline')]] : []),
    // The first button is the likeliest, and is drawn so.
    (ticket.ownerId === null ? ['claim', 'reply', 'note'] : ['reply', 'note', 'release']).map(button),
    ['transfer', ...wait, 'resolve'].map(button),
    ...(isPrivate
      ? [[button('canned'), button('correct'), button('note-restricted')], [button('merge')]]
      : []),
    ...(isPrivate && ticket.need === 'supplies' ? [[button('items')]] : []),
  ];
}
