/** The reader's own page: the browsers they are signed in on, and the ways out. */
import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { shortTime } from '../../domain/short-time.ts';
import { signOut } from '../../features/console/index.ts';
import { listSessions } from '../../store/console-sessions.ts';
import type { Markup } from '../answers.ts';
import { dropToken } from '../cookie.ts';
import { hiddenParts } from '../forms.ts';
import { answerConsole } from '../frame.ts';
import { gate, gateForm, type Reader } from '../gate.ts';
import type { ConsoleDeps } from '../index.ts';
import { sayer } from '../say.ts';

/** GET /console/me; POST /console/out ends one session, or all of them. */
export function mePages(routes: Hono, deps: ConsoleDeps): void {
  routes.get('/console/me', (c) => showMe(c, deps));
  routes.post('/console/out', (c) => goOut(c, deps));
}

async function showMe(c: Context, deps: ConsoleDeps): Promise<Response> {
  const reader = await gate(c, deps);
  const say = sayer(deps, reader.locale);
  const now = deps.clock.now();
  const sessions = await listSessions(deps.db, reader.staff.id, now);
  const body = html`<h2 id="browsers">${say('me.sessions')}</h2>
<div class="wide" tabindex="0" role="region" aria-labelledby="browsers"><table><thead><tr><th scope="col">${say('me.device')}</th><th scope="col">${say('me.since')}</th>
<th scope="col">${say('me.seen')}</th><th scope="col">${say('me.end')}</th></tr></thead><tbody>${sessions.map(
    (
      one,
    ) => html`<tr><th scope="row"><bdi>${one.device}</bdi>${one.id === reader.session.id ? html` <em>${say('me.this')}</em>` : ''}</th>
<td>${shortTime(one.createdAt, now, deps.zone)}</td><td>${shortTime(one.seenAt, now, deps.zone)}</td>
<td>${outForm(reader, say('me.out'), one.id)}</td></tr>`,
  )}</tbody></table></div><p class="choices">${outForm(reader, say('me.out-everywhere'))}</p>
<section aria-labelledby="languages"><h2 id="languages">${say('me.language')}</h2><p class="choices">${(
    ['en', 'zh-CN', 'zh-TW'] as const
  ).map(
    (tag) =>
      html`<a class="button" lang="${tag}" hreflang="${tag}" href="/console/me?lang=${tag}">${new Intl.DisplayNames(tag, { type: 'language' }).of(tag)}</a>`,
  )}</p><p class="quiet">${say('me.language-hint')}</p></section>`;
  return answerConsole(c, deps, reader, { title: reader.staff.name, body });
}

const outForm = (reader: Reader, label: string, id?: string): Markup =>
  html`<form method="post" action="/console/out">${hiddenParts(reader)}${id ? html`<input type="hidden" name="session" value="${id}">` : ''}<button class="button" type="submit">${label}</button></form>`;

async function goOut(c: Context, deps: ConsoleDeps): Promise<Response> {
  const { reader, form } = await gateForm(c, deps);
  const id = form.text('session') || undefined;
  const isUuid = id === undefined || /^[0-9a-f-]{36}$/.test(id);
  if (isUuid) await deps.app().work((work) => signOut(work, reader.actor, id));
  if (id && id !== reader.session.id) return c.redirect('/console/me', 303);
  dropToken(c, deps.secure);
  return c.redirect('/console/in', 303);
}
