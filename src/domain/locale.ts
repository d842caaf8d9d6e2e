/** Which languages there are, and which of them is meant by a language tag. */

/** The languages that travellers are answered in. */
export const LOCALES = [
  'zh-CN',
  'zh-TW',
  'en',
  'ja',
  'ko',
  'ru',
  'fr',
  'es',
  'ar',
  'vi',
  'my',
  'lo',
] as const;

/** The languages that staff texts exist in. */
export const STAFF_LOCALES = ['en', 'zh-CN', 'zh-TW'] as const;

/** The text of a key in a language; a missing language falls back to English. */
export type Translate = (locale: string, key: string, params?: Record<string, unknown>) => string;

/** The best of `supported` for a language tag: exact, then Chinese by script and region, then the plain language. */
export function matchLocale(
  tag: string | null | undefined,
  supported: readonly string[] = LOCALES,
): string | undefined {
  if (!tag) return undefined;
  const exact = supported.find((locale) => locale.toLowerCase() === tag.toLowerCase());
  if (exact) return exact;
  const [language = '', ...rest] = tag.toLowerCase().split(/[-_]/);
  if (language === 'zh' || language === 'yue') {
    const traditional = rest.some((part) => ['tw', 'hk', 'mo', 'hant'].includes(part));
    return supported.find((locale) => locale === (traditional ? 'zh-TW' : 'zh-CN'));
  }
  return supported.find((locale) => locale.toLowerCase() === language);
}
