import { type AtomIds, Atoms, type Match } from './atoms.ts';
import { type Entry, entriesOf } from './entries.ts';
import type { Language, Lexicon } from './lexicon.ts';
import { NumberLists } from './number-lists.ts';
import { createPatternReader, type Step } from './pattern.ts';
import type { Script, Unit } from './units.ts';

/** One pattern found in a text: units `at` (in order, gaps left out), `misspelt` when a word was corrected. */
export type Hit = { entry: Entry; at: number[]; misspelt: boolean };

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

/** What leads on where a gap stands in place of atoms. */
const GAP = 0;

/** All patterns as one graph: nodes are numbers, and atoms and gaps lead from one to the next. */
class Graph {
  static readonly root = 0;
  /** By node and atom: the nodes behind it. */
  readonly edges = new NumberLists(19);
  readonly gaps: (number[] | undefined)[] = [undefined];
  readonly ends: (Entry[] | undefined)[] = [undefined];
  /** By node: whether atoms lead on from it; from most they do not. */
  readonly leads: boolean[] = [false];
  /** By node: the list of atoms that leads to it, if it does so from one node only; patterns going on alike share it. */
  private readonly origins: (number | undefined)[] = [undefined];

  /** Threads steps from the nodes on; patterns that begin alike share nodes up to where alternatives meet again. */
  thread(from: readonly number[], steps: readonly Step<AtomIds>[]): readonly number[] {
    let nodes = from;
    for (const step of steps) {
      if (step.kind === 'choice') {
        const met = new Set<number>();
        for (const branch of step.branches) for (const node of this.thread(nodes, branch)) met.add(node);
        nodes = [...met];
      } else nodes = [this.lead(nodes, step.kind === 'atom' ? step.found : undefined)];
    }
    return nodes;
  }

  /** The node to which atoms, or a gap, lead from all of these. */
  private lead(nodes: readonly number[], atoms: AtomIds | undefined): number {
    const only = nodes.length === 1 ? nodes[0] : undefined;
    const known = only === undefined ? undefined : this.sharedFrom(only, atoms);
    if (known !== undefined) return known;
    const target = this.gaps.push(undefined) - 1;
    this.ends.push(undefined);
    this.leads.push(false);
    this.origins.push(only === undefined ? undefined : (atoms?.list ?? GAP));
    for (const node of nodes) {
      if (atoms) {
        for (const id of atoms.ids) this.edges.add(node, id, target);
        this.leads[node] = true;
      } else this.gaps[node] = [...(this.gaps[node] ?? []), target];
    }
    return target;
  }

  private sharedFrom(node: number, atoms: AtomIds | undefined): number | undefined {
    if (!atoms) return this.gaps[node]?.find((target) => this.origins[target] === GAP);
    const { edges, origins } = this;
    for (let edge = edges.first(node, atoms.ids[0] ?? 0); edge >= 0; edge = edges.next(edge))
      if (origins[edges.value(edge)] === atoms.list) return edges.value(edge);
    return undefined;
  }

  end(nodes: readonly number[], entry: Entry): void {
    for (const node of nodes) {
      const entries = this.ends[node];
      if (entries) entries.push(entry);
      else this.ends[node] = [entry];
    }
  }
}

/** Compiles the lexicons; a faulty pattern throws with its language and text. */
export function createMatcher(lexicons: readonly { language: Language; lexicon: Lexicon }[]): Matcher {
  const atoms = new Atoms();
  const graph = new Graph();
  for (const { language, lexicon } of lexicons) {
    const read = createPatternReader((atom) => atoms.idsOf(atom, language));
    for (const { pattern, entry } of entriesOf(language, lexicon)) {
      try {
        graph.end(graph.thread([Graph.root], read(pattern)), entry);
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : cause;
        throw new Error(`Pattern "${pattern}" of ${language}: ${why}`, { cause });
      }
    }
  }
  return (units) => {
    const unaccented = units.every(({ script, raw, form }) => script !== 'latin' || raw === form);
    return findAll(
      graph,
      units.map((unit) => atoms.of(unit, unaccented)),
      units,
    );
  };
}

function findAll(
  { edges, gaps, ends, leads }: Graph,
  found: readonly (readonly Match[])[],
  units: readonly Unit[],
): Hit[] {
  const hits: Hit[] = [];
  const path: number[] = [];
  const walk = (node: number, at: number, misspelt: boolean): void => {
    const entries = ends[node];
    if (entries) for (const entry of entries) hits.push({ entry, at: [...path], misspelt });
    const leaps = gaps[node];
    if (leaps) for (const gap of leaps) leap(gap, at, misspelt);
    const here = found[at];
    if (here === undefined || leads[node] === false) return;
    for (const match of here) {
      for (let edge = edges.first(node, match.id); edge >= 0; edge = edges.next(edge)) {
        path.push(at);
        walk(edges.value(edge), at + 1, misspelt || match.misspelt);
        path.pop();
      }
    }
  };
  const leap = (node: number, at: number, misspelt: boolean): void => {
    const widest = GAPS[units[at - 1]?.script ?? 'latin'] ?? SIGN_GAP;
    for (let skip = 0; skip <= widest; skip++) {
      if (skip > 0 && units[at + skip - 1]?.afterBreak) return;
      walk(node, at + skip, misspelt);
    }
  };
  for (let at = 0; at < units.length; at++) walk(Graph.root, at, false);
  return hits;
}
