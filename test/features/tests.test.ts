/** Results one by one: told to travellers, corrected, and what a positive sets going. */
import { describe, expect, test } from 'vitest';
import { last } from './desk-team.ts';
import { house, iso } from './tests-scene.ts';

describe('/result', () => {
  test('records a negative, and tells what it counts for and what is still to come', async () => {
    const { wang, guest, plan, results, db } = await house();
    const ana = await guest({ name: 'Ana Lima', room: '1203', locale: 'fr' });
    await plan();
    await wang.says('/result Ana Lima negative 2026/11/19');
    expect(await results(ana.stayId)).toEqual(['2026-11-19 negative']);
    expect(last(wang.inbox())).toMatch(
      /Ana Lima · 1203 · Sun Hotel, test of 2026-11-19: negative\. Recorded\.\nThey have been told\./,
    );
    expect(last(ana.chat.inbox())).toBe(
      'Le test du 19 novembre est négatif. ✅\nIl compte comme le test du jour 4.\n' +
        'Encore à rattraper : jour 1 (16 novembre) et jour 7 (22 novembre).\nEncore à venir : jour 14 (29 novembre).',
    );
    expect(await db.audit.findMany({ where: { action: 'test.record' } })).toMatchObject([
      { actor: `staff:${wang.staffId}`, after: { on: '2026-11-19', result: 'negative' } },
    ]);
  });

  test('understands Chinese, today, yesterday and the room', async () => {
    const { wang, guest, results } = await house();
    const ana = await guest({ name: '张三', room: '1203', locale: 'zh-CN' });
    await wang.says('登记结果 1203 阴性 2026年11月20日');
    await wang.says('/result 张三阴性 昨天');
    await wang.says('/result 1203 待出');
    expect(await results(ana.stayId)).toEqual([
      '2026-11-20 negative',
      '2026-11-21 negative',
      '2026-11-22 pending',
    ]);
    expect(ana.chat.inbox().filter((text) => text.includes('阴性'))).toHaveLength(2);
  });

  test('takes the day at the site, and refuses days that cannot be by name', async () => {
    const { bot, wang, guest, results, db, siteId } = await house();
    await db.site.update({ where: { id: siteId }, data: { timeZone: 'America/New_York' } });
    const ana = await guest({ name: 'Ana', room: '1203' });
    await wang.says('/result Ana negative');
    expect(await results(ana.stayId)).toEqual(['2026-11-21 negative']);
    await wang.says('/result Ana negative 2026-11-22');
    expect(last(wang.inbox())).toBe('2026-11-22 is still to come: at the site it is 2026-11-21.');
    await wang.says('/result Ana negative 2026-11-14');
    expect(last(wang.inbox())).toContain('2026-11-14 is before the entry on 2026-11-15');
    await wang.says('/result Ana negative 03/04/2026');
    expect(last(wang.inbox())).toContain('I do not understand the date “03/04/2026”');
    await wang.says('/result Ana negative 2026-02-30');
    expect(last(wang.inbox())).toContain('I do not understand the date');
    await db.stay.update({ where: { id: ana.stayId }, data: { entryOn: null } });
    await wang.says('/result Ana negative 2026-08-01');
    expect(last(wang.inbox())).toContain('long before');
    await wang.says('/result Ana maybe');
    expect(last(wang.inbox())).toContain('/result Ana Lima negative');
    const stranger = bot.person('telegram', { name: 'Zoe', locale: 'en' });
    await stranger.says('There is no hot water in our room');
    await db.person.updateMany({ where: { name: null }, data: { name: 'Zoe' } });
    await wang.says('/result Zoe negative');
    expect(last(wang.inbox())).toContain('no stay here');
    expect(await results(ana.stayId)).toHaveLength(1);
  });

  test('asks which of several is meant', async () => {
    const { wang, guest, results } = await house();
    const one = await guest({ name: 'Li Wei', room: '1203' });
    const two = await guest({ name: 'Li Wei', room: '1204' });
    await wang.says('/result Li Wei negative yesterday');
    await wang.presses(/1204/);
    expect([await results(one.stayId), await results(two.stayId)]).toEqual([[], ['2026-11-21 negative']]);
  });

  test('replaces what was recorded for a day, on record with before and after', async () => {
    const { wang, guest, plan, results, db } = await house();
    const ana = await guest({ name: 'Ana', room: '1203' });
    await plan();
    const planned = ana.chat.inbox();
    await wang.says('/result Ana pending');
    expect(ana.chat.inbox()).toEqual(planned);
    await wang.says('/result Ana negative');
    const told = ana.chat.inbox().length;
    await wang.says('/result Ana negative');
    expect(last(wang.inbox())).toContain('negative is what is recorded already');
    expect(ana.chat.inbox()).toHaveLength(told);
    await wang.says('/result Ana invalid');
    expect(last(wang.inbox())).toContain('Before it said: negative.');
    expect(await results(ana.stayId)).toEqual(['2026-11-22 invalid']);
    expect(last(ana.chat.inbox())).toContain(
      'We had to correct what was recorded for the test of 22 November',
    );
    expect(last(ana.chat.inbox())).toContain('gave no clear result');
    const [, second] = await db.audit.findMany({ where: { action: 'test.correct' }, orderBy: { id: 'asc' } });
    expect(second).toMatchObject({ before: { result: 'negative' }, after: { result: 'invalid' } });
    expect(await db.ticket.findMany()).toMatchObject([
      { need: 'test', urgency: 'high', summary: 'The test of 2026-11-22 was invalid: please test again.' },
    ]);
  });

  test('is pressed by numbers where there are no buttons', async () => {
    const accounts = { telegram: {}, wechat: { buttons: false } };
    const { colleague, guest, results } = await house({ accounts });
    const zhao = await colleague('Zhao', 'medic', { account: 'wechat' });
    const ana = await guest({ name: 'Ana', room: '1203', account: 'wechat' });
    await zhao.says('/result 1203 positive');
    await zhao.says('2');
    expect(last(zhao.inbox())).toBe('Nothing was recorded.');
    await zhao.says('/result 1203 positive');
    await zhao.says('1');
    expect(await results(ana.stayId)).toEqual(['2026-11-22 positive']);
  });

  test('tells who speaks for a child', async () => {
    const { wang, guest, party } = await house();
    const family = await party('F');
    const mum = await guest({ name: 'Mia', room: '1', partyId: family });
    await guest({ name: 'Leo', room: '1', partyId: family, account: null, birthDate: '2020-01-01' });
    await wang.says('/result Leo negative');
    expect(last(mum.chat.inbox())).toMatch(/^About Leo:\nThe test of 22 November is negative/);
  });
});

