import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Scene, scene } from './check-in-scene.ts';
import { last } from './desk-team.ts';

const labels = (person: {
  posts(): { content: { choices?: readonly (readonly { label: string }[])[] } }[];
}) =>
  person
    .posts()
    .at(-1)
    ?.content.choices?.flat()
    .map(({ label }) => label) ?? [];

/** From 2 a.m. to half past eight, when the question comes. */
const morning = ({ bot }: Scene): Promise<void> => bot.later({ hours: 6, minutes: 30 });

describe('the daily question', () => {
  test('comes once at the hour, to those who are here, and one tap answers it', async () => {
    const made = await scene();
    const ana = await made.guest('Ana', { room: '1203' });
    const bo = await made.guest('Bo', { room: '1204', locale: 'fr' });
    const later = await made.guest('Cem', { state: 'expected' });
    await made.bot.later({ hours: 6, minutes: 29 });
    expect(ana.inbox()).toEqual([]);
    await made.bot.later({ minutes: 1 });
    expect(ana.inbox()).toHaveLength(1);
    expect(last(ana.inbox())).toContain('How are you today?');
    expect(last(bo.inbox())).toContain('Comment allez-vous aujourd’hui');
    expect(later.inbox()).toEqual([]);
    expect(labels(ana)).toEqual(['All fine, no symptoms', 'Temperature', 'Symptoms', 'Mood']);
    await ana.presses(/All fine/);
    expect(last(ana.inbox())).toBe('Thank you. Noted for today: no symptoms.\nTake good care of yourself.');
    await made.bot.later({ hours: 1 });
    expect(ana.inbox()).toHaveLength(2);
    const row = (await made.rows()).find(({ personId }) => personId === ana.personId);
    expect(row).toMatchObject({ state: 'answered', noSymptoms: true, symptoms: [], temperature: null });
    expect(await made.db.ticket.count()).toBe(0);
  });

  test('offers “the same as yesterday” only to whoever was fine, and invents no temperature', async () => {
    const made = await scene();
    const ana = await made.guest('Ana');
    const bo = await made.guest('Bo');
    await morning(made);
    await ana.says('36.6 no symptoms');
    await bo.says('36.8 headache');
    await made.bot.later({ hours: 24 });
    expect(labels(ana)).toContain('Same as yesterday, fine');
    expect(labels(bo)).not.toContain('Same as yesterday, fine');
    await ana.presses(/Same as yesterday/);
    const today = (await made.rows()).filter(({ personId }) => personId === ana.personId).at(-1);
    expect(today).toMatchObject({ state: 'answered', noSymptoms: true, temperature: null });
  });

  test('is asked at the hours of each site, by its own clock', async () => {
    const made = await scene();
    const boss = await made.colleague('Boss', 'supervisor');
    await boss.says('/site "Moon Hotel" zone=Europe/Berlin checkin=7:15,12:00,17:45');
    expect(last(boss.inbox())).toContain('asked at 07:15, reminded at 12:00, called at 17:45');
    const moon = await made.db.site.findUniqueOrThrow({ where: { name: 'Moon Hotel' } });
    expect(moon.checkInHours).toBe('07:15,12:00,17:45');
    for (const wrong of ['19:00,08:30', '25:00', '08:30,23:30', '21:30', 'noon']) {
      await boss.says(`/site "Moon Hotel" checkin=${wrong}`);
      expect(last(boss.inbox()), wrong).toContain('Behind checkin= belong');
    }
    const eva = await made.guest('Eva', { siteId: moon.id });
    const ana = await made.guest('Ana');
    await morning(made);
    expect([ana.inbox().length, eva.inbox().length]).toEqual([1, 0]);
    // 07:15 in Berlin is 14:15 in Shanghai.
    await made.bot.later({ hours: 5, minutes: 44 });
    expect(eva.inbox()).toEqual([]);
    await made.bot.later({ minutes: 1 });
    expect(eva.inbox()).toHaveLength(1);
    await boss.says('/site "Moon Hotel" checkin=');
    expect(last(boss.inbox())).toContain('asked at 08:30, reminded at 19:00, called at 20:30');
  });

  test('is answered by numbers where there are no buttons', async () => {
    const made = await scene({ accounts: { telegram: {}, wechat: { buttons: false } } });
    const mei = await made.guest('Mei', { account: 'wechat', locale: 'zh-CN' });
    await morning(made);
    expect(last(mei.inbox())).toContain('您今天身体怎么样');
    await mei.says('1');
    expect(last(mei.inbox())).toContain('没有症状');
    expect((await made.rows())[0]).toMatchObject({ state: 'answered', noSymptoms: true });
  });

  test('can be put at any time, in private, and not by the team', async () => {
    const made = await scene();
    const ana = await made.guest('Ana');
    const wang = await made.colleague('Wang');
    const guests = made.bot.group('telegram');
    await ana.says('/checkin');
    expect(last(ana.inbox())).toContain('How are you today?');
    await ana.says('/checkin 36,6 no symptoms');
    expect(last(ana.inbox())).toContain('36.6 °C · no symptoms');
    await ana.saysIn(guests, '/checkin');
    expect(last(guests.texts())).toContain('private chat');
    await wang.says('/checkin');
    expect(last(wang.inbox())).toContain('/wellbeing');
    await ana.pressesId('ci:ok:00000000-0000-0000-0000-000000000000');
    expect(last(ana.inbox())).toContain('earlier message');
    // Answered at 2 a.m. for today: nobody asks again at half past eight.
    const before = ana.inbox().length;
    await morning(made);
    expect(ana.inbox()).toHaveLength(before);
  });
});

