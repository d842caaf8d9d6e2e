/** The way into the console: a link's code, or the setup code of an installation that nobody administers yet. */
import { getConnInfo } from '@hono/node-server/conninfo';
import Bowser from 'bowser';
import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { AccountId } from '../domain/ids.ts';
import { minutesToWait, noteWrongTry } from '../domain/wrong-tries.ts';
import { UserError } from '../errors.ts';
import { becomeFirstAdmin, signInByLink } from '../features/console/index.ts';
import { readTries, saveTries } from '../store/console-tries.ts';
import { hasAdmin } from '../store/staff.ts';
import { backTo } from './acting.ts';
import type { Markup } from './answers.ts';
import { giveToken } from './cookie.ts';
import { answerDocument } from './frame.ts';
import { assertOwnPage, Form } from './gate.ts';
import type { ConsoleDeps } from './index.ts';
import { localeOf } from './language.ts';
import { type Say, sayer } from './say.ts';

/** GET /console/in shows the form; POST signs in by a link's code; POST /console/in/setup by the setup code. */
export function signInPages(routes: Hono, deps: ConsoleDeps): void {
  routes.get('/console/in', (c) => showForm(c, deps, undefined));
  routes.post('/console/in', (c) => byLink(c, deps));
  routes.post('/console/in/setup', (c) => bySetup(c, deps));
}

async function showForm(c: Context, deps: ConsoleDeps, problem: string | undefined): Promise<Response> {
  const locale = localeOf(c, deps, undefined);
  const say = sayer(deps, locale);
  const to = backTo(c.req.query('to') ?? '');
  const isNew = !(await hasAdmin(deps.db));
  const title = say('in.title');
  const body = html`<main id="main" class="door"><h1>${title}</h1>
${problem ? html`<p class="problem" role="alert">${problem}</p>` : ''}
${isNew ? setupForm(say) : linkForm(say, to)}</main>`;
  return answerDocument(c, { locale, title, body });
}

const linkForm = (say: Say, to: string): Markup => html`<p>${say('in.lead')}</p>
<form method="post" action="/console/in" id="link-form"><input type="hidden" name="to" value="${to}">
<label><span>${say('in.code')}</span><input name="code" id="link-code" required maxlength="400" autocomplete="off" spellcheck="false" dir="ltr"></label>
<button type="submit" class="button primary">${say('in.submit')}</button></form>
<p class="quiet">${say('in.how')}</p>`;

const setupForm = (say: Say): Markup => html`<p>${say('in.setup-lead')}</p>
<form method="post" action="/console/in/setup">
<label><span>${say('in.setup-code')}</span><input name="code" required maxlength="64" autocomplete="off" spellcheck="false" dir="ltr"></label>
<label><span>${say('in.name')}</span><input name="name" required maxlength="40" autocomplete="name" dir="auto"></label>
<button type="submit" class="button primary">${say('in.submit')}</button></form>`;

/** A code, or the whole link as it was pasted. */
async function byLink(c: Context, deps: ConsoleDeps): Promise<Response> {
  assertOwnPage(c);
  const form = new Form(await c.req.parseBody());
  const code = form.text('code').replace(/^.*#/s, '');
  const locale = localeOf(c, deps, undefined);
  const signed = await deps
    .app()
    .work((work) => signInByLink(work, code, { device: deviceOf(c), locale: deps.locale }));
  // What signs in always does; only who is wrong is slowed down.
  if (!signed) return refuseTry(c, deps, `link ${addressOf(c)}`, sayer(deps, locale)('in.link-wrong'));
  giveToken(c, deps.secure, signed.token);
  return c.redirect(backTo(form.text('to')), 303);
}

async function bySetup(c: Context, deps: ConsoleDeps): Promise<Response> {
  assertOwnPage(c);
  const form = new Form(await c.req.parseBody());
  const locale = localeOf(c, deps, undefined);
  const tries = await readTries(deps.db, 'setup', deps.clock.now());
  if (minutesToWait(tries) > 0) return refuseTry(c, deps, 'setup', '');
  const newcomer = {
    code: form.text('code'),
    name: form.text('name'),
    locale,
    device: deviceOf(c),
    account: deps.account as AccountId,
    sender: deps.openVisitor(c),
  };
  try {
    const signed = await deps.app().work((work) => becomeFirstAdmin(work, newcomer));
    if (!signed) return refuseTry(c, deps, 'setup', sayer(deps, locale)('staff-setup:error.setup-wrong'));
    giveToken(c, deps.secure, signed.token);
    return c.redirect('/console', 303);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    c.status(409);
    return showForm(c, deps, deps.t(locale, error.code, error.params));
  }
}

/** Counts a wrong code; after five within ten minutes it is said how long to wait. */
async function refuseTry(c: Context, deps: ConsoleDeps, who: string, problem: string): Promise<Response> {
  const tries = await readTries(deps.db, who, deps.clock.now());
  const say = sayer(deps, localeOf(c, deps, undefined));
  const wait = minutesToWait(tries);
  if (wait > 0) {
    c.status(429);
    return showForm(c, deps, say('onboarding:error.too-many', { count: wait }));
  }
  noteWrongTry(tries);
  await saveTries(deps.db, who, tries, deps.clock.now());
  c.status(403);
  return showForm(c, deps, problem);
}

/** "Firefox · Windows", for the list of browsers. */
function deviceOf(c: Context): string {
  const agent = c.req.header('user-agent');
  if (!agent) return '?';
  const { browser, os } = Bowser.parse(agent);
  return [browser.name, os.name].filter(Boolean).join(' · ').slice(0, 60) || '?';
}

/** Where a request comes from; requests without a connection, as in tests, come from one place. */
function addressOf(c: Context): string {
  return c.env && 'incoming' in c.env ? (getConnInfo(c).remote.address ?? '') : '';
}
