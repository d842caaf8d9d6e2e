/** Whom `/care` is about: the traveller of a ticket, or somebody by name, room or number. */
import type { PeopleDesk, TicketDesk, Turn } from '../../conversation/feature.ts';
import { UserError } from '../../errors.ts';
import { findPeople } from '../../store/person-cards.ts';
import { findTicket } from '../../store/tickets.ts';
import { personCare, splitCare, ticketCare } from './edit-care.ts';

const NUMBER = /^([#＃]?)\s*(\d{1,9})(?:\s+|$)/u;
const USAGE = 'staff-special:usage.care';

/** A number is a ticket's, or a room's where no ticket has it; a number that is both is asked about. */
export async function nameWhom(
  turn: Turn,
  desk: TicketDesk,
  people: PeopleDesk,
  args: string,
): Promise<void> {
  const [all = '', hash, number] = NUMBER.exec(args) ?? [];
  if (number && !hash && !turn.inbound.replyTo && (await isRoom(turn, number))) {
    return ofPerson(turn, people, number, args.slice(all.length));
  }
  const { who, rest } = number ? { who: '', rest: '' } : splitCare(args);
  if (who) return ofPerson(turn, people, who, rest);
  const picked = await desk.pick(turn, USAGE, args);
  if (picked) await ticketCare(turn, desk, picked.ticket, picked.rest);
}

async function isRoom(turn: Turn, number: string): Promise<boolean> {
  const rooms = await findPeople(turn.tx, number, [], 1);
  if (rooms.length === 0) return false;
  if (await findTicket(turn.tx, Number(number))) throw new UserError('staff-special:error.which', { number });
  return true;
}

async function ofPerson(turn: Turn, people: PeopleDesk, who: string, rest: string): Promise<void> {
  const person = await people.pick(turn, who, 'careof', rest);
  if (person) await personCare(turn, person, await people.describe(turn, person), rest);
}
