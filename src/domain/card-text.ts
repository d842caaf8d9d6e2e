/** How staff see a ticket: the text and the buttons of its card, and its one line in a list. */

import { cardChoices, type Standing } from './card-choices.ts';
import { type PeopleFacts, peopleLines, proxyChoices } from './card-people.ts';
import { careText } from './care.ts';
import { type DueFacts, dueText } from './due-text.ts';
import { isolate } from './isolate.ts';
import { baseLanguage, languageName } from './language-name.ts';
import type { Translate } from './locale.ts';
import type { Choice, Content, Media } from './message.ts';
import type { Need, Urgency } from './need.ts';
import type { CareFlag } from './roster.ts';
import { age, shortTime } from './short-time.ts';
import type { Line } from './supplies/line.ts';
import { compactLines } from './supplies/line-text.ts';
import { OPEN_STATES } from './ticket.ts';

/** What a card is drawn from. */
export interface CardFacts extends PeopleFacts {
  readonly ticket: Standing &
    DueFacts & {
      readonly need: Need;
      readonly urgency: Urgency;
      readonly restricted: boolean;
      readonly summary: string;
      readonly language: string;
      readonly openedAt: Temporal.Instant;
      readonly rating: number | null;
      readonly deliveryProblem: string | null;
    };
  /** The name they gave. */
  readonly personName: string | null;
  /** What their platform calls them. */
  readonly displayName: string | null;
  readonly room: string | null;
  readonly site: string | null;
  readonly siteZone: string | null;
  readonly owner: string | null;
  /** The person or team it was offered to. */
  readonly proposed: string | null;
  /** How many messages the traveller wrote on it. */
  readonly messages: number;
  readonly lastText: string | null;
  /** The files of each of those messages. */
  readonly media: readonly (readonly Media[])[] | null;
  /** Teams it should have gone to, had anybody of theirs been on duty. */
  readonly passedOver: string | null;
  /** Number of the ticket that took this one in. */
  readonly mergedInto?: number | null;
  /** Colleagues with what they speak; empty while nobody said so. */
  readonly speakers?: readonly { readonly name: string; readonly languages: readonly string[] }[];
  /** What special care they need. */
  readonly care?: readonly CareFlag[];
  /** What is asked for, line by line; null where nothing is. */
  readonly items?: readonly Line[] | null;
}

/** How a card is drawn. */
export interface CardOptions {
  readonly t: Translate;
  readonly locale: string;
  readonly now: Temporal.Instant;
  /** Time zone for sites that have none of their own. */
  readonly zone: string;
  /** `group`: everybody on the team reads along. `full`: one reader, who may read this ticket. */
  readonly reader: 'group' | 'full';
  /** False where the card stays as it is: an age would soon be wrong there. */
  readonly canEdit?: boolean;
  /** False where a platform has no buttons: a group's card then names the commands, since numbers would soon mean another card. */
  readonly buttons?: boolean;
}

const TEXT_LENGTH = 500;
const MARK: Record<Urgency, string> = { emergency: '🔴', high: '🟠', normal: '⚪' };

/** A ticket's card. Of a restricted ticket a group sees number, urgency, room, state and owner only. */
export function renderCard(view: CardFacts, options: CardOptions): Content {
  const lines = isHidden(view, options) ? hiddenLines(view, options) : openLines(view, options);
  const text = [...lines, ...stateLines(view, options)];
  if (options.buttons === false && options.reader === 'group') {
    return { text: [...text, commandsLine(view, options)].join('\n'), card: true };
  }
  if (view.mergedInto)
    return { text: text.join('\n'), choices: [[goThere(view.mergedInto, options)]], card: true };
  return {
    text: text.join('\n'),
    choices: [
      ...(isHidden(view, options) ? [] : proxyChoices(view.ticket.number, view, options)),
      ...cardChoices(view.ticket, options.reader === 'full', (name) =>
        options.t(options.locale, `staff:button.${name}`),
      ),
    ],
    card: true,
  };
}

function commandsLine({ ticket, mergedInto, proxy }: CardFacts, { t, locale }: CardOptions): string {
  if (mergedInto) return t(locale, 'staff-waiting:card.commands-merged', { number: mergedInto });
  const key = OPEN_STATES.includes(ticket.state) ? 'commands' : 'commands-done';
  const { number } = ticket;
  const verify = proxy?.state === 'claimed' ? [t(locale, 'staff-proxy:card.commands', { number })] : [];
  return [t(locale, `staff:card.${key}`, { number }), ...verify].join('\n');
}

const goThere = (number: number, { t, locale }: CardOptions): Choice => ({
  id: `open:${number}`,
  label: `${t(locale, 'staff:button.open')} #${number}`,
});

/** A ticket in one line, as queues and lists show it. */
export function renderListLine(view: CardFacts, options: CardOptions): string {
  const { ticket } = view;
  const open = !isHidden(view, options);
  const parts = [
    `${MARK[ticket.urgency]} #${ticket.number}`,
    open ? options.t(options.locale, `common:need.${ticket.need}`) : '🔒',
    roomText(view, options),
    open ? view.site : null,
    options.canEdit === false ? clockTime(view, options) : age(ticket.openedAt, options),
    view.owner ?? options.t(options.locale, `staff:state.${ticket.state}`),
  ];
  return parts.filter(Boolean).join(' · ');
}

const isHidden = (view: CardFacts, options: CardOptions): boolean =>
  view.ticket.restricted && options.reader === 'group';

