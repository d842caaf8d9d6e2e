/** The real program as a child process beside a Telegram emulator, to be killed and started again. */
import { onTestFinished } from 'vitest';
import { type Child, startChild } from './child.ts';
import type { Location } from './database.ts';
import type { TelegramEmulator } from './telegram-emulator/index.ts';

const main = new URL('../../src/main.ts', import.meta.url);

/** One installation; at most one process of it runs. */
export interface BotProcess {
  /** Resolves when it serves. */
  start(): Promise<void>;
  /** Without warning, as a power cut of the process. */
  kill(): Promise<void>;
  /** By SIGTERM; resolves with the exit code. */
  stop(): Promise<number | string>;
  /** What the processes printed so far. */
  output(): string[];
}

/** Prepares it; whatever runs at the end of the test is killed. */
export function botProcess(
  location: Location,
  telegram: TelegramEmulator,
  env: Record<string, string> = {},
): BotProcess {
  let child: Child | undefined;
  const earlier: string[] = [];
  const end = async (signal: NodeJS.Signals): Promise<number | string> => {
    const ended = (await child?.kill(signal)) ?? 0;
    earlier.push(...(child?.lines ?? []));
    child = undefined;
    return ended;
  };
  onTestFinished(async () => void (await end('SIGKILL')));
  return {
    async start() {
      child = startChild(main, [], {
        PORT: '0',
        LOG_LEVEL: 'error',
        SETUP_CODE: 'first-admin',
        DATA_DIR: location.dataDir,
        DATABASE_URL: location.databaseUrl ?? '',
        TELEGRAM_BOT_TOKEN: telegram.token,
        TELEGRAM_API_ROOT: telegram.url,
        ...env,
      });
      await child.line('Homeward is running');
    },
    async kill() {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    output: () => [...earlier, ...(child?.lines ?? [])],
  };
}
