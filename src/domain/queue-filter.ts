/** What somebody wants to see of the queue, in a few words: `supplies Harbour overdue`, `未认领`, `milk powder`. */
import { called, fold, type Named } from './called.ts';
import { NEEDS, type Need } from './need.ts';

/** Kinds of standing that have words of their own. */
export const STANDINGS = ['mine', 'unclaimed', 'overdue', 'waiting'] as const;

/** One of `STANDINGS`. */
export type Standing = (typeof STANDINGS)[number];

/** What was asked for; `search` is whatever was no known word. */
export interface QueueQuery {
  readonly standings: readonly Standing[];
  readonly need?: Need;
  readonly siteId?: string;
  readonly search: string;
}

/** The words that are known, folded: what needs and standings are called in the languages of staff. */
export interface QueueVocabulary {
  readonly standings: ReadonlyMap<string, Standing>;
  readonly needs: ReadonlyMap<string, Need>;
  readonly sites: readonly (Named & { readonly id: string })[];
}

/** Reads word by word; a site may be several words, and `"..."` is searched for as it stands. */
export function readQueueQuery(text: string, known: QueueVocabulary): QueueQuery {
  const quoted = /["“”「]([^"“”「」]+)["“”」]/u.exec(text);
  const standings = new Set<Standing>();
  let need: Need | undefined;
  let left: string[] = [];
  for (const word of text
    .replace(quoted?.[0] ?? '', ' ')
    .split(/[\s,，、]+/u)
    .filter(Boolean)) {
    const plain = fold(word);
    const standing = known.standings.get(plain);
    const named = known.needs.get(plain) ?? NEEDS.find((one) => one === plain) ?? partOf(plain, known.needs);
    if (standing) standings.add(standing);
    else if (named && !need) need = named;
    else left.push(word);
  }
  const site = siteIn(left, known.sites);
  if (site) left = site.rest;
  return {
    standings: [...standings],
    search: [...left, ...(quoted?.[1] ? [quoted[1]] : [])].join(' '),
    ...(need ? { need } : {}),
    ...(site ? { siteId: site.id } : {}),
  };
}

/** 物资 is 生活物资: part of one need's name, where words are not set apart. */
function partOf(word: string, needs: QueueVocabulary['needs']): Need | undefined {
  if (!/^\p{sc=Han}{2,}$/u.test(word)) return undefined;
  const found = new Set([...needs].flatMap(([name, need]) => (name.includes(word) ? [need] : [])));
  return found.size === 1 ? [...found][0] : undefined;
}

/** The longest run of words that names exactly one site. */
function siteIn(
  words: readonly string[],
  sites: QueueVocabulary['sites'],
): { id: string; rest: string[] } | undefined {
  for (let length = words.length; length > 0; length -= 1) {
    for (let at = 0; at + length <= words.length; at += 1) {
      const run = words.slice(at, at + length).join(' ');
      const found = run.length < 2 ? [] : called(sites, run);
      if (found[0] && found.length === 1)
        return { id: found[0].id, rest: [...words.slice(0, at), ...words.slice(at + length)] };
    }
  }
  return undefined;
}
