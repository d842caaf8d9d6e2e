import { badRequest } from './errors.ts';
import type { Params } from './params.ts';
import type { TgInlineButton, TgReplyMarkup } from './types.ts';

const MAX_CALLBACK_DATA_BYTES = 64;
const MAX_MARKUP_BYTES = 10_000;

/** The keyboard of a call, refused for the reasons Telegram refuses one. */
export function readMarkup(params: Params): TgReplyMarkup | undefined {
  const markup = params.json<TgReplyMarkup>('reply_markup', 'reply keyboard markup');
  if (markup === undefined) return undefined;
  if (typeof markup !== 'object') throw badRequest('object expected as reply markup');
  if (markup.inline_keyboard) return readInline(markup.inline_keyboard);
  if (markup.keyboard && !isTable(markup.keyboard)) {
    throw badRequest('field "keyboard" must be an Array of Arrays');
  }
  return Object.keys(markup).length === 0 ? undefined : markup;
}

function readInline(rows: TgInlineButton[][]): TgReplyMarkup | undefined {
  if (!isTable(rows)) throw badRequest('field "inline_keyboard" must be an Array of Arrays');
  const kept = rows.filter((row) => row.length > 0);
  for (const button of kept.flat()) checkButton(button);
  const markup = { inline_keyboard: kept };
  if (kept.flat().length > 100) throw badRequest('reply markup is too long');
  if (kept.length > 0 && JSON.stringify(markup).length > MAX_MARKUP_BYTES) {
    throw badRequest('reply markup is too long');
  }
  return kept.length > 0 ? markup : undefined;
}

function checkButton(button: TgInlineButton): void {
  if (typeof button !== 'object' || button === null || typeof button.text !== 'string') {
    throw badRequest("can't parse inline keyboard button: InlineKeyboardButton must be an Object");
  }
  if (button.text === '') throw badRequest('BUTTON_TEXT_INVALID');
  if (typeof button.callback_data === 'string' && button.callback_data !== '') {
    if (Buffer.byteLength(button.callback_data) > MAX_CALLBACK_DATA_BYTES)
      throw badRequest('BUTTON_DATA_INVALID');
    return;
  }
  if (Object.keys(button).some((key) => key !== 'text' && key !== 'style' && button[key] !== '')) return;
  throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
}

const isTable = (rows: unknown): boolean => Array.isArray(rows) && rows.every((row) => Array.isArray(row));
