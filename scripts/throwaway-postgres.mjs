/**
 * Runs a command with TEST_DATABASE_URL naming a PostgreSQL server: the one already named there, or else a server
 * made for this run from the installed PostgreSQL programs, in a temporary directory, on a free port, with
 * nothing kept and no wait for the disk. Any other server on the machine is left alone.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  max_connections: 200,
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
};

/** The directory of the newest installed server programs. */
function findPrograms() {
  const debian = '/usr/lib/postgresql';
  try {
    const newest = readdirSync(debian).sort((a, b) => Number(b) - Number(a))[0];
    return join(debian, newest, 'bin');
  } catch {
    const initdb = spawnSync('which', ['initdb'], { encoding: 'utf8' }).stdout.trim();
    if (initdb) return join(initdb, '..');
    throw new Error(
      'PostgreSQL is not installed. Install it, or set TEST_DATABASE_URL to a server for tests.',
    );
  }
}

/** PostgreSQL refuses to run as root, so its own user runs it then. */
function serverUser() {
  if (process.getuid?.() !== 0) return {};
  const id = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Starts a server and returns its address and how to end it. */
async function startServer() {
  const programs = findPrograms();
  const user = serverUser();
  const directory = mkdtempSync(join(tmpdir(), 'homeward-postgres-'));
  if (user.uid !== undefined) chownSync(directory, user.uid, user.gid);
  const run = (program, args) => {
    const options = { ...user, cwd: directory, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] };
    const { status, stderr } = spawnSync(join(programs, program), args, options);
    if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
  };
  const data = join(directory, 'data');
  const stop = () => {
    spawnSync(join(programs, 'pg_ctl'), ['stop', '-D', data, '-m', 'immediate'], { ...user, cwd: directory });
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    run('initdb', ['-D', data, '-U', 'homeward', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']);
    const port = await freePort();
    const settings = { ...SETTINGS, port, unix_socket_directories: directory };
    const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
    run('pg_ctl', ['start', '-w', '-D', data, '-l', join(directory, 'log'), '-o', options.join(' ')]);
    return { url: `postgresql://homeward@127.0.0.1:${port}/postgres`, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

const [command, ...args] = process.argv.slice(2);
const named = process.env.TEST_DATABASE_URL;
const server = named ? { url: named, stop: () => {} } : await startServer();
// An interrupt reaches the command too; this process waits for it, then stops the server.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
const env = { ...process.env, TEST_DATABASE_URL: server.url };
const { status, error } = spawnSync(command, args, { env, stdio: 'inherit' });
server.stop();
if (error) console.error(error.message);
process.exitCode = status ?? 1;
