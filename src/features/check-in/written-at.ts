/** When something was said that waited at its platform while we were down. */
import type { Turn } from '../../conversation/feature.ts';

/** Platforms keep what nobody fetched for so many hours; an older date is a mistake. */
const KEPT_HOURS = 48;

/** When a message was written, as far as its platform's clock can be believed; otherwise now. */
export function writtenAt({ inbound, now }: Turn): Temporal.Instant {
  const at = Temporal.Instant.from(inbound.at);
  const late = at.until(now).total('hours');
  return late > 0 && late <= KEPT_HOURS ? at : now;
}
