import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createWork } from '../../src/conversation/work.ts';
import { createTranslate } from '../../src/i18n.ts';
import { transact } from '../../src/store/transaction.ts';
import type { FakeGroup, TestBot } from '../support/bot.ts';
import { last, type Team, team } from './desk-team.ts';

const t = createTranslate();

/** A desk whose lead Wang is on duty for days, with Li; it is 08:05 on 22 November. */
async function desk() {
  const made = await team();
  const sup = await made.colleague('Sup', 'supervisor');
  const wang = await made.colleague('Wang');
  const li = await made.colleague('Li');
  const { clock, store } = made.bot;
  const { db } = store;
  clock.advance({ hours: 6, minutes: 5 });
  const siteId = randomUUID();
  await db.site.create({ data: { id: siteId, name: 'Sun Hotel', createdAt: at('2026-11-01T00:00') } });
  const id = randomUUID();
  const span = { startsAt: at('2026-11-22T08:00'), endsAt: at('2026-11-30T08:00') };
  await db.shift.create({ data: { id, teamId: made.teamId, name: 'day', leadId: wang.staffId, ...span } });
  for (const { staffId } of [wang, li]) await db.shiftMember.create({ data: { shiftId: id, staffId } });
  const shiftPlan = { kind: 'written', zone: 'Asia/Shanghai' };
  await db.team.update({ where: { id: made.teamId }, data: { shiftPlan } });
  return { ...made, db, sup, wang, li, siteId };
}

/** A moment by Shanghai's clock. */
const at = (there: string): Date =>
  new Date(Temporal.PlainDateTime.from(there).toZonedDateTime('Asia/Shanghai').epochMilliseconds);

/** Somebody at a site since a moment. */
async function guest(db: Team['bot']['store']['db'], siteId: string, arrived: string, more: object = {}) {
  const [personId, id] = [randomUUID(), randomUUID()];
  const arrivedAt = at(arrived);
  await db.person.create({ data: { id: personId, name: 'Ana', siteId, createdAt: arrivedAt } });
  await db.stay.create({
    data: { id, personId, siteId, state: 'here', arrivedAt, createdAt: arrivedAt, ...more },
  });
  return { personId, id };
}

const files = (group: FakeGroup): string[] =>
  group.posts().flatMap(({ content }) => content.media?.map(({ name }) => name ?? '') ?? []);

/** What is due in reports, looked for by so many processes at the same moment. */
async function sweep({ app, store, clock, channel }: TestBot, processes = 1): Promise<void> {
  const capabilities = (account: string) => channel(account).capabilities;
  const around = { features: app.features, t, capabilities };
  const reports = app.features.find(({ name }) => name === 'reports');
  const once = () => transact(store.db, async (tx) => reports?.sweep?.(createWork(tx, clock.now(), around)));
  await Promise.all(Array.from({ length: processes }, once));
}

/** Moves the clock, does what is due in reports alone, and delivers it. */
async function look(bot: TestBot, by: Temporal.DurationLike): Promise<void> {
  bot.clock.advance(by);
  await sweep(bot);
  await bot.settle();
}

