/** Texts from locales/<lang>/<namespace>.json, by key `namespace:name`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createInstance } from 'i18next';
import type { Translate } from './domain/locale.ts';

const FALLBACK: Record<string, string[]> = {
  'zh-TW': ['zh-CN', 'en'],
  'zh-CN': ['zh-TW', 'en'],
  ht: ['fr', 'en'],
  pt: ['es', 'en'],
  default: ['en'],
};

/** Vocabularies for reading what people write; src/lexicons.ts reads them. */
const NO_TEXTS = /^(triage|items)/;

/** Texts that are kept once spoken, at most, and how long their key and parameters may be together (characters). */
const MOST_KEPT = 10_000;
const LONGEST_KEPT = 200;

/** Reads every text once and returns the function that speaks. */
export function createTranslate(directory = new URL('../locales/', import.meta.url)): Translate {
  const i18n = createInstance();
  void i18n.init({
    resources: readResources(directory),
    fallbackLng: FALLBACK,
    ns: [],
    interpolation: { escapeValue: false, skipOnVariables: true },
    initAsync: false,
    keySeparator: false,
  });
  const speakers = new Map<string, ReturnType<typeof i18n.getFixedT>>();
  const speak: Translate = (locale, key, params = {}) => {
    const speaker = speakers.get(locale) ?? i18n.getFixedT(locale);
    speakers.set(locale, speaker);
    return speaker(key, params);
  };
  // The same key and parameters always give the same text, and a busy hour's cards say the same times and ages.
  const spoken = new Map<string, string>();
  return (locale, key, params) => {
    const name = params ? `${locale} ${key} ${JSON.stringify(params)}` : `${locale} ${key}`;
    const known = spoken.get(name);
    if (known !== undefined) return known;
    const text = speak(locale, key, params);
    if (name.length > LONGEST_KEPT) return text;
    if (spoken.size >= MOST_KEPT) spoken.clear();
    spoken.set(name, text);
    return text;
  };
}

type Resources = Record<string, Record<string, Record<string, string>>>;

function readResources(directory: URL): Resources {
  const resources: Resources = {};
  for (const lang of readdirSync(directory)) {
    const folder = new URL(`${lang}/`, directory);
    if (!existsSync(folder)) continue;
    resources[lang] = {};
    for (const file of readdirSync(folder)) {
      if (!file.endsWith('.json') || NO_TEXTS.test(file)) continue;
      resources[lang][file.slice(0, -5)] = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
    }
  }
  return resources;
}
