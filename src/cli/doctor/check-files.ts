/** Node itself, the data directory, the disk, and what a backup left behind. */
import { constants, existsSync } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { readDiskSpace } from '../../disk-space.ts';
import { judgeDisk } from '../../domain/alarm.ts';
import { type Owner, ownerState, readOwner } from '../../store/owner.ts';
import { type Check, fail, ok, warn } from './check.ts';

/** The oldest Node that runs Homeward. */
const NODE = 26;

/** The version of Node, such as 26.1.0. */
export function checkNode(version: string): Check {
  if (Number.parseInt(version, 10) >= NODE) return ok('node', `Node ${version}.`);
  return fail(
    'node',
    `This is Node ${version}; Homeward needs ${NODE} or later.`,
    'Start it by npm start or npm run, which bring their own.',
  );
}

/** The process that has a data directory open: the running bot, as a rule. */
export async function findOwner(dataDir: string): Promise<Owner | undefined> {
  const owner = await readOwner(join(dataDir, 'owner.json'));
  return owner && ownerState(owner) !== 'dead' ? owner : undefined;
}

/** Whether the data directory is there, may be written, and is closed to others. */
export async function checkDirectory(dataDir: string): Promise<Check[]> {
  const path = resolve(dataDir);
  const name = 'directory';
  if (!existsSync(path)) {
    const parent = nearest(path);
    if (await mayWrite(parent)) return [ok(name, `${path} is not there yet; the first start makes it.`)];
    return [
      fail(
        name,
        `${path} is not there, and ${parent} may not be written.`,
        'Make it for this user, or set DATA_DIR.',
      ),
    ];
  }
  const { mode, isDirectory } = await stat(path).then((found) => ({
    mode: found.mode & 0o777,
    isDirectory: found.isDirectory(),
  }));
  if (!isDirectory) return [fail(name, `${path} is a file.`, 'Set DATA_DIR to a directory.')];
  if (!(await mayWrite(path))) {
    return [
      fail(name, `${path} may not be written by this user.`, 'Give this user write access, or set DATA_DIR.'),
    ];
  }
  const isClosed = process.platform === 'win32' || (mode & 0o077) === 0;
  if (isClosed) return [ok(name, `${path} may be written, and only by this user.`)];
  return [
    warn(
      name,
      `${path} is open to other users of this machine (mode ${mode.toString(8)}): they may read what travellers write.`,
      `chmod 700 ${path}`,
    ),
  ];
}

const mayWrite = (path: string): Promise<boolean> =>
  access(path, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );

/** The directory itself, or the nearest above it that is there. */
const nearest = (path: string): string => (existsSync(path) ? path : nearest(dirname(path)));

/** The room on the disk of the data directory. */
export async function checkDisk(dataDir: string): Promise<Check[]> {
  const space = await readDiskSpace(nearest(resolve(dataDir)));
  if (!space) return [];
  const free = `${(space.free / 1e9).toFixed(1)} of ${(space.total / 1e9).toFixed(0)} GB are free on the disk of the data directory.`;
  const level = judgeDisk(space);
  if (level === 'fine') return [ok('disk', free)];
  const mend = 'Free some space, or move old backups elsewhere: when it is full, nothing can be stored.';
  return [level === 'low' ? fail('disk', free, mend) : warn('disk', free, mend)];
}

/** Where backups go: that it can be written, is on another disk, and holds nothing half done. */
export async function checkBackupDirectory(backupDir: string, dataDir: string): Promise<Check[]> {
  const path = resolve(backupDir);
  const name = 'backup';
  if (!(await mayWrite(nearest(path)))) {
    return [fail(name, `${path} may not be written.`, 'Give this user write access, or set BACKUP_DIR.')];
  }
  const files = await readdir(path).catch(() => []);
  const partial = files.filter((file) => /\.partial-\d+$/.test(file));
  const [here, there] = await Promise.all([path, resolve(dataDir)].map((one) => stat(nearest(one))));
  const checks: Check[] = [];
  if (partial.length > 0) {
    const message = `${path} holds ${partial.length} unfinished backup(s), such as ${partial[0]}.`;
    checks.push(
      warn(name, message, 'If no backup is being made now, delete them; the next one by schedule does.'),
    );
  }
  if (here?.dev === there?.dev) {
    const message = `${path} is on the same disk as the data: a broken disk takes both.`;
    checks.push(warn(name, message, 'Set BACKUP_DIR to another disk, or copy the backups elsewhere.'));
  }
  return checks;
}
