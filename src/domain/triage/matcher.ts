import { Atoms, type Match } from './atoms.ts';
import { type Entry, entriesOf } from './entries.ts';
import type { Language, Lexicon } from './lexicon.ts';
import { type Atom, parsePattern, type Step } from './pattern.ts';
import type { Script, Unit } from './units.ts';

/** One pattern found in a text: units `at` (in order, gaps left out), `misspelt` when a word was corrected. */
export type Hit = { entry: Entry; at: number[]; misspelt: boolean };

type Node = { next: Map<number, Node[]>; gaps: Node[]; ends: Entry[]; after?: Map<string, Node> };

/** Finds every pattern of every lexicon in a text, in one walk. */
export type Matcher = (units: readonly Unit[]) => Hit[];

/** How far a gap reaches, in units; alphabets that spell a syllable in several signs reach further. */
const SIGN_GAP = 12;
const GAPS: Partial<Record<Script, number>> = {
  latin: 3,
  cyrillic: 3,
  arabic: 3,
  number: 3,
  han: 6,
  kana: 6,
  lao: 8,
  burmese: 8,
};

const emptyNode = (): Node => ({ next: new Map(), gaps: [], ends: [] });

/** Threads steps onto the nodes; patterns that begin alike share nodes up to where alternatives meet again. */
function thread(
  from: readonly Node[],
  steps: readonly Step[],
  idsOf: (atom: Atom) => number[],
): readonly Node[] {
  let nodes = from;
  for (const step of steps) {
    if (step.kind === 'choice') {
      const start = nodes;
      nodes = [...new Set(step.branches.flatMap((branch) => thread(start, branch, idsOf)))];
      continue;
    }
    const ids = step.kind === 'atom' ? idsOf(step) : [];
    const only = nodes.length === 1 ? nodes[0] : undefined;
    const key = ids.join();
    const known = only?.after?.get(key);
    if (known !== undefined) {
      nodes = [known];
      continue;
    }
    const target = emptyNode();
    if (only !== undefined) {
      only.after ??= new Map();
      only.after.set(key, target);
    }
    for (const node of nodes) {
      if (step.kind === 'gap') node.gaps.push(target);
      for (const id of ids) {
        const targets = node.next.get(id);
        if (targets === undefined) node.next.set(id, [target]);
        else targets.push(target);
      }
    }
    nodes = [target];
  }
  return nodes;
}

/** Compiles the lexicons; a faulty pattern throws with its language and text. */
export function createMatcher(lexicons: readonly { language: Language; lexicon: Lexicon }[]): Matcher {
  const atoms = new Atoms();
  const root = emptyNode();
  for (const { language, lexicon } of lexicons) {
    for (const { pattern, entry } of entriesOf(language, lexicon)) {
      for (const node of thread([root], parsePattern(pattern), (atom) => atoms.idsOf(atom, language)))
        node.ends.push(entry);
    }
  }
  return (units) => {
    const unaccented = units.every(({ script, raw, form }) => script !== 'latin' || raw === form);
    return findAll(
      root,
      units.map((unit) => atoms.of(unit, unaccented)),
      units,
    );
  };
}

function findAll(root: Node, found: readonly (readonly Match[])[], units: readonly Unit[]): Hit[] {
  const hits: Hit[] = [];
  const path: number[] = [];
  const walk = (node: Node, at: number, misspelt: boolean): void => {
    for (const entry of node.ends) hits.push({ entry, at: [...path], misspelt });
    for (const gap of node.gaps) leap(gap, at, misspelt);
    const here = found[at];
    if (here === undefined || node.next.size === 0) return;
    for (const match of here) {
      for (const child of node.next.get(match.id) ?? []) {
        path.push(at);
        walk(child, at + 1, misspelt || match.misspelt);
        path.pop();
      }
    }
  };
  const leap = (node: Node, at: number, misspelt: boolean): void => {
    const widest = GAPS[units[at - 1]?.script ?? 'latin'] ?? SIGN_GAP;
    for (let skip = 0; skip <= widest; skip++) {
      if (skip > 0 && units[at + skip - 1]?.afterBreak) return;
      walk(node, at + skip, misspelt);
    }
  };
  for (let at = 0; at < units.length; at++) walk(root, at, false);
  return hits;
}
