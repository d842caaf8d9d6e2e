/** npm run check: everything that can be known without running the tests. All checks run, then one summary. */
import { spawn } from 'node:child_process';

const CHECKS = [
  ['format and lint', 'biome', ['ci', '--error-on-warnings', '--colors=off', '.']],
  ['types', 'tsc', ['--noEmit', '--pretty', 'false']],
  ['import rules', 'depcruise', ['src', '--config', '.dependency-cruiser.cjs', '--no-progress']],
  ['words that belong elsewhere', 'node', ['scripts/check-words.mjs']],
  ['unused code', 'knip', ['--no-progress']],
  ['locales', 'node', ['scripts/check-locales.ts']],
  ['migrations match the schema', 'node', ['scripts/migration.mjs', '--check']],
];

/** dependency-cruiser cannot use TypeScript 7 and says so; it reads the sources with swc instead. */
const NOISE = /‼ missing-tsc-transpiler[\s\S]*?published and stable\.\n*/;

function run([name, command, args]) {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { shell: process.platform === 'win32' });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    const done = (ok) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      resolve({ name, ok, seconds, output: output.replace(NOISE, '').trim() });
    };
    child.on('error', (error) => {
      output += error.message;
      done(false);
    });
    child.on('close', (code) => done(code === 0));
  });
}

const results = await Promise.all(CHECKS.map(run));
for (const { name, ok, output } of results) if (!ok) console.log(`--- ${name} ---\n${output}\n`);
for (const { name, ok, seconds } of results)
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
if (results.some(({ ok }) => !ok)) process.exitCode = 1;
