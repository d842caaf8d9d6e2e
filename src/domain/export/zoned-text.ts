/** Moments as text, a million at a time: the offset of a zone is looked up once for each of its seasons. */

interface Season {
  readonly from: number;
  readonly until: number;
  readonly offsetMs: number;
  readonly suffix: string;
}

/** A function that writes a moment (milliseconds since 1970) as `2026-11-22T10:14:00+08:00` in a zone. */
export function createZonedText(): (epochMs: number, zone: string) => string {
  const seasons = new Map<string, Season>();
  return (epochMs, zone) => {
    const known = seasons.get(zone);
    const season = known && epochMs >= known.from && epochMs < known.until ? known : seasonOf(epochMs, zone);
    if (season !== known) seasons.set(zone, season);
    return new Date(Math.floor(epochMs) + season.offsetMs).toISOString().slice(0, 19) + season.suffix;
  };
}

function seasonOf(epochMs: number, zone: string): Season {
  const at = Temporal.Instant.fromEpochMilliseconds(Math.floor(epochMs)).toZonedDateTimeISO(zone);
  // A transition is looked for from the next moment on, so that one that is now begins the season.
  const before = at.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  const next = at.getTimeZoneTransition('next');
  return {
    from: before?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    until: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offsetMs: at.offsetNanoseconds / 1e6,
    suffix: at.offset.slice(0, 6),
  };
}
