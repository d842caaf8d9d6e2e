/** `npm run demo`: the program as it is, on a data directory of its own, with invented travellers and colleagues. */
import { parseConfig } from '../config.ts';
import { StartupError } from '../errors.ts';
import { createLog } from '../log.ts';
import { run } from '../run.ts';
import { printQr, welcome } from '../welcome.ts';
import { createMemory } from './demo/memory.ts';
import { invite, seed } from './demo/seed.ts';
import { startSimulation } from './demo/simulation.ts';

/** How long a stop may take before the process ends regardless, in milliseconds. */
const STOP_MS = 9000;

async function main(): Promise<void> {
  const parsed = parseConfig({ ...process.env, DATA_DIR: process.env.DATA_DIR || './data/demo' });
  if ('problems' in parsed) {
    throw new StartupError(
      `The demo cannot start; please correct these variables:\n${parsed.problems.map((line) => `  ${line}`).join('\n')}`,
    );
  }
  const { config } = parsed;
  const log = createLog(config.LOG_LEVEL);
  const running = await run(config, { log, showQr: printQr });
  const { local, url, setupCode } = running;
  if (!local) throw new StartupError('The demo needs its pages: leave ROLES empty.');
  let leave = async (): Promise<void> => {};
  const stop = async (): Promise<void> => {
    setTimeout(() => process.exit(1), STOP_MS).unref();
    await leave();
    await running.stop();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void stop().then(() => process.exit(0)));
  try {
    const team = await seed({ base: local, setupCode, memory: createMemory(config.DATA_DIR) });
    const link = `${url}/desk?start=${await invite(team.admin, 'admin')}`;
    console.log(
      welcome(config, { ...running, setupCode: undefined }, [
        ['Sign in', `${link}   (open it once: you are on the desk)`],
      ]),
    );
    leave = startSimulation(local, team, log);
  } catch (error) {
    await stop();
    throw error;
  }
}

main().catch((error) => {
  console.error(error instanceof StartupError ? error.message : error);
  process.exit(1);
});
