import type { Context } from 'hono';
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { WebContext } from './context.ts';
import { sprite } from './icons.ts';
import { LANGUAGES, type Language } from './language.ts';
import type { WebLimits } from './options.ts';

/** A piece of a page. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

/** A page's language and words. */
export interface PageTexts {
  readonly language: Language;
  readonly texts: Record<string, string>;
}

/** What a whole page is made of; `boot` reaches the script as the body's data, so nothing runs inline. */
export interface PageParts extends PageTexts {
  readonly title: string;
  readonly styles: readonly string[];
  readonly script?: string;
  readonly boot?: Record<string, unknown>;
  readonly bodyClass: string;
  readonly body: Markup;
}

/** What every page's script is told at the start. */
export const bootOf = ({ language, texts }: PageTexts, web: WebContext): Record<string, unknown> => ({
  locale: language.code,
  dir: language.dir,
  version: web.assets.version,
  limits: pageLimits(web.limits),
  texts,
});

const pageLimits = ({ text, uploadBytes, files }: WebLimits) => ({ text, uploadBytes, files });

/** Answers with a whole page; never cached, since it belongs to one visitor. */
export function answerPage(c: Context, web: WebContext, page: PageParts): Response | Promise<Response> {
  c.header('Cache-Control', 'no-store');
  c.header('Content-Language', page.language.code);
  c.header('Vary', 'Accept-Language, Cookie');
  const { assets } = web;
  return c.html(html`<!doctype html>
<html lang="${page.language.code}" dir="${page.language.dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#eef4f2">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#0e1615">
<meta name="robots" content="noindex">
<title>${page.title}</title>
<link rel="icon" href="${assets.url('icon.svg')}" type="image/svg+xml">
<link rel="apple-touch-icon" href="${assets.url('icon-192.png')}">
<link rel="manifest" href="/manifest.webmanifest">
${page.styles.map((name) => html`<link rel="stylesheet" href="${assets.url(name)}">`)}
${page.script ? html`<script type="module" src="${assets.url(page.script)}"></script>` : ''}
</head>
<body class="${page.bodyClass}" data-boot="${JSON.stringify(page.boot ?? {})}">
${sprite}
${page.body}
</body>
</html>`);
}

/** The menu of languages, each named in itself. */
export const languageMenu = ({ language, texts }: PageTexts): Markup => html`
<label class="language"><span class="visually-hidden">${texts.language}</span>
<svg class="ic" aria-hidden="true" focusable="false"><use href="#i-globe"></use></svg>
<select id="language">${LANGUAGES.map(
  ({ code, name }) =>
    html`<option value="${code}" lang="${code}" ${code === language.code ? 'selected' : ''}>${name}</option>`,
)}</select></label>`;
