import { describe, expect, test } from 'vitest';
import type { BotOptions, FakePerson } from '../support/bot.ts';
import { type Colleague, last, team } from './desk-team.ts';
import { plainTriage } from './plain-triage.ts';

const MILK = 'Our ten-month-old has no milk powder left, please help';
const SAD = 'I feel so alone here, I cannot sleep and cry all day';

/** A guest whose ticket #1 Li has claimed and answered; it is 02:00 in Shanghai on 22 November. */
async function held(words = MILK, options: BotOptions & { locale?: string; account?: string } = {}) {
  const { locale = 'en', account = 'telegram', ...botOptions } = options;
  const all = await team({ triage: plainTriage, ...botOptions }, account);
  const li = await all.colleague('Li', 'liaison', { account });
  const guest = all.bot.person(account, { name: 'Ana', locale });
  await guest.says(words);
  await li.says('/claim 1');
  await li.says('Which milk powder does she drink?');
  return { ...all, li, guest };
}

const inbox = (person: FakePerson): string[] => person.inbox();
const since = (person: FakePerson) => {
  const from = person.inbox().length;
  return () => person.inbox().slice(from);
};

describe('waiting for somebody else', () => {
  test('begins with whom and until when, and stops the deadlines', async () => {
    const { li, ticket, bot, group } = await held();
    const { dueAt } = await ticket(1);
    await li.says('/wait 1 on the night pharmacy until 9:30');
    expect(last(inbox(li))).toMatch(/#1 waits for the night pharmacy until 09:30/);
    expect(await ticket(1)).toMatchObject({
      state: 'waiting-third',
      waitingOn: 'the night pharmacy',
      chaseAt: new Date('2026-11-22T01:30:00Z'),
      dueAt,
    });
    expect(last(group.texts())).toMatch(
      /waiting for others · Li[\s\S]*Waiting for the night pharmacy until 09:30/,
    );
    const plan = await bot.store.db.escalation.findFirstOrThrow();
    expect(plan.nextAt).toBeNull();
    const audit = await bot.store.db.audit.findFirstOrThrow({ where: { action: 'ticket.wait' } });
    expect(audit).toMatchObject({
      after: { state: 'waiting-third' },
      before: { state: 'claimed' },
    });
  });

  test('the owner is reminded when the time is over, then the shift lead as well, again and again', async () => {
    const { li, bot, colleague, teamId, group } = await held();
    const lead = await colleague('Wu');
    const chief = await colleague('Chen', 'supervisor');
    await onShift(bot, teamId, lead);
    const [toLi, toLead, toChief] = [since(li), since(lead), since(chief)];
    await li.says('/wait 1 on the clinic until 1h');
    await bot.later({ minutes: 59 });
    expect(toLi()).toHaveLength(1);
    await bot.later({ minutes: 1 });
    expect(last(toLi())).toMatch(/#1 has been waiting for the clinic for 1 h[\s\S]*#1 · Supplies/);
    expect(toLead()).toEqual([]);
    expect(group.texts().join()).toMatch(/Waiting for the clinic/);
    await bot.later({ minutes: 59 });
    expect(toLi()).toHaveLength(2);
    await bot.later({ minutes: 1 });
    expect(toLi()).toHaveLength(3);
    expect(last(toLead())).toMatch(/#1 has been waiting for the clinic for 2 h/);
    await bot.later({ hours: 2 });
    await bot.later({ hours: 4 });
    expect(toLi()).toHaveLength(5);
    expect(toLead()).toHaveLength(3);
    expect(toChief()).toEqual([]);
    await li.presses('Resume');
    expect(last(inbox(li))).toMatch(/#1 goes on/);
    await bot.later({ hours: 1 });
    expect(toLead()).toHaveLength(3);
  });

  test('what fell due while nothing ran is said once, as it is now', async () => {
    const { li, bot } = await held();
    const told = since(li);
    await li.says('/wait 1 on the clinic until 1h');
    await bot.later({ hours: 30 });
    await bot.later({ seconds: 1 });
    expect(told().slice(1)).toEqual([expect.stringMatching(/waiting for the clinic for 30 h/)]);
  });

  test('without a lead on duty the supervisors are told, and without any the administrators', async () => {
    const { li, bot, colleague } = await held();
    const admin = await colleague('Ada', 'admin');
    const told = since(admin);
    await li.says('/wait 1 on the clinic until 1h');
    await bot.later({ hours: 1 });
    await bot.later({ hours: 1 });
    expect(told()).toHaveLength(1);
    const chief = await colleague('Chen', 'supervisor');
    await bot.later({ hours: 2 });
    expect(last(inbox(chief))).toMatch(/waiting for the clinic/);
    expect(told()).toHaveLength(1);
  });

  test('an owner who cannot be told is no reason for silence: the lead hears of it the first time', async () => {
    const { bot, colleague, group, ticket } = await held();
    const chief = await colleague('Chen', 'supervisor');
    const deaf = await colleague('Mo', 'liaison', { isReachable: false });
    const guest = bot.person('telegram', { name: 'Bo', locale: 'en' });
    await guest.says('Could we have two more blankets please?');
    await deaf.saysIn(group, '/claim 2');
    await deaf.saysIn(group, '/wait 2 on housekeeping until 30m');
    expect(await ticket(2)).toMatchObject({ state: 'waiting-third' });
    await bot.later({ minutes: 30 });
    expect(last(inbox(chief))).toMatch(/#2 has been waiting for housekeeping/);
  });

  test('many at once come as one list', async () => {
    const { li, bot } = await held();
    for (const words of [
      'Could we have two more blankets please?',
      'The shower is cold, please send somebody',
    ]) {
      await bot.person('telegram', { locale: 'en' }).says(words);
    }
    for (const number of [1, 2, 3]) {
      await li.says(`/claim ${number}`);
      await li.says(`/wait ${number} on the hotel until 1h`);
    }
    const told = since(li);
    await bot.later({ hours: 1 });
    expect(told()).toHaveLength(1);
    expect(last(told())).toMatch(/3 tickets are still waiting:\n[\s\S]*#1[\s\S]*#2[\s\S]*#3/);
    await li.presses('#2');
    expect(last(inbox(li))).toMatch(/#2/);
  });

  test('a confidential wait shows nobody in the group what it waits for', async () => {
    const { li, group } = await held(SAD, { accounts: { telegram: { edit: false } } });
    await li.saysIn(group, '/wait 1 on the psychiatric hospital until 1h');
    expect(group.texts().slice(-2).join('\n')).toMatch(/#1 waits/);
    expect(group.texts().join('\n')).not.toMatch(/psychiatric/);
    expect(li.inbox().join('\n')).not.toMatch(/psychiatric hospital for/);
  });
});

describe('how a wait is asked for', () => {
  test('by buttons: whom, then a name, then a ready time', async () => {
    const { li, ticket } = await held();
    await li.says('/ticket 1');
    await li.presses('Wait');
    await li.presses('Somebody else');
    await li.says('the transfer form of the airport clinic');
    expect(last(inbox(li))).toMatch(/transfer form of the airport clinic. Until when/);
    await li.presses('4 h');
    expect(await ticket(1)).toMatchObject({
      state: 'waiting-third',
      waitingOn: 'the transfer form of the airport clinic',
      chaseAt: new Date('2026-11-21T22:00:00Z'),
    });
    await li.pressesId('waituntil:1:1h');
    expect(last(inbox(li))).toMatch(/no longer fits/);
  });

  test('where there are no buttons, by numbers and words', async () => {
    const { li, ticket, guest } = await held(MILK, {
      accounts: { wechat: { buttons: false, edit: false } },
      account: 'wechat',
    });
    await li.says('/wait 1');
    await li.says('2');
    await li.says('the pharmacy');
    await li.says('9 o’clock');
    expect(last(inbox(li))).toMatch(/don’t understand the time “9 o’clock”/);
    await li.says('until 1:00');
    expect(last(inbox(li))).toMatch(/01:00 is over already/);
    await li.says('tomorrow 9:00');
    expect(await ticket(1)).toMatchObject({ chaseAt: new Date('2026-11-23T01:00:00Z') });
    expect(guest.inbox().join()).not.toMatch(/pharmacy|tomorrow/);
    await li.says('The milk is on its way');
    expect(last(inbox(guest))).toMatch(/The milk is on its way/);
  });

  test('in Chinese, and with the time asked for when it is missing', async () => {
    const { li, ticket } = await held();
    await li.says('等待1 民政局 到明天9点');
    expect(await ticket(1)).toMatchObject({ waitingOn: '民政局', chaseAt: new Date('2026-11-23T01:00:00Z') });
    await li.says('/wait 1 on the embassy');
    await li.presses('Tomorrow 09:00');
    expect(await ticket(1)).toMatchObject({ waitingOn: 'the embassy', state: 'waiting-third' });
    await li.says('继续办理1');
    expect(await ticket(1)).toMatchObject({ waitingOn: null, chaseAt: null, state: 'claimed' });
  });

  test.each([
    ['/wait 1 on', /Please write it like this: \/wait 12 traveller/],
    ['/wait 1 on the clinic until 1:00', /01:00 is over already/],
    ['/wait 1 on the clinic until 2026-05-04', /2026-05-04 09:00 is over/],
    ['/wait 1 on the clinic until 2027-05-04', /too far away/],
    ['/wait 1 on the clinic until soon', /don’t understand the time “soon”/],
    ['/wait 99 traveller', /no ticket #99/],
    ['/resume 1', /#1 does not wait, it is claimed/],
  ])('“%s” is refused', async (words, refusal) => {
    const { li, ticket } = await held();
    await li.says(words);
    expect(last(inbox(li))).toMatch(refusal);
    expect(await ticket(1)).toMatchObject({ state: 'claimed' });
  });

  test('only who has the ticket lets it wait, and only once somebody has it', async () => {
    const { bot, colleague, ticket, guest, li } = await held();
    const mo = await colleague('Mo');
    await mo.says('/wait 1 traveller');
    expect(last(inbox(mo))).toMatch(/#1 is with Li/);
    const chief = await colleague('Chen', 'supervisor');
    await chief.says('/wait 1 on the clinic until 2h');
    expect(await ticket(1)).toMatchObject({ state: 'waiting-third' });
    await mo.says('/resume 1');
    expect(last(inbox(mo))).toMatch(/#1 is with Li/);
    await bot.person('telegram', { locale: 'en' }).says('Could we have two more blankets please?');
    await mo.says('/wait 2 traveller');
    expect(last(inbox(mo))).toMatch(/claim it first/);
    await guest.says('/wait 1 traveller');
    expect(last(inbox(guest))).toMatch(/is for the team/);
    await li.says('/resolve 1');
    await li.says('/wait 1 traveller');
    expect(last(inbox(li))).toMatch(/#1 is resolved now/);
  });

  test('what ends a wait ends its timer: a transfer, a release, a solution', async () => {
    const { li, ticket, bot } = await held();
    await li.says('/wait 1 on the clinic until 1h');
    await li.says('/release 1');
    expect(await ticket(1)).toMatchObject({ state: 'new', waitingOn: null, chaseAt: null, pausedAt: null });
    await li.says('/claim 1');
    await li.says('/wait 1 on the clinic until 1h');
    await li.says('/resolve 1');
    expect(await ticket(1)).toMatchObject({ state: 'resolved', chaseAt: null, resolutionKept: true });
    const told = since(li);
    await bot.later({ hours: 2 });
    expect(told()).toEqual([]);
  });
});

describe('waiting for the traveller', () => {
  test('they are reminded once in their language, and two days later the ticket is closed kindly', async () => {
    const { li, guest, bot, ticket } = await held('Bonjour, nous n’avons plus de lait pour notre bébé', {
      locale: 'fr',
    });
    await li.says('/wait 1 traveller');
    expect(last(inbox(li))).toMatch(/I remind them after 24 hours/);
    const told = since(guest);
    await bot.later({ hours: 23, minutes: 59 });
    expect(told()).toEqual([]);
    await bot.later({ minutes: 1 });
    expect(told()).toHaveLength(1);
    expect(last(told())).toMatch(
      /Nous attendons votre réponse[\s\S]*Which milk powder does she drink\?[\s\S]*rouvrir/,
    );
    await bot.later({ hours: 47 });
    expect(await ticket(1)).toMatchObject({ state: 'waiting-traveller' });
    await bot.later({ hours: 1 });
    expect(await ticket(1)).toMatchObject({ state: 'closed', chaseAt: null, resolvedAt: null });
    expect(told()).toHaveLength(2);
    expect(last(told())).toMatch(/clôturée pour le moment/);
    expect(last(inbox(li))).toMatch(/#1 is closed: the traveller did not answer/);
    await guest.presses(/encore besoin/);
    expect(await ticket(1)).toMatchObject({ state: 'reopened' });
  });

  test.each([
    ['psychological', SAD],
    ['an emergency', 'My husband collapsed and does not breathe'],
  ])('%s is never closed by itself; the owner is reminded instead', async (_name, words) => {
    const { li, guest, bot, ticket, colleague } = await held(words);
    const chief = await colleague('Chen', 'supervisor');
    await li.says('/wait 1 traveller');
    expect(last(inbox(li))).toMatch(/never closed by itself/);
    await bot.later({ hours: 24 });
    expect(last(inbox(guest))).toMatch(/We stay with you/);
    const [toLi, toChief] = [since(li), since(chief)];
    await bot.later({ hours: 24 });
    expect(last(toLi())).toMatch(/#1: the traveller has not answered for 2 days/);
    expect(toChief()).toEqual([]);
    await bot.later({ hours: 24 });
    await bot.later({ hours: 240 });
    expect(toLi()).toHaveLength(3);
    expect(toChief()).toHaveLength(2);
    expect(await ticket(1)).toMatchObject({ state: 'waiting-traveller' });
    expect(inbox(guest).filter((text) => /We stay with you/.test(text))).toHaveLength(1);
  });

  test('their words end it: the owner is told, and the time for an answer starts anew', async () => {
    const { li, guest, bot, ticket, group } = await held();
    await li.says('/wait 1 traveller');
    await bot.later({ hours: 3 });
    const told = since(li);
    await guest.says('She drinks stage 1');
    expect(await ticket(1)).toMatchObject({
      state: 'claimed',
      answeredAt: null,
      chaseAt: null,
      pausedAt: null,
      dueAt: new Date('2026-11-21T22:00:00Z'),
    });
    expect(told()).toEqual([
      expect.stringMatching(/She drinks stage 1/),
      expect.stringMatching(/the traveller has answered.*Answer due 06:00, 1 h left/),
    ]);
    expect(last(group.texts())).toMatch(/claimed · Li[\s\S]*Answer due 06:00/);
    await bot.later({ hours: 80 });
    expect(await ticket(1)).toMatchObject({ state: 'claimed' });
  });

  test('plain words go to the ticket that waits for them, whatever else is open', async () => {
    const { li, guest, ticket } = await held();
    await guest.says('/need The online exam needs a desk and a quiet room on Monday');
    await li.says('/wait 1 traveller');
    await guest.says('yes, that one');
    expect(await ticket(1)).toMatchObject({ state: 'claimed' });
  });

  test('somebody without a chat is not let go in silence: the owner is reminded', async () => {
    const { li, guest, bot, ticket } = await held();
    await bot.store.db.ticket.updateMany({ data: { deliveryProblem: 'blocked' } });
    await li.says('/wait 1 traveller');
    const [toLi, toGuest] = [since(li), since(guest)];
    await bot.later({ hours: 24 });
    await bot.later({ hours: 72 });
    expect(toGuest()).toEqual([]);
    expect(toLi()).toHaveLength(2);
    expect(last(toLi())).toMatch(/Please call them or look in/);
    expect(await ticket(1)).toMatchObject({ state: 'waiting-traveller' });
  });

  test('a reminder that arrived late gives them as much time', async () => {
    const { li, bot, ticket, guest } = await held();
    await li.says('/wait 1 traveller');
    bot.clock.advance({ hours: 60 });
    await bot.app.sweep();
    await bot.settle();
    expect(last(inbox(guest))).toMatch(/waiting for your answer/);
    await bot.store.db.outgoing.updateMany({
      where: { dedupeKey: { startsWith: 'nudge:' } },
      data: { sentAt: new Date(bot.clock.now().epochMilliseconds + 10 * 3_600_000) },
    });
    await bot.later({ hours: 48 });
    expect(await ticket(1)).toMatchObject({ state: 'waiting-traveller' });
    await bot.later({ hours: 10 });
    expect(await ticket(1)).toMatchObject({ state: 'closed' });
  });

  test('“solved” under the reminder is an answer too', async () => {
    const { li, bot, ticket, guest } = await held();
    await li.says('/wait 1 traveller');
    await bot.later({ hours: 24 });
    await guest.presses('It is solved, thank you');
    expect(await ticket(1)).toMatchObject({ state: 'resolved' });
  });

  test('an emergency waits for nobody', async () => {
    const { li, ticket, colleague } = await held();
    const chief = await colleague('Chen', 'supervisor');
    await li.says('/wait 1 on the clinic until tomorrow');
    await chief.says('/urgency 1 emergency');
    expect(await ticket(1)).toMatchObject({ state: 'claimed', pausedAt: null, chaseAt: null });
    expect(inbox(li).join('\n')).toMatch(/#1 is an emergency now, so it no longer waits/);
  });
});

async function onShift(
  bot: Awaited<ReturnType<typeof held>>['bot'],
  teamId: string,
  lead: Colleague,
): Promise<void> {
  const { db } = bot.store;
  const at = (hours: number) => new Date(bot.clock.now().epochMilliseconds + hours * 3_600_000);
  const id = crypto.randomUUID();
  await db.team.update({
    where: { id: teamId },
    data: { shiftPlan: [{ name: 'day', starts: '08:00', hours: 8 }] },
  });
  await db.shift.create({
    data: { id, teamId, name: 'day', startsAt: at(-1), endsAt: at(100), leadId: lead.staffId },
  });
  await db.shiftMember.create({ data: { shiftId: id, staffId: lead.staffId } });
}
