/** One human turns out to be in the books twice: everything that hangs on one person goes over to the other. */
import { moveNumbers } from './move-numbers.ts';
import { sql, type Tx } from './transaction.ts';

/**
 * Every column in which a person stands, with the statement that carries it over: `$1` goes, `$2` stays. Where both
 * have a row and only one may be, the one that says more stays. test/features/onboarding-move.test.ts holds this list
 * against the database: a new table with people in it needs a line here.
 */
export const CARRIED: Readonly<Record<string, readonly string[]>> = {
  'channel_identity.person_id': [
    `update channel_identity set person_id = $2::uuid where person_id = $1::uuid`,
  ],
  'ticket.person_id': [
    `update ticket set person_id = $2::uuid, version = version + 1,
       site_id = coalesce(site_id, (select site_id from person where id = $2::uuid)) where person_id = $1::uuid`,
  ],
  // What somebody wrote for the one they turn out to be is their own.
  'ticket.speaker_id': [
    `update ticket set speaker_id = nullif($2::uuid, person_id) where speaker_id = $1::uuid`,
    `update ticket set speaker_id = null where person_id = $2::uuid and speaker_id = $2::uuid and $1::uuid is not null`,
  ],
  'entry.person_id': [`update entry set person_id = $2::uuid where person_id = $1::uuid`],
  'ledger_entry.person_id': [`update ledger_entry set person_id = $2::uuid where person_id = $1::uuid`],
  'proxy.speaker_id': [
    `delete from proxy where $1::uuid in (speaker_id, subject_id) and $2::uuid in (speaker_id, subject_id)`,
    `update proxy o set state = p.state, verified_by = p.verified_by, verified_at = p.verified_at from proxy p
     where p.speaker_id = $1::uuid and o.speaker_id = $2::uuid and o.subject_id = p.subject_id
       and o.state = 'claimed' and p.state <> 'claimed'`,
    `update proxy p set speaker_id = $2::uuid where speaker_id = $1::uuid
       and not exists (select 1 from proxy o where o.speaker_id = $2::uuid and o.subject_id = p.subject_id)`,
    `delete from proxy where speaker_id = $1::uuid and $2::uuid is not null`,
  ],
  'proxy.subject_id': [
    `update proxy o set state = p.state, verified_by = p.verified_by, verified_at = p.verified_at from proxy p
     where p.subject_id = $1::uuid and o.subject_id = $2::uuid and o.speaker_id = p.speaker_id
       and o.state = 'claimed' and p.state <> 'claimed'`,
    `update proxy p set subject_id = $2::uuid where subject_id = $1::uuid
       and not exists (select 1 from proxy o where o.subject_id = $2::uuid and o.speaker_id = p.speaker_id)`,
    `delete from proxy where subject_id = $1::uuid and $2::uuid is not null`,
  ],
  'person_details.person_id': [
    `update person_details set person_id = $2::uuid where person_id = $1::uuid
       and not exists (select 1 from person_details where person_id = $2::uuid)`,
  ],
  'stay.person_id': [
    `update stay s set person_id = $2::uuid where person_id = $1::uuid and (ended_at is not null
       or not exists (select 1 from stay o where o.person_id = $2::uuid and o.ended_at is null))`,
  ],
  'care_flag.person_id': [
    `update care_flag f set person_id = $2::uuid where person_id = $1::uuid
       and not exists (select 1 from care_flag o where o.person_id = $2::uuid and o.kind = f.kind)`,
  ],
  // The key names the person, so that nothing is planned twice.
  'care_task.person_id': [
    `update care_task t set person_id = $2::uuid, key = replace(key, $1::uuid::text, $2::uuid::text)
     where person_id = $1::uuid and not exists (select 1 from care_task o
       where o.person_id = $2::uuid and o.key = replace(t.key, $1::uuid::text, $2::uuid::text))`,
  ],
  'person_key.person_id': [
    `update person_key k set person_id = $2::uuid where person_id = $1::uuid
       and not exists (select 1 from person_key o where o.person_id = $2::uuid and o.key = k.key)`,
  ],
  'bind_code.person_id': [`update bind_code set person_id = $2::uuid where person_id = $1::uuid`],
  'identity_claim.claimant_id': [
    `update identity_claim set state = 'confirmed', person_id = $2::uuid, decided_at = now()
       where claimant_id in ($1::uuid, $2::uuid) and state = 'asked'`,
    `update identity_claim set claimant_id = $2::uuid where claimant_id = $1::uuid`,
  ],
  'identity_claim.person_id': [`update identity_claim set person_id = $2::uuid where person_id = $1::uuid`],
  'declaration.person_id': [
    `update declaration d set person_id = $2::uuid where person_id = $1::uuid and (signed_at is not null
       or not exists (select 1 from declaration o where o.person_id = $2::uuid and o.signed_at is null))`,
  ],
  // A colleague signs it, never a traveller.
  'report_revision.signed_by': [],
  'declaration.signed_by': [`update declaration set signed_by = $2::uuid where signed_by = $1::uuid`],
  'check_in.person_id': [
    `delete from check_in c using check_in o where c.person_id = $2::uuid and o.person_id = $1::uuid
       and o.day = c.day and (c.answered_at is null or c.answered_at < o.answered_at) and o.answered_at is not null`,
    `update check_in c set person_id = $2::uuid where person_id = $1::uuid
       and not exists (select 1 from check_in o where o.person_id = $2::uuid and o.day = c.day)`,
  ],
  'check_in.answered_by': [
    `update check_in set answered_by = nullif($2::uuid, person_id) where answered_by = $1::uuid`,
  ],
  'notice_receipt.person_id': [
    `update notice_receipt r set read_at = least(r.read_at, o.read_at), locale = coalesce(r.locale, o.locale),
       queued_at = least(r.queued_at, o.queued_at) from notice_receipt o
     where r.person_id = $2::uuid and o.person_id = $1::uuid and o.notice_id = r.notice_id`,
    `update notice_receipt r set person_id = $2::uuid where person_id = $1::uuid
       and not exists (select 1 from notice_receipt o where o.person_id = $2::uuid and o.notice_id = r.notice_id)`,
  ],
  'trip_seat.person_id': [
    `update trip_seat s set person_id = $2::uuid where person_id = $1::uuid
       and not exists (select 1 from trip_seat o where o.person_id = $2::uuid and o.trip_id = s.trip_id)`,
  ],
  'faq_help.person_id': [
    `update faq_help h set person_id = $2::uuid where person_id = $1::uuid
       and not exists (select 1 from faq_help o where o.person_id = $2::uuid and o.entry_id = h.entry_id)`,
  ],
  'removal.person_id': [`delete from removal where person_id = $1::uuid and $2::uuid is not null`],
  'erasure.person_id': [
    `update erasure set state = 'withdrawn' where person_id = $1::uuid and state in ('asked', 'held')
       and exists (select 1 from erasure o where o.person_id = $2::uuid and o.state in ('asked', 'held'))`,
    `update erasure set person_id = $2::uuid where person_id = $1::uuid`,
  ],
  'erasure.speaker_id': [
    `update erasure set speaker_id = $2::uuid where speaker_id = $1::uuid and proof is null`,
  ],
  'privacy_notice.person_id': [`update privacy_notice set person_id = $2::uuid where person_id = $1::uuid`],
  'access_log.person_id': [`update access_log set person_id = $2::uuid where person_id = $1::uuid`],
  'faq_miss.person_id': [`update faq_miss set person_id = $2::uuid where person_id = $1::uuid`],
};

