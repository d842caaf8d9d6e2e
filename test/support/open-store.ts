/** Run as a child process: opens the store in its first argument, adds a row, says "store is open" and stays. */
import { createLog } from '../../src/log.ts';
import { openStore } from '../../src/store/open.ts';

try {
  const store = await openStore({ dataDir: process.argv[2] ?? '', log: createLog('info') });
  await store.db.setting.upsert({
    where: { key: 'opened-by' },
    update: { value: String(process.pid) },
    create: { key: 'opened-by', value: String(process.pid) },
  });
  console.log('store is open');
  setInterval(() => {}, 1_000);
} catch (error) {
  console.log(`${(error as Error).name}: ${(error as Error).message}`);
  process.exit(1);
}