describe('a day on which nothing happened', () => {
  test('is reported with every section and every zero, and goes up only once it is signed', async () => {
    const { bot, group, sup, wang, li, db } = await desk();
    await sup.saysIn(group, '/report at 19:00');
    expect(last(group.texts())).toBe(
      'Day shift get the daily report of all sites at 19:00 (Asia/Shanghai), once it is signed; the first is of 2026-11-22.',
    );
    const before = group.texts().length;
    await bot.later({ hours: 10, minutes: 54 });
    expect(await db.report.count()).toBe(0);
    await bot.later({ minutes: 1 });

    const draft = wang.inbox().find((text) => text.startsWith('📊')) ?? '';
    expect(draft.split('\n')).toEqual([
      '📊 Daily report #1 · all sites · 2026-11-22 (Sun)',
      'As of 19:00 (Asia/Shanghai)',
      '',
      'Arrivals: expected 0 · arrived 0 · unaccounted for 0',
      'In quarantine: at the site 0 · in hospital 0 · at home 0',
      'Releases: due 0 · released 0 · of these to days at home 0 · overdue 0',
      'Transfers: trips 0 · people 0 · of these to hospital 0 · missing 0',
      'Tests: recorded 0 · positive 0 · negative 0 · invalid 0 · result awaited 0 · overdue 0',
      'Tickets: opened 0 · resolved 0 · reopened 0 · open 0 · overdue 0',
      'Emergencies: came up 0 · settled 0 · open 0',
      'Heard from: there 0 · heard from 0 · not heard from 0 · unwell 0',
      'Complaints and thanks: complaints 0 · thanks 0 · ratings 0',
      'Health of the team: asked 0 · answered 0 · silent 0 · unwell 0',
      'Carried over: unclaimed tickets 0 · waiting 0 · promises open 0 · handovers not accepted 0',
      '',
      'By site',
      'Sun Hotel: there 0 · arrived 0 · released 0 · positive 0 · not heard from 0',
      '',
      'Remark: none',
      '',
      '✍️ Not signed yet',
      '',
      'Please read it and sign: only then does it go up.',
    ]);
    expect(group.texts()).toHaveLength(before);
    expect(li.inbox()).toEqual([]);

    await wang.presses('Remark');
    await wang.says('A quiet day.');
    await wang.presses(/Sign/);
    expect(last(wang.inbox())).toBe('✅ Report #1, revision 1, is signed and has gone up.');
    const sent = group.texts().slice(before);
    expect(sent).toHaveLength(2);
    expect(sent[0]).toContain('Remark: A quiet day.');
    expect(sent[0]).toContain('✅ Signed by Wang, 19:00');
    expect(files(group)).toEqual(['report-1.xlsx']);
    const line = await db.audit.findFirstOrThrow({ where: { action: 'report.sign' } });
    expect(line).toMatchObject({ actor: `staff:${wang.staffId}`, after: { number: 1, revision: 1 } });
    await bot.later({ hours: 3 });
    expect(group.texts().filter((text) => text.startsWith('📊'))).toHaveLength(2);
  });
});

