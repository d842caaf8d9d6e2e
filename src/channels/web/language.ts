import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';

/** A language of the pages: its BCP-47 code, its own name for itself, and which way it is written. */
export interface Language {
  readonly code: string;
  readonly name: string;
  readonly dir: 'ltr' | 'rtl';
}

/** The twelve languages, in the order of the menu. */
export const LANGUAGES: readonly Language[] = [
  { code: 'zh-CN', name: '简体中文', dir: 'ltr' },
  { code: 'zh-TW', name: '繁體中文', dir: 'ltr' },
  { code: 'en', name: 'English', dir: 'ltr' },
  { code: 'ja', name: '日本語', dir: 'ltr' },
  { code: 'ko', name: '한국어', dir: 'ltr' },
  { code: 'ru', name: 'Русский', dir: 'ltr' },
  { code: 'fr', name: 'Français', dir: 'ltr' },
  { code: 'es', name: 'Español', dir: 'ltr' },
  { code: 'ar', name: 'العربية', dir: 'rtl' },
  { code: 'vi', name: 'Tiếng Việt', dir: 'ltr' },
  { code: 'my', name: 'မြန်မာ', dir: 'ltr' },
  { code: 'lo', name: 'ລາວ', dir: 'ltr' },
];

/** Cookie with the language a person chose in the page's menu; written by the page. */
export const LANGUAGE_COOKIE = 'homeward_lang';

/** The language of ours that a BCP-47 tag asks for; Chinese goes by script, then by region. */
export function matchLanguage(tag: string): Language | undefined {
  const lower = tag.trim().toLowerCase();
  const exact = LANGUAGES.find((language) => language.code.toLowerCase() === lower);
  if (exact) return exact;
  const primary = lower.split('-')[0];
  if (primary === 'zh') {
    const traditional = /-hant\b|-(tw|hk|mo)\b/.test(lower) && !/-hans\b/.test(lower);
    return matchLanguage(traditional ? 'zh-TW' : 'zh-CN');
  }
  return LANGUAGES.find((language) => language.code === primary);
}

/** The tags of an Accept-Language header, most wanted first. */
export function acceptedTags(header: string): string[] {
  return header
    .split(',')
    .map((part) => {
      const [tag = '', ...params] = part.trim().split(';');
      const weight = params.map((param) => /^\s*q=([\d.]+)/.exec(param)?.[1]).find(Boolean);
      return { tag, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ tag, weight }) => /^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i.test(tag) && weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}

/** The tag chosen in the menu, and those of the browser, most wanted first. */
export const wantedTags = (c: Context): { chosen: string | undefined; accepted: string[] } => ({
  chosen: getCookie(c, LANGUAGE_COOKIE),
  accepted: acceptedTags(c.req.header('accept-language') ?? ''),
});

/** The page's language for this request: chosen in the menu, else the browser's, else `fallback`, else English. */
export function pageLanguage(c: Context, fallback = 'en'): Language {
  const { chosen = '', accepted } = wantedTags(c);
  for (const tag of [chosen, ...accepted, fallback, 'en']) {
    const found = matchLanguage(tag);
    if (found) return found;
  }
  throw new Error('English is among the languages');
}

/** What a message says about its writer's language: the chosen one, else the browser's first, even if not ours. */
export function senderLocale(c: Context): string | undefined {
  const { chosen = '', accepted } = wantedTags(c);
  return matchLanguage(chosen)?.code ?? accepted[0];
}
