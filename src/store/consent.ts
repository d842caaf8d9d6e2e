/** Who was shown the privacy notice, and which version of it. */
import { toIso } from '../clock.ts';
import { append, type Tx } from './transaction.ts';

/** Notes that somebody was shown this version; collected, as rows are. */
export function noteShown(
  tx: Tx,
  shown: { readonly personId: string; readonly version: number; readonly account: string },
  now: Temporal.Instant,
): void {
  append(tx, 'privacy_notice', {
    person_id: shown.personId,
    version: shown.version,
    account: shown.account,
    shown_at: toIso(now),
  });
}