describe('signing', () => {
  test('is for the lead of the team and the supervisors, who are told whose it is otherwise', async () => {
    const { bot, group, sup, wang, li, colleague, db } = await desk();
    const chen = await colleague('Chen', 'medic');
    await sup.saysIn(group, '/report at 19:00');
    await look(bot, { hours: 10, minutes: 55 });
    for (const wrong of [li, chen]) {
      await wrong.pressesId('rpsign:1:1:1');
      expect(last(wrong.inbox())).toBe('This report is signed and read by those who answer for it: Wang.');
      await wrong.says('/report 1');
      expect(last(wrong.inbox())).toContain('those who answer for it: Wang');
      await wrong.says('/report revise 1 it is wrong');
      expect(last(wrong.inbox())).toContain('those who answer for it: Wang');
    }
    expect(await db.reportRevision.count({ where: { signedAt: { not: null } } })).toBe(0);
    await sup.pressesId('rpsign:1:1:1');
    expect(last(sup.inbox())).toContain('is signed and has gone up');
    // Whoever is in a team that it was sent to reads it there.
    await li.saysIn(group, '/report');
    expect(last(group.texts())).toContain('✅ Signed by Sup');
    await li.says('/report 1');
    expect(last(li.inbox())).toContain('those who answer for it: Wang');
    await wang.says('/report list');
    expect(last(wang.inbox())).toBe('Daily reports\n#1 · 2026-11-22 · all sites · signed');
  });

  test('happens once, of what was read: of two at the same moment the second hears who was first', async () => {
    const { bot, group, sup, wang, db } = await desk();
    await sup.saysIn(group, '/report at 19:00');
    await look(bot, { hours: 10, minutes: 55 });
    await wang.says('/report remark 1 Two lifts are out of order');
    await sup.pressesId('rpsign:1:1:1');
    expect(last(sup.inbox())).toBe(
      'Report #1 has changed since you read it: /report 1 shows how it reads now.',
    );
    await Promise.all([wang.pressesId('rpsign:1:1:2'), sup.pressesId('rpsign:1:1:2')]);
    const heard = [last(wang.inbox()), last(sup.inbox())];
    expect(heard.filter((text) => text.includes('is signed and has gone up'))).toHaveLength(1);
    const first = last(wang.inbox()).includes('has gone up') ? 'Wang' : 'Sup';
    expect(heard).toContain(`Revision 1 of report #1 was signed by ${first} at 19:00.`);
    expect(await db.audit.count({ where: { action: 'report.sign' } })).toBe(1);
    expect(files(group)).toEqual(['report-1.xlsx']);
    await wang.says('/report remark 1 Too late');
    expect(last(wang.inbox())).toContain('was signed by');
    await expect(
      db.reportRevision.updateMany({ where: { revision: 1 }, data: { remark: 'other words' } }),
    ).rejects.toThrow(/a signed report does not change/);
  });

  test('is asked for again after half an hour, and of the supervisors as well after an hour', async () => {
    const { bot, group, sup, wang } = await desk();
    await sup.saysIn(group, '/report at 19:00');
    await look(bot, { hours: 10, minutes: 55 });
    const reminders = (one: { inbox(): string[] }) =>
      one.inbox().filter((text) => text.startsWith('⏳ Report'));
    await look(bot, { minutes: 29 });
    expect(reminders(wang)).toEqual([]);
    await look(bot, { minutes: 1 });
    expect(reminders(wang)).toEqual([
      '⏳ Report #1 (revision 1, all sites, 2026-11-22) has been waiting to be signed for 30 minutes.',
    ]);
    expect(reminders(sup)).toEqual([]);
    await look(bot, { minutes: 29 });
    await look(bot, { minutes: 1, seconds: 5 });
    expect(reminders(wang)).toHaveLength(2);
    expect(reminders(sup)).toHaveLength(1);
    // Away for hours: once, and not once for each time that was missed.
    await look(bot, { hours: 9 });
    expect(reminders(sup)).toHaveLength(2);
    await sup.presses('✍️ Sign and send up');
    expect(last(sup.inbox())).toContain('has gone up');
    await look(bot, { hours: 30 });
    expect(reminders(sup)).toHaveLength(2);
  });
});

