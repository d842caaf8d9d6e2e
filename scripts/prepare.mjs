/**
 * Makes a checkout ready to run: installs what package-lock.json names and generates the database client, each
 * only when needed. Runs before npm scripts on whatever Node there is (18 or later), so it is plain JavaScript
 * without dependencies. Writes to standard error only, so that a script's own output stays clean.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { clientIsCurrent, generateClient } from './generate.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const windows = process.platform === 'win32';

/** The npm package with the pinned Node for this machine. */
const runtime = [
  process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node',
  windows ? 'win' : process.platform,
  process.arch,
].join('-');
/** Its program, seen from node_modules/.bin, and the command there. */
const program = join('..', runtime, 'bin', windows ? 'node.exe' : 'node');
const command = join(root, 'node_modules', '.bin', windows ? 'node.cmd' : 'node');

/** Scripts that run without devDependencies, as a server may be installed. */
const forServers = [
  'prestart',
  'predemo',
  'pretriage',
  'preimport',
  'predoctor',
  'prebackup',
  'prerestore',
].includes(process.env.npm_lifecycle_event ?? '');

/** Whether node_modules holds what package-lock.json names; npm's own record of it is compared, not times. */
function installed() {
  const wanted = packages('package-lock.json');
  const present = packages('node_modules/.package-lock.json');
  if (!wanted || !present) return false;
  // npm does not mind when an optional package cannot be fetched; here one of them is needed.
  if (wanted[`node_modules/${runtime}`] && !existsSync(join(command, '..', program))) return false;
  return Object.entries(wanted).every(([path, { version, optional, dev, devOptional }]) => {
    if (path === '' || present[path]?.version === version) return true;
    // An optional package is absent where it is for another platform.
    return !present[path] && Boolean(optional || devOptional || (dev && forServers));
  });
}

function packages(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function install() {
  console.error('Installing what package-lock.json names (once; a minute or two) ...');
  // No install scripts: nothing here needs one, and some of them download or refuse older versions of Node.
  const options = ['--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  const { status, stderr, error } = spawnSync('npm', ['ci', '--loglevel=error', ...options], {
    cwd: root,
    shell: windows,
    encoding: 'utf8',
  });
  if (status === 0) return;
  throw new Error(
    `${error?.message ?? stderr}\n` +
      'The packages could not be installed. Check the network and the registry (npm config get registry) and try\n' +
      'again. If npm says that the lock file is incomplete, run: node scripts/complete-lock.mjs',
  );
}

/**
 * Puts the pinned Node where npm scripts find it first, when npm has not: the packages for other platforms have a
 * command of the same name.
 */
function linkRuntime() {
  if (existsSync(command) || !existsSync(join(command, '..', program))) return;
  if (windows) writeFileSync(command, `@"%~dp0\\${program}" %*\r\n`);
  else symlinkSync(program, command);
}

/** Refuses early when neither the pinned Node nor the system's can run Homeward. */
function checkRuntime() {
  linkRuntime();
  if (spawnSync(command, ['--version'], { shell: windows }).status === 0) return;
  if (!existsSync(command) && Number.parseInt(process.versions.node, 10) >= 26) return;
  throw new Error(
    `Node 26 for this machine (npm package ${runtime}) could not be installed or does not run here. Check the ` +
      'network and try again, or install Node 26 yourself and delete node_modules/.bin/node if it is there.',
  );
}

/** Runs `work` while no other process prepares this checkout. */
async function alone(work) {
  const id = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const file = join(tmpdir(), `homeward-prepare-${process.getuid?.() ?? 'user'}-${id}`);
  while (!take(file)) await new Promise((resolve) => setTimeout(resolve, 200));
  try {
    work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (!running(file)) rmSync(file, { force: true });
  return false;
}

/** Whether the process that holds the file is there; one that has yet to write its number is. */
function running(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    if (pid) process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

try {
  if (!(installed() && existsSync(command) && clientIsCurrent())) {
    await alone(() => {
      if (!installed()) install();
      checkRuntime();
      if (!clientIsCurrent()) generateClient();
    });
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
