/** What can be done with a ticket: the buttons of its card, and fields for what needs words. */
import { html } from 'hono/html';
import { can } from '../../domain/actor.ts';
import { renderCard } from '../../domain/card-text.ts';
import { NEEDS, URGENCIES } from '../../domain/need.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import type { CardView } from '../../store/cards.ts';
import type { Markup } from '../answers.ts';
import { act } from '../forms.ts';

import type { Reader } from '../gate.ts';
import type { ConsoleDeps } from '../index.ts';
import { type Say, sayer } from '../say.ts';
import { type Option, selectField } from '../select-field.ts';

/** Buttons that ask for words in the chat; the page has a field for each instead. */
const WITH_WORDS = /^(reply|note|note-restricted|correct|transfer):/;

/** The acts of a ticket, in the order in which they are likely. */
export async function ticketActs(deps: ConsoleDeps, reader: Reader, view: CardView): Promise<Markup> {
  const { locale } = reader;
  const { ticket } = view;
  const say = sayer(deps, locale);
  const back = `/console/tickets/${ticket.number}`;
  const card = renderCard(view, {
    t: deps.t,
    locale,
    now: deps.clock.now(),
    zone: deps.zone,
    reader: 'full',
  });
  const buttons = (card.choices ?? []).flat().filter(({ id }) => !WITH_WORDS.test(id));
  const isOpen = OPEN_STATES.includes(ticket.state);
  const field = (line: string, key: string, more: { isLong?: boolean; look?: 'primary' } = {}): Markup =>
    act(reader, {
      line: `/${line} ${ticket.number}`,
      label: say(`ticket.do.${key}`),
      back,
      look: more.look ?? 'quiet',
      field: { name: 'words', label: say(`ticket.label.${key}`), isLong: more.isLong ?? false },
    });
  return html`<div class="acts">${buttons.map(({ id, label }, at) =>
    act(reader, { choice: id, label, back, look: at === 0 && id.startsWith('claim:') ? 'primary' : 'quiet' }),
  )}</div>
${isOpen ? field('reply', 'reply', { isLong: true, look: 'primary' }) : ''}
${field('note', 'note', { isLong: true })}
<details><summary>${say('ticket.more')}</summary>
${can(reader.actor, 'ticket.note-restricted') ? field('note!', 'note-restricted', { isLong: true }) : ''}
${isOpen ? field('transfer', 'transfer') : ''}
${isOpen ? field('promise', 'promise') : ''}
${pick(reader, { name: 'need', number: ticket.number, chosen: ticket.need, options: NEEDS, back }, say)}
${pick(reader, { name: 'urgency', number: ticket.number, chosen: ticket.urgency, options: URGENCIES, back }, say)}
${act(reader, { line: `/audit ${ticket.number}`, label: say('ticket.do.audit'), back })}
${act(reader, { line: `/person #${ticket.number}`, label: say('ticket.do.person'), back })}
</details>`;
}

interface Pick {
  readonly name: 'need' | 'urgency';
  readonly number: number;
  readonly chosen: string;
  readonly options: readonly string[];
  readonly back: string;
}

/** A choice among known words, sent as the command's words. */
function pick(reader: Reader, { name, number, chosen, options, back }: Pick, say: Say): Markup {
  const words = options.map((one): Option => [one, say(`common:${name}.${one}`)]);
  const inner = selectField('words', say(`ticket.label.${name}`), words, { chosen });
  return act(reader, { line: `/${name} ${number}`, label: say(`ticket.do.${name}`), back, inner });
}
