/**
 * Sections made of panels: what a command of the chat shows, and forms that write such commands. A section is data; what
 * is shown and done is the features' own.
 */
import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { type Action, can } from '../domain/actor.ts';
import { perform } from './acting.ts';
import { lookPane } from './answer-panel.ts';
import { type Markup, Refusal } from './answers.ts';
import { hiddenParts } from './forms.ts';
import { answerConsole } from './frame.ts';
import { type Form, gate, gateForm, type Reader } from './gate.ts';
import type { ConsoleDeps } from './index.ts';
import { type Say, sayer } from './say.ts';
import type { Section } from './sections.ts';
import { type Option, selectField } from './select-field.ts';

/** A section; its texts are `staff-console:<name>.…`. */
export interface PanelSection extends Section {
  readonly panels: readonly Panel[];
}

/** One heading of a section: `<section>.<panel>`. */
export interface Panel {
  readonly name: string;
  /** Whoever may not do this does not see it. */
  readonly action?: Action;
  /** The command whose answer is shown, such as `/route`. */
  readonly look?: string;
  /** What stands beneath that besides. */
  readonly below?: (deps: ConsoleDeps, reader: Reader) => Promise<Markup>;
  /** A file to be fetched; its label is `<section>.file.<panel>`. */
  readonly file?: { readonly path: string; readonly action: Action };
  readonly forms?: readonly PanelForm[];
}

/** One form; its button is `<section>.do.<form>`. */
export interface PanelForm {
  readonly name: string;
  readonly action?: Action;
  readonly fields: readonly PanelField[];
  /** The command that the filled-in fields make. */
  compose(values: Values): string;
}

/** One field, labelled `<section>.field.<field>`; its example, where it has one, is `<section>.example.<field>`. */
export interface PanelField {
  readonly name: string;
  readonly kind?: 'text' | 'long' | 'date' | 'time' | 'number' | 'file';
  readonly isOptional?: boolean;
  readonly hasExample?: boolean;
  /** Known words to choose from; a choice may be left out where the field may. */
  options?(deps: ConsoleDeps, say: Say): Promise<readonly Option[]> | readonly Option[];
}

/** What was filled in: words by field, empty where nothing was. */
export type Values = (name: string) => string;

/** `"words"` as a command takes them in one piece; quotes inside them cannot be written and become apostrophes. */
export const quoted = (words: string): string => `"${words.replaceAll('"', "'")}"`;

/** `name="words"`, or nothing where the field is empty. */
export const named = (name: string, words: string): string => (words ? `${name}=${quoted(words)}` : '');

/** The parts that are not empty, as one line. */
export const lineOf = (...parts: readonly string[]): string => parts.filter(Boolean).join(' ');

/** Adds a section's page, and a path for each of its forms. */
export function panelPages(routes: Hono, deps: ConsoleDeps, section: PanelSection): void {
  routes.get(section.path, (c) => showSection(c, deps, section));
  panelForms(routes, deps, section);
}

/** Adds the paths of a section's forms; its page is the caller's own. */
export function panelForms(routes: Hono, deps: ConsoleDeps, section: PanelSection): void {
  for (const panel of section.panels) {
    for (const form of panel.forms ?? [])
      routes.post(addressOf(section, form), (c) => send(c, deps, section, panel, form));
  }
}

const addressOf = ({ path }: PanelSection, { name }: PanelForm): string => `${path}/${name}`;

async function showSection(c: Context, deps: ConsoleDeps, section: PanelSection): Promise<Response> {
  const reader = await gate(c, deps, section.action);
  const say = sayer(deps, reader.locale);
  const body = await panelsMarkup(deps, reader, section);
  return answerConsole(c, deps, reader, {
    title: say(`section.${section.name}`),
    section: section.name,
    body,
  });
}

/** The panels that the reader may see. */
export async function panelsMarkup(
  deps: ConsoleDeps,
  reader: Reader,
  section: PanelSection,
): Promise<Markup> {
  const say = sayer(deps, reader.locale);
  const panels = section.panels.filter(({ action }) => !action || can(reader.actor, action));
  const parts: Markup[] = [];
  for (const panel of panels) parts.push(await panelMarkup(panel, section, { deps, reader, say }));
  return html`${parts}`;
}

