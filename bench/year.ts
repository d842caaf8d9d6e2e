/** A year of tickets to count. */
import type { Store } from '../src/store/open.ts';

const BATCH = 50_000;

/** A house with 20 sites, 10 teams in three shifts a day, 200 colleagues and a tenth as many people as tickets. */
export async function fillYear(
  store: Store,
  tickets: number,
  entries: number,
  now: Temporal.Instant,
): Promise<void> {
  const run = (statement: string, ...params: unknown[]) => store.db.$executeRawUnsafe(statement, ...params);
  const at = now.toString();
  await run(
    `insert into site (id, name, created_at) select ${id("'a'", 'n')}, 'Site ' || n, now() from generate_series(0, 19) n`,
  );
  await run(
    `insert into team (id, name, created_at) select ${id("'b'", 'n')}, 'Team ' || n, now() from generate_series(0, 9) n`,
  );
  await run(`insert into staff (id, name, role, created_at)
    select ${id("'c'", 'n')}, 'Colleague ' || n, 'liaison', now() from generate_series(0, 199) n`);
  await run(
    `insert into shift (id, team_id, name, starts_at, ends_at)
     select gen_random_uuid(), ${id("'b'", 'n')}, (array['Night', 'Day', 'Evening'])[1 + m % 3],
       $1::timestamptz - interval '366 days' + m * interval '8 hours', $1::timestamptz - interval '366 days' + (m + 1) * interval '8 hours'
     from generate_series(0, 9) n, generate_series(0, 1100) m`,
    at,
  );
  const people = Math.ceil(tickets / 10);
  await run(
    `insert into person (id, name, site_id, jurisdiction, locale, created_at)
     select ${id("'d'", 'n')}, 'Guest ' || n, ${id("'a'", 'n % 20')}, 'Province ' || n % 31, 'zh-CN', now()
     from generate_series(0, $1::int - 1) n`,
    people,
  );
  await run(
    `insert into stay (id, person_id, site_id, state, arrived_at, released_at, ended_at, created_at)
     select gen_random_uuid(), p.id, p.site_id, case when left_at < $1::timestamptz then 'released' else 'here' end,
       left_at - interval '14 days', case when left_at < $1::timestamptz then left_at end,
       case when left_at < $1::timestamptz then left_at end, left_at - interval '14 days'
     from (select *, $1::timestamptz + interval '14 days' - random() * interval '379 days' as left_at from person) p`,
    at,
  );
  await run(
    `insert into check_in (person_id, day, site_id, state, answered_at)
    select s.person_id, d::date, s.site_id, 'answered', d from stay s,
      generate_series(s.arrived_at, s.arrived_at + interval '13 days', interval '1 day') d where d < $1::timestamptz and random() < 0.9`,
    at,
  );
  for (let first = 0; first < tickets; first += BATCH) {
    const last = Math.min(first + BATCH, tickets);
    await run(TICKETS, first, last - 1, at, tickets, people);
    const each = Math.round(entries / tickets);
    if (each > 0)
      await run(
        `insert into entry (ticket_id, kind, text, at) select ${id("'e'", 'n')}, 'traveller', 'There is no drinking water', now()
         from generate_series($1::int, $2::int) n, generate_series(1, ${each})`,
        first,
        last - 1,
      );
  }
  await run(`insert into ledger_entry (id, kind, form, site_id, team_id, staff_id, person_id, ticket_id, text, at)
    select gen_random_uuid(), case when number % 2 = 0 then 'thanks' else 'complaint' end, 'message', site_id, team_id,
      owner_id, person_id, id, 'x', opened_at from ticket where number % 30 = 0`);
  await store.tidy();
  // As a server's autovacuum does within the day; most figures are of rows that it has seen.
  await run('vacuum analyze');
}

const id = (letter: string, n: string): string =>
  `(lpad(to_hex(ascii(${letter})), 8, '0') || '-0000-4000-8000-' || lpad(to_hex((${n})::int), 12, '0'))::uuid`;

/** All but 1 % are answered, all but 2 % solved, the younger ones less. */
const TICKETS = `
  insert into ticket (id, person_id, site_id, team_id, need, urgency, state, owner_id, summary, language, account,
    opened_at, due_at, rule_version, first_response_at, answered_at, resolved_at, response_kept, resolution_kept, rating)
  select ${id("'e'", 'n')}, ${id("'d'", 'n % $5::int')}, ${id("'a'", 'n % 20')}, ${id("'b'", 'n % 10')},
    (array['supplies', 'supplies', 'medical', 'test', 'policy', 'release', 'study', 'other'])[1 + (random() * 7)::int],
    'normal', case when solved < $3::timestamptz then 'closed' else 'claimed' end, ${id("'c'", 'n % 200')},
    'There is no drinking water left in our room', (array['zh-CN', 'en', 'fr', 'ru'])[1 + (random() * 3)::int], 'telegram',
    opened, opened + interval '30 minutes', 1, case when answered < $3::timestamptz then answered end,
    case when answered < $3::timestamptz then answered end, case when solved < $3::timestamptz then solved end,
    case when answered < $3::timestamptz then random() < 0.9 end, case when solved < $3::timestamptz then random() < 0.85 end,
    case when solved < $3::timestamptz and random() < 0.4 then 1 + (random() * 4)::int end
  from (select n, opened, opened - ln(1 - random()) * interval '15 minutes' as answered,
      case when random() < 0.005 then 'infinity' else opened - ln(1 - random()) * interval '8 hours' end as solved
    from (select n, $3::timestamptz - interval '365 days' * (1 - (n + random()) / $4::int) as opened
      from generate_series($1::int, $2::int) n) a) b`;
