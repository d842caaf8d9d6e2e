/**
 * Cuts text into what it is found by: the same for an entry and for a question, in every language at once.
 *
 * Writings with spaces give their words, and the beginnings of the longer ones, so that "visiting" meets "visitors".
 * Writings without (Chinese, Japanese, Lao, Burmese) give every two neighbouring signs, which meet however a phrase is
 * cut, Chinese characters one by one as well, and the words that the Unicode rules and dictionaries find. Korean gives words and pairs of syllables.
 */
import { normalise, type Unit, unitsOf } from '../triage/units.ts';
import { STOP_PHRASES, STOP_WORDS } from './stop-words.ts';

/** Only so much of a text is read (characters), and so many different words are kept of it. */
const READ = 3000;
const MOST = 600;
/** The longest word, in characters. */
const LONGEST = 24;
/** Words from this length are also known by their beginning. */
const STEM = 4;

const SPACELESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々]+|[\p{Script=Lao}]+|[\p{Script=Myanmar}]+/gu;
const HANGUL = /\p{Script=Hangul}+/gu;
/** "The", "and the", "with the" are written onto Arabic words. */
const ARTICLE = /^(?:وال|بال|كال|فال|لل|ال)(?=.{3})/u;
const PAIRED: Partial<Record<Unit['script'], string>> = {
  han: 'cjk',
  kana: 'cjk',
  lao: 'lao',
  burmese: 'burmese',
};

const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

/** The words, each once, as plain letters and digits that every database reads alike. */
export function cutWords(text: string): string[] {
  const read = normalise(text.slice(0, READ)).replace('wi-fi', 'wifi').replace(STOP_PHRASES, ' ');
  const words = new Set<string>();
  for (const word of [...spaced(read), ...pairs(read), ...segments(read), ...syllables(read)]) {
    if (words.size < MOST) words.add(toAscii(word));
  }
  return [...words];
}

function* spaced(read: string): Generator<string> {
  for (const { form, script } of unitsOf(read)) {
    if (script === 'number') yield form;
    if (script !== 'latin' && script !== 'cyrillic' && script !== 'arabic') continue;
    if (STOP_WORDS.has(form)) continue;
    const word = script === 'arabic' ? form.replace(ARTICLE, '') : form;
    yield word;
    if (word.length >= STEM) yield `${word.slice(0, STEM)}~`;
  }
}

/** Every two neighbours; Chinese characters also by themselves, for "collect me" is 接我 and 接人. */
function* pairs(read: string): Generator<string> {
  let before: Unit | undefined;
  for (const unit of unitsOf(read)) {
    if (unit.script === 'han') yield unit.form;
    const kind = PAIRED[unit.script];
    if (before && kind && kind === PAIRED[before.script] && !unit.afterBreak)
      yield `${before.form}${unit.form}`;
    before = unit;
  }
}

function* segments(read: string): Generator<string> {
  for (const [run] of read.matchAll(SPACELESS)) {
    for (const { segment } of segmenter.segment(run)) {
      const units = unitsOf(segment);
      const isKnown = units.length <= (units[0]?.script === 'han' || units[0]?.script === 'kana' ? 2 : 1);
      if (!isKnown) yield units.map(({ form }) => form).join('');
    }
  }
}

function* syllables(read: string): Generator<string> {
  for (const [word] of read.matchAll(HANGUL)) {
    const signs = [...word];
    if (signs.length <= 2) yield word;
    else for (let at = 1; at < signs.length; at++) yield `${signs[at - 1]}${signs[at]}`;
  }
}

/** What databases take for a letter depends on how they were set up; of these letters there is no doubt. */
function toAscii(word: string): string {
  const short = [...word].slice(0, LONGEST);
  if (short.every((sign) => /[a-z]/.test(sign)) || short.every((sign) => /\d/.test(sign)))
    return short.join('');
  const spelled = short.map((sign) =>
    /[a-z0-9]/.test(sign) ? sign : `u${sign.codePointAt(0)?.toString(16)}`,
  );
  return `x${spelled.join('')}`;
}
