/** The OpenAPI document as a page: drawn here, so that it needs no script and nothing from elsewhere. */
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { PROBLEMS } from './problem.ts';

type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

/** As much of a JSON schema as is drawn. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly default?: unknown;
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
}

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

/** The document, as far as it is drawn. */
export interface Drawn {
  readonly info: { readonly title: string; readonly description?: string };
  readonly paths?: Readonly<Record<string, object>>;
  readonly webhooks?: Readonly<Record<string, object>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, object>> };
}

/** The whole page. */
export function drawDocs(document: object): Markup {
  const { info, paths = {}, webhooks = {}, components = {} } = document as Drawn;
  const operations = listOperations(paths);
  const byTag = Map.groupBy(operations, ({ operation }) => operation.tags?.[0] ?? '');
  const schemas = Object.entries((components.schemas ?? {}) as Record<string, Schema>);
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${info.title} API</title><link rel="stylesheet" href="/api/v1/docs.css"></head>
<body><a class="skip" href="#main">To the content</a>
<header><h1>${info.title} API</h1><p>${info.description ?? ''}</p><p><a href="/api/v1/openapi.json">OpenAPI 3.1 document</a></p></header>
<div class="columns"><nav aria-label="Operations">${[...byTag].map(
    ([tag, own]) =>
      html`<h2>${tag}</h2><ul>${own.map(({ id, operation }) => html`<li><a href="#${id}">${operation.summary ?? id}</a></li>`)}</ul>`,
  )}<h2>More</h2><ul><li><a href="#messages">Webhook messages</a></li><li><a href="#schemas">Schemas</a></li><li><a href="#problems">Problems</a></li></ul></nav>
<main id="main">${[...byTag].map(([tag, own]) => html`<section><h2>${tag}</h2>${own.map(drawOperation)}</section>`)}
<section id="messages"><h2>Webhook messages</h2>${listOperations(webhooks, 'webhook').map(drawOperation)}</section>
<section id="schemas"><h2>Schemas</h2>${schemas.map(([name, schema]) => html`<article id="schema-${name}"><h3>${name}</h3>${drawProperties(schema)}</article>`)}</section>
<section id="problems"><h2>Problems</h2><p>Refusals are problem details (RFC 9457). Go by <code>code</code>; a refusal of the desk (409) has a code of its own, such as <code>taken</code>.</p>
<div class="scroll"><table><thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Meaning</th></tr></thead><tbody>${Object.entries(
    PROBLEMS,
  ).map(
    ([kind, [status, title]]) =>
      html`<tr id="problem-${kind}"><td><code>${kind}</code></td><td>${status}</td><td>${title}</td></tr>`,
  )}</tbody></table></div></section></main></div></body></html>`;
}

interface Listed {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

function listOperations(paths: Readonly<Record<string, object>>, prefix = ''): Listed[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({
      id: `${prefix}${method}${path.replace('/api/v1', '').replaceAll(/[^\w]+/g, '-')}`,
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );
}

function drawOperation({ id, method, path, operation }: Listed): Markup {
  const scopes = operation.security?.flatMap((one) => Object.values(one).flat()) ?? [];
  const { parameters = [], requestBody, responses } = operation;
  return html`<article id="${id}"><h3>${operation.summary ?? id}</h3>
<p class="line"><span class="method ${method.toLowerCase()}">${method}</span> <code>${path}</code>${scopes.map((scope) => html` <span class="scope">${scope}</span>`)}</p>
<p>${operation.description ?? ''}</p>
${parameters.length === 0 ? '' : drawParameters(parameters)}
${requestBody ? html`<h4>Body</h4><ul>${drawContent(requestBody.content)}</ul>` : ''}
<h4>Answers</h4><ul class="answers">${Object.entries(responses).map(
    ([status, answer]) =>
      html`<li><code>${status}</code> ${answer.description}${Number(status) < 300 ? html`<ul>${drawContent(answer.content ?? {})}</ul>` : ''}</li>`,
  )}</ul></article>`;
}

function drawParameters(parameters: readonly Parameter[]): Markup {
  return html`<h4>Parameters</h4><div class="scroll"><table><thead><tr><th scope="col">Name</th><th scope="col">In</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead><tbody>${parameters.map(
    (one) =>
      html`<tr><td><code>${one.name}</code>${one.required ? ' (needed)' : ''}</td><td>${one.in}</td><td>${typeOf(one.schema ?? {})}</td><td>${one.description ?? one.schema?.description ?? ''}</td></tr>`,
  )}</tbody></table></div>`;
}

const drawContent = (content: Content): Markup[] =>
  Object.entries(content).map(
    ([type, { schema = {} }]) =>
      html`<li><code>${type}</code>: ${typeOf(schema)}${schema.properties ? drawProperties(schema) : ''}</li>`,
  );

function drawProperties(schema: Schema): Markup {
  const properties = Object.entries(schema.properties ?? {});
  const text = schema.description ? html`<p>${schema.description}</p>` : '';
  if (properties.length === 0) return html`${text}<p>${typeOf(schema)}</p>`;
  return html`${text}<div class="scroll"><table><thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead><tbody>${properties.map(
    ([name, one]) =>
      html`<tr><td><code>${name}</code>${schema.required?.includes(name) ? '' : ' (may be missing)'}</td><td>${typeOf(one)}</td><td>${one.description ?? ''}</td></tr>`,
  )}</tbody></table></div>`;
}

/** A type in a few words. */
function typeOf(schema: Schema): Markup | string {
  const name = schema.$ref?.split('/').at(-1);
  if (name) return html`<a href="#schema-${name}">${name}</a>`;
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return html`${options.map((one, at) => html`${at > 0 ? ' or ' : ''}${typeOf(one)}`)}`;
  if (schema.enum)
    return html`${schema.enum.map((one, at) => html`${at > 0 ? ', ' : ''}<code>${String(one)}</code>`)}`;
  if (schema.items) return html`list of ${typeOf(schema.items)}`;
  const types = [schema.type ?? 'anything'].flat().join(' or ');
  const limits = [
    schema.format,
    schema.minimum !== undefined || schema.maximum !== undefined
      ? `${schema.minimum ?? ''}–${schema.maximum ?? ''}`
      : undefined,
    schema.maxLength === undefined ? undefined : `at most ${schema.maxLength} letters`,
    schema.default === undefined ? undefined : `else ${String(schema.default)}`,
  ].filter((one) => one !== undefined);
  return limits.length > 0 ? `${types} (${limits.join(', ')})` : types;
}
