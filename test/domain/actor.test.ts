import { describe, expect, it } from 'vitest';
import {
  ACTIONS,
  type Actor,
  assertCan,
  can,
  canReadEntry,
  canReadTicket,
  carerFor,
  type Role,
} from '../../src/domain/actor.ts';
import { NEEDS } from '../../src/domain/need.ts';
import { UserError } from '../../src/errors.ts';

/** Who may do what, written out: x may, - may not. */
const ROLES = ['traveller', 'liaison', 'medic', 'counsellor', 'supervisor', 'admin', 'system'] as const;
const TABLE = `
                         trav liai medi coun supe admi syst
  ticket.open             x    -    -    -    -    -    x
  ticket.rate             x    -    -    -    -    -    x
  ticket.reopen-own       x    -    -    -    -    -    x
  ticket.list             -    x    x    x    x    x    x
  ticket.read             -    x    x    x    x    x    x
  ticket.read-restricted  -    -    x    x    x    -    x
  ticket.claim            -    x    x    x    x    x    x
  ticket.release          -    x    x    x    x    x    x
  ticket.reply            -    x    x    x    x    x    x
  ticket.note             -    x    x    x    x    x    x
  ticket.note-restricted  -    x    x    x    x    x    x
  ticket.transfer         -    x    x    x    x    x    x
  ticket.accept           -    x    x    x    x    x    x
  ticket.resolve          -    x    x    x    x    x    x
  ticket.reopen           -    x    x    x    x    x    x
  ticket.correct          -    x    x    x    x    x    x
  ticket.wait             -    x    x    x    x    x    x
  ticket.merge            -    x    x    x    x    x    x
  ticket.promise          -    x    x    x    x    x    x
  ticket.enter            -    x    x    x    x    x    x
  ticket.reassign         -    -    -    -    x    x    x
  item.edit               -    x    x    x    x    x    x
  item.pick               -    x    x    x    x    x    x
  shift.read              -    x    x    x    x    x    x
  shift.cover             -    x    x    x    x    x    x
  shift.edit              -    -    -    -    x    x    x
  handover.accept         -    x    x    x    x    x    x
  route.read              -    x    x    x    x    x    x
  route.edit              -    -    -    -    -    x    x
  deadlines.read          -    x    x    x    x    x    x
  deadlines.edit          -    -    -    -    -    x    x
  ledger.add              -    x    x    x    x    x    x
  ledger.read             -    -    -    -    x    x    x
  proxy.verify            -    x    x    x    x    x    x
  party.edit              -    x    x    x    x    x    x
  care.edit               -    x    x    x    x    x    x
  audit.read              -    -    -    -    x    x    x
  export.run              -    -    -    -    x    x    x
  health.read             -    -    -    -    x    x    x
  canned.edit             -    -    -    -    x    x    x
  staff.list              -    -    -    -    x    x    x
  staff.invite            -    -    -    -    -    x    x
  staff.edit              -    -    -    -    -    x    x
  team.bind               -    -    -    -    -    x    x
  site.bind               -    -    -    -    -    x    x
  site.edit               -    -    -    -    x    x    x
  roster.import           -    -    -    -    x    x    x
  person.find             -    x    x    x    x    x    x
  person.read-numbers     -    -    x    x    x    x    x
  person.bind             -    x    x    x    x    x    x
  declaration.verify      -    x    x    x    x    x    x
  form.read               -    -    -    -    x    x    x
  form.edit               -    -    -    -    -    x    x
  check-in.read           -    x    x    x    x    x    x
  test.record             -    x    x    x    x    x    x
  stay.read               -    x    x    x    x    x    x
  stay.ask                -    x    x    x    x    x    x
  stay.decide             -    -    -    -    x    x    x
  rule.edit               -    -    -    -    -    x    x
  api.edit                -    -    -    -    -    x    x
  erasure.decide          -    -    -    -    x    x    x
  retention.read          -    -    -    -    x    x    x
  retention.edit          -    -    -    -    -    x    x
  access.read             -    -    -    -    x    x    x
  reminder.read           -    x    x    x    x    x    x
  faq.read                -    x    x    x    x    x    x
  faq.edit                -    -    -    -    x    x    x
  notice.write            -    x    x    x    x    x    x
  notice.approve          -    -    -    -    x    x    x
  briefing.read           -    x    x    x    x    x    x
  briefing.write          -    -    -    -    x    x    x
  trip.read               -    x    x    x    x    x    x
  trip.edit               -    x    x    x    x    x    x
  trip.tick               -    x    x    x    x    x    x
  count.read              -    x    x    x    x    x    x
  console.open            -    x    x    x    x    x    x
  figures.read            -    -    -    -    x    x    x
  figures.read-own        -    x    x    x    x    x    x
  report.sign             -    x    x    x    x    x    x
  report.edit             -    -    -    -    x    x    x
`;

