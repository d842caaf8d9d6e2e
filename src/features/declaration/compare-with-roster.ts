/** What was declared is held against the roster when it is signed, and when somebody turns out to be on it. */
import type { DomainEvent, Work } from '../../conversation/feature.ts';
import { differencesOf } from '../../domain/declaration/differences.ts';
import { listCare } from '../../store/care.ts';
import { addDifferences, readRosterFacts } from '../../store/declaration-differences.ts';
import { type DeclarationRecord, listSigned } from '../../store/declarations.ts';
import type { Tx } from '../../store/transaction.ts';

/** Writes the differences that nobody knows of yet. */
export async function compareWithRoster(
  tx: Tx,
  declaration: Pick<DeclarationRecord, 'id' | 'personId' | 'form' | 'answers'>,
): Promise<void> {
  const { personId, form, answers } = declaration;
  if (!form) return;
  const books = { ...(await readRosterFacts(tx, personId)), care: await listCare(tx, personId) };
  await addDifferences(tx, declaration, differencesOf(form, answers, books));
}

/** Who declared before anybody knew that the roster has them is compared now. */
export async function compareWhoIsKnown({ tx }: Work, event: DomainEvent): Promise<void> {
  if (event.type !== 'profile.changed') return;
  const [signed] = await listSigned(tx, event.person.id);
  if (signed) await compareWithRoster(tx, signed);
}
