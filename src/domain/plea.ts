/** Words that somebody must read at once, whatever was asked. */
import type { Triage } from './triage.ts';

/** Whoever writes that they are ill or in despair wants no thanks for a comment. */
export const isPlea = ({ urgency, need, confidence }: Triage): boolean =>
  urgency !== 'normal' || ((need === 'medical' || need === 'psychological') && confidence >= 0.5);
