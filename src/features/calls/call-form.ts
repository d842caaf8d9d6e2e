/** The short form of somebody who is on the phone with a traveller: who, which room, what. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { fold } from '../../domain/called.ts';
import { type Caller, readCall, readCaller } from '../../domain/caller.ts';
import { STAFF_LOCALES } from '../../domain/locale.ts';
import type { Choice } from '../../domain/message.ts';
import { UserError } from '../../errors.ts';
import type { TicketRecord } from '../../store/records.ts';
import { enterCall } from './enter-call.ts';
import type { CallDeps } from './index.ts';

/** How somebody reached the team. */
export type Source = Exclude<TicketRecord['source'], 'chat' | 'found'>;

const STEPS = ['who', 'room', 'what'] as const;
type Step = (typeof STEPS)[number];

interface Form {
  readonly source: Source;
  readonly step: Step;
  readonly caller: Caller;
}

/** One line with everything opens the ticket at once; anything less is asked for, one question at a time. */
export async function startForm(turn: Turn, deps: CallDeps, source: Source, line: string): Promise<void> {
  assertCan(turn.actor, 'ticket.enter');
  const read = readCall(line);
  if (read) return enterCall(turn, deps, source, read.caller, read.words);
  if (turn.chat.kind === 'group') {
    const usage = `staff-calls:command.${source === 'call' ? 'call' : 'walkin'}.usage`;
    throw new UserError('staff:error.usage', { usage });
  }
  const caller = readCaller(line);
  const step = caller.name || caller.phone ? next({ source, step: 'who', caller }) : 'who';
  await ask(turn, { source, step, caller });
}

/** An answer to the question before; `-` leaves it open, but for what they need. */
export async function answerForm(
  turn: Turn,
  deps: CallDeps,
  text: string,
  params: Record<string, unknown>,
): Promise<boolean> {
  const form = params as unknown as Form;
  if (!text || !STEPS.includes(form.step)) return false;
  assertCan(turn.actor, 'ticket.enter');
  if (isCancel(turn, text)) {
    turn.expect(undefined);
    await turn.reply({ text: turn.t(turn.locale, 'staff-calls:cancelled') });
    return true;
  }
  if (form.step === 'what') {
    turn.expect(undefined);
    await enterCall(turn, deps, form.source, form.caller, text);
    return true;
  }
  const caller = text.trim() === '-' ? form.caller : fill(form, text.trim());
  await ask(turn, { ...form, caller, step: next({ ...form, caller }) });
  return true;
}

/** The button's label, in words. */
const isCancel = (turn: Turn, text: string): boolean =>
  STAFF_LOCALES.some((locale) => fold(turn.t(locale, 'staff-calls:cancel')) === fold(text));

function fill({ step, caller }: Form, text: string): Caller {
  const read = readCaller(text);
  if (step === 'room') return { ...caller, room: text };
  return {
    name: read.name ?? caller.name,
    phone: read.phone ?? caller.phone,
    room: read.room ?? caller.room,
  };
}

const next = ({ step, caller }: Form): Step => (step === 'who' && !caller.room ? 'room' : 'what');

async function ask(turn: Turn, form: Form): Promise<void> {
  turn.expect('calls.form', { ...form });
  const cancel: Choice = { id: 'callcancel', label: turn.t(turn.locale, 'staff-calls:cancel') };
  await turn.reply({ text: turn.t(turn.locale, `staff-calls:ask.${form.step}`), choices: [[cancel]] });
}
