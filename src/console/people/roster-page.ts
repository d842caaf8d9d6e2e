/** A file of people: sent, tried out row by row, and imported once somebody has looked at what would be done. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import { perform } from '../acting.ts';
import { Refusal } from '../answers.ts';
import { hiddenParts } from '../forms.ts';
import { answerConsole } from '../frame.ts';
import { gate, gateForm } from '../gate.ts';
import type { ConsoleDeps } from '../index.ts';
import { sayer } from '../say.ts';

/** GET /console/roster. */
export async function rosterPage(c: Context, deps: ConsoleDeps): Promise<Response> {
  const reader = await gate(c, deps, 'roster.import');
  const say = sayer(deps, reader.locale);
  const body = html`<section class="sheet"><p>${say('roster.lead')}</p>
<form class="with-field" method="post" action="/console/roster" enctype="multipart/form-data">${hiddenParts(reader)}
<label><span>${say('roster.file')}</span><input type="file" name="file" required accept=".csv,.xlsx,text/csv"></label>
<button type="submit" class="button primary">${say('roster.try')}</button></form>
<p class="quiet">${say('roster.large')}</p></section>`;
  return answerConsole(c, deps, reader, { title: say('section.roster'), section: 'people', body });
}

/** POST /console/roster: the file is read and tried out as in the chat; its report and the buttons come back. */
export async function uploadRoster(c: Context, deps: ConsoleDeps): Promise<Response> {
  const { reader, form } = await gateForm(c, deps, 'roster.import');
  if (!form.file('file')) throw new Refusal(400, 'staff-console:roster.no-file');
  await perform(deps, reader, form, { text: '/roster' });
  return c.redirect('/console/roster', 303);
}
