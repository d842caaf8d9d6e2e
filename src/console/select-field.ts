/** A choice among known words, in a form. */
import { html } from 'hono/html';
import type { Markup } from './answers.ts';

/** Value and label. */
export type Option = readonly [value: string, label: string];

/** A labelled select; `all` is the label of choosing none, left out where one must be chosen. */
export function selectField(
  name: string,
  label: string,
  options: readonly Option[],
  { chosen, all }: { readonly chosen?: string | undefined; readonly all?: string } = {},
): Markup {
  return html`<label><span>${label}</span><select name="${name}">${all === undefined ? '' : html`<option value="">${all}</option>`}${options.map(
    ([value, text]) =>
      html`<option value="${value}"${value === chosen ? html` selected` : ''}>${text}</option>`,
  )}</select></label>`;
}
