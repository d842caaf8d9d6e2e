/** The frame of every page of the console: where one is, the way to the others, and what the bot answered last. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import { can } from '../domain/actor.ts';
import { answerPanel, takeAnswer } from './answer-panel.ts';
import type { Markup } from './answers.ts';
import { act } from './forms.ts';
import type { Reader } from './gate.ts';
import type { ConsoleDeps } from './index.ts';
import { sayer } from './say.ts';
import { SECTIONS } from './sections.ts';

/** One page. */
export interface Page {
  /** The heading, in the reader's language; names of people in it are isolated by `<bdi>` in the body instead. */
  readonly title: string;
  /** The section whose entry in the menu is marked. */
  readonly section?: string;
  readonly body: Markup;
  /** Beneath the heading. */
  readonly lead?: string;
}

/** Answers with a whole page; what the bot answered last is shown on it, once. */
export async function answerConsole(
  c: Context,
  deps: ConsoleDeps,
  reader: Reader,
  page: Page,
): Promise<Response> {
  const say = sayer(deps, reader.locale);
  const answer = await takeAnswer(deps, reader);
  const here = c.req.path + new URL(c.req.url).search;
  const body = html`<a class="skip" href="#main">${say('skip')}</a>
<header class="top"><p class="brand"><a href="/console">${say('title')}</a></p>
<details class="menu"><summary>${say('menu')}</summary>
<nav aria-label="${say('menu')}"><ul>${SECTIONS.filter(({ action }) => can(reader.actor, action)).map(
    ({ name, path }) =>
      html`<li><a href="${path}"${name === page.section ? html` aria-current="page"` : ''}>${say(`section.${name}`)}</a></li>`,
  )}</ul></nav></details>
<div class="who"><a href="/console/me"><bdi>${reader.staff.name}</bdi></a> <span>${say(`common:role.${reader.staff.role}`)}</span></div></header>
<main id="main" tabindex="-1"><h1>${page.title}</h1>${page.lead ? html`<p class="lead">${page.lead}</p>` : ''}
${answer ? answerPanel(answer, { deps, reader, here }) : ''}
${page.body}</main>
<footer><details class="command"><summary>${say('command.title')}</summary>
${act(reader, { back: here, label: say('command.send'), field: { name: 'line', label: say('command.label'), placeholder: '/help' } })}
</details></footer>`;
  return answerDocument(c, { locale: reader.locale, title: `${page.title} · ${say('title')}`, body });
}

/** A whole document with the console's style and scripts. */
export function answerDocument(
  c: Context,
  { locale, title, body }: { readonly locale: string; readonly title: string; readonly body: Markup },
): Response | Promise<Response> {
  c.header('Content-Language', locale);
  c.header('Vary', 'Accept-Language, Cookie');
  return c.html(html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="htmx-config" content='{"includeIndicatorStyles":false,"allowEval":false,"selfRequestsOnly":true}'>
<title>${title}</title>
<link rel="stylesheet" href="/console/file/console.css">
<script src="/console/file/htmx.js" defer></script>
<script src="/console/file/sse.js" defer></script>
<script type="module" src="/console/file/console.js"></script>
</head>
<body>
${body}
</body>
</html>`);
}
