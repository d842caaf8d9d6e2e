/** Encrypted numbers belong to one person's row: those that go over to another are encrypted anew. */
import { type Place, type Sealed, seal, unseal } from './sealed.ts';
import { sql, type Tx } from './transaction.ts';

interface Numbers {
  readonly phone: string | null;
  readonly documentNumber: string | null;
  readonly contactPhone: string | null;
  readonly rowHash: string | null;
  readonly hasDetails: boolean;
}

/** Before everything that `fromId` has becomes `toId`'s: their phone where the other has none, their papers likewise. */
export async function moveNumbers(tx: Tx, fromId: string, toId: string): Promise<void> {
  const client = await sql(tx);
  const [from, to] = [await readNumbers(tx, fromId), await readNumbers(tx, toId)];
  if (!from || !to) return;
  const again = (place: Place, value: string | null): Sealed | null =>
    seal(tx, place, toId, unseal(tx, place, fromId, value)) ?? null;
  if (from.phone !== null && to.phone === null)
    await client.person.update({ where: { id: toId }, data: { phone: again('person.phone', from.phone) } });
  if (!from.hasDetails || to.hasDetails) return;
  await client.personDetails.update({
    where: { personId: fromId },
    data: {
      documentNumber: again('person_details.document_number', from.documentNumber),
      contactPhone: again('person_details.contact_phone', from.contactPhone),
      rowHash: again('person_details.row_hash', from.rowHash),
    },
  });
}

async function readNumbers(tx: Tx, id: string): Promise<Numbers | undefined> {
  const client = await sql(tx);
  const [row] = await client.$queryRaw<Numbers[]>`
    select p.phone, d.document_number as "documentNumber", d.contact_phone as "contactPhone",
      d.row_hash as "rowHash", d.person_id is not null as "hasDetails"
    from person p left join person_details d on d.person_id = p.id where p.id = ${id}::uuid`;
  return row;
}
