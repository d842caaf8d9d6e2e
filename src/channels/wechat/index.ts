/**
 * WeChat over wechaty, with any of its puppets (`docs/wechat.md`).
 *
 * The way of a message: `receiver` takes the puppet's event, `read-message` looks everything up, `decode` and `details`
 * turn it into an `Inbound`, `intake` holds it until it is stored. Back: `sender` finds the chat, `encode` makes pieces.
 * `supervisor` keeps the login alive, `identity` says who is who when ids change.
 */
import type { ChatRef } from '../../domain/ids.ts';
import { ChannelError } from '../../errors.ts';
import type { Capabilities, Channel, Media } from '../channel.ts';
import { sendFailure } from './failures.ts';
import { mediaKinds, settle, type WechatOptions, type WechatSettings } from './options.ts';
import { Session } from './session.ts';

export type { WechatOptions } from './options.ts';

function capabilitiesOf(settings: WechatSettings, selfName: () => string | undefined): Capabilities {
  return {
    buttons: false,
    edit: false,
    groups: true,
    // Only to friends and in groups the bot is in; WeChat refuses the rest.
    writeFirst: true,
    media: mediaKinds(settings.puppet),
    limits: settings.limits,
    handle: () => {
      const name = selfName();
      return name === undefined ? undefined : `@${name}`;
    },
  };
}

async function download(
  settings: WechatSettings,
  media: Media,
): Promise<{ bytes: Uint8Array; type: string; name?: string }> {
  const file = media.problem === undefined ? await settings.media.open(media.id) : undefined;
  if (!file) throw new ChannelError('permanent', 'wechat: this file was not kept', { reason: 'gone' });
  return file;
}

/** One WeChat login as a channel. wechaty itself is loaded at `start`, which throws StartupError for a puppet that cannot be set up. */
export function createWechat(options: WechatOptions): Channel {
  const settings = settle(options);
  let session: Session | undefined;
  let recalled: string | undefined;
  const running = (): Session => {
    if (!session) throw new ChannelError('retry', 'wechat: not started', { retryAfterMs: 5000 });
    return session;
  };
  return {
    id: settings.id,
    capabilities: capabilitiesOf(settings, () => session?.selfName ?? recalled),
    recall(handle) {
      recalled = handle.replace(/^@/, '');
    },
    async start(host) {
      if (session) throw new Error('wechat: already started');
      session = new Session(settings, host);
      await session.start();
    },
    async stop() {
      const stopping = session;
      session = undefined;
      await stopping?.stop();
    },
    pulse: () => session?.pulse,
    send: async (outgoing) => running().send(outgoing),
    download: (media) => download(settings, media),
    async members(chat: ChatRef) {
      try {
        return await running().members(chat);
      } catch (error) {
        throw error instanceof ChannelError ? error : sendFailure(error, false);
      }
    },
  };
}
