/** A link is used: its owner is signed in on this browser, and told so wherever they write with the bot. */
import type { Work } from '../../conversation/feature.ts';
import { isolate } from '../../domain/isolate.ts';
import { tellColleague } from '../../outbox/tell-team.ts';
import { addAudit } from '../../store/audit.ts';
import { addSession, redeemLink } from '../../store/console-sessions.ts';
import type { StaffRecord } from '../../store/records.ts';

/** What a browser gets to keep: the token is in its cookie and nowhere else. */
export interface SignedIn {
  readonly staff: StaffRecord;
  readonly token: string;
}

/** Signs a browser in by a link's code; undefined when it is unknown, used or too old. */
export async function signInByLink(
  work: Work,
  code: string,
  { device, locale }: { readonly device: string; readonly locale: string },
): Promise<SignedIn | undefined> {
  const { tx, now, t } = work;
  const staff = await redeemLink(tx, code, now);
  if (!staff) return undefined;
  const { id, token } = await addSession(tx, { staffId: staff.id, device }, now);
  addAudit(tx, {
    actor: { role: staff.role, id: staff.id },
    action: 'console.sign-in',
    now,
    channel: 'console',
    after: { device },
  });
  await tellColleague(work, staff.id, { key: `console-in:${id}`, locale }, (reader) => ({
    text: t(reader, 'staff-console:signed-in', { device: isolate(device) }),
    choices: [[{ id: 'consoleout', label: t(reader, 'staff-console:button.not-me') }]],
  }));
  return { staff, token };
}
