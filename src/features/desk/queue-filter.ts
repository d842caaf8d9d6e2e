/** What a colleague may be shown of what they asked the queue for. */
import type { Turn } from '../../conversation/feature.ts';
import { can } from '../../domain/actor.ts';
import { fold } from '../../domain/called.ts';
import { STAFF_LOCALES } from '../../domain/locale.ts';
import { NEEDS } from '../../domain/need.ts';
import { type QueueVocabulary, readQueueQuery, STANDINGS } from '../../domain/queue-filter.ts';
import type { QueueFilter } from '../../store/queue.ts';
import { listSites } from '../../store/sites.ts';
import type { QueueKind } from './show-queue.ts';

/** The store's filter for these words. Confidential words are found by whom may read them, and in private only. */
export async function queueFilter(
  turn: Turn,
  kind: QueueKind,
  words: string,
): Promise<Omit<QueueFilter, 'limit'>> {
  const { actor, now, chat } = turn;
  if (!words) return kind === 'mine' ? { ownerId: actor.id } : {};
  const { standings, need, siteId, search } = readQueueQuery(words, await vocabulary(turn));
  const readsAll = chat.kind === 'private' && can(actor, 'ticket.read-restricted');
  // Nobody owns anything by this id: in a group only open tickets are found by need or words.
  const id = chat.kind === 'private' ? actor.id : '00000000-0000-0000-0000-000000000000';
  return {
    ...(kind === 'mine' || standings.includes('mine') ? { ownerId: actor.id } : {}),
    ...(standings.includes('unclaimed') ? { unclaimed: true } : {}),
    ...(standings.includes('waiting') ? { waiting: true } : {}),
    ...(standings.includes('overdue') ? { overdueAt: now } : {}),
    ...(need ? { need } : {}),
    ...(siteId ? { siteId } : {}),
    ...(search ? { search } : {}),
    reader: { id, readsAll },
  };
}

/** Needs and standings go by their names in every language of staff. */
async function vocabulary(turn: Turn): Promise<QueueVocabulary> {
  const named = <T extends string>(all: readonly T[], key: (one: T) => string): Map<string, T> =>
    new Map(
      STAFF_LOCALES.flatMap((locale) =>
        all.flatMap((one) =>
          turn
            .t(locale, key(one))
            .split('|')
            .map((word) => [fold(word), one] as const),
        ),
      ),
    );
  return {
    standings: named(STANDINGS, (one) => `staff:queue.word.${one}`),
    needs: named(NEEDS, (one) => `common:need.${one}`),
    sites: await listSites(turn.tx),
  };
}
