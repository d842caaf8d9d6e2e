/** The way through a list of several pages. */
import { html } from 'hono/html';
import type { Markup } from './answers.ts';
import type { Say } from './say.ts';

/** Links to the page before and the next one; nothing where there is one page only. Pages count from 0. */
export function pager(
  { page, pages }: { readonly page: number; readonly pages: number },
  address: (page: number) => string,
  say: Say,
): Markup | string {
  if (pages < 2) return '';
  const link = (to: number, label: string): Markup | string =>
    to < 0 || to >= pages ? '' : html`<a class="button" href="${address(to)}">${label}</a>`;
  return html`<nav class="pager" aria-label="${say('pager.title')}">${link(page - 1, say('pager.before'))}
<span>${say('pager.at', { page: page + 1, pages })}</span>${link(page + 1, say('pager.after'))}</nav>`;
}

/** The page of an address, from 0. */
export const pageOf = (value: string | undefined): number =>
  Math.max(0, Math.min(10_000, Number.parseInt(value ?? '', 10) || 0));
