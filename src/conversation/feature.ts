/** What a feature is made of, and what it is given: the conversation layer knows no feature by name. */
import type { Capabilities } from '../channels/channel.ts';
import type { Action, Actor } from '../domain/actor.ts';
import type { SheetSection } from '../domain/handover.ts';
import type { AccountId } from '../domain/ids.ts';
import type { Translate } from '../domain/locale.ts';
import type { ChatEvent, Content, Inbound, Media } from '../domain/message.ts';
import type { Need, Urgency } from '../domain/need.ts';
import type { Queued, Target } from '../outbox/enqueue.ts';
import type { SessionState } from '../store/context.ts';
import type { TopicNews } from '../store/outgoing.ts';
import type {
  ChatRecord,
  IdentityRecord,
  PersonRecord,
  StaffRecord,
  TicketRecord,
} from '../store/records.ts';
import type { PlannedStay, StayRecord } from '../store/stays.ts';
import type { Tx } from '../store/transaction.ts';

/** What one feature tells the others, inside the same transaction. */
export type DomainEvent =
  | {
      readonly type: 'ticket.opened';
      readonly ticket: TicketRecord;
      readonly selfHarm: boolean;
      /** Who opened it, so that its first card needs no look-up. */
      readonly by?: { readonly person: PersonRecord; readonly displayName: string | null };
    }
  /** A traveller opened it with words of their own, and was told so: whatever is said now stands beneath the receipt. */
  | {
      readonly type: 'ticket.acknowledged';
      readonly ticket: TicketRecord;
      /** Whom it is about. */
      readonly person: PersonRecord;
      /** The language of whoever wrote. */
      readonly locale: string;
    }
  /** A member of staff or the bot changed it; `change` is a key of `staff:change.*` with its params. */
  | {
      readonly type: 'ticket.changed';
      readonly ticket: TicketRecord;
      readonly before: TicketRecord;
      readonly what: TicketChangeName;
      readonly params?: Record<string, unknown>;
      readonly actor: Actor;
    }
  /** The traveller added words or files. */
  | {
      readonly type: 'ticket.said';
      readonly ticket: TicketRecord;
      /** What the writer is called, where that is not whom the ticket is about. */
      readonly by?: string;
      readonly inbound: Inbound;
      readonly inboundId: bigint;
    }
  /** A colleague's words were handed on to the traveller, or are kept for them. */
  | {
      readonly type: 'ticket.replied';
      readonly ticket: TicketRecord;
      /** What the colleague is called. */
      readonly by: string | undefined;
      readonly words: Content;
      readonly inbound: Inbound;
      readonly inboundId: bigint;
    }
  | TopicNews
  /** A traveller may now be written to in private, where before they could not. */
  | { readonly type: 'private.opened'; readonly ticket: TicketRecord }
  | {
      readonly type: 'profile.changed';
      readonly person: PersonRecord;
      readonly tickets: readonly TicketRecord[];
      readonly inboundId: bigint;
    }
  /** A message was given up after several tries; its words must still reach somebody. */
  | { readonly type: 'inbound.failed'; readonly inbound: Inbound; readonly reference: string }
  | {
      readonly type: 'delivery.failed';
      readonly ticketId: string;
      readonly reason: string;
      readonly account: string;
      readonly chat: string;
      readonly kind: string;
    }
  /** A shift is being handed over: whoever has something to say of it adds a section to the sheet. */
  | {
      readonly type: 'handover.posting';
      readonly teamId: string;
      readonly startsAt: Temporal.Instant;
      readonly endsAt: Temporal.Instant;
      readonly add: (section: SheetSection) => void;
    }
  /** Something that these stays are counted by changed, and is written: their dates are planned anew, now. */
  | { readonly type: 'stays.changed'; readonly stayIds: readonly string[]; readonly actor: Actor }
  /** Stays were planned; `before` is what was planned last. */
  | { readonly type: 'stays.planned'; readonly stays: readonly PlannedStay[]; readonly actor: Actor }
  /** Somebody came, moved, left or was let go: `before` is the stay as it was, null for a new one. */
  | {
      readonly type: 'stay.moved';
      readonly before: StayRecord | null;
      readonly stay: StayRecord;
      readonly actor: Actor;
    }
  | {
      readonly type: 'health.changed';
      readonly account: string;
      readonly state: string;
      readonly detail: string;
    };

/** The kinds of change a card tells of. */
export type TicketChangeName =
  | 'claimed'
  | 'released'
  | 'proposed'
  | 'accepted'
  | 'declined'
  | 'resolved'
  | 'reopened'
  | 'closed'
  | 'corrected'
  | 'urgent'
  | 'answered'
  | 'noted'
  | 'rated'
  | 'undeliverable'
  | 'reachable'
  | 'waiting'
  | 'resumed'
  | 'chased'
  | 'nudged'
  | 'merged'
  | 'overdue'
  | 'reassigned'
  | 'promised'
  | 'supplied'
  | 'moved';

