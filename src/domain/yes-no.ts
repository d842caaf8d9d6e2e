/** Reads a short yes or no that somebody types instead of pressing a button. */

/** Whether words begin with one of these (`a|b|c`) and then end or pause: "no, still nothing", not "no problem". */
export function startsWithWord(text: string, words: string): boolean {
  const said = text.normalize('NFKC').trim().toLowerCase();
  return words.split('|').some((word) => {
    if (!said.startsWith(word)) return false;
    const rest = said.slice(word.length);
    return rest === '' || /^\s*[\p{P}\p{S}\n]/u.test(rest);
  });
}

/** What an answer says in the reader's language or in English; `words` are those of a language for yes and for no. */
export function readYesNo(
  text: string,
  locale: string,
  words: (locale: string, answer: 'yes' | 'no') => string,
): 'yes' | 'no' | undefined {
  const says = (answer: 'yes' | 'no'): boolean =>
    [locale, 'en'].some((one) => startsWithWord(text, words(one, answer)));
  if (says('no')) return 'no';
  return says('yes') ? 'yes' : undefined;
}
