/** Which languages a text may be in: what triage says, and what its letters say. */

/** Scripts that belong to some of our languages and no others. */
const BY_SCRIPT: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\p{Script=Hangul}/u, ['ko']],
  [/\p{Script=Cyrillic}/u, ['ru']],
  [/\p{Script=Arabic}/u, ['ar']],
  [/\p{Script=Lao}/u, ['lo']],
  [/\p{Script=Myanmar}/u, ['my']],
];
/** Languages in Latin letters, tried in this order when triage was mistaken. */
export const LATIN = ['en', 'fr', 'es', 'vi'] as const;
/** Languages that are read but have no words of their own here. */
const NEAR: Record<string, string> = { ht: 'fr', pt: 'es' };
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** The languages whose words are looked for, in a fixed order. */
export function languagesOf(text: string, language: string): string[] {
  const spoken = NEAR[language] ?? language;
  const found = new Set<string>();
  if (/\p{Script=Han}/u.test(text) && !KANA.test(text)) for (const one of ['zh-CN', 'zh-TW']) found.add(one);
  if (KANA.test(text) || (spoken === 'ja' && /\p{Script=Han}/u.test(text))) found.add('ja');
  for (const [script, languages] of BY_SCRIPT)
    if (script.test(text)) for (const one of languages) found.add(one);
  if (/\p{Script=Latin}/u.test(text) || found.size === 0) {
    found.add('en');
    if (LATIN.some((one) => one === spoken)) found.add(spoken);
  }
  return [...found].sort();
}