/** What is known of them: the roster's facts stay, gaps are filled, and they go on in the language they wrote in. */
const FACTS = `
  update person t set name = coalesce(t.name, f.name), room = coalesce(t.room, f.room),
    site_id = coalesce(t.site_id, f.site_id), locale = coalesce(f.locale, t.locale),
    jurisdiction = coalesce(t.jurisdiction, f.jurisdiction),
    party_id = coalesce(t.party_id, f.party_id)
  from person f where f.id = $1::uuid and t.id = $2::uuid`;

/** All that `fromId` has becomes `toId`'s, and their own row goes. Not for two people who both have a stay under way. */
export async function movePerson(tx: Tx, fromId: string, toId: string): Promise<void> {
  const client = await sql(tx);
  // In one order, so that two who merge at once wait for each other and do not lock each other out.
  await client.$queryRawUnsafe('select 1 from person where id = any($1::uuid[]) order by id for update', [
    fromId,
    toId,
  ]);
  await moveNumbers(tx, fromId, toId);
  for (const statement of [FACTS, ...Object.values(CARRIED).flat()]) {
    await client.$executeRawUnsafe(statement, fromId, toId);
  }
  await client.person.delete({ where: { id: fromId } });
  tx.changed.add(fromId);
  tx.changed.add(toId);
}
