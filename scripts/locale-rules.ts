/** What must hold for the texts in locales/, as pure functions: scripts/check-locales.ts reads the files. */

/** The texts by language, namespace and key. */
export type Texts = Record<string, Record<string, Record<string, unknown>>>;

/** A source file in which keys are written as literals, `'namespace:key'`. */
export interface Source {
  name: string;
  text: string;
}

/** Which languages must have which namespaces. */
export interface Languages {
  /** Have every namespace but those whose name begins with `staff`. */
  travellers: readonly string[];
  /** Have those too. */
  staff: readonly string[];
}

const PLURAL = /_(zero|one|two|few|many|other)$/;
/** Forms that may say the number in words. */
const WORDED = /_(zero|one|two)$/;
/** The language that the others are compared with. */
const REFERENCE = 'en';

/** Every breach, one sentence each; empty when all is well. */
export function checkTexts(texts: Texts, { travellers, staff }: Languages): string[] {
  const namespaces = new Set(travellers.flatMap((language) => Object.keys(texts[language] ?? {})));
  const strange = Object.entries(texts)
    .filter(([language, files]) => !travellers.includes(language) && Object.keys(files).length > 0)
    .map(([language]) => `${language}: is not one of the languages that have texts`);
  const problems = [...namespaces].flatMap((namespace) => {
    const languages = namespace.startsWith('staff') ? staff : travellers;
    const extra = travellers
      .filter((language) => !languages.includes(language) && texts[language]?.[namespace])
      .map((language) => `${language}/${namespace}: staff texts are only in ${staff.join(', ')}`);
    return [...extra, ...languages.flatMap((language) => checkFile(texts, languages, language, namespace))];
  });
  return [...strange, ...problems];
}

function checkFile(
  texts: Texts,
  languages: readonly string[],
  language: string,
  namespace: string,
): string[] {
  const file = texts[language]?.[namespace];
  const where = `${language}/${namespace}`;
  if (!file) return [`${where}: is missing`];
  const all = languages.map((each) => texts[each]?.[namespace] ?? {});
  const plurals = pluralFamilies(all);
  const wanted = new Set(all.flatMap(Object.keys).flatMap((key) => forms(key, plurals, language)));
  const present = Object.keys(file);
  return [
    ...[...wanted].filter((key) => !present.includes(key)).map((key) => `${where}: lacks ${key}`),
    ...present.filter((key) => !wanted.has(key)).map((key) => `${where}: ${key} is not a plural form it has`),
    ...present.flatMap((key) =>
      checkText(where, key, file[key], texts[REFERENCE]?.[namespace] ?? {}, plurals),
    ),
  ];
}

function checkText(
  where: string,
  key: string,
  text: unknown,
  reference: Record<string, unknown>,
  plurals: Set<string>,
): string[] {
  if (typeof text !== 'string' || text.trim() === '') return [`${where}: ${key} is not a text`];
  const plural = plurals.has(family(key, plurals));
  const model = reference[plural ? `${family(key, plurals)}_other` : key];
  if (typeof model !== 'string') return [];
  const [mine, theirs] = [placeholders(text), placeholders(model)];
  const missing = [...theirs].filter(
    (name) => !mine.has(name) && !(plural && name === 'count' && WORDED.test(key)),
  );
  return [
    ...missing.map((name) => `${where}: ${key} lacks {{${name}}}`),
    ...[...mine]
      .filter((name) => !theirs.has(name))
      .map((name) => `${where}: ${key} has {{${name}}}, unlike ${REFERENCE}`),
  ];
}

/** Keys that some language has in plural forms: those with a form `_other`. */
function pluralFamilies(files: Record<string, unknown>[]): Set<string> {
  const others = files.flatMap(Object.keys).filter((key) => key.endsWith('_other'));
  return new Set(others.map((key) => key.replace(PLURAL, '')));
}

/** The key without its plural ending, when it has one. */
function family(key: string, plurals: Set<string>): string {
  const stem = key.replace(PLURAL, '');
  return plurals.has(stem) ? stem : key;
}

/** The keys that a language must have for this one: itself, or the plural forms that its grammar knows. */
function forms(key: string, plurals: Set<string>, language: string): string[] {
  const stem = family(key, plurals);
  if (!plurals.has(stem)) return [key];
  return new Intl.PluralRules(language).resolvedOptions().pluralCategories.map((form) => `${stem}_${form}`);
}

