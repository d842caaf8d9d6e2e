/** The console's texts. */
import type { ConsoleDeps } from './index.ts';

/** Speaks the console's texts to one reader. */
export type Say = (key: string, params?: Record<string, unknown>) => string;

/** Texts of the namespace `staff-console`, or of another where the key names it. */
export const sayer =
  ({ t }: Pick<ConsoleDeps, 't'>, locale: string): Say =>
  (key, params = {}) =>
    t(locale, key.includes(':') ? key : `staff-console:${key}`, params);
