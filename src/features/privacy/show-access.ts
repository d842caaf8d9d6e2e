/** `/access PERSON`: which colleagues read what of somebody. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { shortTime } from '../../domain/short-time.ts';
import { UserError } from '../../errors.ts';
import { listAccess } from '../../store/access-log.ts';
import type { PersonRecord } from '../../store/records.ts';
import type { PrivacyDeps } from './deps.ts';

const SHOWN = 30;

function assertMayRead(turn: Turn): void {
  assertCan(turn.actor, 'access.read');
  if (turn.chat.kind !== 'private') throw new UserError('staff-privacy:error.private');
}

/** By name, room, number or ticket. */
export async function showAccess(turn: Turn, deps: PrivacyDeps, words: string): Promise<void> {
  assertMayRead(turn);
  if (!words) throw new UserError('staff-privacy:usage.access');
  const person = await deps.people.pick(turn, words, 'access');
  if (person) await show(turn, deps, person);
}

/** By a button with somebody's name. */
export async function showAccessOf(turn: Turn, deps: PrivacyDeps, id: string | undefined): Promise<void> {
  assertMayRead(turn);
  await show(turn, deps, await deps.people.byId(turn, id));
}

async function show(turn: Turn, deps: PrivacyDeps, person: PersonRecord): Promise<void> {
  const { t, locale, now } = turn;
  const log = await listAccess(turn.tx, person.id, SHOWN);
  const who = await deps.people.describe(turn, person);
  if (log.length === 0) return turn.reply({ text: t(locale, 'staff-privacy:access.none', { who }) });
  const lines = log.map(({ at, staff, role, what, number }) => {
    const read = t(locale, `staff-privacy:read.${what}`);
    const parts = [shortTime(at, now, deps.zone), `${staff} (${t(locale, `common:role.${role}`)})`, read];
    return `• ${[...parts, ...(number === null ? [] : [`#${number}`])].join(' · ')}`;
  });
  await turn.reply({ text: [t(locale, 'staff-privacy:access.head', { who }), ...lines].join('\n') });
}
