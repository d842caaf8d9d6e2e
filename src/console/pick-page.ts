/** The pick list as a page to print: each floor on sheets of its own, and what is needed in all. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import { pickAddress } from '../domain/supplies/pick-address.ts';
import { answerPage, type Markup } from './answers.ts';
import type { ConsoleDeps } from './index.ts';
import { localeOf } from './language.ts';
import { pickTables } from './pick-tables.ts';
import { pickWays } from './pick-ways.ts';
import { type Asked, readPickList } from './read-pick-list.ts';
import { readerOf } from './reader.ts';

/** GET /desk/pick. */
export async function pickPage(c: Context, deps: ConsoleDeps): Promise<Response> {
  const reader = await readerOf(c, deps, 'item.pick');
  const asked = await readPickList(c, deps);
  const { t } = deps;
  const locale = localeOf(c, deps, reader);
  const { site, query, list } = asked;
  const name = t(locale, 'staff-supplies:page.title');
  const place = [name, site?.name].filter((part) => part !== undefined);
  const zone = site?.timeZone ?? deps.zone;
  const now = deps.clock
    .now()
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });
  const asOf = t(locale, 'staff-supplies:page.as-of', { time: now.replace('T', ' ') });
  const wording = { t, locale };
  if (!list && query.site) c.status(404);
  const floor = query.floor ? [t(locale, 'staff-supplies:pick.floor', { floor: query.floor })] : [];
  const title = [...place, ...floor].join(' · ');
  const body = html`
<header>
  <h1>${title}</h1>
  ${list ? html`<p class="as-of">${asOf}</p>` : ''}
  ${pickWays(asked, wording)}
</header>
<main>${list ? pickTables(list, { ...wording, place: place.join(' · '), asOf }) : siteChoice(asked, wording)}</main>`;
  return answerPage(c, locale, title, body);
}

function siteChoice({ sites, query }: Asked, { t, locale }: Pick<ConsoleDeps, 't' | 'locale'>): Markup {
  const links = sites.map(
    ({ name }) =>
      html`<li><a class="button" href="${pickAddress('', { ...query, site: name, floor: undefined })}"><bdi>${name}</bdi></a></li>`,
  );
  return html`<section class="sheet">
  ${query.site ? html`<p>${t(locale, 'staff-supplies:page.no-site')}</p>` : ''}
  <h2>${t(locale, 'staff-supplies:page.sites')}</h2><ul>${links}</ul></section>`;
}
