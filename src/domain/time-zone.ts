/** Names of time zones, as people type them. */

/**
 * The zone that a name means (`Asia/Shanghai`); undefined for none. An offset (`+08:00`) is none: databases read its sign
 * the other way round, and would be sixteen hours off.
 */
export function timeZoneNamed(name: string): string | undefined {
  if (!/^[a-z]/iu.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