describe('an answer in words', () => {
  test.each([
    ['36.6', { temperature: 36.6, noSymptoms: false }],
    ['36,8°C', { temperature: 36.8 }],
    ['97.9 °F', { temperature: 36.6 }],
    ['三十六度五 没有症状', { temperature: 36.5, noSymptoms: true }],
    ['no symptoms', { noSymptoms: true, temperature: null }],
    ['no', { noSymptoms: true }],
    ['36.9 cough and tired', { temperature: 36.9, symptoms: ['cough', 'tired'], noSymptoms: false }],
  ])('%s is understood', async (words, expected) => {
    const made = await scene();
    const ana = await made.guest('Ana');
    await morning(made);
    await ana.says(words);
    const [row] = await made.rows();
    expect({
      ...row,
      temperature: row?.temperature === null ? null : Number(row?.temperature),
    }).toMatchObject({
      state: 'answered',
      ...expected,
    });
  });

  test.each(['63', '3.6', '45 C'])('%s is asked again, kindly and by name', async (words) => {
    const made = await scene();
    const ana = await made.guest('Ana');
    await morning(made);
    await ana.says(words);
    expect(last(ana.inbox())).toContain(`You wrote ${words}`);
    expect((await made.rows())[0]?.state).toBe('asked');
    await ana.says('36.3');
    expect(last(ana.inbox())).toContain('36.3 °C');
    expect(labels(ana)).toEqual(['No symptoms', 'Symptoms']);
    await ana.presses(/No symptoms/);
    expect((await made.rows())[0]).toMatchObject({ noSymptoms: true });
    expect(await made.db.ticket.count()).toBe(0);
  });

  test('that is none goes on as a message, and the question stays open', async () => {
    const made = await scene();
    const ana = await made.guest('Ana');
    await morning(made);
    await ana.says('Please bring us two bottles of water');
    expect(await made.db.ticket.findFirst()).toMatchObject({ need: 'supplies' });
    expect((await made.rows())[0]?.state).toBe('asked');
    await ana.says('36.6 no symptoms, and please bring us two bottles of water again');
    expect((await made.rows())[0]).toMatchObject({ state: 'answered', noSymptoms: true });
    expect(await made.db.entry.count({ where: { kind: 'traveller' } })).toBe(2);
  });

  test('never swallows a cry for help', async () => {
    const made = await scene();
    const ana = await made.guest('Ana');
    const bo = await made.guest('Bo');
    await morning(made);
    await ana.says('I cannot breathe');
    await bo.says('36.6 but I do not want to live any more');
    const tickets = await made.db.ticket.findMany({ orderBy: { number: 'asc' } });
    expect(tickets.map(({ need, urgency }) => [need, urgency])).toEqual([
      ['medical', 'emergency'],
      ['psychological', 'emergency'],
    ]);
    expect(await made.db.entry.count({ where: { kind: 'traveller' } })).toBe(2);
    const said = (await made.rows()).find(({ personId }) => personId === bo.personId);
    expect(Number(said?.temperature)).toBe(36.6);
  });

  test('to a colleague’s question is the colleague’s', async () => {
    const made = await scene();
    const ana = await made.guest('Ana');
    const wang = await made.colleague('Wang');
    await ana.says('There is no hot water in our room');
    await wang.says('/claim 1');
    await wang.says('Is it still cold?');
    await morning(made);
    for (const words of ['no', '40', '3']) {
      await ana.says(words);
      expect((await made.rows())[0]?.state, words).toBe('asked');
    }
    await ana.presses(/^Temperature$/);
    await ana.says('3');
    expect(last(ana.inbox())).toContain('You wrote 3');
    await ana.says('no symptoms');
    expect((await made.rows())[0]?.state).toBe('answered');
  });

  test('to a medic who asks about a child is the medic’s, once the day is answered for', async () => {
    const made = await scene();
    const partyId = randomUUID();
    const ana = await made.guest('Ana', { partyId, room: '12' });
    const leo = await made.guest('Leo', { partyId, birthDate: '2020-05-01', isRegistered: false });
    const medic = await made.colleague('Ma', 'medic');
    await morning(made);
    await ana.presses(/All fine/);
    await ana.says('38.9, fever');
    expect(await made.ticket(1)).toMatchObject({ personId: leo.personId, speakerId: ana.personId });
    const rows = await made.rows();
    await medic.says('/claim 1');
    await medic.says('Please measure again in half an hour');
    for (const words of ['37.8', 'all right, thank you doctor']) {
      await ana.says(words);
      expect(last(medic.inbox())).toContain(words);
    }
    expect(await made.rows()).toEqual(rows);
    expect(await made.db.ticket.count()).toBe(1);
    await ana.says('/tickets');
    expect(last(ana.inbox())).toContain('#1');
  });

  test('is taken without a question too, where it can be nothing else', async () => {
    const made = await scene();
    const ana = await made.guest('Ana');
    const stranger = made.bot.person('telegram', { locale: 'en' });
    await morning(made);
    await ana.presses(/All fine/);
    await ana.says('36.7');
    expect(Number((await made.rows())[0]?.temperature)).toBe(36.7);
    await stranger.says('36.7');
    expect(await made.db.checkIn.count()).toBe(1);
  });

  test('counts for the day on which it was written, however long it waited at the platform', async () => {
    const made = await scene();
    const [ana, bo, cem] = [await made.guest('Ana'), await made.guest('Bo'), await made.guest('Cem')];
    await morning(made);
    // 20:00 there; the bot is down until nine in the morning, and Cem's platform sends a date that cannot be.
    const evening = made.bot.clock.now().add({ hours: 11, minutes: 30 }).toString();
    made.bot.clock.advance({ hours: 24, minutes: 30 });
    await ana.says('37.9 no symptoms', { at: evening });
    await bo.says('36.5 no symptoms', { at: made.bot.clock.now().subtract({ minutes: 40 }).toString() });
    await cem.says('36.6 no symptoms', { at: '1970-01-01T00:00:00Z' });
    expect(last(ana.inbox())).toContain('Thank you. Noted for 22 November: 37.9 °C · no symptoms.');
    expect(last(bo.inbox())).toContain('Thank you. Noted for 22 November: 36.5 °C · no symptoms.');
    expect(last(cem.inbox())).toContain('Thank you. Noted for today: 36.6 °C · no symptoms.');
    const answered = (await made.rows()).filter(({ state }) => state === 'answered');
    expect(answered.map(({ personId, day }) => [personId, day.toISOString().slice(8, 10)])).toEqual(
      expect.arrayContaining([
        [ana.personId, '22'],
        [bo.personId, '22'],
        [cem.personId, '23'],
      ]),
    );
    // They are asked about today all the same; the fever of yesterday is a medic's.
    await made.bot.later({ seconds: 1 });
    for (const one of [ana, bo]) expect(last(one.inbox())).toContain('How are you today?');
    expect(cem.inbox()).toHaveLength(2);
    expect(await made.db.ticket.count()).toBe(1);
  });
});

