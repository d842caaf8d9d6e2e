/** A Bot API emulator with a team that Homeward serves. */
import { startTelegramEmulator } from '../test/support/telegram-emulator/index.ts';
import type { Child } from './child.ts';

/** The emulator with its people. */
export type Emulator = Awaited<ReturnType<typeof startTelegramEmulator>>;

/** What the emulator enforces. */
export type Limits = NonNullable<Parameters<typeof startTelegramEmulator>[0]>['limits'];

/** An emulator with a staff group and the administrator-to-be. */
export async function startTeam(limits?: Limits) {
  const telegram = await startTelegramEmulator({ token: '100:TEST', ...(limits ? { limits } : {}) });
  const boss = telegram.user({ first_name: 'Boss', language_code: 'en' });
  const group = telegram.group({ title: 'Team', type: 'supergroup', members: [boss] });
  return { telegram, boss, group };
}

/** A team as startTeam makes it. */
export type Team = Awaited<ReturnType<typeof startTeam>>;

/** Makes the group Homeward's staff chat, as an administrator would. */
export async function enrol({ boss, group }: Team): Promise<void> {
  await boss.start();
  await boss.say('/setup BENCH-CODE');
  await boss.waitFor(/administrator/i, { timeoutMs: 20_000 });
  await boss.say('/team Harbour', { chat: group });
  await group.waitFor(/Harbour/, { timeoutMs: 20_000 });
}

/** Stops what was started. */
export async function stopAll(team: Team, child: Child): Promise<void> {
  await child.stop();
  await team.telegram.stop();
}
