/** `/start`: an invited colleague comes in with a code; everybody else is greeted. */
import type { Turn } from '../../conversation/feature.ts';
import { assertMayTry, noteWrongTry } from '../../domain/wrong-tries.ts';
import { UserError } from '../../errors.ts';
import { listTeamNames } from '../../store/bindings.ts';
import type { StaffRecord } from '../../store/records.ts';
import { checkInvite, hasAdmin, lockStaff, redeemInvite } from '../../store/staff.ts';
import type { SetupDeps } from './index.ts';
import { joinStaff, staffIdFor } from './join-staff.ts';
import { meetsOnDesk } from './meets-on-desk.ts';

/** Three groups of four, with a dash or space between them or none; nothing else that links carry looks so. */
const INVITE = /^([2-9A-HJ-NP-Z]{4})[\s\p{Pd}_]?([2-9A-HJ-NP-Z]{4})[\s\p{Pd}_]?([2-9A-HJ-NP-Z]{4})$/u;
/** Two groups: the code that the program prints at its first start. */
const SETUP = /^[2-9A-HJ-NP-Z]{4}\p{Pd}[2-9A-HJ-NP-Z]{4}$/u;

/** Accepts an invitation, and greets everybody else. */
export async function start(turn: Turn, args: string, deps: SetupDeps): Promise<void> {
  const word = args.normalize('NFKC').toUpperCase();
  if (await deps.redeem(turn, word)) return;
  if (INVITE.test(word)) return acceptInvite(turn, word);
  if (SETUP.test(word) && !(await hasAdmin(turn.tx)))
    throw new UserError('staff-setup:error.is-setup', { code: word });
  await deps.start(turn, args);
}

/** The code alone, written after a wrong one; other words go on as a message. */
export async function acceptTypedCode(turn: Turn, text: string): Promise<boolean> {
  const word = text.normalize('NFKC').toUpperCase();
  if (!INVITE.test(word)) {
    turn.expect(undefined);
    return false;
  }
  await acceptInvite(turn, word);
  return true;
}

async function acceptInvite(turn: Turn, code: string): Promise<void> {
  const { tx, now } = turn;
  assertMayTry(turn);
  const invite = await checkInvite(tx, code, now);
  if (invite.state === 'unknown') {
    noteWrongTry(turn);
    turn.expect('setup.invite');
    throw new UserError('onboarding:error.unknown');
  }
  if (turn.staff) {
    const role = `common:role.${turn.staff.role}`;
    throw new UserError('staff-setup:error.already-staff', { role });
  }
  if (invite.state !== 'open') return refuse(turn, invite.state);
  await lockStaff(tx);
  const id = staffIdFor(turn);
  if (!(await redeemInvite(tx, invite.codeHash, id, now))) return refuse(turn, 'used');
  await welcome(turn, await joinStaff(turn, invite.role, id));
}

function refuse(turn: Turn, why: 'used' | 'expired'): never {
  turn.expect('setup.invite');
  throw new UserError(`staff-setup:error.invite-${why}`);
}

async function welcome(turn: Turn, staff: StaffRecord): Promise<void> {
  const { locale, t } = turn;
  const { account } = turn.inbound;
  const role = t(locale, `common:role.${staff.role}`);
  const lines = [
    t(locale, 'staff-setup:welcome.hello', { name: staff.name, role }),
    t(locale, staff.role === 'admin' ? 'staff-setup:welcome.admin' : 'staff-setup:welcome.work'),
  ];
  if (turn.capabilities(account)?.groups && !(await meetsOnDesk(turn))) {
    const teams = await listTeamNames(turn.tx, account);
    const key = teams.length > 0 ? 'staff-setup:welcome.group-named' : 'staff-setup:welcome.group';
    lines.push(t(locale, key, { teams: teams.join(', ') }));
  }
  lines.push(t(locale, 'staff-setup:welcome.name'));
  await turn.reply({ text: lines.join('\n\n') });
}