describe('who is not well', () => {
  test('with 37.3 or more is a medic’s, once: what follows is added to the same ticket', async () => {
    const made = await scene();
    const ana = await made.guest('Ana', { room: '1203' });
    await morning(made);
    await ana.says('37.2 no symptoms');
    expect(await made.db.ticket.count()).toBe(0);
    await ana.says('37.3');
    const ticket = await made.db.ticket.findFirstOrThrow();
    expect(ticket).toMatchObject({
      need: 'medical',
      urgency: 'high',
      restricted: true,
      personId: ana.personId,
    });
    expect(ticket.summary).toContain('37.3 °C');
    expect(last(ana.inbox())).toContain(`somebody will call you (#${ticket.number})`);
    await ana.says('/tickets');
    expect(last(ana.inbox())).toContain(`#${ticket.number} · Medical help`);
    await ana.says('/checkin 38.4 cough');
    expect(await made.db.ticket.count()).toBe(1);
    expect(last(ana.inbox())).toContain(`added this to #${ticket.number}`);
    const notes = await made.db.entry.findMany({ where: { ticketId: ticket.id, kind: 'note' } });
    expect(notes.map(({ text }) => text)).toContain('Daily check-in: 38.4 °C · cough');
    expect(made.group.texts().join('\n')).not.toContain('38.4');
    // Nobody looks at a card that only changes: the team is told, and whoever has it hears what it is.
    expect(made.group.texts()).toContain(`🌡 #${ticket.number}: today’s check-in says more. 🔒`);
    const med = await made.colleague('Mei', 'medic');
    await med.says(`/claim ${ticket.number}`);
    await ana.says('/checkin 38.6 cough');
    expect(med.inbox().join('\n')).toContain(
      `#${ticket.number}: today’s check-in says more. Daily check-in: 38.6 °C`,
    );
    // The second answer of the day stands in place of the first, and the record keeps both.
    const [row] = await made.rows();
    expect([Number(row?.temperature), row?.symptoms, row?.noSymptoms]).toEqual([38.6, ['cough'], false]);
    const changes = await made.db.audit.findMany({
      where: { action: 'check-in.change' },
      orderBy: { id: 'asc' },
    });
    expect(changes.slice(0, 2).map(({ before, after }) => [before, after])).toMatchObject([
      [{ temperature: 37.2 }, { temperature: 37.3 }],
      [
        { temperature: 37.3, symptoms: [] },
        { temperature: 38.4, symptoms: ['cough'] },
      ],
    ]);
  });

  test('and cannot breathe well is an emergency, whatever was open', async () => {
    const made = await scene();
    await made.db.site.update({ where: { id: made.siteId }, data: { emergencyPhone: '120' } });
    const ana = await made.guest('Ana');
    await morning(made);
    await ana.presses(/^Symptoms$/);
    await ana.presses(/^cough$/);
    expect(last(ana.inbox())).toContain('Our medical team has been told');
    expect(labels(ana)).not.toContain('cough');
    await ana.presses(/^breathlessness$/);
    expect(last(ana.inbox())).toContain('call 120 at once');
    expect(await made.db.ticket.findMany()).toMatchObject([{ need: 'medical', urgency: 'emergency' }]);
    expect(made.group.texts().some((text) => text.includes('EMERGENCY'))).toBe(true);
    expect(made.group.texts().join('\n')).not.toMatch(/breathlessness|cough/);
    await ana.presses(/That is all/);
    expect((await made.rows())[0]?.symptoms.toSorted()).toEqual(['breathlessness', 'cough']);
  });

  test('inside is a counsellor’s: at once when it is bad, on the third day when it is low', async () => {
    const made = await scene();
    const ana = await made.guest('Ana');
    const bo = await made.guest('Bo');
    await morning(made);
    await ana.presses(/^Mood$/);
    await ana.presses(/^Bad$/);
    expect(await made.db.ticket.findMany()).toMatchObject([{ need: 'psychological', urgency: 'high' }]);
    expect(last(ana.inbox())).toContain('You are not alone');
    for (const day of [1, 2, 3]) {
      await bo.presses(/^Mood$/);
      await bo.presses(/^Low$/);
      expect(await made.db.ticket.count(), `day ${day}`).toBe(day < 3 ? 1 : 2);
      await made.bot.later({ hours: 24 });
    }
    expect(await made.db.ticket.findMany({ where: { personId: bo.personId } })).toMatchObject([
      { need: 'psychological', urgency: 'normal' },
    ]);
  });
});