function hiddenLines(view: CardFacts, options: CardOptions): string[] {
  return [
    `${MARK[view.ticket.urgency]} #${view.ticket.number} · 🔒 · ${urgencyText(view, options)}`,
    roomText(view, options),
  ];
}

function openLines(view: CardFacts, options: CardOptions): string[] {
  const { ticket } = view;
  const need = options.t(options.locale, `common:need.${ticket.need}`);
  const lock = ticket.restricted ? ' · 🔒' : '';
  const who = [
    isolate(view.personName ?? view.displayName ?? ''),
    roomText(view, options),
    view.site,
    ticket.language,
  ];
  const opened = { time: clockTime(view, options), age: age(ticket.openedAt, options) };
  const latest =
    view.messages > 1 && view.lastText && view.lastText !== ticket.summary ? view.lastText : undefined;
  return [
    `${MARK[ticket.urgency]} #${ticket.number} · ${need} · ${urgencyText(view, options)}${lock}`,
    who.filter(Boolean).join(' · '),
    ...peopleLines(view, options),
    ...speakerLine(view, options),
    ...careLine(view, options),
    options.t(
      options.locale,
      options.canEdit === false ? 'staff:card.opened' : 'staff:card.opened-ago',
      opened,
    ),
    ...(ticket.summary ? [`“${trim(ticket.summary)}”`] : []),
    ...(latest
      ? [options.t(options.locale, 'staff:card.latest', { count: view.messages, text: trim(latest) })]
      : []),
    ...attachmentLine(view, options),
    ...compactLines(view.items ?? [], options),
    ...(view.passedOver && ticket.ownerId === null
      ? [options.t(options.locale, 'staff-routing:card.passed-over', { teams: view.passedOver })]
      : []),
  ];
}

function stateLines(view: CardFacts, options: CardOptions): string[] {
  const { ticket, owner, proposed } = view;
  const say = (key: string, params: Record<string, unknown>) => options.t(options.locale, key, params);
  const state = options.t(options.locale, `staff:state.${ticket.state}`);
  const lines = [
    owner ? say('staff:card.state-owner', { state, owner }) : say('staff:card.state', { state }),
  ];
  if (proposed) lines.push(say('staff:card.proposed', { to: proposed }));
  if (view.mergedInto) lines.push(say('staff-waiting:card.merged', { number: view.mergedInto }));
  if (isHidden(view, options)) return lines;
  const due = dueText(ticket, { ...options, zone: view.siteZone ?? options.zone });
  if (due) lines.push(due);
  if (ticket.rating !== null) lines.push(say('staff:card.rating', { rating: ticket.rating }));
  if (ticket.deliveryProblem) {
    lines.push(`⚠️ ${problemText(options.t, options.locale, ticket.deliveryProblem)}`);
  }
  return lines;
}

const PROBLEMS = [
  'phone',
  'no-answer',
  'no-private-chat',
  'blocked',
  'gone',
  'moved',
  'too-large',
  'rejected',
];

/** Why an answer did not reach the traveller, as a sentence. */
export function problemText(t: Translate, locale: string, problem: string): string {
  return t(locale, `staff:problem.${PROBLEMS.includes(problem) ? problem : 'other'}`);
}

/** Whom to ask where the reader does not speak the traveller's language; nothing while nobody said what they speak. */
function speakerLine({ speakers = [], ticket }: CardFacts, { t, locale }: CardOptions): string[] {
  const wanted = baseLanguage(ticket.language);
  if (speakers.length === 0 || wanted === baseLanguage(locale)) return [];
  const names = speakers
    .filter(({ languages }) => languages.some((code) => baseLanguage(code) === wanted))
    .map(({ name }) => isolate(name));
  const language = languageName(ticket.language, locale);
  const key = names.length > 0 ? 'staff:card.speakers' : 'staff:card.no-speaker';
  return [t(locale, key, { language, names: names.join(', ') })];
}

/** What is confidential stands on confidential cards, for those who may read them. */
function careLine({ care, ticket }: CardFacts, { t, locale, reader }: CardOptions): string[] {
  const text = careText(care ?? [], { t, locale, confidential: reader === 'full' && ticket.restricted });
  return text ? [`💗 ${text}`] : [];
}

function attachmentLine(view: CardFacts, options: CardOptions): string[] {
  const counts = new Map<string, number>();
  for (const { kind } of (view.media ?? []).flat()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  if (counts.size === 0) return [];
  const parts = [...counts].map(([kind, count]) =>
    options.t(options.locale, `staff:media.${kind}`, { count }),
  );
  return [`📎 ${parts.join(', ')}`];
}

const urgencyText = (view: CardFacts, options: CardOptions): string =>
  options.t(options.locale, `common:urgency.${view.ticket.urgency}`);

const roomText = (view: CardFacts, options: CardOptions): string =>
  view.room
    ? options.t(options.locale, 'staff:card.room', { room: view.room })
    : options.t(options.locale, 'staff:card.room-unknown');

/** When it was opened, in the site's zone: the time, with the date unless that is today. */
function clockTime(view: CardFacts, options: CardOptions): string {
  return shortTime(view.ticket.openedAt, options.now, view.siteZone ?? options.zone);
}

/** At most 500 characters, never half of one. */
function trim(text: string): string {
  const characters = [...text];
  return characters.length <= TEXT_LENGTH ? text : `${characters.slice(0, TEXT_LENGTH).join('')}…`;
}
