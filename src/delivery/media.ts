/** Carries files from the account that received them to the one that passes them on. */
import type { Channel, Media } from '../channels/channel.ts';
import type { Log } from '../log.ts';
import type { FetchMedia } from './perform.ts';

/** Fetches bytes through the receiving channel; a file that cannot be had is marked so, and named to the reader. */
export function createFetchMedia(
  channelOf: (account: string) => Pick<Channel, 'download'> | undefined,
  log: Log,
): FetchMedia {
  return async (media: Media): Promise<Media> => {
    if (media.problem) return media;
    try {
      const file = await channelOf(media.account)?.download?.(media);
      if (!file) return { ...media, problem: 'unavailable' };
      const type = file.type ?? media.type;
      const name = file.name ?? media.name;
      return { ...media, bytes: file.bytes, ...(type ? { type } : {}), ...(name ? { name } : {}) };
    } catch (error) {
      log.warn({ err: error, account: media.account, kind: media.kind }, 'a file could not be fetched');
      return { ...media, problem: 'unavailable' };
    }
  };
}