interface Around {
  readonly deps: ConsoleDeps;
  readonly reader: Reader;
  readonly say: Say;
}

async function panelMarkup(panel: Panel, section: PanelSection, around: Around): Promise<Markup> {
  const { deps, reader, say } = around;
  const shown = panel.look ? await lookPane(deps, reader, { line: panel.look, here: section.path }) : '';
  const below = panel.below ? await panel.below(deps, reader) : '';
  const forms = (panel.forms ?? []).filter(({ action }) => !action || can(reader.actor, action));
  const made: Markup[] = [];
  for (const form of forms) made.push(await formMarkup(form, section, around));
  const file =
    panel.file && can(reader.actor, panel.file.action)
      ? html`<p class="acts"><a class="button" href="${panel.file.path}" download>${say(`${section.name}.file.${panel.name}`)}</a></p>`
      : '';
  return html`<section class="panel"><h2>${say(`${section.name}.${panel.name}`)}</h2>${shown}${below}${file}${made}</section>`;
}

async function formMarkup(form: PanelForm, section: PanelSection, around: Around): Promise<Markup> {
  const { reader, say } = around;
  const fields: Markup[] = [];
  for (const field of form.fields) fields.push(await fieldMarkup(field, section, around));
  const title = say(`${section.name}.do.${form.name}`);
  if (fields.length === 0)
    return html`<form class="form" method="post" action="${addressOf(section, form)}">${hiddenParts(reader)}
<button type="submit" class="button">${title}</button></form>`;
  const hasFile = form.fields.some(({ kind }) => kind === 'file');
  return html`<details class="form"><summary>${title}</summary>
<form class="fields" method="post" action="${addressOf(section, form)}"${hasFile ? html` enctype="multipart/form-data"` : ''}>${hiddenParts(reader)}
${fields}<button type="submit" class="button primary">${title}</button></form></details>`;
}

async function fieldMarkup(
  field: PanelField,
  { name: section }: PanelSection,
  { deps, say }: Around,
): Promise<Markup> {
  const label = say(`${section}.field.${field.name}`);
  if (field.options) {
    const all = field.isOptional ? { all: say('field.none') } : {};
    return selectField(field.name, label, await field.options(deps, say), all);
  }
  const required = field.isOptional ? '' : html` required`;
  const placeholder = field.hasExample ? say(`${section}.example.${field.name}`) : '';
  const { kind = 'text', name } = field;
  if (kind === 'long')
    return html`<label class="whole"><span>${label}</span><textarea name="${name}" rows="5" maxlength="8000" dir="auto" placeholder="${placeholder}"${required}></textarea></label>`;
  return html`<label><span>${label}</span><input name="${name}" type="${kind}" maxlength="500" dir="auto" autocomplete="off" placeholder="${placeholder}"${required}></label>`;
}

async function send(
  c: Context,
  deps: ConsoleDeps,
  section: PanelSection,
  panel: Panel,
  form: PanelForm,
): Promise<Response> {
  const { reader, form: sent } = await gateForm(c, deps, form.action ?? panel.action ?? section.action);
  const missing = form.fields.find((field) => !field.isOptional && isEmpty(sent, field));
  if (missing) throw new Refusal(400, 'staff-console:field.missing');
  const line = form.compose((name) => oneLine(sent, form, name));
  await perform(deps, reader, sent, { text: line });
  return c.redirect(section.path, 303);
}

const isEmpty = (sent: Form, { name, kind }: PanelField): boolean =>
  kind === 'file' ? sent.file(name) === undefined : sent.text(name) === '';

/** Only long fields have lines. */
function oneLine(sent: Form, { fields }: PanelForm, name: string): string {
  const text = sent.text(name);
  const isLong = fields.some((field) => field.name === name && field.kind === 'long');
  return isLong ? text : text.replaceAll(/\s+/g, ' ');
}