/** The names in `{{name}}` and `{{name, format}}`. */
function placeholders(text: string): Set<string> {
  return new Set([...text.matchAll(/\{\{-?\s*([\w.]+)[^}]*\}\}/g)].map((match) => match[1] ?? ''));
}

/** Namespaces that are handed whole to the sources of a folder, where keys stand without their namespace. */
export type HandedOver = Record<string, string>;

/** Keys that sources use and no text has, and texts that nothing uses. */
export function checkUse(texts: Texts, sources: Source[], handedOver: HandedOver = {}): string[] {
  const reference = texts[REFERENCE] ?? {};
  const known = new Set<string>();
  for (const [namespace, file] of Object.entries(reference)) {
    const plurals = pluralFamilies([file]);
    for (const key of Object.keys(file)) known.add(`${namespace}:${family(key, plurals)}`);
  }
  const used = new Set(sources.flatMap(({ name, text }) => bareWords(name, text, handedOver)));
  const problems: string[] = [];
  for (const { name, text } of [...sources, ...nested(reference)]) {
    const named = [...literals(text), ...bareKeys(name, text, handedOver)];
    for (const { key, line } of named) {
      if (!((key.split(':')[0] as string) in reference)) continue;
      used.add(key);
      if (!known.has(key)) problems.push(`${name}:${line}: there is no text ${key}`);
    }
  }
  const prefixes = sources.flatMap(({ name, text }) => composed(name, text, handedOver));
  const unused = [...known].filter(
    (key) => !used.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)),
  );
  return [...problems, ...unused.map((key) => `${REFERENCE}: nothing uses ${key}`)];
}

/** The namespace that the folder of this source was handed. */
function namespaceOf(source: string, handedOver: HandedOver): string | undefined {
  return Object.keys(handedOver).find((namespace) => source.startsWith(handedOver[namespace] ?? '\0'));
}

/** Keys in sources that were handed their namespace: `texts.key`, and the strings within `t(…)`. */
function bareKeys(name: string, text: string, handedOver: HandedOver): { key: string; line: number }[] {
  const namespace = namespaceOf(name, handedOver);
  if (!namespace) return [];
  const calls = [...text.matchAll(/\bt\(([^,{}()]*)/g)].flatMap((call) =>
    // Neither side of a comparison is a key.
    [...(call[1] ?? '').matchAll(/(?<![=]\s*)'(\w+)'(?!\s*=)/g)].map((match) => ({
      key: match[1],
      index: call.index + match.index,
    })),
  );
  const fields = [...text.matchAll(/\btexts(?:\(\w+\))?\.(\w+)/g)].map((match) => ({
    key: match[1],
    index: match.index,
  }));
  return [...calls, ...fields].map(({ key, index }) => ({
    key: `${namespace}:${key}`,
    line: lineOf(text, index),
  }));
}

/** Strings in such sources that may be keys on their way to `t(…)`. */
function bareWords(name: string, text: string, handedOver: HandedOver): string[] {
  const namespace = namespaceOf(name, handedOver);
  return namespace ? [...text.matchAll(/'(\w+)'/g)].map((match) => `${namespace}:${match[1]}`) : [];
}

/** What keys begin with that are put together from parts. */
function composed(name: string, text: string, handedOver: HandedOver): string[] {
  const full = [...text.matchAll(/`([a-z-]+:[\w.-]*)\$\{/g)].map((match) => match[1] ?? '');
  const namespace = namespaceOf(name, handedOver);
  if (!namespace) return full;
  const bare = [...text.matchAll(/(?:\bt\(|\btexts\[)`(\w+)\$\{/g)].map(
    (match) => `${namespace}:${match[1]}`,
  );
  return [...full, ...bare];
}

const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length;

/** String literals that look like a key. */
function literals(text: string): { key: string; line: number }[] {
  return [...text.matchAll(/(['"`])([a-z][a-z-]*:[\w.-]+)\1/g)].map((match) => ({
    key: match[2] ?? '',
    line: lineOf(text, match.index),
  }));
}

/** Texts that take in other texts, `$t(namespace:key)`, as if they were sources. */
function nested(reference: Record<string, Record<string, unknown>>): Source[] {
  return Object.entries(reference).map(([namespace, file]) => ({
    name: `${REFERENCE}/${namespace}`,
    text: Object.values(file)
      .map((text) => String(text).replaceAll(/\$t\(([\w:.-]+)/g, "'$1'"))
      .join('\n'),
  }));
}