/** Inside one transaction: what any part of the program may do. */
export interface Work {
  readonly tx: Tx;
  readonly now: Temporal.Instant;
  readonly t: Translate;
  /** What the account's platform can do. */
  capabilities(account: AccountId): Capabilities | undefined;
  /** Queues a message; where there are no buttons, remembers its choices as numbers. */
  say(target: Target, content: Content, queued: Queued): Promise<void>;
  /** Tells every feature that listens, now, in this transaction. */
  emit(event: DomainEvent): Promise<void>;
}

/** One stored message being handled. */
export interface Turn extends Work {
  readonly inboundId: bigint;
  readonly inbound: Inbound;
  readonly chat: ChatRecord;
  readonly identity: IdentityRecord;
  /** The traveller; undefined until `ensurePerson`, and for staff. */
  person: PersonRecord | undefined;
  readonly staff: StaffRecord | undefined;
  readonly actor: Actor;
  /** The language the bot answers in here. */
  locale: string;
  /** The person's open and lately resolved tickets, newest first. */
  tickets: TicketRecord[];
  session: SessionState;
  /** Remembers what the next words mean: an entry of some feature's `answers`; undefined forgets it. */
  expect(answer: string | undefined, params?: Record<string, unknown>): void;
  /** Keeps other facts of this conversation. */
  remember(change: Partial<SessionState>): void;
  /** Answers in the chat the message came from. */
  reply(content: Content, queued?: Partial<Queued>): Promise<void>;
  /** Where this person can be written to in private; undefined when they must open that chat first. */
  privateTarget(): Target | undefined;
  /**
   * The bytes of a file in hand; undefined when it cannot be had. To be called before anything is changed: the first
   * call for a file undoes what was done, and the message is handled again when the file is there.
   */
  readFile(media: Media): Uint8Array | undefined;
  /** Makes the sender a traveller if they are nobody yet. */
  ensurePerson(): Promise<PersonRecord>;
}

/** Who may use a command, and where it shows in a menu. */
export type Audience = 'traveller' | 'staff' | 'anyone';

/** `/name`, and words that mean the same. */
export interface Command {
  readonly name: string;
  /** Other spellings, without slash: staff may write them as the first word of a message. */
  readonly words?: readonly string[];
  readonly audience: Audience;
  /** What it takes; whoever may do none of it is not shown the command in help. */
  readonly action?: Action;
  /** Locale key of the one-line description, and of the usage line shown for wrong arguments. */
  readonly description: string;
  readonly usage: string;
  run(turn: Turn, args: string): Promise<void>;
}

/** Handles an answer to a question; false means "these words are not an answer", and they go on as a message. */
export type AnswerHandler = (turn: Turn, text: string, params: Record<string, unknown>) => Promise<boolean>;

/** A slice of what the bot does. Every part is optional. */
export interface Feature {
  readonly name: string;
  readonly commands?: readonly Command[];
  /** By the part of a choice's id before the first colon; the rest comes split at colons. */
  readonly choices?: Readonly<Record<string, (turn: Turn, args: readonly string[]) => Promise<void>>>;
  readonly answers?: Readonly<Record<string, AnswerHandler>>;
  /**
   * By the part of a deep link's payload before the first hyphen, with the rest: `/start ticket-12`. False lets
   * `/start` go on as usual.
   */
  readonly links?: Readonly<Record<string, (turn: Turn, rest: string) => Promise<boolean>>>;
  /** Offered every message that is no command or choice: for words that mean the same whatever was asked last. */
  beforeAnswer?(turn: Turn): Promise<boolean>;
  /** Offered every message that is no command, choice or answer, feature by feature, until one returns true. */
  onMessage?(turn: Turn): Promise<boolean>;
  onChatEvent?(turn: Turn, event: ChatEvent): Promise<void>;
  onEvent?(work: Work, event: DomainEvent): Promise<void>;
  /** Work that falls due with time; runs every second and must do nothing when nothing is due. */
  sweep?(work: Work): Promise<void>;
}

/**
 * What the desk does for other features that act on tickets (src/features/desk/for-others.ts): they import no feature,
 * so the composition root hands it to them.
 */
