/** What the simulated colleagues see on the desk: every card as it stands now. */
import type { SeenMessage } from './web-visitor.ts';

/** A ticket on the desk. */
export interface DeskTicket {
  readonly number: number;
  readonly card: SeenMessage;
  /** The choice that claims it; undefined when somebody has it or it is done. */
  readonly claim: string | undefined;
  readonly isOpen: boolean;
  readonly isEmergency: boolean;
  /** When it was first seen here, in milliseconds since 1970. */
  readonly since: number;
}

/** The cards, kept up to date by what the event stream says. */
export class DeskView {
  readonly #tickets = new Map<number, DeskTicket>();

  /** Takes a message of the desk's chat; anything but a single ticket's card is passed over. */
  see(message: SeenMessage): void {
    const ids = message.choices?.flat().map(({ id }) => id) ?? [];
    const number = Number(ids.find((id) => /^(?:reply|reopen):/.test(id))?.split(':')[1]);
    if (message.chat !== 'desk' || !message.card || !number) return;
    const isOpen = !ids.some((id) => id.startsWith('reopen:'));
    if (!isOpen) return void this.#tickets.delete(number);
    this.#tickets.set(number, {
      number,
      card: message,
      claim: ids.find((id) => id.startsWith('claim:')),
      isOpen,
      isEmergency: message.text?.startsWith('🔴') ?? false,
      since: this.#tickets.get(number)?.since ?? Date.now(),
    });
  }

  /** Open tickets, oldest first. */
  get open(): readonly DeskTicket[] {
    return [...this.#tickets.values()].sort((a, b) => a.number - b.number);
  }

  /** Open tickets that nobody has. */
  get free(): readonly DeskTicket[] {
    return this.open.filter(({ claim }) => claim !== undefined);
  }

  /** Open tickets that this colleague has. */
  heldBy(name: string): readonly DeskTicket[] {
    return this.open.filter(({ card, claim }) => claim === undefined && owns(card, name));
  }

  /** Open tickets that this colleague is asked to take. */
  offeredTo(name: string): readonly DeskTicket[] {
    const isOffered = ({ card }: DeskTicket): boolean =>
      (card.choices?.flat().some(({ id }) => id.startsWith('accept:')) ?? false) &&
      lines(card).some((line) => line.includes(name) && !line.endsWith(`· ${name}`));
    return this.open.filter(isOffered);
  }
}

const lines = (card: SeenMessage): string[] => card.text?.split('\n') ?? [];
const owns = (card: SeenMessage, name: string): boolean =>
  lines(card).some((line) => line.endsWith(`· ${name}`));
