/** A team on Telegram: its administrator, its group, and colleagues who came by invitation. */
import type { StaffRole } from '../../src/domain/actor.ts';
import type { Group, User } from './telegram-emulator/index.ts';
import type { WholeApp } from './whole-app.ts';

/** The team and its chat. */
export interface StaffRoom {
  readonly admin: User;
  readonly group: Group;
  /** A fresh invitation code. */
  invite(role: StaffRole): Promise<string>;
  /** Invites somebody, who comes in by the code and joins the group. */
  hire(role: StaffRole, name: string, options?: { username?: string; locale?: string }): Promise<User>;
}

/** Sets the team up as an administrator does: by messages to the bot. */
export async function staffRoom(bot: WholeApp, title = 'Night desk'): Promise<StaffRoom> {
  const { telegram } = bot;
  const admin = telegram.user({ first_name: 'Mo Admin', language_code: 'en' });
  await admin.say(`/setup ${bot.setupCode}`);
  await bot.settle();
  const group = telegram.group({ title, members: [admin] });
  await admin.say(`/team ${title}`, { chat: group });
  await bot.settle();
  const invite = async (role: StaffRole): Promise<string> => {
    await admin.say(`/invite ${role}`);
    await bot.settle();
    return inviteCode(admin.last().text);
  };
  return {
    admin,
    group,
    invite,
    async hire(role, name, { username, locale = 'en' } = {}) {
      const code = await invite(role);
      const user = telegram.user({
        first_name: name,
        language_code: locale,
        ...(username ? { username } : {}),
      });
      await user.start(code);
      await bot.settle();
      group.chat.members.set(user.id, { user: user.info, status: 'member' });
      return user;
    },
  };
}

/** The code in an invitation. */
export function inviteCode(text = ''): string {
  const code = /\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b/.exec(text)?.[0];
  if (!code) throw new Error(`no invitation in: ${text}`);
  return code;
}
