import type { Translate } from './locale.ts';

/** What people call the platform of an account: “微信”; an account with a name of its own keeps it. */
export function platformName(account: string, t: Translate, locale: string): string {
  const name = `platform.${account}`;
  const text = t(locale, `common:${name}`);
  return text.endsWith(name) ? account : text;
}
