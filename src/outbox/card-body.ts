/** What a queued card is stored as, and what is queued for a ticket's topic; delivery draws it when it is sent. */
import type { Actor } from '../domain/actor.ts';
import type { TopicRef } from '../domain/ids.ts';
import type { Content, Outgoing } from '../domain/message.ts';

/** Tickets that one list message can hold: 40 short lines stay below the smallest text limit of a platform. */
export const LIST_SIZE = 40;

/** What a queued card brings up to date; `change` is posted where a platform cannot edit. */
export interface CardBody {
  readonly chatId: string;
  readonly ticketId: string;
  /** What changed, in a sentence. */
  readonly change?: string;
  /** The ticket is new: there is no card of it in this chat yet. */
  readonly fresh?: boolean;
  /** The ticket has, or is to have, a topic of its own in this chat, and its card stands there. */
  readonly topic?: boolean;
  /** A fresh card as it looks now; what changes later follows as a change of its own. */
  readonly content?: Content;
}

/** The topic of one ticket in one chat, which may be opened, or opened anew, when something is sent there. */
export interface TopicKey {
  readonly chatId: string;
  readonly ticketId: string;
}

/** A message to a ticket's topic; where there is none (any more) it is not sent, as the card tells of it. */
export interface TopicLine extends Outgoing {
  readonly topicOf: TopicKey;
}

/** What a message that was sent before reads from now on, where the platform can edit. */
export interface EditBody extends Outgoing {
  /** The key under which that message was queued. */
  readonly editOf: string;
  /** What is written instead where it cannot; nothing without it. */
  readonly orElse?: string;
}

/** Something to be done about topics that is no message. */
export type TopicTask =
  /** Brings name and state of a ticket's topic to what they should be when it is done. */
  | ({ readonly do: 'settle'; readonly name: boolean; readonly state: boolean } & TopicKey)
  /** Finds out whether tickets can have topics in this chat, for whoever wants to switch that on. */
  | ({ readonly do: 'check'; readonly chatId: string } & AskedBy);

/** Who wants to know, and where they are answered. */
export interface AskedBy {
  /** Of the message it was asked in. */
  readonly inboundId: string;
  readonly actor: Actor;
  readonly locale: string;
  readonly topic?: TopicRef;
}
