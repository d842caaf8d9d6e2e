/** Exports: chosen on a page, streamed as a file. */
import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { EXPORT_KINDS } from '../../domain/export/columns.ts';
import { EXPORT_FORMATS, EXPORT_STATES, readQuery } from '../../domain/export/query.ts';
import { NEEDS } from '../../domain/need.ts';
import { openExport, withSite } from '../../features/exports/index.ts';
import { listSites } from '../../store/sites.ts';
import type { Markup } from '../answers.ts';
import { hiddenParts } from '../forms.ts';
import { answerConsole } from '../frame.ts';
import { gate, gateForm } from '../gate.ts';
import type { ConsoleDeps } from '../index.ts';
import { sayer } from '../say.ts';
import { type Option, selectField } from '../select-field.ts';

/** GET /console/exports; POST answers with the file. */
export function exportPages(routes: Hono, deps: ConsoleDeps): void {
  routes.get('/console/exports', (c) => showForms(c, deps));
  routes.post('/console/exports', (c) => sendExport(c, deps));
}

async function showForms(c: Context, deps: ConsoleDeps): Promise<Response> {
  const reader = await gate(c, deps, 'export.run');
  const say = sayer(deps, reader.locale);
  const sites = (await listSites(deps.db)).map(({ name }): Option => [name, name]);
  const all = say('board.all');
  const formats = EXPORT_FORMATS.map((format): Option => [format, format === 'csv' ? 'CSV' : 'Excel (XLSX)']);
  const needs = NEEDS.map((need): Option => [need, say(`common:need.${need}`)]);
  const day = (name: string, key: string): Markup =>
    html`<label><span>${say(key)}</span><input type="date" name="${name}"></label>`;
  const forms = EXPORT_KINDS.map(
    (kind) => html`<section class="panel sheet"><h2>${say(`staff-exports:kind.${kind}`)}</h2>
<form class="fields" method="post" action="/console/exports" data-download>${hiddenParts(reader)}<input type="hidden" name="kind" value="${kind}">
${day('from', 'exports.from')}${day('to', 'exports.to')}${sites.length > 1 ? selectField('site', say('board.site'), sites, { all }) : ''}
${selectField(
  'state',
  say('board.state'),
  EXPORT_STATES[kind].map((state): Option => [state, say(`exports.state.${state}`)]),
  { all },
)}
${kind === 'tickets' ? selectField('need', say('board.need'), needs, { all }) : ''}
${selectField('format', say('exports.format'), formats)}
<label class="tick"><input type="checkbox" name="bom" value="yes" checked> ${say('exports.bom')}</label>
<button type="submit" class="button primary">${say('exports.download')}</button></form></section>`,
  );
  return answerConsole(c, deps, reader, {
    title: say('section.exports'),
    section: 'exports',
    lead: say('exports.lead'),
    body: html`${forms}`,
  });
}

async function sendExport(c: Context, deps: ConsoleDeps): Promise<Response> {
  const { reader, form } = await gateForm(c, deps, 'export.run');
  const word = (name: string): string | undefined => form.text(name) || undefined;
  const asked = readQuery({
    kind: form.text('kind'),
    format: word('format'),
    bom: form.text('bom') === 'yes',
    from: word('from'),
    to: word('to'),
    site: word('site'),
    need: word('need'),
    state: word('state'),
  });
  const { actor, locale } = reader;
  const file = await openExport(deps, { actor, locale, channel: 'console' }, await withSite(deps.db, asked));
  return c.body(file.stream, 200, {
    'Content-Type': file.type,
    'Content-Disposition': `attachment; filename="${file.name}"`,
  });
}
