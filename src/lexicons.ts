/** Reads what triage knows from locales/<lang>/triage.json (words) and triage-examples.json (whole messages). */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

const read = (file: URL): object => JSON.parse(readFileSync(file, 'utf8'));
