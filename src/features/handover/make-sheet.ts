/** Gathers what one shift hands to the next. */
import type { Work } from '../../conversation/feature.ts';
import type { HandoverSheet, SheetLine, SheetPart, SheetSection, SheetShift } from '../../domain/handover.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Need } from '../../domain/need.ts';
import { WAITING_STATES } from '../../domain/ticket.ts';
import {
  countTeamTickets,
  type HandedTicket,
  listTeamEmergencies,
  listTeamTickets,
} from '../../store/handed-tickets.ts';
import { listOpenPromises } from '../../store/promises.ts';
import type { PlannedTeam } from '../../store/shift-plans.ts';
import { comes, leadOf, type ShiftRecord } from '../../store/shifts.ts';

/** Lines that a section keeps. */
const KEPT = 200;
/** Needs of those who leave or move: a bus does not wait for the next shift to find them among the rest. */
const MOVES: readonly Need[] = ['release', 'transfer'];
/** Characters of a need's words. */
const WORDS = 40;

/** The sheet of a shift that has ended; `next` is the one that runs or comes. */
export async function makeSheet(
  work: Work,
  team: PlannedTeam,
  from: ShiftRecord,
  next: ShiftRecord | undefined,
): Promise<HandoverSheet> {
  const sections = await ticketSections(work, team.id, from.startsAt);
  sections.push(await promiseSection(work, team.id));
  await work.emit({
    type: 'handover.posting',
    teamId: team.id,
    startsAt: from.startsAt,
    endsAt: from.endsAt,
    add: (section) => void sections.push({ ...section, lines: section.lines.slice(0, KEPT) }),
  });
  return {
    team: team.name,
    zone: team.shiftPlan.zone,
    postedAt: work.now.toString(),
    from: sheetShift(from),
    to: next ? sheetShift(next) : null,
    sections,
  };
}

const sheetShift = (shift: ShiftRecord): SheetShift => ({
  name: shift.name,
  startsAt: shift.startsAt.toString(),
  endsAt: shift.endsAt.toString(),
  lead: leadOf(shift)?.name ?? null,
  members: shift.members.filter(({ active }) => active).map((member) => comes(member).name),
});

/** Emergencies of the shift first; then what is late, who leaves or moves, what nobody has, what somebody has, and what waits. */
async function ticketSections(work: Work, teamId: string, since: Temporal.Instant): Promise<SheetSection[]> {
  const { tx, now } = work;
  const emergencies = await listTeamEmergencies(tx, teamId, since, KEPT);
  const shown = new Set(emergencies.map(({ number }) => number));
  const open = (await listTeamTickets(tx, teamId, 1000)).filter(({ number }) => !shown.has(number));
  const isLate = ({ dueAt, pausedAt }: HandedTicket): boolean =>
    dueAt !== null && pausedAt === null && Temporal.Instant.compare(dueAt, now) <= 0;
  const kinds = Map.groupBy(open, (ticket) => {
    if (WAITING_STATES.includes(ticket.state)) return 'waiting';
    if (isLate(ticket)) return 'late';
    if (MOVES.includes(ticket.need)) return 'moves';
    return ticket.ownerId === null ? 'free' : 'held';
  });
  const section = (kind: string, tickets: readonly HandedTicket[] = []): SheetSection => ({
    title: `staff-handover:section.${kind}`,
    lines: tickets.slice(0, KEPT).map((ticket) => ticketLine(ticket, isLate(ticket))),
  });
  const waiting = kinds
    .get('waiting')
    ?.toSorted((left, right) => moment(left.chaseAt) - moment(right.chaseAt));
  const counts = await countTeamTickets(tx, teamId, now);
  const overview: SheetSection = {
    title: 'staff-handover:section.open',
    lines: counts.open > 0 ? [{ parts: [{ key: 'staff-handover:counts', params: counts }] }] : [],
  };
  return [
    overview,
    section('emergencies', emergencies),
    section('late', kinds.get('late')),
    section('moves', kinds.get('moves')),
    section('free', kinds.get('free')),
    section('held', kinds.get('held')),
    section('waiting', waiting),
  ];
}

const moment = (at: Temporal.Instant | null): number => at?.epochMilliseconds ?? Number.MAX_SAFE_INTEGER;

function ticketLine(ticket: HandedTicket, late: boolean): SheetLine {
  const { number, urgency, need, restricted, room, site, state, ownerId, owner } = ticket;
  const parts: SheetPart[] = [];
  const isWaiting = WAITING_STATES.includes(state);
  if (isWaiting && ticket.waitingOn && !restricted) {
    parts.push({ key: 'staff-handover:waits-for', params: { who: ticket.waitingOn } });
  }
  if (isWaiting && ticket.chaseAt) parts.push({ key: 'staff-handover:chase', at: ticket.chaseAt.toString() });
  if (!isWaiting && ticket.dueAt && ticket.state !== 'resolved' && ticket.state !== 'closed') {
    parts.push({ key: late ? 'staff-handover:late' : 'staff-handover:due', at: ticket.dueAt.toString() });
  }
  if (!restricted) parts.push(`“${short(ticket.summary)}”`);
  return { ticket: { number, urgency, need, restricted, room, site, state, ownerId, owner }, parts };
}

function short(text: string): string {
  const characters = [...text.replace(/\s+/g, ' ').trim()];
  return isolate(
    characters.length <= WORDS ? characters.join('') : `${characters.slice(0, WORDS).join('')}…`,
  );
}

async function promiseSection(work: Work, teamId: string): Promise<SheetSection> {
  const promises = await listOpenPromises(work.tx, { teamId }, KEPT);
  const lines = promises.map(({ ticket, name, text, createdAt }): SheetLine => {
    const by = { key: 'staff-handover:promised', params: { name }, at: createdAt.toString() };
    return { ticket, parts: ticket.restricted ? [by] : [by, `“${text}”`] };
  });
  return { title: 'staff-handover:section.promises', lines };
}