describe('children', () => {
  test('are asked after one by one, by name, of whoever speaks for them', async () => {
    const made = await scene();
    const partyId = '11111111-1111-4111-8111-111111111111';
    const mum = await made.guest('Mum', { partyId, birthDate: '1990-01-01' });
    const lily = await made.guest('Lily', { partyId, birthDate: '2020-05-05', isRegistered: false });
    const tom = await made.guest('Tom', { partyId, birthDate: '2018-05-05', isRegistered: false });
    await morning(made);
    expect(mum.inbox()).toHaveLength(1);
    expect(last(mum.inbox())).toContain('How are you today?');
    await mum.presses(/All fine/);
    expect(last(mum.inbox())).toContain('How is Lily today?');
    await mum.says('38.1');
    expect(last(mum.inbox())).toContain('Noted for Lily: 38.1 °C');
    const ticket = await made.db.ticket.findFirstOrThrow();
    expect(ticket).toMatchObject({ personId: lily.personId, speakerId: mum.personId, need: 'medical' });
    await mum.presses(/No symptoms/);
    expect(last(mum.inbox())).toContain('How is Tom today?');
    await mum.says('36.5 no symptoms');
    expect(last(mum.inbox())).toContain('Noted for Tom: 36.5 °C · no symptoms');
    const rows = await made.rows();
    const of = (id: string) => rows.find(({ personId }) => personId === id);
    expect(Number(of(lily.personId)?.temperature)).toBe(38.1);
    expect(of(tom.personId)).toMatchObject({ state: 'answered', answeredBy: mum.personId });
    expect(of(mum.personId)).toMatchObject({ state: 'answered', answeredBy: null, temperature: null });
  });

  test('and others are asked after of those who were confirmed to speak for them, and of nobody else', async () => {
    const made = await scene();
    const createdAt = new Date(made.bot.clock.now().epochMilliseconds);
    const ana = await made.guest('Ana');
    const gran = await made.guest('Gran', { isRegistered: false });
    const else_ = await made.guest('Else', { isRegistered: false });
    const proxy = (subjectId: string, state: string) =>
      made.db.proxy.create({
        data: {
          id: crypto.randomUUID(),
          speakerId: ana.personId,
          subjectId,
          relation: 'child',
          state,
          createdAt,
        },
      });
    await proxy(gran.personId, 'verified');
    await proxy(else_.personId, 'claimed');
    await morning(made);
    await ana.presses(/All fine/);
    expect(last(ana.inbox())).toContain('How is Gran today?');
    await ana.presses(/All fine/);
    expect(last(ana.inbox())).not.toContain('Else');
    await ana.pressesId(`ci:ok:${else_.personId}`);
    expect(last(ana.inbox())).toContain('earlier message');
    expect((await made.rows()).filter(({ state }) => state === 'answered')).toHaveLength(2);
  });

  test('of others are nobody’s to answer for', async () => {
    const made = await scene();
    const ana = await made.guest('Ana');
    const other = await made.guest('Other');
    await morning(made);
    await ana.pressesId(`ci:ok:${other.personId}`);
    expect(last(ana.inbox())).toContain('earlier message');
    expect((await made.rows()).every(({ state }) => state === 'asked')).toBe(true);
  });
});
