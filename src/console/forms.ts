/** Forms that do something: each sends what one would write or press in the chat, once however often it is sent. */
import { randomUUID } from 'node:crypto';
import { html } from 'hono/html';
import type { Markup } from './answers.ts';
import type { Reader } from './gate.ts';

/** One thing that can be done on a page. */
export interface Act {
  /** What would be written, such as `/claim 12`; the field's words come behind it. */
  readonly line?: string;
  /** What would be pressed. */
  readonly choice?: string;
  readonly label: string;
  /** The page that is shown afterwards. */
  readonly back: string;
  /** What has to be written besides; `line` is the whole of it where there is no other. */
  readonly field?: Field;
  /** Labelled controls of the caller's own; `words` comes behind the line. */
  readonly inner?: Markup;
  /** `danger` for what cannot be taken back. */
  readonly look?: 'primary' | 'danger' | 'quiet';
}

/** A field for words. */
export interface Field {
  readonly name: 'words' | 'line' | 'answer';
  readonly label: string;
  readonly placeholder?: string;
  /** Several lines. */
  readonly isLong?: boolean;
  /** Words that are sent as they stand unless they are changed. */
  readonly value?: string;
  readonly optional?: boolean;
}

/** What every form of a session carries: the word that is its own, and a key under which it is done once. */
export const hiddenParts = ({ csrf }: Pick<Reader, 'csrf'>): Markup =>
  html`<input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="key" value="${randomUUID()}">`;

/** A form for one act. */
export function act(
  reader: Pick<Reader, 'csrf'>,
  { line, choice, label, back, field, inner, look = 'quiet' }: Act,
): Markup {
  const hidden = (name: string, value: string | undefined): Markup | string =>
    value === undefined ? '' : html`<input type="hidden" name="${name}" value="${value}">`;
  return html`<form class="act${field || inner ? ' with-field' : ''}" method="post" action="/console/act">${hiddenParts(reader)}
${hidden('back', back)}${hidden('line', line)}${hidden('choice', choice)}${field ? fieldMarkup(field) : ''}
${inner ?? ''}<button class="button ${look}" type="submit">${label}</button></form>`;
}

function fieldMarkup({ name, label, placeholder = '', isLong, value = '', optional }: Field): Markup {
  const required = optional ? '' : html` required`;
  return html`<label><span>${label}</span>${
    isLong
      ? html`<textarea name="${name}" rows="3" maxlength="8000" dir="auto" placeholder="${placeholder}"${required}>${value}</textarea>`
      : html`<input name="${name}" maxlength="2000" dir="auto" autocomplete="off" placeholder="${placeholder}" value="${value}"${required}>`
  }</label>`;
}