const expected = new Map(
  TABLE.trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [action = '', ...cells] = line.trim().split(/\s+/);
      return [action, cells] as const;
    }),
);

const actor = (role: Role, id = 'me'): Actor => ({ role, id });

describe('the table of roles', () => {
  it('has a row for every action and no other', () => {
    expect([...expected.keys()].sort()).toEqual([...ACTIONS].sort());
    for (const cells of expected.values()) expect(cells).toHaveLength(ROLES.length);
  });

  it.each(ROLES)('lets a %s do what is written there, and nothing else', (role) => {
    const column = ROLES.indexOf(role);
    const written = ACTIONS.map((action) => `${action} ${expected.get(action)?.[column]}`);
    expect(ACTIONS.map((action) => `${action} ${can(actor(role), action) ? 'x' : '-'}`)).toEqual(written);
  });

  it('refuses with the actor’s role, so that they learn whom to ask', () => {
    expect(() => assertCan(actor('admin'), 'staff.edit')).not.toThrow();
    expect(() => assertCan(actor('liaison'), 'staff.edit')).toThrow(UserError);
    try {
      assertCan(actor('liaison'), 'staff.edit');
    } catch (error) {
      expect(error).toMatchObject({
        code: 'staff:error.forbidden',
        params: { action: 'staff.edit', role: 'common:role.liaison' },
      });
    }
  });
});

describe('who reads what', () => {
  const open = { restricted: false, ownerId: null };
  const confidential = { restricted: true, ownerId: 'somebody' };
  const own = { restricted: true, ownerId: 'me' };
  const plain = { restricted: false };
  const secret = { restricted: true };
  const rows: [Role, { restricted: boolean; ownerId: string | null }, boolean, boolean, boolean][] = [
    // role, ticket, may read the ticket, an ordinary line of it, a restricted note on it
    ['traveller', open, false, false, false],
    ['traveller', confidential, false, false, false],
    ['traveller', own, false, false, false],
    ['liaison', open, true, true, false],
    ['liaison', { restricted: false, ownerId: 'me' }, true, true, true],
    ['liaison', confidential, false, false, false],
    ['liaison', own, true, true, true],
    ['medic', open, true, true, true],
    ['medic', confidential, true, true, true],
    ['counsellor', open, true, true, true],
    ['counsellor', confidential, true, true, true],
    ['supervisor', open, true, true, true],
    ['supervisor', confidential, true, true, true],
    ['admin', open, true, true, false],
    ['admin', confidential, false, false, false],
    ['admin', own, true, true, true],
  ];

  it.each(rows)(
    '%s, %o: the ticket %s, its lines %s, its restricted notes %s',
    (role, ticket, whole, line, note) => {
      expect(canReadTicket(actor(role), ticket)).toBe(whole);
      expect(canReadEntry(actor(role), ticket, plain)).toBe(line);
      expect(canReadEntry(actor(role), ticket, secret)).toBe(note);
    },
  );

  it('calls a medic for the body, a counsellor for the mind, and nobody besides for anything else', () => {
    expect(NEEDS.map((need) => [need, carerFor(need)]).filter(([, carer]) => carer)).toEqual([
      ['medical', 'medic'],
      ['psychological', 'counsellor'],
    ]);
  });
});
