/** The last of the days at home is over: the stay ends, and from then on only the channel stays open. */
import type { Work } from '../../conversation/feature.ts';
import { isolate } from '../../domain/isolate.ts';
import { dayText } from '../../domain/stay/sentence.ts';
import { endAtHome, listHomeOver, readOpenDays } from '../../store/releases.ts';
import { listStays } from '../../store/stays.ts';
import type { ReleaseDeps } from './index.ts';

const SYSTEM = { role: 'system', id: 'system' } as const;
const BATCH = 300;

/** Ends those that are over, and says so. */
export async function endDaysAtHome(work: Work, deps: ReleaseDeps): Promise<void> {
  const { tx, now, t } = work;
  const ids = await listHomeOver(tx, deps.zone, now, BATCH);
  if (ids.length === 0) return;
  const days = await readOpenDays(tx);
  const before = new Map((await listStays(tx, { ids })).map((stay) => [stay.id, stay]));
  await endAtHome(tx, ids, days, now);
  const ended = await listStays(tx, { ids });
  for (const stay of ended) {
    await work.emit({ type: 'stay.moved', before: before.get(stay.id) ?? null, stay, actor: SYSTEM });
  }
  const reached = await deps.people.reach(
    work,
    ended.map(({ personId }) => personId),
  );
  for (const { id, personId, homeUntil, releaseOn } of ended) {
    const reach = reached.get(personId);
    const last = homeUntil ?? releaseOn;
    if (!reach || !last) continue;
    const { locale, isSpeaker, name, target } = reach;
    const date = dayText(last.add({ days }), locale, true);
    const about = isSpeaker ? [t(locale, 'reminders:about', { name: isolate(name ?? '?') })] : [];
    const text = [...about, t(locale, 'release:home.over'), t(locale, 'release:open', { date })].join('\n');
    await work.say(target, { text }, { key: `released:${id}:home-over`, lane: 'bulk', notBefore: now });
  }
}
