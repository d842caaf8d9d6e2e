import { describe, expect, test } from 'vitest';
import { consoleScene } from './console-scene.ts';

describe('the way into the console', () => {
  test('a link signs in once: used again, it is useless; its owner is told, and signs out everywhere', async () => {
    const { bot, colleague, linkOf, stranger } = await consoleScene();
    const wang = await colleague('Wang', 'supervisor');
    const code = await linkOf(wang);
    const mine = stranger();
    const signed = await mine.post('/console/in', {
      code: `https://bot.example/console/in#${code}`,
      to: '/console/me',
    });
    expect([signed.status, signed.location]).toEqual([303, '/console/me']);
    expect(signed.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/);
    expect((await mine.get('/console/me')).text).toContain('Firefox · Linux');
    const thief = stranger();
    const stolen = await thief.post('/console/in', { code });
    expect(stolen.status).toBe(403);
    expect(stolen.text).toContain('has been used or is too old');
    expect((await thief.get('/console')).location).toBe('/console/in?to=%2Fconsole');
    await bot.settle();
    await wang.presses(/That was not me/);
    expect(wang.inbox().at(-1)).toBe('You are signed out of one browser.');
    expect((await mine.get('/console/me')).status).toBe(303);
  });

  test('of two browsers with the same link at the same moment exactly one gets in', async () => {
    const { bot, group, colleague, linkOf, stranger } = await consoleScene();
    const wang = await colleague('Wang', 'supervisor');
    await wang.saysIn(group, '/console');
    expect(group.texts().join()).not.toContain('/console/in');
    const code = await linkOf(wang);
    const browsers = Array.from({ length: 4 }, () => stranger());
    const answers = await Promise.all(browsers.map((at) => at.post('/console/in', { code })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 403, 403, 403]);
    expect(await bot.store.db.consoleSession.count({ where: { staffId: wang.staffId } })).toBe(1);
    const inside = await Promise.all(browsers.map((at) => at.get('/console')));
    expect(inside.map(({ status }) => status).toSorted()).toEqual([200, 303, 303, 303]);
  });

  test('a link ends after ten minutes, when the next one is made, and when its owner leaves', async () => {
    const { bot, colleague, linkOf, stranger } = await consoleScene();
    const wang = await colleague('Wang', 'supervisor');
    const old = await linkOf(wang);
    const newer = await linkOf(wang);
    expect((await stranger().post('/console/in', { code: old })).status).toBe(403);
    await bot.later({ minutes: 10 });
    expect((await stranger().post('/console/in', { code: newer })).status).toBe(403);
    const last = await linkOf(wang);
    const browser = stranger();
    const fresh = await linkOf(wang);
    await browser.post('/console/in', { code: fresh });
    expect((await browser.get('/console')).status).toBe(200);
    expect((await stranger().post('/console/in', { code: last })).status).toBe(403);
    await bot.store.db.staff.update({ where: { id: wang.staffId }, data: { active: false } });
    expect((await browser.get('/console')).status).toBe(303);
  });

  test('nobody reads a link in a group, and travellers are refused', async () => {
    const { bot, group, colleague } = await consoleScene();
    const wang = await colleague('Wang');
    await wang.saysIn(group, '/console');
    expect(group.texts().at(-1)).toBe('I have sent you the link in private.');
    expect(group.texts().join()).not.toContain('/console/in#');
    const ana = bot.person('telegram', { name: 'Ana' });
    await ana.says('/console');
    expect(ana.inbox().at(-1)).not.toContain('/console/in');
  });

  test('wrong codes are slowed down after five; a right link still signs in', async () => {
    const { bot, colleague, linkOf, stranger } = await consoleScene();
    const wang = await colleague('Wang', 'admin');
    const at = stranger();
    for (let round = 0; round < 5; round += 1)
      expect((await at.post('/console/in', { code: `wrong-${round}` })).status).toBe(403);
    const slowed = await at.post('/console/in', { code: 'wrong-again' });
    expect(slowed.status).toBe(429);
    expect(slowed.text).toContain('10 minutes');
    expect((await at.post('/console/in', { code: await linkOf(wang) })).status).toBe(303);
    await bot.later({ minutes: 11 });
    expect((await at.post('/console/in', { code: 'wrong' })).status).toBe(403);
  });

  test('the setup code makes the first administrator, whom the desk knows as well; guesses are slowed down', async () => {
    const { bot, stranger } = await consoleScene();
    const { ensureSetupCode } = await import('../../src/store/staff.ts');
    await ensureSetupCode(bot.store.db, 'OPEN-SESAME');
    const at = stranger();
    expect((await at.get('/console/in')).text).toContain('Setup code');
    expect((await at.post('/console/in/setup', { code: 'guess', name: 'Eve' })).status).toBe(403);
    expect((await at.post('/console/in/setup', { code: 'OPEN-SESAME', name: '  ' })).status).toBe(409);
    const signed = await at.post('/console/in/setup', { code: 'open sesame', name: 'Mei' });
    expect(signed.location).toBe('/console');
    expect((await at.get('/console')).text).toContain('<bdi>Mei</bdi>');
    const account = await bot.store.db.channelIdentity.findFirstOrThrow({
      where: { account: 'web', externalId: 'this-browser' },
      include: { staff: true },
    });
    expect(account.staff).toMatchObject({ name: 'Mei', role: 'admin' });
    const late = await stranger().post('/console/in/setup', { code: 'OPEN-SESAME', name: 'Eve' });
    expect(late.status).toBe(409);
  });
});

