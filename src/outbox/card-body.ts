/** What a queued card is stored as; delivery draws it when it is sent. */
import type { Content } from '../domain/message.ts';

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
  /** A fresh card as it looks now; what changes later follows as a change of its own. */
  readonly content?: Content;
}
