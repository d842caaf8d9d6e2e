/** Whom a traveller writes for, where that is somebody else. */
import type { Turn } from '../../conversation/feature.ts';
import { findSubject } from '../../store/proxies.ts';
import type { PersonRecord } from '../../store/records.ts';

/** The person they speak for just now; undefined for themselves, which costs no statement. */
export async function spokenFor(turn: Turn): Promise<PersonRecord | undefined> {
  const { speaksFor } = turn.session;
  if (!speaksFor || !turn.person) return undefined;
  const subject = await findSubject(turn.tx, speaksFor.proxy, turn.person.id);
  // The team has refused it since.
  if (!subject) turn.remember({ speaksFor: undefined });
  return subject;
}

/** What whoever writes is called, for those who read it under somebody else's name. */
export const speakerName = ({ person, identity, inbound }: Turn): string =>
  person?.name ?? identity.displayName ?? inbound.sender.name ?? '?';
