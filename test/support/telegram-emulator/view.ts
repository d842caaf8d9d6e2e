import type { Chat, Entry } from './chat.ts';
import type { Delivered, Matcher, MediaKind, TgFileRef, TgMessage, WaitOptions } from './types.ts';
import { MEDIA_KINDS } from './types.ts';
import type { World } from './world.ts';

const SHOWN = 25;

/** An entry as tests see it. */
export function toDelivered(world: World, entry: Entry): Delivered {
  const { message, sentAt, edits, deleted } = entry;
  const media = readMedia(world, message);
  const buttons = buttonTexts(message);
  return { ...message, sentAt, edits: [...edits], deleted, buttons, ...(media && { media }) };
}

function readMedia(world: World, message: TgMessage): Delivered['media'] {
  const kind = MEDIA_KINDS.find((name) => message[name] !== undefined);
  if (!kind) return undefined;
  const ref = kind === 'photo' ? message.photo?.at(-1) : (message[kind] as TgFileRef | undefined);
  const file = ref && world.files.find(ref.file_id);
  if (!file) return undefined;
  const { bytes, fileName, mime } = file;
  return { kind: kind as MediaKind, bytes, ...(fileName && { fileName }), ...(mime && { mime }) };
}

function buttonTexts({ reply_markup: markup }: TgMessage): string[] {
  const rows = markup?.inline_keyboard ?? markup?.keyboard ?? [];
  return rows.flat().map((button) => (typeof button === 'string' ? button : button.text));
}

/** Whether a message is the one looked for. */
export function matchesMessage(matcher: Matcher, message: Delivered): boolean {
  if (typeof matcher === 'function') return matcher(message);
  const text = message.text ?? message.caption ?? '';
  if (typeof matcher === 'string') return text.includes(matcher);
  if (matcher instanceof RegExp) return matcher.test(text);
  return Object.entries(matcher).every(
    ([key, value]) => JSON.stringify(message[key]) === JSON.stringify(value),
  );
}

/** One line that tells a person what a message was. */
export function describeMessage(message: Delivered): string {
  const time = new Date(message.sentAt).toISOString().slice(11, 23);
  const what = message.media ? `<${message.media.kind}> ` : '';
  const text = JSON.stringify(message.text ?? message.caption ?? Object.keys(message).slice(4).join(','));
  const buttons = message.buttons.length > 0 ? ` [${message.buttons.join(' | ')}]` : '';
  const edited = message.edits.length > 0 ? ` (edited ${message.edits.length} times)` : '';
  return `  #${message.message_id} ${time} ${what}${text}${buttons}${edited}`;
}

/** A place where the bot speaks: a private chat or a group. */
export abstract class Place {
  readonly world: World;
  private readonly seen = new WeakMap<Chat, number>();

  constructor(world: World) {
    this.world = world;
  }

  abstract get chat(): Chat;
  abstract get label(): string;

  /** What the bot has delivered here, in order, as it is now; deleted messages only when asked for. */
  messages({ deleted = false }: { deleted?: boolean } = {}): Delivered[] {
    const entries = this.chat.byBot.filter((entry) => deleted || !entry.deleted);
    return entries.map((entry) => toDelivered(this.world, entry));
  }

  /** Everything said here by anybody, in order, deleted messages included. */
  history(): Delivered[] {
    return [...this.chat.entries.values()].map((entry) => toDelivered(this.world, entry));
  }

  /** The newest message of the bot; throws when there is none. */
  last(): Delivered {
    const message = this.messages().at(-1);
    if (!message) throw new Error(`the bot has said nothing to ${this.label}`);
    return message;
  }

  /** The bot's first message that matches, already here or soon; rejects with what was there instead. */
  async waitFor(matcher: Matcher, options: WaitOptions = {}): Promise<Delivered> {
    const { timeoutMs = 30_000, after = 0, deleted = false } = options;
    const accepts = (entry: Entry) =>
      entry.byBot &&
      entry.deleted === deleted &&
      entry.message.message_id > after &&
      matchesMessage(matcher, toDelivered(this.world, entry));
    const already = this.chat.byBot.find(accepts);
    if (already) return toDelivered(this.world, already);
    const found = await this.chat.events.next(
      (event) => accepts(event.entry),
      timeoutMs,
      () => this.explain(matcher, timeoutMs),
    );
    return toDelivered(this.world, found.entry);
  }

  /** The bot's next message here that no earlier `next` has returned. */
  async next({ timeoutMs = 30_000 }: { timeoutMs?: number } = {}): Promise<Delivered> {
    const { chat } = this;
    const index = this.seen.get(chat) ?? 0;
    this.seen.set(chat, index + 1);
    try {
      if (chat.byBot.length <= index) {
        const explain = () => this.explain('(the next message)', timeoutMs);
        await chat.events.next(() => chat.byBot.length > index, timeoutMs, explain);
      }
      return toDelivered(this.world, chat.byBot[index] as Entry);
    } catch (error) {
      this.seen.set(chat, Math.min(this.seen.get(chat) ?? 0, index));
      throw error;
    }
  }

  private explain(matcher: Matcher, timeoutMs: number): string {
    const messages = this.messages();
    const lines = messages.slice(-SHOWN).map(describeMessage);
    const looked =
      typeof matcher === 'object' && !(matcher instanceof RegExp) ? JSON.stringify(matcher) : matcher;
    const hidden = messages.length > SHOWN ? `  … ${messages.length - SHOWN} earlier\n` : '';
    const there = lines.length > 0 ? `there was:\n${hidden}${lines.join('\n')}` : 'there was nothing';
    return `${this.label}: no message like ${String(looked)} within ${timeoutMs} ms; ${there}`;
  }
}
