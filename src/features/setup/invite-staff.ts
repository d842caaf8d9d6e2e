/** `/invite ROLE`: a one-time code, and links that hand it over by themselves. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, STAFF_ROLES, type StaffRole } from '../../domain/actor.ts';
import { STAFF_LOCALES } from '../../domain/locale.ts';
import { UserError } from '../../errors.ts';
import { listAccounts } from '../../store/accounts.ts';
import { addAudit } from '../../store/audit.ts';
import { addInvite, INVITE_DAYS } from '../../store/staff.ts';

/** Invites for the role named, in English or in a staff language; offers the roles when none is. */
export async function inviteStaff(turn: Turn, args: string): Promise<void> {
  assertCan(turn.actor, 'staff.invite');
  if (args) return inviteAs(turn, args);
  const choices = STAFF_ROLES.map((role) => [
    { id: `invite:${role}`, label: turn.t(turn.locale, `common:role.${role}`) },
  ]);
  await turn.reply({ text: turn.t(turn.locale, 'staff-setup:invite.which'), choices });
}

/** Makes the code and shows it where only the inviter reads along. */
export async function inviteAs(turn: Turn, word: string): Promise<void> {
  assertCan(turn.actor, 'staff.invite');
  const role = roleNamed(turn, word);
  if (!role) throw new UserError('staff-setup:usage.invite');
  const target = turn.privateTarget();
  if (!target) throw new UserError('staff-setup:error.invite-private');
  const code = await addInvite(turn.tx, { role, createdBy: turn.actor.id }, turn.now);
  addAudit(turn.tx, {
    actor: turn.actor,
    action: 'staff.invite',
    now: turn.now,
    channel: turn.inbound.account,
    after: { role },
  });
  const name = turn.t(turn.locale, `common:role.${role}`);
  const params = { role: name, code, days: INVITE_DAYS };
  const lines = [turn.t(turn.locale, 'staff-setup:invite.text', params), ...(await links(turn, code))];
  await turn.say(target, { text: lines.join('\n') }, { key: `invite:${turn.inboundId}` });
  if (turn.chat.kind === 'group') await turn.reply({ text: turn.t(turn.locale, 'staff-setup:invite.sent') });
}

/** A role by its name in English or a staff language, or by how that begins (at least two letters). */
function roleNamed(turn: Turn, word: string): StaffRole | undefined {
  const wanted = word.trim().toLowerCase();
  if ([...wanted].length < 2) return undefined;
  const names = (role: StaffRole) => STAFF_LOCALES.map((locale) => turn.t(locale, `common:role.${role}`));
  return STAFF_ROLES.find((role) =>
    [role, ...names(role)].some((name) => name.toLowerCase().startsWith(wanted)),
  );
}

/** A link for every account that can hand a code over, this one first. */
async function links(turn: Turn, code: string): Promise<string[]> {
  const others = (await listAccounts(turn.tx)).map((account) => account.id);
  const accounts = [...new Set([turn.inbound.account, ...others])];
  const found = accounts.flatMap((account) => turn.capabilities(account)?.deepLink?.(code) ?? []);
  return found.length > 0 ? [turn.t(turn.locale, 'staff-setup:invite.links'), ...found] : [];
}
