/** Whom or what a line of the ledger is about, by number or by name. */
import type { Turn } from '../../conversation/feature.ts';
import { called } from '../../domain/called.ts';
import { UserError } from '../../errors.ts';
import { listColleagues, listTeams } from '../../store/desk.ts';
import type { Subject } from '../../store/ledger.ts';
import { listSites } from '../../store/sites.ts';
import { findTicket } from '../../store/tickets.ts';

/** The ticket with this number, or the site, team or colleague called so. */
export async function findSubject(turn: Turn, words: string): Promise<Subject> {
  const number = /^#?(\d{1,9})$/u.exec(words.normalize('NFKC'))?.[1];
  if (number) {
    const ticket = await findTicket(turn.tx, Number(number));
    if (!ticket) throw new UserError('staff:error.no-ticket', { number });
    const { siteId, teamId, ownerId: staffId, personId, id: ticketId } = ticket;
    return { siteId, teamId, staffId, personId, ticketId };
  }
  const all = [
    ...(await listSites(turn.tx)).map(({ id, name }) => ({ name, subject: { siteId: id } })),
    ...(await listTeams(turn.tx)).map(({ id, name }) => ({ name, subject: { teamId: id } })),
    ...(await listColleagues(turn.tx)).map(({ id, name, usernames }) => ({
      name,
      usernames,
      subject: { staffId: id },
    })),
  ];
  const found = called<{ name: string; usernames?: readonly string[]; subject: Subject }>(all, words);
  if (found.length > 1) {
    const names = found.map(({ name }) => name).join(', ');
    throw new UserError('staff:error.several', { names, target: words });
  }
  if (!found[0]) throw new UserError('staff-ledger:error.no-subject', { words });
  return found[0].subject;
}
