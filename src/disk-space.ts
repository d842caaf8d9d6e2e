/** How much room a disk has. */
import { statfs } from 'node:fs/promises';
import type { DiskSpace } from './domain/alarm.ts';

/** A look at the disk that is older is taken anew, in milliseconds. */
const FRESH_MS = 30_000;

/** Room on the disk of a directory; undefined where nobody can tell, as on a directory that is not there. */
export async function readDiskSpace(directory: string): Promise<DiskSpace | undefined> {
  try {
    const { bavail, blocks, bsize } = await statfs(directory);
    return { free: bavail * bsize, total: blocks * bsize };
  } catch {
    return undefined;
  }
}

/** The room as it was lately, without waiting: undefined at the first call, which only begins to look. */
export function watchDiskSpace(directory: string): () => DiskSpace | undefined {
  let last: DiskSpace | undefined;
  let at = Number.NEGATIVE_INFINITY;
  return () => {
    if (performance.now() - at > FRESH_MS) {
      at = performance.now();
      void readDiskSpace(directory).then((space) => {
        last = space;
      });
    }
    return last;
  };
}
