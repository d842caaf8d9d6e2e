/** The ways on from a pick list: paper, tables, other floors, sites and languages. None of it is printed. */
import { html } from 'hono/html';
import { STAFF_LOCALES } from '../domain/locale.ts';
import type { Wording } from '../domain/supplies/line-text.ts';
import { PICK_PAGE, type PickQuery, pickAddress } from '../domain/supplies/pick-address.ts';
import { isFloor } from '../domain/supplies/pick-list.ts';
import type { Markup } from './answers.ts';
import type { Asked } from './read-pick-list.ts';

/** What each language calls itself. */
const LANGUAGE_NAMES: Record<(typeof STAFF_LOCALES)[number], string> = {
  en: 'English',
  'zh-CN': '简体中文',
  'zh-TW': '繁體中文',
};

/** The navigation of the page. */
export function pickWays(asked: Asked, wording: Wording): Markup {
  const { t, locale } = wording;
  return html`<nav>
  <p class="languages"><a href="/desk">${t(locale, 'staff-supplies:page.to-desk')}</a>${languages(asked, locale)}</p>
  ${siteLinks(asked)}
  ${floorLinks(asked, wording)}
  ${asked.list?.floors.length ? files(asked, wording) : ''}
</nav>`;
}

const link = (query: PickQuery, label: string, isHere: boolean): Markup =>
  html`<a href="${pickAddress(PICK_PAGE, query)}" aria-current="${isHere ? 'page' : 'false'}"><bdi>${label}</bdi></a>`;

const languages = ({ query }: Asked, here: string): Markup[] =>
  STAFF_LOCALES.map(
    (lang) =>
      html`<a href="${pickAddress(PICK_PAGE, { ...query, lang })}" lang="${lang}" hreflang="${lang}" aria-current="${lang === here ? 'true' : 'false'}">${LANGUAGE_NAMES[lang]}</a>`,
  );

function siteLinks({ sites, site, query }: Asked): Markup | string {
  if (!site || sites.length < 2) return '';
  const { lang } = query;
  return html`<p class="choices">${sites.map((one) => link({ site: one.name, lang }, one.name, one === site))}</p>`;
}

function floorLinks({ list, site, query }: Asked, { t, locale }: Wording): Markup | string {
  const floors = list?.allFloors.filter((floor) => floor !== null) ?? [];
  if (floors.length === 0) return '';
  const here: PickQuery = { site: site?.name, lang: query.lang };
  const all = link(here, t(locale, 'staff-supplies:pick.all'), !query.floor);
  const single = floors.map((floor) => {
    const label = t(locale, 'staff-supplies:pick.floor', { floor });
    return link({ ...here, floor }, label, query.floor !== undefined && isFloor(floor, query.floor));
  });
  return html`<p class="choices">${[all, ...single]}</p>`;
}

function files({ query, site }: Asked, { t, locale }: Wording): Markup {
  const table = (name: string): string =>
    pickAddress(`${PICK_PAGE}${name}.csv`, { ...query, site: site?.name });
  return html`<p class="files"><button type="button" class="button" id="print" hidden>${t(locale, 'staff-supplies:page.print')}</button>
  <a class="button" href="${table('')}">${t(locale, 'staff-supplies:page.csv')}</a>
  <a class="button" href="${table('-totals')}">${t(locale, 'staff-supplies:page.csv-totals')}</a></p>`;
}
