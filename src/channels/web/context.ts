import { type AccountId, type ChatRef, chatRef, type SenderRef } from '../../domain/ids.ts';
import type { Log } from '../../log.ts';
import type { ChannelHost, CommandMenu } from '../channel.ts';
import type { Assets } from './assets.ts';
import type { Feeds } from './feed.ts';
import type { Clock, Staff, WebLimits, WebOptions } from './options.ts';
import { Problem } from './problem.ts';
import type { Rate } from './rate.ts';
import type { Sessions, Signer } from './session.ts';

/** The staff's group chat; the one group of this channel. */
export const DESK: ChatRef = chatRef('desk');

/** How staff may call the bot at the desk. */
export const HANDLE = '@bot';

/** What every route of the web channel works with. */
export interface WebContext extends Omit<WebOptions, 'id' | 'limits' | 'sessionKey'> {
  readonly account: AccountId;
  readonly log: Log;
  readonly clock: Clock;
  readonly limits: WebLimits;
  readonly assets: Assets;
  feeds: Feeds;
  readonly sessions: Sessions;
  readonly signer: Signer;
  readonly messageRate: Rate;
  readonly uploadRate: Rate;
  /** Set between start and stop. */
  host: ChannelHost | undefined;
  menus: readonly CommandMenu[];
  /** Ends every open page's stream; made anew by each start, as the feeds are. */
  closing: AbortController;
  /** Open streams of each sender. */
  readonly streams: Map<SenderRef, number>;
}

/** The two chats a page can show: the person's own with the bot, and the desk. */
export type ChatName = 'me' | 'desk';

/** A chat that the visitor may read and write. */
export interface OpenChat {
  readonly name: ChatName;
  readonly ref: ChatRef;
  readonly sender: SenderRef;
  /** Set at the desk. */
  readonly staff?: Staff;
}

/** Settles which chat `name` is for this sender; a Problem when it is not theirs to open. */
export async function openChat(
  web: WebContext,
  sender: SenderRef | undefined,
  name: string,
): Promise<OpenChat> {
  if (!sender) throw new Problem(401, 'session');
  if (name === 'me') return { name, ref: chatRef(sender), sender };
  if (name !== 'desk') throw new Problem(404, 'not_found');
  const staff = await web.staff(sender);
  if (!staff) throw new Problem(403, 'not_staff');
  return { name, ref: DESK, sender, staff };
}
