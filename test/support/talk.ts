/** A whole app is talked with: each thing done is handled and answered before the next. */
import type { Delivered, User } from './telegram-emulator/index.ts';
import type { WholeApp } from './whole-app.ts';

/** The words of a message, also under a picture. */
export const textOf = ({ text, caption }: Delivered): string => text ?? caption ?? '';

/** Everything that somebody reads in private, in order. */
export const inboxOf = (user: User): string => user.inbox().map(textOf).join('\n');

/** Letting a hundred people go is one press, and the machine may be busy. */
const PATIENCE = 60_000;

/** What people on Telegram do in this app. */
export function talk(bot: WholeApp) {
  const lastOf = async (user: User): Promise<string> => {
    await bot.settle();
    return textOf(user.last());
  };
  return {
    /** Writes lines one after the other; the last answer. */
    async says(user: User, ...lines: readonly string[]): Promise<string> {
      for (const line of lines) await user.say(line);
      return lastOf(user);
    },
    /** Presses a button of a message, by default the last one; the last answer. */
    async presses(user: User, label: string, message: Delivered = user.last()): Promise<string> {
      await user.press(message, label, { timeoutMs: PATIENCE });
      return lastOf(user);
    },
    /** Sends a file along with a command; the answer. */
    async sends(user: User, command: string, file: Buffer): Promise<string> {
      await user.sendDocument(file, { fileName: 'table.csv', caption: command });
      return lastOf(user);
    },
    /** Waits until this time of day in Shanghai. */
    async until(day: string, time: string): Promise<void> {
      const there = Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime('Asia/Shanghai');
      const left = there.toInstant().since(bot.clock.now());
      await bot.later({ milliseconds: left.total('milliseconds') });
    },
  };
}
