/** Reads a form that somebody wrote as JSON, and says in which line what is wrong with it. */
import { findNodeAtLocation, type Node, type ParseError, parseTree } from 'jsonc-parser';
import type { z } from 'zod';
import type { Contradiction } from './contradictions.ts';
import { type Form, formSchema } from './form.ts';

/** What is wrong in a line, counted from 1; `kind` is a key of `staff-form:problem.*`. */
export interface FormProblem {
  readonly line: number;
  /** The field, such as `pets.when[0]`; empty for the whole file. */
  readonly field: string;
  readonly kind: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** The form, or everything that is wrong with it. */
export type ReadForm = { readonly form: Form } | { readonly problems: readonly FormProblem[] };

type Path = readonly (string | number)[];

/** Reads the text of a file; `rules` says what else is wrong with a form that contradicts itself nowhere. */
export function readForm(text: string, rules: (form: Form) => readonly Contradiction[]): ReadForm {
  const json = text.replace(/^\uFEFF/, '');
  const tree = treeOf(json);
  if ('problems' in tree) return tree;
  const value: unknown = JSON.parse(json);
  const at = ({ path, kind, params }: Contradiction): FormProblem => ({
    line: lineOf(json, nodeAt(tree.root, path).offset),
    field: fieldOf(value, path),
    kind,
    params,
  });
  const twice = keysTwice(tree.root).map((node): FormProblem => {
    const key = String(node.value);
    return { line: lineOf(json, node.offset), field: key, kind: 'key-twice', params: { field: key } };
  });
  if (twice.length > 0) return { problems: twice };
  const read = formSchema.safeParse(value);
  if (!read.success) return { problems: read.error.issues.flatMap(contradictionOf).map(at) };
  const problems = rules(read.data).map(at);
  return problems.length > 0 ? { problems } : { form: read.data };
}

function treeOf(json: string): { readonly root: Node } | { readonly problems: readonly FormProblem[] } {
  const errors: ParseError[] = [];
  let root: Node | undefined;
  try {
    root = parseTree(json, errors, { disallowComments: true });
  } catch (error) {
    // Brackets within brackets without end.
    if (!(error instanceof RangeError)) throw error;
  }
  const [first] = errors;
  if (root && !first) return { root };
  const offset = Math.min(first?.offset ?? 0, json.length);
  const line = lineOf(json, offset);
  const column = offset - json.lastIndexOf('\n', offset - 1);
  const words = json.split('\n')[line - 1]?.trim().slice(0, 60) ?? '';
  return { problems: [{ line, field: '', kind: 'json', params: { column, words } }] };
}

const lineOf = (json: string, offset: number): number => json.slice(0, offset).split('\n').length;

/** What stands there, or what it should stand in. */
function nodeAt(root: Node, path: Path): Node {
  const found = findNodeAtLocation(root, [...path]);
  return found ?? (path.length > 0 ? nodeAt(root, path.slice(0, -1)) : root);
}

function keysTwice({ type, children = [] }: Node): Node[] {
  const below = children.flatMap(keysTwice);
  if (type !== 'object') return below;
  const keys = children.flatMap(({ children: pair }) => (pair?.[0] ? [pair[0]] : []));
  return [...keys.filter((key, at) => keys.findIndex(({ value }) => value === key.value) < at), ...below];
}

/** A question is named by its id, where it has one. */
function fieldOf(value: unknown, path: Path): string {
  const [first, index, ...rest] = path;
  const questions = (value as { questions?: { id?: unknown }[] } | null)?.questions;
  const id = first === 'questions' && typeof index === 'number' ? questions?.[index]?.id : undefined;
  const parts = typeof id === 'string' ? [id, ...rest] : path;
  return parts
    .map((part, at) => (typeof part === 'number' ? `[${part}]` : `${at > 0 ? '.' : ''}${part}`))
    .join('');
}

/** What the schema found, in words of ours. */
function contradictionOf(issue: z.core.$ZodIssue): Contradiction[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  const field = String(path.at(-1) ?? '');
  const found = (kind: string, params: Contradiction['params'] = {}, where = path): Contradiction[] => [
    { path: where, kind, params: { field, ...params } },
  ];
  switch (issue.code) {
    case 'custom': {
      const { kind, ...params } = issue.params as { kind: string } & Contradiction['params'];
      return [{ path, kind, params }];
    }
    case 'unrecognized_keys':
      return issue.keys.flatMap((key) => found('unknown-field', { field: key }, [...path, key]));
    case 'invalid_value':
      return found('value', { values: issue.values.map(String).join(', ') });
    case 'invalid_format':
    case 'invalid_key':
      return found('word');
    case 'too_small':
      return found('too-small', { least: Number(issue.minimum) });
    case 'too_big':
      return found('too-big', { most: Number(issue.maximum) });
    case 'invalid_type':
      return issue.input === undefined && issue.message.endsWith('undefined')
        ? found('missing')
        : found('type', { expected: issue.expected });
    default:
      return found('type', { expected: '?' });
  }
}
