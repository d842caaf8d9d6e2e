/** Blots words out of what people read in a piece of JSON, and never out of what the program reads in it. */

/** Stands where a word was. */
const GONE = '…';

/** Properties whose texts are ids, kinds and moments, whatever they look like. */
const FACTS = new Set(
  'id account chat kind state key ref type role need urgency locale zone at answer ownerId lane format'.split(
    ' ',
  ),
);

/** `claim:12:1`, `staff-handover:open`, `2026-11-22T08:00:00Z`: no words of anybody, though a name may stand within. */
const CODE = /^(?=.*[a-z])[a-z0-9][a-z0-9._:-]*$|^\d{4}-\d\d-\d\d(T[0-9:.]+Z)?$/;

/** A copy without these words; keys, numbers and facts stay, so that it can be read by the program as before. */
export function blot(value: unknown, words: readonly string[], name = ''): unknown {
  if (typeof value === 'string') return FACTS.has(name) ? value : blotText(value, words);
  if (Array.isArray(value)) return value.map((one) => blot(one, words, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, blot(one, words, key)]));
}

function blotText(text: string, words: readonly string[]): string {
  if (CODE.test(text)) return words.includes(text) ? GONE : text;
  return words.reduce((rest, word) => rest.replaceAll(word, GONE), text);
}
