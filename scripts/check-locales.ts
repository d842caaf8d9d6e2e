/** Fails when a language lacks a text, a placeholder or a plural form, or when texts and sources do not match. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LOCALES, STAFF_LOCALES } from '../src/domain/locale.ts';
import { checkTexts, checkUse, type Source, type Texts } from './locale-rules.ts';

/** Vocabularies: other schemas, checked by domain/triage and domain/supplies. */
const ANOTHER_SCHEMA = /^(triage|items)/;

/** The web channel gets its whole namespace, for its pages. */
const HANDED_OVER = { web: 'src/channels/web/' };

const root = fileURLToPath(new URL('..', import.meta.url));

function readTexts(directory: string): Texts {
  const texts: Texts = {};
  for (const language of readdirSync(directory)) {
    const files = readdirSync(join(directory, language)).filter((file) => !ANOTHER_SCHEMA.test(file));
    texts[language] = Object.fromEntries(
      files.map((file) => [
        file.replace(/\.json$/, ''),
        JSON.parse(readFileSync(join(directory, language, file), 'utf8')),
      ]),
    );
  }
  return texts;
}

function readSources(directory: string): Source[] {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => /\.(ts|js)$/.test(file) && !file.includes('generated'))
    .map((file) => ({ name: `src/${file}`, text: readFileSync(join(directory, file), 'utf8') }));
}

const locales = join(root, 'locales');
const texts = existsSync(locales) ? readTexts(locales) : {};
const problems = [
  ...checkTexts(texts, { travellers: LOCALES, staff: STAFF_LOCALES }),
  ...checkUse(texts, readSources(join(root, 'src')), HANDED_OVER),
];
for (const problem of problems) console.log(problem);
if (problems.length > 0) process.exitCode = 1;
