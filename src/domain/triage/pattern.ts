import { normalise, type Script, unitsOf } from './units.ts';

/**
 * Pattern syntax of the lexicons, written in the language's own letters:
 *   `milk powder`      these words next to each other (in scripts without spaces, these signs)
 *   `diaper*`          words that begin so
 *   `(no|without) tea` alternatives; an empty one makes the group optional
 *   `can't ... breath*` a gap: up to 3 words, or 6 signs in scripts without spaces
 *   `!tã`              Vietnamese only: the accents must be written, the bare letters mean something else
 */
export type Step = ({ kind: 'atom' } & Atom) | { kind: 'gap' } | { kind: 'choice'; branches: Step[][] };

/** One unit a text must show: a word, the beginning of a word (`prefix`), or a sign. */
export type Atom = { form: string; raw: string; prefix: boolean; strict: boolean; script: Script };

const LIMIT = 500;
const LETTERS = '[\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Arabic}]';
const INSIDE_WORD = new RegExp(`${LETTERS}\\*?\\(|\\)${LETTERS}`, 'u');

/** Where the group that opens at `open` closes. */
function closeOf(pattern: string, open: number): number {
  let depth = 0;
  for (let at = open; at < pattern.length; at++) {
    if (pattern.charAt(at) === '(') depth++;
    if (pattern.charAt(at) === ')' && --depth === 0) return at;
  }
  throw new Error(`Unbalanced brackets in pattern "${pattern}".`);
}

/** Cuts at a separator, but not inside brackets. */
function splitOutside(text: string, separator: RegExp): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (depth > 0 || !separator.test(character)) continue;
    parts.push(text.slice(from, at));
    from = at + 1;
  }
  return [...parts, text.slice(from)];
}

/** The alternatives of a group; a star behind it belongs to each of them. */
function branchesOf(group: string, starred: boolean): string[] {
  const branches = splitOutside(group, /\|/u);
  return starred
    ? branches.map((branch) => (branch === '' || branch.endsWith('*') ? branch : `${branch}*`))
    : branches;
}

/** Writes out every alternative of a pattern; for groups that stand inside a word. */
function expand(pattern: string): string[] {
  const open = pattern.indexOf('(');
  if (open < 0) return [pattern];
  const close = closeOf(pattern, open);
  const starred = pattern.charAt(close + 1) === '*';
  const heads = branchesOf(pattern.slice(open + 1, close), starred).flatMap(expand);
  const tails = expand(pattern.slice(close + (starred ? 2 : 1)));
  if (heads.length * tails.length > LIMIT) throw new Error(`Too many alternatives in pattern "${pattern}".`);
  return heads.flatMap((head) => tails.map((tail) => pattern.slice(0, open) + head + tail));
}

function atomsOf(words: string): Step[] {
  return words
    .split(/\s+/u)
    .filter((word) => word !== '')
    .flatMap((word) => {
      const units = unitsOf(normalise(word.replace(/^!|\*$/gu, '')));
      return units.map(({ form, raw, script }, at) => ({
        kind: 'atom' as const,
        form,
        raw,
        script,
        strict: word.startsWith('!'),
        prefix: word.endsWith('*') && at === units.length - 1,
      }));
    });
}

function literal(text: string): Step[] {
  return text
    .split('...')
    .flatMap((piece, at) => (at === 0 ? atomsOf(piece) : [{ kind: 'gap' as const }, ...atomsOf(piece)]));
}

function parseRun(run: string): Step[] {
  const open = run.indexOf('(');
  if (open < 0) {
    if (run.includes(')')) throw new Error(`Unbalanced brackets in pattern "${run}".`);
    return literal(run);
  }
  if (INSIDE_WORD.test(outline(run))) return [{ kind: 'choice', branches: expand(run).map(literal) }];
  const close = closeOf(run, open);
  const starred = run.charAt(close + 1) === '*';
  const branches = branchesOf(run.slice(open + 1, close), starred).map(parseSequence);
  const rest = run.slice(close + (starred ? 2 : 1));
  return [...literal(run.slice(0, open)), { kind: 'choice', branches }, ...parseRun(rest)];
}

/** The run without what its groups say, to see whether a group touches a letter. */
function outline(run: string): string {
  let depth = 0;
  return [...run]
    .filter((character) => {
      if (character === ')') depth--;
      const outside = depth === 0;
      if (character === '(') depth++;
      return outside;
    })
    .join('');
}

function parseSequence(text: string): Step[] {
  return splitOutside(text, /\s/u).flatMap(parseRun);
}

/** Whether anything is left to look for: a pattern of punctuation would match everywhere. */
function demands(steps: readonly Step[]): boolean {
  return steps.some(
    (step) => step.kind === 'atom' || (step.kind === 'choice' && step.branches.every(demands)),
  );
}

/** A beginning of one letter would match a quarter of all words. */
function tooShort(steps: readonly Step[]): boolean {
  return steps.some((step) =>
    step.kind === 'choice'
      ? step.branches.some(tooShort)
      : step.kind === 'atom' && step.prefix && step.form.length < 2,
  );
}

/** Reads one pattern; throws when it is malformed or would match the empty text. */
export function parsePattern(pattern: string): Step[] {
  const steps = parseSequence(pattern);
  // A gap at the end asks for nothing and would find the same place once for every width.
  while (steps.at(-1)?.kind === 'gap') steps.pop();
  if (!demands(steps)) throw new Error(`Pattern "${pattern}" matches nothing or everything.`);
  if (tooShort(steps)) throw new Error(`Pattern "${pattern}" has a beginning of less than two letters.`);
  return steps;
}
