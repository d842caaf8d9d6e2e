import { ChannelError } from '../../errors.ts';
import type { CommandMenu } from '../channel.ts';
import type { Api } from './api.ts';
import type { Params } from './driver.ts';

/** Telegram's longest description of a command. */
const DESCRIPTION_LIMIT = 256;

/**
 * Sets the menus one after the other. A menu that Telegram refuses for good (a chat that is gone) does not keep the
 * others from being set; the first refusal is thrown at the end.
 */
export async function setCommands(api: Api, menus: readonly CommandMenu[]): Promise<void> {
  let refusal: ChannelError | undefined;
  for (const menu of menus) {
    const params = encodeMenu(menu);
    if (!params) continue;
    try {
      await api.call('setMyCommands', params, 'repeatable');
    } catch (error) {
      if (!(error instanceof ChannelError) || error.outcome !== 'permanent') throw error;
      refusal ??= error;
    }
  }
  if (refusal) throw refusal;
}

/** The parameters of setMyCommands; undefined for a language that Telegram cannot tell from another. */
export function encodeMenu({ audience, chat, locale, commands }: CommandMenu): Params | undefined {
  const language = locale === undefined ? '' : languageCode(locale);
  if (language === undefined) return undefined;
  const everywhere = audience === 'private' ? 'all_private_chats' : 'all_group_chats';
  return {
    // Only Latin names can be commands; words in other scripts work as text without being listed.
    commands: commands
      .filter(({ name }) => /^[a-z0-9_]{1,32}$/.test(name))
      .map(({ name, description }) => ({
        command: name,
        description: description.slice(0, DESCRIPTION_LIMIT),
      })),
    scope: chat === undefined ? { type: everywhere } : { type: 'chat', chat_id: chat },
    ...(language && { language_code: language }),
  };
}

/**
 * Telegram's two-letter code. It has one code for all Chinese: zh-CN takes it and zh-TW has none, so that readers of
 * Traditional Chinese get the Simplified menu; the bot's answers are not affected.
 */
function languageCode(locale: string): string | undefined {
  if (/^zh-(TW|HK|MO|Hant)/i.test(locale)) return undefined;
  const language = locale.split('-')[0]?.toLowerCase();
  return language?.length === 2 ? language : undefined;
}
