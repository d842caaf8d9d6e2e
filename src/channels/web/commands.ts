import type { CommandMenu } from '../channel.ts';
import type { OpenChat } from './context.ts';
import { matchLanguage } from './language.ts';

/** The commands that complete after a slash: the menu made for this chat, else for its kind, in the page's language. */
export function commandsFor(
  menus: readonly CommandMenu[],
  chat: Pick<OpenChat, 'name' | 'ref'>,
  locale: string,
): CommandMenu['commands'] {
  const audience = chat.name === 'desk' ? 'group' : 'private';
  const spoken = (menu: CommandMenu): boolean => matchLanguage(menu.locale ?? '')?.code === locale;
  const fitting = menus.filter((menu) => menu.audience === audience);
  const own = fitting.filter((menu) => menu.chat === chat.ref);
  const common = fitting.filter((menu) => menu.chat === undefined);
  const menu =
    own.find(spoken) ??
    own.find(({ locale: language }) => language === undefined) ??
    common.find(spoken) ??
    common.find(({ locale: language }) => language === undefined) ??
    common.find((candidate) => matchLanguage(candidate.locale ?? '')?.code === 'en');
  return menu?.commands ?? [];
}
