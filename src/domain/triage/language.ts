import { detectAll } from 'tinyld';
import { chineseScriptOf, JAPANESE_ONLY } from './han-variants.ts';
import type { Language, Lexicon } from './lexicon.ts';
import type { Hit } from './matcher.ts';
import type { Script, Unit } from './units.ts';

const SPACED: readonly Language[] = ['en', 'fr', 'es', 'pt', 'vi', 'ht'];
const BY_SCRIPT: Partial<Record<Script, Language>> = {
  kana: 'ja',
  hangul: 'ko',
  cyrillic: 'ru',
  arabic: 'ar',
  lao: 'lo',
  burmese: 'my',
};

/** How much text one unit is; Latin letters inside another script are mostly product names and "Wi-Fi". */
const SHARE: Partial<Record<Script, number>> = {
  latin: 1.2,
  cyrillic: 2.5,
  arabic: 2.5,
  han: 1.5,
  kana: 1.5,
  hangul: 0.7,
  lao: 0.5,
  burmese: 0.5,
};

const TINYLD: Record<string, Language> = { en: 'en', fr: 'fr', es: 'es', pt: 'pt', vi: 'vi' };
const CLOSE = 0.9;
const READ = 300;

/** The script most of the text is in; `latin` when there are no letters at all. */
export function mainScriptOf(units: readonly Unit[]): Script {
  const shares = new Map<Script, number>();
  for (const { script } of units) {
    const home = script === 'kana' ? 'han' : script;
    const share = SHARE[script];
    if (share !== undefined) shares.set(home, (shares.get(home) ?? 0) + share);
  }
  let best: Script = 'latin';
  for (const [script, share] of shares) if (share > (shares.get(best) ?? 0)) best = script;
  return best;
}

function chineseOrJapanese(text: string, units: readonly Unit[]): Language {
  let traditional = 0;
  let simplified = 0;
  let japanese = 0;
  for (const character of text) {
    const script = chineseScriptOf(character);
    if (script === 'traditional') traditional++;
    if (script === 'simplified') simplified++;
    if (JAPANESE_ONLY.has(character)) japanese++;
  }
  const kana = units.filter(({ script, form }) => script === 'kana' && form !== 'の' && form !== 'ー').length;
  if (kana > 0 && kana + japanese >= simplified / 2) return 'ja';
  if (japanese > 0 && japanese >= simplified) return 'ja';
  if (/[嘅唔係咗冇喺嘢嚟啲哋佢咁乜噉俾畀\u3105-\u312f]/u.test(text) && simplified === 0) return 'zh-TW';
  return traditional > simplified ? 'zh-TW' : 'zh-CN';
}

/** Tells the language of a text apart by script, letters, function words and the vocabulary it matched. */
export function createLanguageOf(lexicons: ReadonlyMap<Language, Lexicon>) {
  const sharedBy = new Map<string, number>();
  for (const { language } of lexicons.values()) {
    for (const word of language.words) sharedBy.set(word, (sharedBy.get(word) ?? 0) + 1);
  }
  const rarity = new Map<Language, number>();
  for (const [language, lexicon] of lexicons) {
    const { words } = lexicon.language;
    const total = words.reduce((sum, word) => sum + 1 / (sharedBy.get(word) ?? 1), 0);
    rarity.set(language, words.length === 0 ? 1 : total / words.length);
  }

  const languagesWith = new Map<string, Language[]>();
  for (const [language, lexicon] of lexicons) {
    for (const letter of new Set(lexicon.language.letters))
      languagesWith.set(letter, [...(languagesWith.get(letter) ?? []), language]);
  }

  function scoreLatin(text: string, units: readonly Unit[], hits: readonly Hit[]): Map<Language, number> {
    const scores = new Map<Language, number>(SPACED.map((language) => [language, 0]));
    for (const { entry, at, misspelt } of hits) {
      // A word typed without any accent is Vietnamese only if the others are too.
      const bare = entry.language === 'vi' && at.every((unit) => units[unit]?.raw === units[unit]?.form);
      const length = at.length * (misspelt ? 0.3 : bare ? 0.9 : 1);
      const worth = entry.kind === 'word' ? (rarity.get(entry.language) ?? 1) * 1.2 : 0.5;
      scores.set(entry.language, (scores.get(entry.language) ?? 0) + length * worth);
    }
    for (const letter of text) {
      for (const language of languagesWith.get(letter) ?? [])
        scores.set(language, (scores.get(language) ?? 0) + 0.7);
    }
    return scores;
  }

  function latinOf(text: string, units: readonly Unit[], hits: readonly Hit[]): Language {
    const latin = hits.filter(({ at }) => units[at[0] ?? 0]?.script === 'latin');
    const scores = scoreLatin(text, units, latin);
    const ranked = [...scores].sort(([, left], [, right]) => right - left);
    const [first, second] = ranked;
    if (first === undefined || second === undefined) return 'en';
    if (first[1] - second[1] >= CLOSE || text.length < 12) return first[1] === 0 ? 'en' : first[0];
    const guess = TINYLD[detectAll(text.slice(0, READ), { only: Object.keys(TINYLD) })[0]?.lang ?? ''];
    const close = ranked.filter(([, score]) => first[1] - score < CLOSE).map(([language]) => language);
    return guess !== undefined && close.includes(guess) ? guess : first[0];
  }

  return (
    text: string,
    units: readonly Unit[],
    hits: readonly Hit[],
  ): { language: Language; script: Script } => {
    const script = mainScriptOf(units);
    if (script === 'han') return { language: chineseOrJapanese(text, units), script };
    return { language: BY_SCRIPT[script] ?? latinOf(text, units, hits), script };
  };
}
