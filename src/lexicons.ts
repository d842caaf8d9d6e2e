/**
 * Reads what triage knows from locales/<lang>/triage.json (words) and triage-examples.json (whole messages), and what
 * things are called from items.json.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type ItemLexicon, parseItemLexicon } from './domain/supplies/lexicon.ts';
import { createSupplyReader, type SupplyReader } from './domain/supplies.ts';
import { type Lexicon, parseLexicon } from './domain/triage.ts';

/** Every lexicon by language; throws with the folder's name when one is faulty. */
export function readLexicons(folder = new URL('../locales/', import.meta.url)): Record<string, Lexicon> {
  const lexicons: Record<string, Lexicon> = {};
  for (const language of readdirSync(folder)) {
    const words = new URL(`${language}/triage.json`, folder);
    if (!existsSync(words)) continue;
    const examples = new URL(`${language}/triage-examples.json`, folder);
    try {
      lexicons[language] = parseLexicon({
        ...read(words),
        ...(existsSync(examples) ? { examples: read(examples) } : {}),
      });
    } catch (cause) {
      throw new Error(`locales/${language}: ${cause instanceof Error ? cause.message : cause}`, { cause });
    }
  }
  return lexicons;
}

let supplies: SupplyReader | undefined;

/** Reads supplies in all languages; the files are read once. Throws with the folder's name when one is faulty. */
export function supplyReader(): SupplyReader {
  supplies ??= createSupplyReader(readItems());
  return supplies;
}

function readItems(folder = new URL('../locales/', import.meta.url)): Record<string, ItemLexicon> {
  const lexicons: Record<string, ItemLexicon> = {};
  for (const language of readdirSync(folder)) {
    const words = new URL(`${language}/items.json`, folder);
    if (!existsSync(words)) continue;
    try {
      lexicons[language] = parseItemLexicon(read(words));
    } catch (cause) {
      throw new Error(`locales/${language}: ${cause instanceof Error ? cause.message : cause}`, { cause });
    }
  }
  return lexicons;
}

const read = (file: URL): object => JSON.parse(readFileSync(file, 'utf8'));
