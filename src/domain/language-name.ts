/** What a language is called in another: `lo` is "Lao" in English and “老挝语” in Chinese. */
export function languageName(code: string, locale: string): string {
  // By their script: "Chinese (China)" is what nobody calls it.
  const tag = code === 'zh-CN' ? 'zh-Hans' : code === 'zh-TW' ? 'zh-Hant' : code;
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(tag) ?? code;
  } catch {
    return code;
  }
}

/** `zh` of `zh-TW`: who speaks one speaks the other. */
export const baseLanguage = (code: string): string => code.toLowerCase().split(/[-_]/)[0] ?? code;