describe('the set hour', () => {
  test('is kept after the bot was away: a report for each day, each once, whoever looks', async () => {
    const { bot, group, sup, db, siteId } = await desk();
    await sup.saysIn(group, '/report at 19:00');
    await sup.says('/report at 07:30 site=Sun to="Wang, Day shift"');
    expect(last(sup.inbox())).toBe(
      'Wang, Day shift get the report of the day before, of Sun Hotel, at 07:30 (Asia/Shanghai), once it is signed; the first is of 2026-11-22.',
    );
    bot.clock.advance({ hours: 24 * 2 + 12 });
    for (let look = 0; look < 4; look += 1) await sweep(bot, 3);
    const reports = await db.report.findMany({ orderBy: [{ siteId: 'asc' }, { day: 'asc' }] });
    expect(reports.map(({ day, siteId: of }) => `${day.toISOString().slice(0, 10)} ${of ?? 'all'}`)).toEqual([
      `2026-11-22 ${siteId}`,
      `2026-11-23 ${siteId}`,
      '2026-11-22 all',
      '2026-11-23 all',
      '2026-11-24 all',
    ]);
    expect(await db.reportRevision.count()).toBe(5);
    expect(await db.reportRecipient.count()).toBe(2 * 2 + 3);
    const days = (await db.reportRevision.findMany()).map(({ snapshot }) => snapshot as { isWhole: boolean });
    expect(days.filter(({ isWhole }) => isWhole)).toHaveLength(4);
  });

  test('may be another for each of those who get it: who comes later gets what is signed', async () => {
    const { bot, group, sup, wang, li, db } = await desk();
    await sup.saysIn(group, '/report at 19:00');
    await sup.says('/日报 21:30 给=Sup');
    await look(bot, { hours: 10, minutes: 55 });
    await wang.presses(/Sign/);
    const own = () => sup.inbox().filter((text) => text.includes('Signed by Wang')).length;
    expect(own()).toBe(0);
    await look(bot, { hours: 2, minutes: 30 });
    expect(own()).toBe(1);
    expect(await db.report.count()).toBe(1);
    // Somebody who was added while it was being signed.
    const { id: reportId } = await db.report.findFirstOrThrow();
    const { staffId } = li;
    await db.reportRecipient.create({ data: { reportId, recipient: `staff:${staffId}`, staffId } });
    await look(bot, { seconds: 20 });
    expect(li.inbox().filter((text) => text.includes('Signed by Wang'))).toHaveLength(1);
  });

  test('is set and taken away by supervisors, for people whom the bot can reach', async () => {
    const { group, sup, wang, colleague, db } = await desk();
    await wang.says('/report at 20:00');
    expect(last(wang.inbox())).toContain('not among the things your role');
    await colleague('Mute', 'medic', { isReachable: false });
    await sup.says('/report at 20:00 to=Mute');
    expect(last(sup.inbox())).toBe('The bot has no private chat with Mute: they have to write to it once.');
    await sup.says('/report at 20:00 to=Nobody');
    expect(last(sup.inbox())).toBe('No team and no colleague is called “Nobody”.');
    await sup.says('/report at 25:00');
    expect(last(sup.inbox())).toContain('/report shows the newest report');
    await sup.says('/report hours');
    expect(last(sup.inbox())).toBe('Nobody gets daily reports yet: /report at 20:00.');
    await sup.saysIn(group, '日报 每天20点');
    await sup.says('/report at 21:00 site="sun hotel"');
    await sup.says('/report hours');
    expect(last(sup.inbox())).toBe(
      'Daily reports go up:\n20:00 · all sites · → Day shift\n21:00 · Sun Hotel · → Sup',
    );
    await sup.says('/report off site=Sun');
    expect(last(sup.inbox())).toBe('Sup get no more daily reports of Sun Hotel.');
    await sup.says('/report off site=Sun');
    expect(last(sup.inbox())).toContain('no daily report of Sun Hotel was set');
    expect(await db.reportPlan.count()).toBe(1);
    const told = await db.audit.findMany({ where: { action: { in: ['report.plan', 'report.unplan'] } } });
    expect(told.map(({ action }) => action)).toEqual(['report.plan', 'report.plan', 'report.unplan']);
  });
});

