/** `/erasures`: who asked to be erased, what was decided, and the proofs. */
import type { Turn } from '../../conversation/feature.ts';
import { shortTime } from '../../domain/short-time.ts';
import { type ErasureRecord, listErasures } from '../../store/erasure-requests.ts';
import { assertMayDecide, showErasure } from './decide-erasure.ts';
import type { PrivacyDeps } from './deps.ts';

const SHOWN = 20;

/** The list; with a number, that request. */
export async function listRequests(turn: Turn, deps: PrivacyDeps, args: string): Promise<void> {
  assertMayDecide(turn);
  const number = /^[#＃]?(\d{1,9})$/u.exec(args.normalize('NFKC').trim())?.[1];
  if (number) return showErasure(turn, deps, number);
  const { t, locale } = turn;
  const all = await listErasures(turn.tx, SHOWN);
  if (all.length === 0) return turn.reply({ text: t(locale, 'staff-privacy:list.none') });
  const waiting = all.filter(({ state }) => state === 'asked' || state === 'held');
  const text = [t(locale, 'staff-privacy:list.head'), ...all.map((one) => line(turn, deps, one))].join('\n');
  const choices = waiting
    .slice(0, 10)
    .map(({ number }) => [{ id: `erasure:${number}`, label: `#${number}` }]);
  await turn.reply({ text, choices });
}

function line({ t, locale, now }: Turn, { zone }: PrivacyDeps, one: ErasureRecord): string {
  const parts = [
    `#${one.number}`,
    t(locale, `staff-privacy:state.${one.state}`),
    shortTime(one.doneAt ?? one.askedAt, now, zone),
    ...(one.sha256 ? [`SHA-256 ${one.sha256}`] : []),
  ];
  return `• ${parts.join(' · ')}`;
}