export interface TicketDesk {
  /** Throws where travellers would read along. */
  assertAmongStaff(turn: Turn): void;
  /**
   * The ticket named by number, else the quoted one, else in private the one in hand, and the words behind it. `usage`
   * is the key of the usage line shown when there is none; undefined when colleagues were only talking.
   */
  pick(
    turn: Turn,
    usage: string,
    args: string,
  ): Promise<{ readonly ticket: TicketRecord; readonly rest: string } | undefined>;
  /** The ticket with this number, as a button names it. */
  numbered(turn: Turn, number: string | undefined): Promise<TicketRecord>;
  /** Throws unless the ticket is the actor's, is nobody's, or the actor oversees everybody's. */
  assertMine(turn: Turn, ticket: TicketRecord): Promise<void>;
  /** The refusal for a change whose guard no longer held: names who has the ticket, or how it stands now. */
  standsOtherwise(turn: Turn, ticketId: string): Promise<Error>;
  /** Answers where the command came from, or in private where travellers read along; its quote means the ticket. */
  answer(turn: Turn, ticket: TicketRecord, text: string, more?: Content): Promise<void>;
  /** Says that something was done, unless everybody in this group sees it on the ticket's card anyway. */
  confirm(turn: Turn, ticket: TicketRecord, text: string): Promise<void>;
  /** Sends the whole ticket to whoever acts, in private. */
  show(turn: Turn, ticket: TicketRecord): Promise<void>;
  /** Nobody but the owner goes on writing to a ticket that changed hands or is done. */
  unfocus(turn: Turn, ticket: TicketRecord): Promise<void>;
  /** Where a colleague works on a ticket in private, and in which language; undefined when nowhere. */
  reachStaff(
    work: Work,
    staffId: string,
    ticketId: string,
  ): Promise<{ readonly target: Target; readonly locale: string } | undefined>;
  /** Writes to a colleague about a ticket; false when they have no private chat with the bot. */
  tellStaff(
    work: Work,
    ticket: TicketRecord,
    staffId: string,
    key: string,
    write: (locale: string) => Content,
  ): Promise<boolean>;
  /** The traveller's private chat: the ticket's own, else any they have opened since. */
  reachTraveller(work: Work, ticket: TicketRecord): Promise<Target | undefined>;
  /** The language a ticket's traveller is written to in. */
  travellerLocale(work: Work, ticket: TicketRecord): Promise<string>;
}

/** Where a traveller is written to, themselves or who speaks for them. */
export interface PersonReach {
  readonly personId: string;
  readonly name: string | null;
  readonly target: Target;
  /** Of whoever reads it. */
  readonly locale: string;
  /** Somebody else reads it, for them. */
  readonly isSpeaker: boolean;
  /** Somebody else reads it, who is in hospital: nothing may reach them from here that a medic tells them first. */
  readonly isSpeakerIll: boolean;
}

/** A ticket that no message asked for: a colleague or the bot itself saw the need. */
export interface FoundNeed {
  readonly person: PersonRecord;
  readonly need: Need;
  readonly urgency: Urgency;
  /** What is the matter, as colleagues read it, at most 500 characters; in the installation's language. */
  readonly summary: string;
  readonly actor: Actor;
  /** The account it was seen on, for the audit. */
  readonly channel?: AccountId | undefined;
  readonly selfHarm?: boolean;
  /** The traveller is told its number: it is among their requests from the start. */
  readonly isTold?: boolean;
  /** The message that its words came in. */
  readonly inboundId?: bigint;
}

/**
 * What the roster does for other features that act on people (src/features/roster/for-others.ts); the composition root
 * hands it to them.
 */
export interface PeopleDesk {
  /**
   * The one person these words name: a name, a room (`1203`, `Sun Hotel 1203`), the number of a document or a phone, or
   * `#12`, the traveller of ticket 12. Where several are meant they are offered as buttons `<choice>:<person id>`, for
   * the feature's own choice, `rest` is kept for `chosen`, and undefined is returned: the turn is over. Throws the
   * UserError that says what to do when nobody is meant.
   */
  pick(turn: Turn, words: string, choice: string, rest?: string): Promise<PersonRecord | undefined>;
  /** The person behind a button of `pick`, and what was kept; an old button is refused politely. */
  chosen(
    turn: Turn,
    choice: string,
    personId: string | undefined,
  ): Promise<{ person: PersonRecord; rest: string }>;
  /** The person with this id; an unknown one is an old button. */
  byId(turn: Turn, personId: string | undefined): Promise<PersonRecord>;
  /** Where each of these people is written to; who cannot be reached is not in it. */
  reach(work: Work, personIds: readonly string[]): Promise<ReadonlyMap<string, PersonReach>>;
  /** Writes to one person, in the language of whoever reads it; false when they cannot be reached. */
  tell(
    work: Work,
    personId: string,
    write: (reach: PersonReach) => Content,
    queued: Queued,
  ): Promise<boolean>;
  /** Opens a ticket for somebody; emergencies page as always. The traveller is told nothing. */
  open(work: Work, found: FoundNeed): Promise<TicketRecord>;
  /** "Ana Lima · 1203 · Sun Hotel", for colleagues. */
  describe(turn: Turn, person: PersonRecord): Promise<string>;
}