describe('corrections', () => {
  test('are numbered, say what is other than before, and are signed again', async () => {
    const { bot, group, sup, wang, db, siteId } = await desk();
    await sup.saysIn(group, '/report at 19:00');
    await guest(db, siteId, '2026-11-20T10:00');
    await look(bot, { hours: 10, minutes: 55 });
    await wang.says('/report revise 1 a family was forgotten');
    expect(last(wang.inbox())).toContain('Revision 1 of report #1 is not signed yet');
    await wang.pressesId('rpsign:1:1:1');

    await guest(db, siteId, '2026-11-22T18:00');
    await guest(db, siteId, '2026-11-22T18:30');
    await wang.says('/report revise 1');
    expect(last(wang.inbox())).toContain('Say why');
    await wang.says('/report revise 1 a family was forgotten');
    await wang.presses(/Sign/);
    const second = group.texts().findLast((text) => text.includes('Arrivals')) ?? '';
    expect(second.split('\n').slice(0, 12)).toEqual([
      '📊 Revision 2 of report #1 · all sites · 2026-11-22 (Sun)',
      'As of 19:00 (Asia/Shanghai)',
      '',
      'Corrected: a family was forgotten',
      '• Arrivals, arrived: 0 → 2',
      '• In quarantine, at the site: 1 → 3',
      '• Heard from, there: 1 → 3',
      '• Heard from, not heard from: 1 → 3',
      '',
      'Arrivals: expected 0 · arrived 2 · unaccounted for 0',
      'In quarantine: at the site 3 · in hospital 0 · at home 0',
      'Releases: due 0 · released 0 · of these to days at home 0 · overdue 0',
    ]);

    // The next day only the remark: figures are kept, whatever is counted by now.
    await look(bot, { hours: 20 });
    await guest(db, siteId, '2026-11-22T18:45');
    await sup.says('日报 更正 1 保留 备注漏写');
    await sup.says('/report remark 1 Two came without luggage');
    await sup.presses(/Sign/);
    const third = group.texts().findLast((text) => text.includes('Arrivals')) ?? '';
    expect(third).toContain('📊 Revision 3 of report #1');
    expect(third).toContain('Corrected: 备注漏写\n• The remark\n');
    expect(third).toContain('arrived 2 ·');
    expect(files(group)).toEqual(['report-1.xlsx', 'report-1-2.xlsx', 'report-1-3.xlsx']);
    const kept = await db.reportRevision.findMany({ orderBy: { revision: 'asc' } });
    expect(kept.map(({ revision, reason, remark }) => [revision, reason, remark])).toEqual([
      [1, null, null],
      [2, 'a family was forgotten', null],
      [3, '备注漏写', 'Two came without luggage'],
    ]);
    await sup.pressesId('rpfile:1:1');
    expect(sup.posts().at(-1)?.content.media?.[0]?.name).toBe('report-1.xlsx');
  });

  test('counted anew the day after keep what was known only then, and the next report has what came late', async () => {
    const { bot, group, sup, wang, db, siteId } = await desk();
    await sup.saysIn(group, '/report at 19:00');
    await bot.person('telegram', { locale: 'en' }).says('There is no hot water in our room');
    await look(bot, { hours: 10, minutes: 55 });
    await wang.pressesId('rpsign:1:1:1');
    await guest(db, siteId, '2026-11-22T22:00');
    await look(bot, { hours: 24 });
    const next = await db.reportRevision.findFirstOrThrow({ where: { report: { number: 2 } } });
    const { sections } = next.snapshot as unknown as {
      sections: { id: string; figures: { id: string; value: number; late?: number }[] }[];
    };
    expect(sections[0]?.figures).toEqual([
      { id: 'expected', value: 0 },
      { id: 'arrived', value: 0, late: 1 },
      { id: 'unaccounted', value: 0 },
    ]);
    await sup.says('/report 2');
    expect(last(sup.inbox())).toContain('arrived 0 (+1 after the last report)');
    await sup.says('/report revise 1 somebody came in the night');
    const shown = last(sup.inbox());
    expect(shown).toContain('The whole day (Asia/Shanghai)');
    expect(shown).toContain('• Arrivals, arrived: 0 → 1');
    expect(shown).toContain('unclaimed tickets 1');
    expect(shown).not.toContain('→ —');
  });
});

describe('/report today', () => {
  test('shows how things stand to those who sign, and keeps it only when that is wanted', async () => {
    const { group, sup, wang, li, db, siteId } = await desk();
    await guest(db, siteId, '2026-11-22T07:00');
    await li.says('/report today');
    expect(last(li.inbox())).toContain('those who answer for it: Wang');
    await wang.says('/report');
    expect(last(wang.inbox())).toContain('There is no report for you to read');
    await wang.says('/report today sun');
    expect(last(wang.inbox())).toContain('📊 As things stand · Sun Hotel · 2026-11-22 (Sun)');
    expect(last(wang.inbox())).toContain('Arrivals: expected 0 · arrived 1');
    expect(await db.report.count()).toBe(0);
    await wang.presses('Keep as a report');
    expect(last(wang.inbox())).toContain('📊 Daily report #1 · Sun Hotel');
    await wang.presses(/Sign/);
    await sup.says('日报 2026年11月22日 sun hotel');
    expect(last(sup.inbox())).toContain('✅ Signed by Wang');
    await sup.says('/report 2026-11-23');
    expect(last(sup.inbox())).toBe('That has not come yet.');
    await sup.says('/report today Moon');
    expect(last(sup.inbox())).toBe('There is no site called “Moon”: /sites.');
    await sup.says('/report at 20:00');
    await sup.says('/report today');
    expect(sup.posts().at(-1)?.content.choices?.flat() ?? []).toEqual([]);
    const count = group.texts().length;
    await sup.saysIn(group, '日报 已经交了，大家辛苦了');
    expect(group.texts()).toHaveLength(count);
  });
});

