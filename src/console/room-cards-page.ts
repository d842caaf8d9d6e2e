/** Room cards as a page: what would be made, and what was made, several to a sheet of A4. */
import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import { cardsAddress } from '../domain/onboarding/cards-address.ts';
import type { Wording } from '../domain/supplies/line-text.ts';
import { answerPage, type Markup } from './answers.ts';
import type { AskedCards } from './room-cards.ts';

/** One card. */
export interface Card {
  readonly name: string | null;
  readonly room: string | null;
  readonly code: string;
  readonly link: string | undefined;
  /** The last day the code holds. */
  readonly until: string;
  /** Where the code may be written. */
  readonly accounts: readonly string[];
  /** The reader's language, and one that somebody near them reads. */
  readonly locales: readonly string[];
  /** The link as a picture (SVG). */
  readonly qr: string | undefined;
}

const RIGHT_TO_LEFT = ['ar'];

/** How many cards there would be, and the button that makes them. */
export function cardsForm(
  c: Context,
  asked: AskedCards,
  { count, days }: { readonly count: number; readonly days: number },
  wording: Wording,
): Response | Promise<Response> {
  const say = sayer(wording);
  const body = html`
<header><h1>${titleOf(asked, wording)}</h1>${ways(asked, wording)}</header>
<main class="sheet">${
    asked.filter
      ? html`<p>${count > 0 ? say('page.lead', { count }) : say('page.nobody')}</p>
  ${count > 0 ? html`<p>${say('page.explain', { days })}</p>${makeForm(asked, undefined, say('page.make'))}` : ''}`
      : siteChoice(asked, wording)
  }</main>`;
  return answerPage(c, wording.locale, titleOf(asked, wording), body, ['cards.css']);
}

/** The cards, and the way to the next ones. */
export function cardsMade(
  c: Context,
  asked: AskedCards,
  { cards, next }: { readonly cards: readonly Card[]; readonly next: string | undefined },
  wording: Wording,
): Response | Promise<Response> {
  const say = sayer(wording);
  const isLinkless = cards.length > 0 && cards.every(({ qr }) => qr === undefined);
  const body = html`
<header><h1>${titleOf(asked, wording)}</h1>
<p class="as-of">${cards.length > 0 ? say('page.made', { count: cards.length }) : say('page.nobody')}</p>
${isLinkless ? html`<p class="as-of">${say('page.no-links')}</p>` : ''}
<nav><p class="files"><button type="button" class="button" id="print" hidden>${say('page.print')}</button>
${next ? makeForm(asked, next, say('page.next')) : ''}<a class="button" href="/desk">${say('page.to-desk')}</a></p></nav></header>
<main class="room-cards">${cards.map((card) => cardMarkup(card, asked.site?.name, wording))}</main>`;
  return answerPage(c, wording.locale, titleOf(asked, wording), body, ['cards.css']);
}

const sayer =
  ({ t, locale }: Wording) =>
  (key: string, params: Record<string, unknown> = {}): string =>
    t(locale, `staff-onboarding:${key}`, params);

const titleOf = ({ site, query }: AskedCards, wording: Wording): string =>
  [sayer(wording)('page.title'), site?.name, query.room].filter(Boolean).join(' · ');

function makeForm({ query, site }: AskedCards, after: string | undefined, label: string): Markup {
  const fields = { site: site?.name, room: query.room, lang: query.lang, after };
  const hidden = Object.entries(fields).flatMap(([name, value]) =>
    value ? [html`<input type="hidden" name="${name}" value="${value}">`] : [],
  );
  return html`<form method="post" action="/desk/cards">${hidden}<button type="submit" class="button">${label}</button></form>`;
}

function ways({ query, site, sites }: AskedCards, wording: Wording): Markup {
  const others = site ? sites.filter((one) => one !== site) : [];
  return html`<nav><p class="choices">${others.map((one) => siteLink(one.name, query.lang))}
<a href="/desk">${sayer(wording)('page.to-desk')}</a></p></nav>`;
}

const siteLink = (name: string, lang: string | undefined): Markup =>
  html`<a class="button" href="${cardsAddress({ site: name, lang })}"><bdi>${name}</bdi></a>`;

function siteChoice({ query, sites }: AskedCards, wording: Wording): Markup {
  const say = sayer(wording);
  return html`${query.site ? html`<p>${say('page.no-site')}</p>` : ''}
<h2>${say('page.sites')}</h2><ul>${sites.map(({ name }) => html`<li>${siteLink(name, query.lang)}</li>`)}</ul>`;
}

function cardMarkup(card: Card, site: string | undefined, wording: Wording): Markup {
  const { name, room, code, link, qr, locales } = card;
  return html`<section class="room-card">
<div class="card-place"><b><bdi>${room ?? sayer(wording)('page.no-room')}</bdi></b>${name ? html` <bdi>${name}</bdi>` : ''}${site ? html`<small><bdi>${site}</bdi></small>` : ''}</div>
${qr ? html`<div class="card-qr">${raw(qr)}</div>` : ''}
<div class="card-words">${locales.map((locale) => words(card, locale, wording))}</div>
<p class="card-code" dir="ltr">${code.split('-').map((group) => html`<span>${group}</span>`)}</p>
${link ? html`<p class="card-link" dir="ltr">${link}</p>` : ''}
</section>`;
}

/** In two writing directions the day stays in one piece. */
function words({ accounts, until, qr }: Card, locale: string, { t }: Wording): Markup {
  const dir = RIGHT_TO_LEFT.includes(locale) ? 'rtl' : 'ltr';
  const say = (key: string, params: Record<string, unknown> = {}): string =>
    t(locale, `onboarding:card.${key}`, params);
  return html`<div lang="${locale}" dir="${dir}"><p><b>${say('title')}</b></p>
${qr ? html`<p>${say('scan')}</p>` : ''}<p>${say('write', { accounts: accounts.join(', ') })}</p><p>${say('only', { date: `\u2066${until}\u2069` })}</p></div>`;
}
