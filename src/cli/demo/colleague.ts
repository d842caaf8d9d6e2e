/** One simulated colleague: claims, answers, notes, hands over and resolves, a step at a time. */
import type { StaffRole } from '../../domain/actor.ts';
import type { Case, Cases } from './cases.ts';
import type { DeskTicket, DeskView } from './desk-view.ts';
import { pause } from './pace.ts';
import type { WebVisitor } from './web-visitor.ts';

/** Who works on the desk. */
export interface Colleague {
  readonly name: string;
  readonly role: StaffRole;
  readonly visitor: WebVisitor;
}

/** What every colleague goes by. */
export interface Shift {
  readonly desk: DeskView;
  readonly cases: Cases;
  readonly colleagues: readonly Colleague[];
  readonly signal: AbortSignal;
}

/** Tickets left for the newcomer to claim, as long as nobody waits too long. */
const LEFT_FREE = 4;
/** Tickets that one colleague has in hand at most. */
const IN_HAND = 4;
/** After so long (in milliseconds) a ticket is claimed although few are free; emergencies sooner. */
const LONG_WAIT = 75_000;
const EMERGENCY_WAIT = 14_000;
/** What no story tells of, such as a request of the newcomer's own, is left to the newcomer for so long. */
const STRANGER_WAIT = 60_000;

const NOTES = [
  'Called the room, all well.',
  'Told reception as well.',
  'Stock on the third floor is low, please order.',
  'The night shift knows about this.',
];

/** Works until the signal ends the shift. */
export async function work(me: Colleague, shift: Shift): Promise<void> {
  const hand = new Map<number, Progress>();
  for (;;) {
    await pause(2500, 6000, shift.signal);
    await takeStep(me, shift, hand);
  }
}

interface Progress {
  answeredAt: number | undefined;
  /** How long they wait between the answer and the end, in milliseconds. */
  readonly patience: number;
  wasNoted: boolean;
}

async function takeStep(me: Colleague, shift: Shift, hand: Map<number, Progress>): Promise<void> {
  const offered = shift.desk.offeredTo(me.name)[0];
  if (offered) return me.visitor.say(`/accept ${offered.number}`);
  const held = shift.desk.heldBy(me.name);
  for (const number of hand.keys()) if (!held.some((one) => one.number === number)) hand.delete(number);
  for (const ticket of held) if (await goOn(me, shift, ticket, progressOf(hand, ticket))) return;
  const wanted = held.length < IN_HAND ? choose(me, shift) : undefined;
  if (wanted?.claim) await me.visitor.press(wanted.card, wanted.claim);
}

function progressOf(hand: Map<number, Progress>, ticket: DeskTicket): Progress {
  const patience = 9000 + Math.random() * 16_000;
  const progress = hand.get(ticket.number) ?? {
    answeredAt: undefined,
    patience,
    wasNoted: Math.random() > 0.25,
  };
  hand.set(ticket.number, progress);
  return progress;
}

/** The next thing to do about a ticket in hand; false when there is nothing to do but wait. */
async function goOn(me: Colleague, shift: Shift, ticket: DeskTicket, progress: Progress): Promise<boolean> {
  const { number } = ticket;
  const known = shift.cases.find(number);
  if (progress.answeredAt === undefined) {
    const carer = carerElsewhere(me, shift, ticket);
    await me.visitor.say(
      carer
        ? `/transfer ${number} ${carer.name}`
        : `/reply ${number} ${known?.story.answer ?? '!on-the-way'}`,
    );
    // A ticket that was handed over comes back as somebody else's; until then it is neither answered nor offered again.
    progress.answeredAt = Date.now();
    return true;
  }
  if (!progress.wasNoted) {
    progress.wasNoted = true;
    await me.visitor.say(`/note ${number} ${NOTES[number % NOTES.length]}`);
    return true;
  }
  const waited = Date.now() - progress.answeredAt;
  if (waited < (isAnswered(known) ? progress.patience : 3 * LONG_WAIT)) return false;
  await me.visitor.say(`/resolve ${number} ${known?.story.closing ?? ''}`.trim());
  return true;
}

/** A stranger may still write; a traveller of a story has said all they will say before the end. */
const isAnswered = (known: Case | undefined): boolean => known?.hasReplied ?? false;

/** Now and then a liaison officer hands what is medical to the medic, who has to accept. */
function carerElsewhere(me: Colleague, { colleagues }: Shift, ticket: DeskTicket): Colleague | undefined {
  const isConfidential = ticket.card.text?.includes('🔒') ?? false;
  if (me.role !== 'liaison' || !isConfidential || ticket.isEmergency) return undefined;
  return colleagues.find(({ role }) => role === 'medic');
}

/** What to claim next: emergencies first, then whatever has waited longest; some of it stays for the newcomer. */
function choose(me: Colleague, { desk, cases }: Shift): DeskTicket | undefined {
  const { free } = desk;
  const now = Date.now();
  const mayClaim = (ticket: DeskTicket): boolean => {
    const waited = now - ticket.since;
    if (ticket.isEmergency) return waited > EMERGENCY_WAIT;
    if (!cases.find(ticket.number)) return waited > STRANGER_WAIT;
    return waited > LONG_WAIT || (free.length > LEFT_FREE && waited > 6000);
  };
  const fitting = free.filter((ticket) => mayClaim(ticket) && suits(me, ticket));
  return fitting.find(({ isEmergency }) => isEmergency) ?? fitting[0];
}

/** Carers see to what is confidential, liaison officers to the rest and now and then to either; supervisors step in. */
function suits(me: Colleague, ticket: DeskTicket): boolean {
  const isConfidential = ticket.card.text?.includes('🔒') ?? false;
  if (me.role === 'medic' || me.role === 'counsellor') return isConfidential;
  if (me.role === 'liaison') return !isConfidential || Math.random() < 0.35;
  return Date.now() - ticket.since > LONG_WAIT;
}
