/** The first answer: a number, what happens next, and in an emergency what to do now. */
import type { Turn } from '../../conversation/feature.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Choice, Content } from '../../domain/message.ts';
import type { Need } from '../../domain/need.ts';
import { nextQuestion } from '../../domain/profile.ts';
import type { Triage as Reading } from '../../domain/triage.ts';
import type { Queued } from '../../outbox/enqueue.ts';
import { privacyNotice } from '../../outbox/privacy-notice.ts';
import type { SiteRecord, TicketRecord } from '../../store/records.ts';
import { listSites } from '../../store/sites.ts';

/** What each need is most often mistaken for; offered for correction with one tap. */
const ALTERNATIVES: Record<Need, readonly Need[]> = {
  supplies: ['medical', 'complaint', 'study'],
  medical: ['psychological', 'test', 'supplies'],
  psychological: ['medical', 'release', 'complaint'],
  test: ['medical', 'release', 'policy'],
  study: ['supplies', 'test', 'policy'],
  policy: ['release', 'test', 'transfer'],
  release: ['policy', 'test', 'transfer'],
  transfer: ['release', 'policy', 'medical'],
  complaint: ['supplies', 'psychological', 'policy'],
  thanks: ['complaint', 'supplies', 'policy'],
  other: ['supplies', 'medical', 'policy'],
};

/** Answers a new ticket: in private when possible, with a bare receipt in the group it was written in. */
export async function acknowledgeNew(
  turn: Turn,
  ticket: TicketRecord,
  reading: Reading,
  site: SiteRecord | undefined,
): Promise<void> {
  const lane = ticket.urgency === 'emergency' ? 'emergency' : 'interactive';
  const queued: Queued = { key: `ack:${ticket.id}`, lane, ticketId: ticket.id };
  const target = turn.privateTarget();
  if (turn.chat.kind === 'group') await leaveReceipt(turn, ticket, site, lane);
  if (!target) return;
  const locale = turn.person?.locale ?? turn.locale;
  const content = await firstAnswer(turn, locale, ticket, reading, site);
  await turn.say(target, content, queued);
}

/** The whole first answer, also given later to somebody who opens the private chat after a group receipt. */
export async function firstAnswer(
  turn: Turn,
  locale: string,
  ticket: TicketRecord,
  reading: Pick<Reading, 'selfHarm'> | undefined,
  site: SiteRecord | undefined,
): Promise<Content> {
  const lines =
    ticket.urgency === 'emergency'
      ? emergencyLines(turn, locale, ticket, reading?.selfHarm ?? ticket.need === 'psychological', site)
      : [receivedLine(turn, locale, ticket), ...(await privacyNotice(turn, locale))];
  const spoken = ticket.speakerId ? turn.session.speaksFor : undefined;
  if (spoken) lines.push(turn.t(locale, 'proxy:writing-for', { name: isolate(spoken.name) }));
  const question = spoken ? undefined : await firstQuestion(turn, locale, ticket.urgency === 'emergency');
  const buttons = turn.capabilities(ticket.account)?.buttons !== false;
  const choices: Choice[][] = [...alternatives(turn, locale, ticket)];
  // Without buttons the choices stand below the question as a numbered list, and must not look like its answers.
  const byNumber = question && !buttons && choices.length > 0;
  if (question && buttons) choices.unshift([{ id: 'profile:skip', label: turn.t(locale, 'profile:skip') }]);
  if (question) lines.push(question);
  if (byNumber) lines.push(turn.t(locale, 'ask:other-kind-by-number'));
  return { text: lines.join('\n\n'), choices };
}

function receivedLine(turn: Turn, locale: string, ticket: TicketRecord): string {
  const key = ticket.urgency === 'high' ? 'ask:received.high' : 'ask:received.normal';
  const need = turn.t(locale, `common:need.${ticket.need}`);
  return turn.t(locale, key, { number: ticket.number, need });
}

function emergencyLines(
  turn: Turn,
  locale: string,
  ticket: TicketRecord,
  selfHarm: boolean,
  site: SiteRecord | undefined,
): string[] {
  const kind = selfHarm ? 'self-harm' : ticket.need === 'medical' ? 'medical' : 'other';
  const number = selfHarm ? (site?.hotline ?? site?.emergencyPhone) : site?.emergencyPhone;
  const call = number
    ? turn.t(locale, selfHarm ? 'ask:emergency.hotline' : 'ask:emergency.call', { phone: number })
    : turn.t(locale, selfHarm ? 'ask:emergency.no-hotline' : 'ask:emergency.no-phone');
  return [
    turn.t(locale, `ask:emergency.${kind}`),
    ...(selfHarm ? [`${call} ${turn.t(locale, 'ask:emergency.danger')}`] : [call]),
    turn.t(locale, 'ask:emergency.number', { number: ticket.number }),
  ];
}

/** Puts the first question about who and where this is, and remembers that an answer is expected. */
async function firstQuestion(turn: Turn, locale: string, isEmergency: boolean): Promise<string | undefined> {
  if (!turn.person || turn.chat.kind === 'group') return undefined;
  const asked = turn.session.asked ?? [];
  const field = nextQuestion(turn.person, asked, (await listSites(turn.tx)).length, isEmergency);
  if (!field || field === 'site') return undefined;
  turn.expect('profile.answer', { field });
  turn.remember({ asked: [...asked, field] });
  return turn.t(locale, `profile:question.${field}`);
}

function alternatives(turn: Turn, locale: string, ticket: TicketRecord): Choice[][] {
  // What the team found is not read anew by a tap of the traveller's.
  if (ticket.urgency === 'emergency' || ticket.source === 'found') return [];
  const label = (need: Need): string => turn.t(locale, `common:need-button.${need}`);
  const choice = (need: Need): Choice => ({ id: `fix:${ticket.number}:${need}`, label: label(need) });
  const more = { id: `fix:${ticket.number}:?`, label: turn.t(locale, 'ask:button.other-kind') };
  const [first, second, third] = ALTERNATIVES[ticket.need].map(choice);
  return [
    [first, second],
    [third, more],
  ].map((row) => row.filter((one): one is Choice => one !== undefined));
}

/**
 * In the group: that it arrived, and where it goes on. Nothing of what was written: the number to call stands in every
 * receipt, so that it tells nobody that this one is an emergency.
 */
async function leaveReceipt(
  turn: Turn,
  ticket: TicketRecord,
  site: SiteRecord | undefined,
  lane: Queued['lane'],
): Promise<void> {
  const locale = turn.person?.locale ?? turn.locale;
  const mayWrite = turn.privateTarget() !== undefined;
  const link = turn.capabilities(ticket.account)?.deepLink?.(`ticket-${ticket.number}`);
  const key = mayWrite ? 'ask:receipt.private' : link ? 'ask:receipt.link' : 'ask:receipt.open';
  const phone = site?.emergencyPhone;
  const lines = [
    turn.t(locale, key, { link: link ?? '' }),
    ...(phone ? [turn.t(locale, 'ask:receipt.phone', { phone })] : []),
  ];
  const content: Content = {
    text: lines.join('\n'),
    ...(turn.inbound.ref ? { replyTo: turn.inbound.ref } : {}),
  };
  await turn.reply(content, { key: `receipt:${ticket.id}`, ...(lane ? { lane } : {}) });
}