describe('a positive', () => {
  /** Thirty on a plane, two parties among them, one of another day, one whose day is unknown. */
  async function flight() {
    const made = await house();
    const { admin, guest, party } = made;
    await admin.says('/stayrules 10 start=contact name=contact');
    const [red, blue] = [await party('red'), await party('blue')];
    const on = (name: string, more: object = {}) => guest({ name, flight: 'CA981', ...more });
    const ana = await on('Ana Lima', { room: '1203', seat: '12A', partyId: red });
    const bo = await on('Bo Lima', { room: '1204', seat: '12B', partyId: red, locale: 'ko' });
    const cy = await on('Cy Blue', { room: '1301', seat: '30A', partyId: blue });
    const others = [];
    for (let at = 3; at < 30; at += 1)
      others.push(
        await on(`Guest ${at}`, {
          room: `${1400 + at}`,
          seat: `${at}C`,
          account: null,
          ...(at < 6 ? { partyId: blue } : {}),
        }),
      );
    const later = await on('Later', { entryOn: '2026-11-16' });
    const ended = others[0];
    await guest({ name: 'Unsure', flight: 'CA981', account: null, entryOn: undefined as never });
    await made.db.stay.updateMany({
      where: { person: { name: 'Unsure' } },
      data: { entryOn: null },
    });
    await made.plan();
    return { ...made, ana, bo, cy, others, later, ended };
  }

  test('is confirmed, calls a medic, and finds party and flight', async () => {
    const { bot, group, wang, med, sup, admin, ana, bo, cy, later, stay, db } = await flight();
    const before = { bo: bo.chat.inbox().length, cy: cy.chat.inbox().length };
    const posts = group.texts().length;
    await wang.says('/result Ana Lima positive 2026-11-21');
    expect(last(wang.inbox())).toContain('Ana Lima · 1203 · Sun Hotel: POSITIVE on 2026-11-21. Record it?');
    expect(await db.stayTest.count()).toBe(0);
    await wang.presses(/Record/);
    expect(wang.inbox().join('\n')).toContain('Contacts found: 29');
    const [ticket] = await db.ticket.findMany();
    expect(ticket).toMatchObject({
      need: 'medical',
      urgency: 'emergency',
      restricted: true,
      personId: ana.personId,
    });
    expect((await stay(ana.stayId)).state).toBe('hospital');
    expect(iso((await stay(bo.stayId)).contactOn)).toBe('2026-11-21');
    expect(iso((await stay(bo.stayId)).releaseOn)).toBe('2026-12-01');
    expect(iso((await stay(cy.stayId)).contactOn)).toBe('2026-11-15');
    expect(iso((await stay(cy.stayId)).releaseOn)).toBe('2026-11-29');
    expect((await stay(later.stayId)).contactOn).toBeNull();
    expect(await db.stayContact.count()).toBe(29);
    // Those who may read it get the list, and nobody else learns who is positive.
    for (const one of [med, sup]) {
      const list = one.inbox().find((text) => text.includes('29 contacts, in confidence'));
      expect(list).toContain(
        '• Bo Lima · 1204 · Sun Hotel · same party · met 2026-11-21 · release 2026-11-29 → 2026-12-01',
      );
      expect(list).toContain(
        '• Cy Blue · 1301 · Sun Hotel · same flight · seat 30A · met 2026-11-15 · release stays 2026-11-29',
      );
      expect(list).toContain('1 more person with this flight number');
      expect(
        list
          ?.split('\n')
          .slice(1, 4)
          .map((line) => line.split(' · ')[0]),
      ).toEqual(['• Bo Lima', '• Guest 3', '• Guest 4']);
    }
    expect(med.inbox().some((text) => text.includes('Positive test of 2026-11-21'))).toBe(true);
    for (const one of [wang, admin]) expect(one.inbox().join('\n')).not.toContain('in confidence');
    expect(group.texts().slice(posts).join('\n')).not.toMatch(/Ana|positive|Bo Lima|contact/i);
    // The traveller hears that a medic calls, a contact why the date is another, and neither whose test it was.
    expect(last(ana.chat.inbox())).toMatch(/medical team will call you very soon/);
    const told = bo.chat.inbox().slice(before.bo);
    expect(told).toHaveLength(2);
    expect(told[0]).toContain('함께 이동하신 분');
    expect(told[1]).toContain('12월 1일');
    expect(told.join('\n')).not.toContain('Ana');
    expect(cy.chat.inbox()).toHaveLength(before.cy);
    await wang.presses(/Tell them the result now/);
    expect(last(ana.chat.inbox())).toContain('The test of 21 November is positive');
    await med.says('/open 1');
    await bot.settle();
    expect(await db.audit.count({ where: { action: 'ticket.read' } })).toBeGreaterThan(1);
  });

  test('alarms once: another positive of somebody in hospital changes nothing else', async () => {
    const { wang, ana, bo, stay, db } = await flight();
    await wang.says('/result 1203 positive 2026-11-20');
    await wang.presses(/Record/);
    await wang.says('/result 1203 positive 2026-11-20');
    expect(last(wang.inbox())).toContain('recorded already');
    await wang.says('/result 1203 positive');
    await wang.presses(/Record/);
    expect(await db.ticket.count()).toBe(1);
    expect(await db.stayTest.count({ where: { stayId: ana.stayId } })).toBe(2);
    expect(iso((await stay(bo.stayId)).contactOn)).toBe('2026-11-20');
  });

  test('that was a mistake is undone only by whoever says so', async () => {
    const { wang, med, ana, bo, stay, db } = await flight();
    await wang.says('/result 1203 positive');
    await wang.presses(/Record/);
    await wang.pressesId(`resultback:${ana.stayId}`);
    expect(last(wang.inbox())).toContain('A positive test is still recorded');
    const told = ana.chat.inbox().length;
    await wang.says('/result 1203 negative');
    expect(last(wang.inbox())).toContain('Nothing else is undone by itself');
    expect(ana.chat.inbox()).toHaveLength(told);
    expect((await stay(ana.stayId)).state).toBe('hospital');
    expect(iso((await stay(bo.stayId)).releaseOn)).toBe('2026-12-02');
    await wang.presses(/mistake/);
    expect(last(wang.inbox())).toContain('29 contacts are planned without it');
    expect((await stay(ana.stayId)).state).toBe('here');
    expect((await stay(bo.stayId)).contactOn).toBeNull();
    expect(iso((await stay(bo.stayId)).releaseOn)).toBe('2026-11-29');
    expect(last(bo.chat.inbox())).toContain('11월 29일');
    expect(await db.stayContact.count()).toBe(0);
    await wang.pressesId(`resultback:${ana.stayId}`);
    expect(last(wang.inbox())).toContain('nothing left to undo');
    await med.pressesId(`resulttell:${ana.stayId}:2026-11-22`);
    expect(last(ana.chat.inbox())).toMatch(/had to correct[\s\S]*is negative/);
    const heard = ana.chat.inbox().length;
    await wang.pressesId(`resulttell:${ana.stayId}:2026-11-22`);
    expect(ana.chat.inbox()).toHaveLength(heard);
    for (const id of ['resulttell:x:2026-11-22', `resulttell:${ana.stayId}:2026-11-01`, 'resultback:x']) {
      await wang.pressesId(id);
      expect(last(wang.inbox())).toContain('no longer');
    }
  });

  test('whoever was not there yet is expected again when it is taken back', async () => {
    const { wang, ana, stay, db } = await flight();
    await db.stay.update({ where: { id: ana.stayId }, data: { state: 'expected' } });
    await wang.says('/result 1203 positive');
    await wang.presses(/Record/);
    await wang.says('/result 1203 negative');
    await wang.presses(/mistake/);
    expect((await stay(ana.stayId)).state).toBe('expected');
  });

  test('of two people takes back only its own contacts', async () => {
    const { wang, ana, cy, others, stay } = await flight();
    await wang.says('/result 1203 positive 2026-11-20');
    await wang.presses(/Record/);
    await wang.says('/result 1301 positive 2026-11-21');
    await wang.presses(/Record/);
    const blue = others[0]?.stayId ?? '';
    const far = others[20]?.stayId ?? '';
    expect(iso((await stay(blue)).contactOn)).toBe('2026-11-21');
    await wang.says('/result 1301 invalid 2026-11-21');
    await wang.presses(/mistake/);
    expect([iso((await stay(blue)).contactOn), iso((await stay(far)).contactOn)]).toEqual([
      '2026-11-15',
      '2026-11-15',
    ]);
    expect([(await stay(ana.stayId)).state, (await stay(cy.stayId)).state]).toEqual(['hospital', 'here']);
  });

  test('is told in the traveller’s own time: contacts who are not there yet hear of it with their date', async () => {
    const { wang, bo, others, stay, db } = await flight();
    await db.stay.update({ where: { id: bo.stayId }, data: { state: 'expected', toldReleaseOn: null } });
    const [heard, third] = [bo.chat.inbox().length, others[0]?.stayId ?? ''];
    await db.stay.update({ where: { id: third }, data: { state: 'left', endedAt: new Date('2026-11-20') } });
    await wang.says('/result 1203 positive');
    await wang.presses(/Record/);
    expect(bo.chat.inbox()).toHaveLength(heard);
    expect(iso((await stay(bo.stayId)).contactOn)).toBe('2026-11-22');
    expect((await stay(third)).contactOn).toBeNull();
    const [ticket] = await db.ticket.findMany();
    const notes = await db.entry.findMany({ where: { ticketId: ticket?.id ?? '', restricted: true } });
    expect(notes[0]?.text).toContain(
      'Guest 3 · 1403 · Sun Hotel · same flight · seat 3C · met 2026-11-15 · 👋 has left',
    );
  });

  test('is not named in a group, whoever writes it there', async () => {
    const { group, med, ana, stay } = await flight();
    const posts = group.texts().length;
    await med.saysIn(group, '/result 1203 positive');
    expect(last(group.texts())).toBe(
      'Test of 2026-11-22, room 1203: record this result? It calls people at once.',
    );
    await med.presses(/Record/, group);
    expect((await stay(ana.stayId)).state).toBe('hospital');
    const said = group.texts().slice(posts).join('\n');
    expect(said).toContain('The test of 2026-11-22 is recorded: room 1203.');
    expect(said).not.toMatch(/Ana|positive|contacts/i);
    expect(med.inbox().join('\n')).toContain('Contacts found: 29');
  });
});
