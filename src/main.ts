/** Environment in, signals, exit codes; nothing else. */
import { existsSync } from 'node:fs';
import { parseConfig } from './config.ts';
import { StartupError } from './errors.ts';
import { createLog } from './log.ts';
import { type Running, run } from './run.ts';
import { printQr, welcome } from './welcome.ts';

/** How long a stop may take before the process ends regardless, in milliseconds. */
const STOP_MS = 9000;

/** How often it is looked whether npm, which started this process, is still there, in milliseconds. */
const PARENT_MS = 1000;

async function main(): Promise<void> {
  readDotEnv();
  const parsed = parseConfig(process.env);
  if ('problems' in parsed) {
    console.error(
      `Homeward cannot start; please correct these variables:\n${parsed.problems.map((line) => `  ${line}`).join('\n')}`,
    );
    process.exit(1);
  }
  const { config } = parsed;
  const log = createLog(config.LOG_LEVEL);
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a promise failed unnoticed'));
  const running = await run(config, { log, showQr: printQr });
  console.log(welcome(config, running));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(running));
  if (process.env.npm_lifecycle_event) stopWithParent(() => void stop(running));
}

/** A `.env` beside the program is read when there is one; what the environment says already wins. */
function readDotEnv(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}

/** `npm start` does not hand a SIGTERM on: when npm is gone, so is the reason to run. */
function stopWithParent(end: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, PARENT_MS);
  timer.unref();
}

async function stop(running: Running): Promise<void> {
  setTimeout(() => process.exit(1), STOP_MS).unref();
  await running.stop();
  process.exit(0);
}

main().catch((error) => {
  console.error(error instanceof StartupError ? error.message : error);
  process.exit(1);
});
