import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { WebContext } from './context.ts';
import { qrSvg } from './desk.ts';
import { icon, mark } from './icons.ts';
import { LANGUAGES, pageLanguage } from './language.ts';
import { answerPage, type Markup, type PageTexts } from './page-layout.ts';

/** The address that people reach this server by: the configured one, else the one they used just now. */
export const ownAddress = (c: Context, web: WebContext): string =>
  (web.publicUrl ?? new URL(c.req.url).origin).replace(/\/+$/, '');

/** The name in `?site=` to print on the poster, as far as it is one. */
const siteOf = (c: Context): string | undefined => {
  const site = c.req.query('site')?.trim();
  return site && site.length <= 64 ? site : undefined;
};

/** GET /qr, a page to print and hang on hotel doors, and GET /qr.svg, its code alone. */
export function qrRoutes(routes: Hono, web: WebContext): void {
  routes.get('/qr.svg', async (c) => {
    return c.body(await qrSvg(`${ownAddress(c, web)}/`), 200, {
      'Content-Type': 'image/svg+xml',
      'Cache-Control': 'no-cache',
    });
  });
  routes.get('/qr', (c) => {
    const language = pageLanguage(c, web.defaultLocale);
    const page: PageTexts = { language, texts: web.texts(language.code) };
    const site = siteOf(c);
    return answerPage(c, web, {
      ...page,
      title: page.texts.qr_open ?? '',
      styles: ['colours.css', 'base.css', 'qr.css'],
      script: 'qr.js',
      bodyClass: 'qr-page',
      body: poster(page, web, ownAddress(c, web), site),
    });
  });
}

const poster = (page: PageTexts, web: WebContext, address: string, site: string | undefined): Markup => html`
<main class="poster">
  <div class="poster-brand">${mark}<span>${page.texts.app_name}</span>${site ? html`<bdi>${site}</bdi>` : ''}</div>
  <img class="poster-code" src="/qr.svg" alt="${address}" width="320" height="320">
  <p class="poster-address" dir="ltr">${address.replace(/^https?:\/\//, '')}</p>
  <ul class="poster-words">${LANGUAGES.map(
    ({ code, dir }) => html`<li lang="${code}" dir="${dir}">${web.texts(code).qr_line}</li>`,
  )}</ul>
  <button type="button" class="primary no-print" id="print">${icon('qr')}<span>${page.texts.qr_print}</span></button>
</main>`;
