import { parseArgs } from 'node:util';
import { type EmulatorOptions, startTelegramEmulator } from './emulator.ts';
import type { LimitOptions } from './limits.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    token: { type: 'string' },
    username: { type: 'string' },
    limits: { type: 'string' },
  },
});

const options: EmulatorOptions = {
  port: Number(values.port),
  ...(values.token && { token: values.token }),
  ...(values.username && { botUsername: values.username }),
  ...(values.limits && { limits: JSON.parse(values.limits) as LimitOptions }),
};
const emulator = await startTelegramEmulator(options);
process.stdout.write(`${JSON.stringify({ url: emulator.url, token: emulator.token, pid: process.pid })}\n`);

const stop = () => void emulator.stop().then(() => process.exit(0));
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
