/** Cuts texts to what platforms take; lengths are in UTF-16 units, as every platform so far counts them. */

/** Where a text is cut best, best first: between paragraphs, lines, sentences, words. The cut is after the match. */
const BREAKS = [/\n\s*\n/gu, /\n/gu, /[.!?…]\s|[。！？]/gu, /\s|[，、；]/gu] as const;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Cuts a text into parts of at most `limit` UTF-16 units, never inside a visible character; none for empty text. */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const end = cutAt(rest, limit);
    parts.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return [...parts, rest].filter((part) => part.trim() !== '');
}

/** The text in one part of at most `limit` units, with an ellipsis where it had to be shortened. */
export function shortenText(text: string, limit: number): string {
  return text.length <= limit ? text : `${splitText(text, limit - 1)[0] ?? ''}…`;
}

/** The end of the first part: a good break in its second half, or else the last whole visible character. */
function cutAt(text: string, limit: number): number {
  const window = text.slice(0, limit);
  for (const pattern of BREAKS) {
    const end = lastMatchEnd(pattern, window);
    if (end > limit / 2) return end;
  }
  // Enough of the text beyond the limit to see whether a visible character stands across it.
  const cluster = graphemes.segment(text.slice(0, limit + 64)).containing(limit);
  if (cluster && cluster.index > 0) return cluster.index;
  const splitsPair = /[\uD800-\uDBFF]/.test(text.charAt(limit - 1));
  return splitsPair ? Math.max(limit - 1, 2) : limit;
}

function lastMatchEnd(pattern: RegExp, text: string): number {
  let end = 0;
  for (const match of text.matchAll(pattern)) end = match.index + match[0].length;
  return end;
}
