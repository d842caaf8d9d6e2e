import { normalise, type Script, unitsOf } from './units.ts';

/**
 * Pattern syntax of the lexicons, written in the language's own letters:
 *   `milk powder`      these words next to each other (in scripts without spaces, these signs)
 *   `diaper*`          words that begin so
 *   `(no|without) tea` alternatives; an empty one makes the group optional
 *   `can't ... breath*` a gap: up to 3 words, or 6 signs in scripts without spaces
 *   `!tã`              Vietnamese only: the accents must be written, the bare letters mean something else
 */
export type Step<Found> =
  | { kind: 'atom'; found: Found }
  | { kind: 'gap' }
  | { kind: 'choice'; branches: readonly (readonly Step<Found>[])[] };

/** One unit a text must show: a word, the beginning of a word (`prefix`), or a sign. */
export type Atom = { form: string; raw: string; prefix: boolean; strict: boolean; script: Script };

const LIMIT = 500;
/** Left out of texts before they are compared, or meant to be syntax that there is not. */
const MARK = /[$,，、;；:：。?？…«»\t\r\n]/u;
const LETTERS = '[\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Arabic}]';
const INSIDE_WORD = new RegExp(`${LETTERS}\\*?\\(|\\)${LETTERS}`, 'u');

/** Where the group that opens at `open` closes. */
function closeOf(pattern: string, open: number): number {
  let depth = 0;
  for (let at = open; at < pattern.length; at++) {
    if (pattern.charAt(at) === '(') depth++;
    if (pattern.charAt(at) === ')' && --depth === 0) return at;
  }
  throw new Error(`Unbalanced brackets in "${pattern}".`);
}

/** Cuts at a separator, but not inside brackets. */
function splitOutside(text: string, separator: ' ' | '|'): string[] {
  if (!text.includes('(')) return text.split(separator);
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (depth > 0 || character !== separator) continue;
    parts.push(text.slice(from, at));
    from = at + 1;
  }
  return [...parts, text.slice(from)];
}

/** The alternatives of a group; a star behind it belongs to each of them. */
function branchesOf(group: string, starred: boolean): string[] {
  const branches = splitOutside(group, '|');
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
  if (heads.length * tails.length > LIMIT) throw new Error(`Too many alternatives in "${pattern}".`);
  return heads.flatMap((head) => tails.map((tail) => pattern.slice(0, open) + head + tail));
}

function atomsOf(word: string): Atom[] {
  const strict = word.startsWith('!');
  const prefix = word.endsWith('*');
  const units = unitsOf(word.slice(strict ? 1 : 0, prefix ? -1 : undefined));
  const last = units.at(-1);
  // A beginning of one letter would match a quarter of all words.
  if (prefix && last && last.form.length < 2)
    throw new Error(`The beginning "${word}" has less than two letters.`);
  return units.map((unit) => {
    const { form, raw, script } = unit;
    return { form, raw, script, strict, prefix: prefix && unit === last };
  });
}

/** The run without what its groups say, to see whether a group touches a letter. */
function outline(run: string): string {
  let outside = '';
  let depth = 0;
  for (let at = 0; at < run.length; at++) {
    const character = run.charAt(at);
    if (character === ')') depth--;
    if (depth === 0) outside += character;
    if (character === '(') depth++;
  }
  return outside;
}

/** Whether anything is left to look for: a pattern of punctuation would match everywhere. */
function demands(steps: readonly Step<unknown>[]): boolean {
  return steps.some(
    (step) => step.kind === 'atom' || (step.kind === 'choice' && step.branches.every(demands)),
  );
}

/**
 * Makes a reader of one language's patterns, in which atoms are what `find` makes of them; it remembers the words it
 * has read, for most of them stand in many patterns. Reading throws when a pattern is malformed or would match the
 * empty text.
 */
export function createPatternReader<Found>(
  find: (atom: Atom) => Found,
): (pattern: string) => readonly Step<Found>[] {
  const met = new Map<string, readonly Step<Found>[]>();

  function stepsOf(word: string): readonly Step<Found>[] {
    const known = met.get(word);
    if (known !== undefined) return known;
    const steps = atomsOf(word).map((atom): Step<Found> => ({ kind: 'atom', found: find(atom) }));
    met.set(word, steps);
    return steps;
  }

  function literal(text: string): readonly Step<Found>[] {
    if (!text.includes(' ') && !text.includes('...')) return text === '' ? [] : stepsOf(text);
    const steps: Step<Found>[] = [];
    for (const [at, piece] of text.split('...').entries()) {
      if (at > 0) steps.push({ kind: 'gap' });
      for (const word of piece.split(' ')) if (word !== '') steps.push(...stepsOf(word));
    }
    return steps;
  }

  function readRun(run: string): readonly Step<Found>[] {
    const open = run.indexOf('(');
    if (open < 0) {
      if (run.includes(')')) throw new Error(`Unbalanced brackets in "${run}".`);
      return literal(run);
    }
    if (INSIDE_WORD.test(outline(run))) return [{ kind: 'choice', branches: expand(run).map(literal) }];
    const close = closeOf(run, open);
    const starred = run.charAt(close + 1) === '*';
    const branches = branchesOf(run.slice(open + 1, close), starred).map(readSequence);
    const rest = run.slice(close + (starred ? 2 : 1));
    return [...literal(run.slice(0, open)), { kind: 'choice', branches }, ...(rest ? readRun(rest) : [])];
  }

  function readSequence(text: string): readonly Step<Found>[] {
    return text.includes('(') ? splitOutside(text, ' ').flatMap(readRun) : readRun(text);
  }

  return (pattern) => {
    const mark = MARK.exec(pattern)?.[0];
    if (mark) throw new Error(`No text is compared with "${mark}".`);
    if (pattern.endsWith('...')) throw new Error('A gap at the end asks for nothing.');
    const steps = readSequence(normalise(pattern));
    if (!demands(steps)) throw new Error('It matches nothing or everything.');
    return steps;
  };
}
