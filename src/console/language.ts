/** In which language a page of the console is read. */
import type { Context } from 'hono';
import { matchLocale, STAFF_LOCALES } from '../domain/locale.ts';
import type { StaffRecord } from '../store/records.ts';
import type { ConsoleDeps } from './index.ts';

/** The language of `?lang=`, else the one chosen in the desk's menu, their own, the browser's, the installation's. */
export function localeOf(
  c: Context,
  { visitor, locale }: ConsoleDeps,
  staff: StaffRecord | undefined,
): string {
  const { chosen, accepted } = visitor(c);
  for (const tag of [c.req.query('lang'), chosen, staff?.locale, ...accepted, locale]) {
    const found = matchLocale(tag, STAFF_LOCALES);
    if (found) return found;
  }
  return 'en';
}
