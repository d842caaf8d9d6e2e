/** The handover sheet's section of what was said to the team lately. */
import type { DomainEvent, Work } from '../../conversation/feature.ts';
import { listBriefings } from '../../store/briefings.ts';

const MOST = 5;
const WORDS = 300;
/** Hours: whoever comes now was perhaps not there then. */
const LATELY = 24;

/** Adds the last briefings, each with how many have read it. */
export async function handOverBriefings(
  work: Work,
  { add }: Extract<DomainEvent, { type: 'handover.posting' }>,
): Promise<void> {
  const briefings = await listBriefings(work.tx, work.now.subtract({ hours: LATELY }), MOST);
  const lines = briefings.map(({ number, text, read, people }) => {
    const letters = [...text.replaceAll(/\s+/g, ' ')];
    const words = letters.length > WORDS ? `${letters.slice(0, WORDS).join('')}…` : letters.join('');
    return { parts: [`${number}. ${words}`, { key: 'staff-briefing:count', params: { read, people } }] };
  });
  add({ title: 'staff-briefing:section', lines });
}
