import type { Mention } from '../channel.ts';
import { shortenText, splitText } from '../split-text.ts';
import type { Params } from './driver.ts';

/** Telegram's longest message text, in UTF-16 units. */
export const TEXT_LIMIT = 4096;

/** Telegram's longest caption of a file, in UTF-16 units. */
export const CAPTION_LIMIT = 1024;

/** A piece of text with the entities that alert people. */
export interface TextPart {
  readonly text: string;
  readonly entities: readonly Params[];
}

/** Telegram takes at most 100 entities; some are left for those it finds itself. */
const MENTIONS_PER_PART = 80;

/** The text in parts that Telegram takes, people named at the end; none when there is nothing to say. */
export function encodeText(
  text: string,
  mentions: readonly Mention[],
  limit: number = TEXT_LIMIT,
): TextPart[] {
  const parts = splitText(text, limit).map((part) => ({ text: part, entities: [] as readonly Params[] }));
  for (const [index, named] of mentionLines(mentions, limit).entries()) {
    const last = index === 0 ? parts.at(-1) : undefined;
    if (last && last.text.length + 1 + named.text.length <= limit) parts.splice(-1, 1, join(last, named));
    else parts.push(named);
  }
  return parts;
}

function join(body: TextPart, named: TextPart): TextPart {
  const offset = body.text.length + 1;
  return {
    text: `${body.text}\n${named.text}`,
    entities: named.entities.map((entity) => moved(entity, offset)),
  };
}

const moved = (entity: Params, by: number): Params => ({ ...entity, offset: Number(entity.offset) + by });

/** Names side by side, in as many lines as the limits ask for. */
function mentionLines(mentions: readonly Mention[], limit: number): TextPart[] {
  const lines: TextPart[] = [];
  for (const mention of mentions) {
    const one = encodeMention(mention);
    const line = lines.at(-1);
    const fits =
      line && line.text.length + 1 + one.text.length <= limit && line.entities.length < MENTIONS_PER_PART;
    if (!line || !fits) lines.push(one);
    else {
      const entities = [
        ...line.entities,
        ...one.entities.map((entity) => moved(entity, line.text.length + 1)),
      ];
      lines.splice(-1, 1, { text: `${line.text} ${one.text}`, entities });
    }
  }
  return lines;
}

/** A name that alerts by user id; `@username` alerts by itself, and an id of another form is only written out. */
function encodeMention({ id, name }: Mention): TextPart {
  const text = shortenText(name.trim(), 128).toWellFormed() || id;
  if (text.startsWith('@') || !/^\d+$/.test(id)) return { text, entities: [] };
  const user = { id: Number(id), is_bot: false, first_name: text };
  return { text, entities: [{ type: 'text_mention', offset: 0, length: text.length, user }] };
}

/** Text and entities under the names that sendMessage uses. */
export const textParams = ({ text, entities }: TextPart): Params => ({
  text,
  ...(entities.length > 0 && { entities }),
});

/** Text and entities under the names that files use. */
export const captionParams = ({ text, entities }: TextPart): Params => ({
  caption: text,
  ...(entities.length > 0 && { caption_entities: entities }),
});
