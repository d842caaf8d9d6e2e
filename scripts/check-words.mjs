/**
 * The rules of docs/architecture.md that imports do not show: a platform's name stands only in channels/, config and
 * the composition root (2); only main and cli read process.env and exit (8). Comments may say anything.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const RULES = [
  {
    words: /telegram|wechat|wechaty|grammy|telegraf/i,
    allowed: /^(channels\/|(config|app|run|platforms|platform-checks|server|welcome)\.ts$)/,
    message: 'names a platform outside channels/, config and the composition root',
  },
  {
    words: /process\.(env|exit)\b|process\.exitCode/,
    allowed: /^(main\.ts$|cli\/)/,
    message: 'reads process.env or exits outside main and cli',
  },
];

const src = fileURLToPath(new URL('../src/', import.meta.url));

/** The line without what a comment says; good enough for sources that are formatted. */
const code = (line) => line.replace(/(^|\s)\/\/.*$/, '').replace(/^\s*\/?\*.*$/, '');

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => /\.ts$/.test(file));
for (const file of files.filter((name) => !name.startsWith('store/generated/')).sort()) {
  const rules = RULES.filter(({ allowed }) => !allowed.test(file));
  const lines = readFileSync(src + file, 'utf8').split('\n');
  for (const [index, line] of lines.entries()) {
    for (const { words, message } of rules) {
      if (!words.test(code(line))) continue;
      console.log(`src/${file}:${index + 1}: ${message}: ${line.trim()}`);
      process.exitCode = 1;
    }
  }
}
