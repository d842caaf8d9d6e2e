/** `/ledger [SITE|TEAM|@who]`: the last thirty days, counted and in the original words. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, canReadTicket } from '../../domain/actor.ts';
import { shortTime } from '../../domain/short-time.ts';
import { UserError } from '../../errors.ts';
import { type LedgerLine, readLedger, type Tally } from '../../store/ledger.ts';
import type { LedgerDeps } from './index.ts';
import { findSubject } from './subject.ts';

const DAYS = 30;
const LINES = 12;
const NAMES = 8;
const MARK = { thanks: '💐', complaint: '⚠️' } as const;

/** Answers in private only: complaints name colleagues. */
export async function showLedger(turn: Turn, deps: LedgerDeps, args: string): Promise<void> {
  assertCan(turn.actor, 'ledger.read');
  if (turn.chat.kind === 'group') throw new UserError('staff-ledger:error.private');
  const { siteId, teamId, staffId } = args ? await findSubject(turn, args) : {};
  const since = turn.now.subtract({ hours: 24 * DAYS });
  const ledger = await readLedger(
    turn.tx,
    since,
    { siteId: siteId ?? null, teamId: teamId ?? null, staffId: staffId ?? null },
    LINES,
  );
  const say = (key: string, params = {}) => turn.t(turn.locale, `staff-ledger:${key}`, params);
  const { thanks, complaints } = ledger.total;
  const lines = [say('head', { days: DAYS, thanks, count: complaints })];
  for (const part of ['sites', 'teams', 'staff'] as const) {
    if (ledger[part].length > 0) lines.push('', say(part), ...ledger[part].slice(0, NAMES).map(tallyLine));
  }
  if (ledger.lines.length > 0) lines.push('', ...ledger.lines.map((line) => lineText(turn, deps, line)));
  await turn.reply({ text: lines.join('\n') });
}

const tallyLine = ({ name, thanks, complaints }: Tally): string =>
  `${name}: ${MARK.thanks} ${thanks} · ${MARK.complaint} ${complaints}`;

function lineText(turn: Turn, { zone }: LedgerDeps, line: LedgerLine): string {
  const at = Temporal.Instant.fromEpochMilliseconds(line.at.getTime());
  const parts = [
    `${MARK[line.kind]} ${shortTime(at, turn.now, zone)}`,
    line.number === null ? null : `#${line.number}`,
    line.form === 'message' ? null : turn.t(turn.locale, `staff-ledger:form.${line.form}`),
    line.staff ?? line.team ?? line.site,
  ];
  if (!canReadTicket(turn.actor, line)) return `${parts.filter(Boolean).join(' · ')}\n🔒`;
  const words = [...line.text].slice(0, 160).join('');
  return `${parts.filter(Boolean).join(' · ')}\n${words ? `“${words}”` : '📎'}`;
}
