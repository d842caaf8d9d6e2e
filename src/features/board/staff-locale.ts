import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import type { ChatRecord } from '../../store/records.ts';

/** The language a staff chat is written to in. */
export function staffLocale(chat: Pick<ChatRecord, 'locale'>, fallback: string): string {
  return matchLocale(chat.locale ?? fallback, STAFF_LOCALES) ?? 'en';
}
