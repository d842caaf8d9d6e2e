/** Makes whoever wrote a member of staff; what they asked as a traveller stays theirs. */
import { randomUUIDv7 } from 'node:crypto';
import type { Turn } from '../../conversation/feature.ts';
import type { StaffRole } from '../../domain/actor.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import { addAudit } from '../../store/audit.ts';
import { updateIdentity } from '../../store/people.ts';
import type { StaffRecord } from '../../store/records.ts';
import { addStaff, findStaff, freeStaffName, updateStaff } from '../../store/staff.ts';

/** Longest name of a colleague, in characters. */
export const NAME_LENGTH = 40;

/** Adds the sender to the team, or brings them back; to be called under lockStaff. */
export async function joinStaff(turn: Turn, role: StaffRole, id: string): Promise<StaffRecord> {
  const { tx, now, identity } = turn;
  const before = identity.staffId ? await findStaff(tx, identity.staffId) : undefined;
  turn.expect(undefined);
  turn.remember({ wrongCodes: undefined, asked: undefined, ticket: undefined });
  const known = identity.staffId
    ? await updateStaff(tx, identity.staffId, { role, active: true })
    : undefined;
  const staff =
    known ?? (await addStaff(tx, { id, role, name: await nameFor(turn), locale: localeFor(turn) }, now));
  if (!known) {
    identity.staffId = staff.id;
    await updateIdentity(tx, identity.id, { staffId: staff.id });
  }
  addAudit(tx, {
    actor: { role, id: staff.id },
    action: known ? 'staff.return' : 'staff.join',
    now,
    channel: turn.inbound.account,
    ...(before ? { before: { role: before.role, active: before.active } } : {}),
    after: { staffId: staff.id, role, active: true },
  });
  return staff;
}

/** The id a newcomer will have: their old one when they have been here before. */
export const staffIdFor = (turn: Turn): string => turn.identity.staffId ?? randomUUIDv7();

function nameFor(turn: Turn): Promise<string> {
  const { sender } = turn.inbound;
  const given =
    sender.name ??
    turn.identity.displayName ??
    sender.username ??
    turn.t(turn.locale, 'staff-setup:colleague');
  const plain = given.replace(/\s+/g, ' ').replace(/^@/, '').trim();
  return freeStaffName(
    turn.tx,
    [...plain].slice(0, NAME_LENGTH).join('') || turn.t(turn.locale, 'staff-setup:colleague'),
  );
}

/** A language chosen as a traveller stays, else the platform's is taken, if the team's texts exist in it. */
const localeFor = (turn: Turn): string | null =>
  matchLocale(turn.person?.locale, STAFF_LOCALES) ??
  matchLocale(turn.inbound.sender.locale, STAFF_LOCALES) ??
  null;