describe('/appraisal', () => {
  test('names colleagues only to those who oversee them, and only in private; leads see their own team', async () => {
    const { bot, group, sup, wang, li, db, otherTeam } = await desk();
    await otherTeam('Far desk');
    const guest = bot.person('telegram', { locale: 'en' });
    await guest.says('There is no hot water in our room');
    await wang.says('/claim 1');
    await wang.says('/resolve 1');
    await li.says('/appraisal 2026-11');
    expect(last(li.inbox())).toContain('Appraisals are read by supervisors');
    await sup.says('/appraisal 2027-01');
    expect(last(sup.inbox())).toBe('That has not come yet.');
    await sup.says('/appraisal 2026-11 Nowhere');
    expect(last(sup.inbox())).toBe('No site and no team is called “Nowhere”.');

    await sup.says('考核 2026年11月');
    const own = sup.inbox().join('\n');
    for (const part of [
      '📋 Appraisal of 2026-11 so far',
      'Sun Hotel',
      'Day shift',
      'Far desk',
      'Colleagues',
      'Wang',
    ])
      expect(own).toContain(part);
    expect(sup.posts().at(-1)?.content.media?.[0]?.name).toBe('appraisal-2026-11.xlsx');
    await sup.saysIn(group, '/appraisal 2026-11');
    expect(group.texts().join('\n')).toContain('Day shift');
    expect(group.texts().join('\n')).not.toContain('Colleagues');

    await wang.says('/appraisal 2026-11');
    const lead = wang.inbox().slice(-2).join('\n');
    expect(lead).toContain('Day shift');
    expect(lead).toContain('Sun Hotel');
    expect(lead).not.toContain('Far desk');
    await wang.says('/appraisal 2026-11 Far desk');
    expect(last(wang.inbox())).toContain('Appraisals are read by supervisors');
    const read = await db.audit.findMany({ where: { action: 'report.appraise' }, orderBy: { id: 'asc' } });
    expect(read.map(({ after }) => (after as { withStaff: boolean }).withStaff)).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('where files cannot be sent', () => {
  test('a report is text alone, and where it is too long for one message a file is', async () => {
    const plain = await team({ accounts: { telegram: { media: [] } } });
    const sup = await plain.colleague('Sup', 'supervisor');
    await sup.says('/report today');
    expect(last(sup.inbox())).toContain('Carried over:');
    await sup.presses('Keep as a report');
    await sup.pressesId('rpfile:1:1');
    expect(last(sup.inbox())).toBe('Files cannot be sent here.');
    const { sup: other, db } = await desk();
    for (let hotel = 1; hotel <= 20; hotel += 1)
      await db.site.create({
        data: { id: randomUUID(), name: `Hotel number ${hotel}`, createdAt: at('2026-11-01T00:00') },
      });
    await other.says('/report today');
    const post = other.posts().at(-1)?.content;
    expect(post?.text).toContain('All of it is in the file.');
    expect(post?.media?.map(({ name }) => name)).toEqual(['report-today.txt']);
    expect(post?.text).toContain('Carried over: unclaimed tickets 0');
    expect(post?.text).not.toContain('Hotel number 7');
  });
});
