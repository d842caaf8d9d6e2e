/** How a ticket's topic should look at the moment something is sent there. */
import type { Translate } from '../../domain/locale.ts';
import type { Db } from '../../store/db.ts';
import { findTopicFacts, type TopicFacts, type TopicPlace } from '../../store/topics.ts';
import { staffLocale } from './staff-locale.ts';
import { isOver } from './topic-lines.ts';

/** Its name, whether it is open, and whether there should be one; its shape is delivery's `DrawnTopic`. */
export async function drawTopic(
  { db, t, locale }: { readonly db: Db; readonly t: Translate; readonly locale: string },
  key: TopicPlace,
) {
  const facts = await findTopicFacts(db, key);
  if (!facts) return undefined;
  const name = topicName(facts, t, staffLocale(facts, locale));
  return {
    ...(facts.topic ? { topic: facts.topic } : {}),
    look: { name, urgency: facts.urgency },
    isOpen: !isOver(facts),
    isWanted: facts.hasTopics,
    isPlaced: facts.card !== null,
  };
}

/** `#12 · Medicine · room 1203`; everybody in the group reads it, so of a confidential ticket number and room only. */
function topicName({ number, need, restricted, room }: TopicFacts, t: Translate, locale: string): string {
  const what = restricted ? undefined : t(locale, `common:need.${need}`);
  const where = room ? t(locale, 'staff:card.room', { room }) : undefined;
  return [`#${number}`, what, where].filter(Boolean).join(' · ');
}
