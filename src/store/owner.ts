/** Who holds a data directory: a process, told apart from a later one that got the same number. */
import { readFileSync, readlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';

/** A process: where its number means something, the number, and when it started (null where nobody can tell). */
export interface Owner {
  world: string;
  pid: number;
  started: string | null;
}

/** `elsewhere`: on another machine or in another container, so this process cannot look. */
export type OwnerState = 'alive' | 'dead' | 'elsewhere';

/** This process. */
export function thisOwner(): Owner {
  return { world: world(), pid: process.pid, started: startedAt(process.pid) };
}

/** Whether the process still runs. */
export function ownerState(owner: Owner): OwnerState {
  if (owner.world !== world()) return 'elsewhere';
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'dead';
  }
  return startedAt(owner.pid) === owner.started ? 'alive' : 'dead';
}

/** The owner written in a file, or undefined when there is none to be read. */
export async function readOwner(file: string): Promise<Owner | undefined> {
  try {
    const owner = JSON.parse(await readFile(file, 'utf8')) as Partial<Owner>;
    if (typeof owner.world !== 'string' || typeof owner.pid !== 'number') return undefined;
    return { world: owner.world, pid: owner.pid, started: owner.started ?? null };
  } catch {
    return undefined;
  }
}

/** Names the machine, its boot and (on Linux) the process namespace: containers may share a host name. */
function world(): string {
  return [hostname(), attempt(bootId), attempt(() => readlinkSync('/proc/self/ns/pid'))].join(' ');
}

const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

/**
 * When a process started, in clock ticks since the boot: field 22 of /proc/<pid>/stat. A zombie, which has ended and
 * only waits for its parent to notice, has no start any more.
 */
function startedAt(pid: number): string | null {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // Field 2 is the program's name in parentheses and may hold anything, spaces and parentheses too.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? 'ended' : (fields[19] ?? null);
}

function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
