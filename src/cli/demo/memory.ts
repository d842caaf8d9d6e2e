/** What the demo keeps between two runs: the cookies of its colleagues, beside the data they belong to. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { STAFF_ROLES } from '../../domain/actor.ts';

const kept = z.object({
  admin: z.string(),
  colleagues: z.array(z.object({ name: z.string(), role: z.enum(STAFF_ROLES), cookie: z.string() })),
});

/** Everybody's cookies. */
export type Kept = z.infer<typeof kept>;

/** Loads and saves them. */
export interface Memory {
  /** Undefined when this is the first run here. */
  load(): Promise<Kept | undefined>;
  save(value: Kept): Promise<void>;
}

/** A memory in one file of the data directory, readable by its owner alone. */
export function createMemory(dataDir: string): Memory {
  const file = join(dataDir, 'demo.json');
  return {
    async load() {
      const text = await readFile(file, 'utf8').catch(() => undefined);
      if (text === undefined) return undefined;
      try {
        return kept.parse(JSON.parse(text));
      } catch {
        return undefined;
      }
    },
    async save(value) {
      await mkdir(dataDir, { recursive: true });
      await writeFile(file, `${JSON.stringify(value)}\n`, { mode: 0o600 });
    },
  };
}
