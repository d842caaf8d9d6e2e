// Not telegram-test-api 4.2.1: nine methods, no validation, groups, media, limits, faults or webhook retries,
// and its getUpdates ignores offsets, so at-least-once handling cannot be tested with it.
export {
  type EmulatorOptions,
  startTelegramEmulator,
  type TelegramEmulator,
} from './emulator.ts';
export type { Group } from './group.ts';
export type { LimitOptions } from './limits.ts';
export { connectTelegramEmulator, type RemoteEmulator } from './remote.ts';
export type * from './types.ts';
export type { User } from './user.ts';
