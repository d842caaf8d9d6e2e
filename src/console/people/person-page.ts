/** One person: who they are, how their stay is counted, and what colleagues do for them. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import { type Action, can } from '../../domain/actor.ts';
import { findPerson } from '../../store/people.ts';
import { listPersonTickets } from '../../store/tickets.ts';
import { lookPane } from '../answer-panel.ts';
import { type Markup, Refusal } from '../answers.ts';
import { act } from '../forms.ts';
import { answerConsole } from '../frame.ts';
import { gate, type Reader } from '../gate.ts';
import type { ConsoleDeps } from '../index.ts';
import { type Say, sayer } from '../say.ts';
import { type Option, selectField } from '../select-field.ts';

/** GET /console/people/<id>. */
export async function personPage(c: Context, deps: ConsoleDeps): Promise<Response> {
  const reader = await gate(c, deps, 'person.find');
  const id = c.req.param('id') ?? '';
  const person = await findPerson(deps.db, id);
  if (!person) throw new Refusal(404, 'staff-console:people.unknown');
  const say = sayer(deps, reader.locale);
  const here = `/console/people/${id}`;
  const tickets = await listPersonTickets(deps.db, id, 50);
  const body = html`<div class="columns"><div>
${await lookPane(deps, reader, { choice: `person:${id}`, here })}
<h2>${say('people.stay')}</h2>${await lookPane(deps, reader, { line: `/stay ${id}`, here })}
<h2>${say('people.tickets')}</h2>
${tickets.length === 0 ? html`<p class="quiet">${say('people.no-tickets')}</p>` : ''}<ul>${tickets.map(
    ({ number, state, restricted, need }) =>
      html`<li><a href="/console/tickets/${number}">#${number}</a> ${restricted && !can(reader.actor, 'ticket.read-restricted') ? '🔒' : say(`common:need.${need}`)} · ${say(`staff:state.${state}`)}</li>`,
  )}</ul></div>
<aside aria-label="${say('ticket.acts')}">${acts(reader, say, id, here)}</aside></div>`;
  return answerConsole(c, deps, reader, {
    title: person.name ?? say('people.unnamed'),
    section: 'people',
    body,
  });
}

/** What can be done, for roles that may. */
function acts(reader: Reader, say: Say, id: string, here: string): Markup {
  const may = (action: Action, form: Markup): Markup | string => (can(reader.actor, action) ? form : '');
  const field = (line: string, key: string): Markup =>
    act(reader, {
      line: `/${line} ${id}`,
      label: say(`people.do.${key}`),
      back: here,
      field: { name: 'words', label: say(`people.label.${key}`), placeholder: say(`people.example.${key}`) },
    });
  const plain = (line: string, key: string): Markup =>
    act(reader, { line: `/${line} ${id}`, label: say(`people.do.${key}`), back: here });
  const results = ['negative', 'positive', 'invalid'].map(
    (one): Option => [one, say(`people.result.${one}`)],
  );
  return html`<div class="acts">${may('person.bind', plain('bindcode', 'bindcode'))}${may('person.bind', plain('unbind', 'unbind'))}${may('stay.ask', plain('discharge', 'discharge'))}${may('audit.read', plain('access', 'access'))}</div>
${may(
  'test.record',
  act(reader, {
    line: `/result ${id}`,
    label: say('people.do.result'),
    back: here,
    inner: selectField('words', say('people.label.result'), results),
  }),
)}
${may('stay.ask', field('extend', 'extend'))}${may('stay.ask', field('shorten', 'shorten'))}
${may('care.edit', field('care', 'care'))}${may('check-in.read', field('heard', 'heard'))}`;
}
