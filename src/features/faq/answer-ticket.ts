/** A ticket that is a question gets its answer beneath the receipt, when an entry clearly has it; else it is noted. */
import type { DomainEvent, Turn, Work } from '../../conversation/feature.ts';
import { isQuestion, withoutNumbers } from '../../domain/faq.ts';
import { matchLocale } from '../../domain/locale.ts';
import type { Content } from '../../domain/message.ts';
import { writerId } from '../../domain/proxy.ts';
import { findHolding } from '../../store/faq.ts';
import { dropMisses, noteMiss } from '../../store/faq-misses.ts';
import { findPerson } from '../../store/people.ts';
import type { TicketRecord } from '../../store/records.ts';
import { addEntry } from '../../store/tickets.ts';
import { findAnswer, readerOf } from './find-answer.ts';
import type { FaqDeps } from './index.ts';
import { writeAnswer } from './write-answer.ts';

/** What listens to tickets. */
export interface TicketAnswers {
  hear(work: Work, event: DomainEvent): Promise<void>;
  /** Whoever has read the answer and asks for a person is not given it again. */
  without<T>(turn: Turn, run: () => Promise<T>): Promise<T>;
}

/** The ears of the feature. */
export function createTicketAnswers(deps: FaqDeps): TicketAnswers {
  const asking = new Set<string>();
  return {
    async hear(work, event) {
      if (event.type === 'ticket.acknowledged') {
        if (!isQuestion(event.ticket) || asking.has(writerId(event.ticket))) return;
        await answer(work, deps, event);
      } else if (event.type === 'private.opened') {
        await answerLater(work, deps, event.ticket);
      } else if (event.type === 'ticket.changed' && event.ticket.restricted && !event.before.restricted) {
        await dropMisses(work.tx, event.ticket.id);
      }
    },
    async without(turn, run) {
      const { id } = await turn.ensurePerson();
      asking.add(id);
      try {
        return await run();
      } finally {
        asking.delete(id);
      }
    },
  };
}

type Acknowledged = Extract<DomainEvent, { type: 'ticket.acknowledged' }>;

async function answer(work: Work, deps: FaqDeps, { ticket, person, locale }: Acknowledged): Promise<void> {
  const isAnswered = await answerWith(work, deps, { ticket, jurisdiction: person.jurisdiction, locale });
  if (isAnswered) return;
  const { siteId, personId, id: ticketId } = ticket;
  const question = withoutNumbers(ticket.summary);
  if (!/\p{L}/u.test(question)) return;
  const written = matchLocale(ticket.language) ?? locale;
  noteMiss(work.tx, { question, locale: written, siteId, personId, ticketId }, work.now);
}

/** What was written in a group is answered when its writer opens the private chat, unless a colleague was faster. */
async function answerLater(work: Work, deps: FaqDeps, ticket: TicketRecord): Promise<void> {
  if (ticket.groupChat === null || ticket.state !== 'new' || !isQuestion(ticket)) return;
  const person = await findPerson(work.tx, ticket.personId);
  const writer = ticket.speakerId ? await findPerson(work.tx, ticket.speakerId) : person;
  const locale = writer?.locale ?? matchLocale(ticket.language) ?? 'en';
  await answerWith(work, deps, { ticket, jurisdiction: person?.jurisdiction ?? null, locale });
}

interface Asked {
  readonly ticket: TicketRecord;
  /** Of whom it is about. */
  readonly jurisdiction: string | null;
  /** Of whoever reads the answer. */
  readonly locale: string;
}

/** True when an entry answers it: now, or once there is a private chat for the answer. */
async function answerWith(
  work: Work,
  deps: FaqDeps,
  { ticket, jurisdiction, locale }: Asked,
): Promise<boolean> {
  const reader = await readerOf(work, deps.zone, ticket.siteId, jurisdiction);
  const { hits, isClear } = await findAnswer(work, ticket.summary, reader, locale);
  const [best] = hits;
  const entry = isClear && best ? await findHolding(work.tx, best.number, reader) : undefined;
  const text = entry && writeAnswer(work, locale, entry, best?.locale);
  if (!entry || !text) return false;
  if (ticket.privateChat === null) return true;
  await work.say(
    { account: ticket.account, chat: ticket.privateChat, kind: 'private' },
    beneathReceipt(work, locale, ticket, { text, number: entry.number }),
    { key: `faq:${ticket.id}`, ticketId: ticket.id },
  );
  const told = work.t(deps.locale, 'staff-faq:entry.sent', { number: entry.number });
  addEntry(work.tx, { ticketId: ticket.id, kind: 'event', at: work.now, text: told });
  return true;
}

/** Without buttons there is none: the numbers of the choices that stand in the receipt must not mean something else. */
function beneathReceipt(
  work: Work,
  locale: string,
  { number, account }: TicketRecord,
  answer: { readonly text: string; readonly number: number },
): Content {
  const hasButtons = work.capabilities(account)?.buttons !== false;
  const foot = work.t(locale, hasButtons ? 'faq:on-ticket.foot' : 'faq:on-ticket.foot-plain', { number });
  const text = [work.t(locale, 'faq:on-ticket.head'), answer.text, foot].join('\n\n');
  const button = { id: `faqyes:${number}:${answer.number}`, label: work.t(locale, 'faq:button.answered') };
  return hasButtons ? { text, choices: [[button]] } : { text };
}
