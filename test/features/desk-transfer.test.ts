import { describe, expect, it } from 'vitest';
import { changeTicket, findTicket } from '../../src/store/tickets.ts';
import { transact } from '../../src/store/transaction.ts';
import { last, team } from './desk-team.ts';

const MILK = 'Our ten-month-old has no milk powder left, please help us';
const BLOOD = 'I keep vomiting blood and feel very weak';

async function claimed(words = MILK) {
  const made = await team();
  const wang = await made.colleague('Wang Fang', 'liaison', { username: 'wangf' });
  const zhao = await made.colleague('Zhao', 'medic', { username: 'zhao_med' });
  const mum = made.bot.person('telegram', { name: 'Li Na', locale: 'en' });
  await mum.says(words);
  await wang.says('/claim 1');
  return { ...made, wang, zhao, mum };
}

describe('transfer', () => {
  it('leaves the owner responsible until the other side accepts, then tells both', async () => {
    const { wang, zhao, mum, ticket } = await claimed();
    await wang.says('/transfer 1 @Zhao_Med');
    expect(await ticket(1)).toMatchObject({ ownerId: wang.staffId, proposedOwnerId: zhao.staffId });
    expect(last(zhao.inbox())).toContain('Wang Fang asks you to take #1');
    expect(last(zhao.inbox())).toContain(MILK);
    await mum.says('Hello? The baby is hungry');
    expect(wang.inbox().some((text) => text.includes('The baby is hungry'))).toBe(true);
    await zhao.presses(/^Accept$/);
    expect(await ticket(1)).toMatchObject({ ownerId: zhao.staffId, proposedOwnerId: null, state: 'claimed' });
    expect(last(wang.inbox())).toContain('Zhao has accepted #1');
    await zhao.says('I am looking after you now');
    expect(last(mum.inbox())).toContain('I am looking after you now');
    await wang.says('bye');
    expect(mum.inbox().some((text) => text.includes('bye'))).toBe(false);
  });

  it('stays where it is when declined, and an old Accept does nothing', async () => {
    const { wang, zhao, ticket } = await claimed();
    await wang.says('/transfer 1 zh');
    await zhao.presses(/^Decline$/);
    expect(await ticket(1)).toMatchObject({ ownerId: wang.staffId, proposedOwnerId: null });
    expect(last(wang.inbox())).toBe('Zhao declined #1. It stays with you.');
    await zhao.presses(/^Accept$/);
    expect(last(zhao.inbox())).toContain('#1 is not being transferred');
    expect((await ticket(1)).ownerId).toBe(wang.staffId);
  });

  it('can be withdrawn by the owner and accepted by nobody else', async () => {
    const { wang, zhao, colleague, ticket } = await claimed();
    const chen = await colleague('Chen');
    await wang.says('/transfer 1 Zhao');
    await chen.says('/accept 1');
    expect(last(chen.inbox())).toBe('#1 was offered to Zhao.');
    await chen.says('/decline 1');
    expect((await ticket(1)).proposedOwnerId).toBe(zhao.staffId);
    await wang.says('/decline 1');
    expect((await ticket(1)).proposedOwnerId).toBeNull();
  });

  it('offers to a team in that team’s chat; whoever accepts there becomes the owner', async () => {
    const { bot, group, wang, colleague, otherTeam, ticket } = await claimed();
    const medics = await otherTeam('Medics');
    const chen = await colleague('Chen', 'medic');
    await wang.says('/transfer 1 medics');
    expect(last(medics.texts())).toContain('Wang Fang asks you to take #1');
    await chen.saysIn(group, '/accept 1');
    expect(last(group.texts())).toBe('#1 was offered to Medics.');
    await chen.presses(/^Accept$/, medics);
    const stored = await ticket(1);
    const team = await bot.store.db.team.findUniqueOrThrow({ where: { name: 'Medics' } });
    expect(stored).toMatchObject({ ownerId: chen.staffId, teamId: team.id, proposedTeamId: null });
    expect(medics.texts().some((text) => text.includes(MILK))).toBe(true);
    expect(last(wang.inbox())).toContain('Chen has accepted #1');
  });

  it('is chosen from buttons too', async () => {
    const { wang, zhao, ticket } = await claimed();
    await wang.presses(/^Transfer$/);
    await wang.presses(/^Zhao$/);
    expect((await ticket(1)).proposedOwnerId).toBe(zhao.staffId);
  });

  it('explains targets that are oneself, unknown, ambiguous, unreachable, or not one’s to give', async () => {
    const { wang, zhao, colleague, ticket } = await claimed();
    await colleague('Zhang');
    await colleague('Silent', 'liaison', { isReachable: false });
    const refusals: [string, string][] = [
      ['/transfer 1 Wang Fang', 'to yourself'],
      ['/transfer 1 Nobody', 'no colleague or team called “Nobody”'],
      ['/transfer 1 Zha', 'could be any of these: Zhang, Zhao'],
      ['/transfer 1 Silent', 'Silent cannot be asked'],
      ['/transfer 1', 'Transfer #1 to whom? They will be asked to accept.'],
    ];
    for (const [words, answer] of refusals) {
      await wang.says(words);
      expect(last(wang.inbox())).toContain(answer);
    }
    await zhao.says('/transfer 1 Zhang');
    expect(last(zhao.inbox())).toContain('#1 is with Wang Fang');
    expect(await ticket(1)).toMatchObject({ proposedOwnerId: null, proposedTeamId: null });
  });

  it('refuses an inactive colleague', async () => {
    const { bot, wang, zhao } = await claimed();
    await bot.store.db.staff.update({ where: { id: zhao.staffId }, data: { active: false } });
    await wang.says('/transfer 1 Zhao');
    expect(last(wang.inbox())).toContain('no colleague or team');
    await wang.pressesId(`give:1:s:${zhao.staffId}`);
    expect(last(wang.inbox())).toContain('no longer fits');
  });

  it('is accepted once when two try at the same moment', async () => {
    const { bot, wang, zhao, colleague } = await claimed();
    const chen = await colleague('Chen');
    await wang.says('/transfer 1 Zhao');
    const before = await findTicket(bot.store.db, 1);
    if (!before) throw new Error('no ticket');
    const now = bot.clock.now();
    const take = (id: string) =>
      transact(bot.store.db, (tx) =>
        changeTicket(
          tx,
          before,
          { states: ['claimed'], ownerId: wang.staffId, proposedOwnerId: zhao.staffId },
          { ownerId: id, proposedOwnerId: null },
          { actor: { role: 'medic', id }, action: 'ticket.accept', now },
        ),
      );
    const results = await Promise.all([take(zhao.staffId), take(chen.staffId), take(zhao.staffId)]);
    expect(results.filter(Boolean)).toHaveLength(1);
  });

  it('shows a confidential ticket to the target only as far as their role may read', async () => {
    const { wang, zhao, colleague } = await claimed(BLOOD);
    const chen = await colleague('Chen');
    await wang.says('/transfer 1 Chen');
    const asked = chen.inbox().find((text) => text.includes('asks you to take'));
    expect(asked).toContain('#1');
    expect(asked).not.toContain('blood');
    await chen.presses(/^Accept$/);
    expect(last(chen.inbox())).toContain(BLOOD);
    await chen.says('/transfer 1 Zhao');
    expect(last(zhao.inbox())).toContain(BLOOD);
  });
});
