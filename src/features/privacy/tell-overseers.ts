/** Those who decide learn that somebody wants to be erased. */

import type { Turn, Work } from '../../conversation/feature.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Content } from '../../domain/message.ts';
import type { Hold } from '../../domain/privacy/hold.ts';
import { tellColleague } from '../../outbox/tell-team.ts';
import type { ErasureRecord } from '../../store/erasure-requests.ts';
import { overseers } from '../../store/oversight.ts';
import { findPerson } from '../../store/people.ts';
import type { PersonRecord } from '../../store/records.ts';
import { listSites } from '../../store/sites.ts';
import type { PrivacyDeps } from './deps.ts';
import { holdLines } from './describe-hold.ts';

/** Each of the supervisors (or administrators) in private, with the buttons. */
export async function tellOverseers(
  turn: Turn,
  deps: PrivacyDeps,
  request: ErasureRecord,
  holds: readonly Hold[],
): Promise<void> {
  const write = await requestCard(turn, request, holds);
  for (const staffId of await overseers(turn.tx)) {
    const key = `erasure-card:${request.number}:${staffId}`;
    await tellColleague(turn, staffId, { key, locale: deps.locale }, write);
  }
}

/** A request as those see it who decide. */
export async function requestCard(
  work: Work,
  request: ErasureRecord,
  holds: readonly Hold[],
): Promise<(locale: string) => Content> {
  const { t } = work;
  const person = await findPerson(work.tx, request.personId);
  const sites = await listSites(work.tx);
  const who = person ? describe(person, sites.find(({ id }) => id === person.siteId)?.name) : '?';
  return (locale) => {
    const { number } = request;
    const say = (key: string, params = {}) => t(locale, `staff-privacy:${key}`, params);
    const lines = [say(request.speakerId ? 'card.child' : 'card.head', { number, who })];
    if (holds.length > 0) lines.push(say('card.held'), ...holdLines(work, locale, holds));
    lines.push(say('card.what'));
    const choices = [
      [
        { id: `erasurego:${number}`, label: say('button.approve') },
        { id: `erasureno:${number}`, label: say('button.refuse') },
      ],
    ];
    return { text: lines.join('\n'), choices };
  };
}

const describe = ({ name, room }: PersonRecord, site: string | undefined): string =>
  [isolate(name ?? '?'), room, site].filter(Boolean).join(' · ');