describe('what a page does', () => {
  test('is what the chat does: claimed, answered and resolved, with the same cards and the same audit', async () => {
    const { bot, group, browser, ticket } = await consoleScene();
    const ana = bot.person('telegram', { name: 'Ana', locale: 'en' });
    await ana.says('We need 2 bottles of water and milk powder for the baby please');
    const at = await browser('liaison', 'Wang');
    expect((await at.get('/console')).text).toContain('milk powder for the baby');
    const claimed = await at.send('/console/tickets/1', 'value="claim:1:1"');
    expect(claimed.text).toContain('class="answer done"');
    expect(await ticket(1)).toMatchObject({ state: 'claimed', ownerId: at.me.staffId });
    await bot.settle();
    expect(group.texts().join('\n')).toContain('Wang');
    await at.send('/console/tickets/1', 'value="/reply 1"', { words: 'On the way.\nTwenty minutes.' });
    await bot.settle();
    expect(ana.inbox().at(-1)).toContain('On the way.\nTwenty minutes.');
    const page = await at.get('/console/tickets/1');
    expect(page.text).toContain('Twenty minutes.');
    await at.send('/console/tickets/1', 'value="resolve:1:');
    expect((await ticket(1)).state).toBe('resolved');
    const done = await bot.store.db.audit.findMany({
      where: { ticketId: (await ticket(1)).id, channel: 'console' },
    });
    expect(done.map(({ action, actor }) => `${action} ${actor}`)).toEqual(
      expect.arrayContaining([
        `ticket.claim staff:${at.me.staffId}`,
        `ticket.resolve staff:${at.me.staffId}`,
      ]),
    );
  });

  test('happens once for a form sent twice, and again for what was refused', async () => {
    const { bot, browser } = await consoleScene();
    const ana = bot.person('telegram', { name: 'Ana', locale: 'en' });
    await ana.says('We need 2 bottles of water please');
    const at = await browser('liaison', 'Wang');
    const { text } = await at.get('/console/tickets/1');
    const csrf = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
    const form = { csrf, key: 'one-press', line: '/note 1', words: 'Seen.', back: '/console/tickets/1' };
    await at.post('/console/act', form);
    await at.post('/console/act', form);
    expect((await at.get('/console/tickets/1')).text).toContain('it is not done twice');
    expect(await bot.store.db.entry.count({ where: { kind: 'note' } })).toBe(1);
    const refused = { ...form, key: 'another', line: '/claim 99', words: '' };
    await at.post('/console/act', refused);
    const said = await at.get('/console/tickets/1');
    expect(said.text).toContain('class="answer refused"');
    expect(await bot.store.db.inbound.count({ where: { account: 'console' } })).toBe(1);
    // Shown once.
    expect((await at.get('/console/tickets/1')).text).not.toContain('class="answer');
  });

  test('is refused to other sites, to forged and old forms, and for words that are no command', async () => {
    const { browser, bot } = await consoleScene();
    const at = await browser('liaison', 'Wang');
    const { text } = await at.get('/console');
    const csrf = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
    const form = { csrf, key: 'k', line: '/staff', back: '/console' };
    expect((await at.post('/console/act', form, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await at.post('/console/act', form, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await at.post('/console/act', { ...form, csrf: 'forged' })).status).toBe(403);
    expect((await at.post('/console/act', { ...form, line: 'hello there' })).status).toBe(400);
    expect(await bot.store.db.inbound.count({ where: { account: 'console' } })).toBe(0);
    const away = await at.post('/console/act', {
      ...form,
      line: '/help',
      back: 'https://evil.example/console',
    });
    expect(away.location).toBe('/console');
  });

  test('shows confidential tickets to whom the chat shows them, and keeps a record of it', async () => {
    const { bot, browser, ticket } = await consoleScene();
    const ana = bot.person('telegram', { name: 'Ana', locale: 'en' });
    await ana.says('My father has a fever of 39 and a bad cough, please send a doctor');
    const liaison = await browser('liaison', 'Wang');
    const board = await liaison.get('/console');
    expect(board.text).toContain('confidential');
    expect(board.text).not.toMatch(/fever|Ana/);
    expect((await liaison.get('/console/tickets/1')).status).toBe(403);
    expect((await liaison.get('/console?search=fever')).text).not.toContain('href="/console/tickets/1"');
    const medic = await browser('medic', 'Dr Ma');
    expect((await medic.get('/console/tickets/1')).text).toContain('fever of 39');
    const read = await bot.store.db.audit.findMany({
      where: { action: 'ticket.read', ticketId: (await ticket(1)).id },
    });
    expect(read.map(({ actor }) => actor)).toEqual([`staff:${medic.me.staffId}`]);
    expect((await medic.get('/console/tickets/99')).status).toBe(404);
  });

  test('escapes what travellers write, and allows no script but its own', async () => {
    const { bot, browser } = await consoleScene();
    const ana = bot.person('telegram', { name: '<img src=x onerror=alert(1)>', locale: 'en' });
    await ana.says('We need water <script>alert(1)</script> "and" milk please');
    const at = await browser('liaison');
    for (const path of ['/console', '/console/tickets/1']) {
      const { text, headers } = await at.get(path);
      expect(text, path).not.toMatch(/<script>alert|<img src=x/);
      expect(headers.get('content-security-policy'), path).toMatch(/script-src 'self';.*form-action 'self'/);
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });
});

describe('people', () => {
  test('are imported from a file as in the chat, listed, opened and looked after', async () => {
    const { bot, browser } = await consoleScene();
    const at = await browser('supervisor', 'Sup');
    const csv =
      'name,room,site,entry_date,flight\nAna Lima,1203,Sun Hotel,2026-11-20,CA981\nBo Li,1204,Sun Hotel,2026-11-20,CA981\n';
    const tried = await at.send('/console/roster', 'enctype="multipart/form-data"', {
      file: new File([csv], 'people.csv', { type: 'text/csv' }),
    });
    expect(tried.text).toContain('2 are new');
    expect(await bot.store.db.person.count()).toBe(0);
    await at.send(tried.text, 'value="rosteryes');
    expect(await bot.store.db.person.count()).toBe(2);
    await bot.later({ seconds: 1 });
    const list = await at.get('/console/people?search=CA981');
    expect(list.text).toContain('2 people');
    const id = /\/console\/people\/([0-9a-f-]{36})"><bdi>Ana Lima/.exec(list.text)?.[1] ?? '';
    const page = await at.get(`/console/people/${id}`);
    expect(page.text).toContain('1203');
    const kept = await at.send(`/console/people/${id}`, `value="/care ${id}"`, { words: 'infant' });
    expect(kept.text).toContain('class="answer done"');
    expect(await bot.store.db.careFlag.findFirst()).toMatchObject({ kind: 'infant', personId: id });
    const early = await at.send(`/console/people/${id}`, `value="/extend ${id}"`, { words: '2 contact' });
    expect(early.text).toContain('has no release date yet');
    expect((await at.get('/console/people?search=%25')).text).toContain('Nobody');
    expect((await at.get(`/console/people/${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}`)).status).toBe(
      404,
    );
  });

  test('a liaison imports nobody, and a file is asked for where there is none', async () => {
    const { browser } = await consoleScene();
    expect((await (await browser('liaison')).get('/console/roster')).status).toBe(403);
    const at = await browser('supervisor');
    expect((await at.send('/console/roster', 'enctype="multipart/form-data"', {})).status).toBe(400);
  });
});

describe('exports', () => {
  test('are streamed to those who may, say what is wrong, and are on record', async () => {
    const { bot, browser } = await consoleScene();
    await bot.person('telegram', { name: 'Ana', locale: 'en' }).says('We need 2 bottles of water please');
    const at = await browser('supervisor');
    const file = await at.send('/console/exports', 'value="tickets"', { format: 'csv' });
    expect(file.headers.get('content-disposition')).toMatch(
      /^attachment; filename="tickets-2026-11-22\.csv"$/,
    );
    expect(file.text.split('\r\n').length).toBeGreaterThan(2);
    expect(file.text).toContain('bottles of water');
    const wrong = await at.send('/console/exports', 'value="tickets"', {
      from: '2026-11-20',
      to: '2026-11-01',
    });
    expect(wrong.status).toBe(409);
    expect(wrong.text).toContain('class="problem"');
    expect(await bot.store.db.audit.count({ where: { action: 'export.run', channel: 'console' } })).toBe(1);
    expect((await (await browser('liaison')).get('/console/exports')).status).toBe(403);
  });

  test('asked for as in a chat come as a file of the answer, to that browser only, until the next answer', async () => {
    const { bot, browser } = await consoleScene();
    await bot.person('telegram', { name: 'Ana', locale: 'en' }).says('We need 2 bottles of water please');
    const [at, other] = [await browser('supervisor', 'Lin'), await browser('supervisor', 'Mei')];
    const page = await at.send('/console', 'name="line"', { line: '/export tickets' });
    expect(page.text).toMatch(/href="\/console\/answer\/files\/0"[^>]*>📎 <bdi>tickets-2026-11-22\.csv</);
    const file = await at.get('/console/answer/files/0');
    expect(file.headers.get('content-disposition')).toMatch(/^attachment;.*tickets-2026-11-22\.csv/);
    expect(file.headers.get('cache-control')).toBe('no-store');
    expect(file.text).toContain('bottles of water');
    expect((await at.get('/console/answer/files/1')).status).toBe(404);
    expect((await other.get('/console/answer/files/0')).status).toBe(404);
    const chart = await at.send('/console', 'name="line"', { line: '/stats 7d' });
    expect(chart.text).toContain('figures.png');
    expect((await at.get('/console/answer/files/0')).headers.get('content-type')).toBe('image/png');
    await at.send('/console', 'name="line"', { line: '/queue' });
    expect((await at.get('/console/answer/files/0')).status).toBe(404);
    await at.send('/console', 'name="line"', { line: '/export tickets' });
    await bot.later({ hours: 2 });
    const gone = await at.get('/console/answer/files/0');
    expect(gone.status).toBe(404);
    expect(gone.text).toMatch(/not kept any longer/);
  });
});

describe('a channel that is logged out', () => {
  test('shows the code that its phone scans, to supervisors, until it is logged in', async () => {
    const { bot, browser } = await consoleScene();
    const sup = await browser('supervisor');
    const fares = (state: 'login' | 'online', qr?: string) => {
      bot.channel('telegram').host?.onHealth({ state, ...(qr ? { qr } : {}) });
      return expect.poll(() => bot.app.health().get('telegram')?.state).toBe(state);
    };
    await fares('login', 'https://login.example/one');
    const page = await sup.get('/console/oversight');
    const address =
      /<img src="(\/console\/logins\/telegram\?v=\w+)" alt="Scan with the phone[^"]*telegram"/.exec(
        page.text,
      )?.[1];
    const code = await sup.get(address ?? 'none');
    expect(code.headers.get('content-type')).toBe('image/svg+xml');
    expect(code.text).toContain('<svg');
    await fares('login', 'https://login.example/two');
    await expect
      .poll(async () => (await sup.get('/console/logins')).text)
      .not.toContain(address?.split('?')[1]);
    expect((await sup.get('/console/logins')).text).toContain('<img');
    const liaison = await browser('liaison');
    for (const path of ['/console/logins', '/console/logins/telegram'])
      expect((await liaison.get(path)).status).toBe(403);
    await fares('online');
    expect((await sup.get('/console/logins')).text).not.toContain('<img');
    expect((await sup.get('/console/logins/telegram')).status).toBe(404);
  });
});

describe('figures', () => {
  test('are those of the chat, by group with the way to the queue, and a chart; own ones for a liaison', async () => {
    const { bot, browser } = await consoleScene();
    for (const name of ['Ana', 'Bo'])
      await bot
        .person('telegram', { name, locale: 'en' })
        .says(`We need ${name.length} bottles of water please`);
    const sup = await browser('supervisor', 'Sup');
    const page = await sup.get('/console/figures?period=today&by=need');
    expect(page.text).toMatch(/<th scope="row">Opened<\/th><td class="number">2<\/td>/i);
    expect(page.text).toContain('href="/console?need=supplies"');
    await sup.me.says('/stats today need');
    expect(sup.me.inbox().at(-1)).toContain('Supplies: opened 2');
    const chart = await sup.get('/console/figures/chart.svg?period=today');
    expect(chart.headers.get('content-type')).toContain('image/svg+xml');
    expect(chart.text).toMatch(/^<svg/);
    const wrong = await sup.get('/console/figures?from=2026-11-20&to=2026-11-01');
    expect(wrong.status).toBe(409);
    const liaison = await browser('liaison', 'Li');
    const own = await liaison.get('/console/figures?period=today&by=staff');
    expect(own.text).toContain('Your own figures');
    expect(own.text).not.toMatch(/By colleague|complaints/i);
  });
});
