/** Answers that staff wrote once: written, asked for, given beneath a ticket's receipt, and never when they do not hold. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Colleague, last, type Team, team } from './desk-team.ts';

const VISIT = 'When can my family visit me | Nobody may visit during the quarantine';
const SOURCE = 'source Health bureau circular 12, 2026-05-12';

async function scene(options: Parameters<typeof team>[0] = {}): Promise<Team & { boss: Colleague }> {
  const made = await team(options);
  const { db } = made.bot.store;
  const createdAt = new Date(made.bot.clock.now().epochMilliseconds);
  await db.site.create({ data: { id: randomUUID(), name: 'Sun Hotel', createdAt } });
  return { ...made, boss: await made.colleague('Boss', 'supervisor') };
}

const today = ({ bot }: Team): Temporal.PlainDate =>
  bot.clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate();

async function notice({ bot }: Team, state: string, number = 3, issuer = 'Command post'): Promise<string> {
  const id = randomUUID();
  const at = new Date('2026-05-12T04:00:00Z');
  await bot.store.db.notice.create({
    data: { id, issuer, number, state, audience: {}, createdBy: randomUUID(), createdAt: at, approvedAt: at },
  });
  return id;
}

describe('an entry', () => {
  it('is written in one line, shown, translated, dated, taken out and put back', async () => {
    const made = await scene();
    const { boss, bot } = made;
    await boss.says(`/faq add ${VISIT} | ${SOURCE} | site sun | until 2026-12-01`);
    expect(last(boss.inbox())).toContain('FAQ 1 is written.');
    expect(last(boss.inbox())).toContain(
      'in force · FAQ 1, from Health bureau circular 12, 12 May 2026\nonly Sun Hotel · until 2026-12-01',
    );
    await boss.says('/faq 1 zh-CN：家人什么时候可以来探望｜隔离期间不能探望');
    expect(last(boss.inbox())).toContain('zh-CN: 家人什么时候可以来探望\n隔离期间不能探望');
    await boss.says('/faq 1 until - | home Hubei | site all');
    expect(last(boss.inbox())).toContain('only for Hubei · no end date');
    await boss.says('/faq 1 off');
    expect(last(boss.inbox())).toContain('taken out · FAQ 1');
    await boss.says('/faq 1 off');
    expect(last(boss.inbox())).toContain('taken out already');
    await boss.presses(/Put back/);
    expect(last(boss.inbox())).toContain('FAQ 1 is back.');
    await boss.says('/faq list');
    expect(last(boss.inbox())).toContain(
      '1. When can my family visit me (zh-CN en) · only for Hubei · no end date',
    );
    await boss.says('问答 visit');
    expect(last(boss.inbox())).toContain('/faq list shows all');
    await boss.says('/faq 1 home all');
    await boss.says('/faq family visit');
    expect(last(boss.inbox())).toContain('1. When can my family visit me');
    const done = await bot.store.db.audit.findMany({
      where: { action: { startsWith: 'faq.' } },
      orderBy: { id: 'asc' },
    });
    expect(done.map(({ action }) => action)).toEqual(
      ['add', 'translate', 'edit', 'withdraw', 'restore', 'edit'].map((one) => `faq.${one}`),
    );
  });

  it('is asked for step by step, each wrong word said at once', async () => {
    const made = await scene();
    const { boss } = made;
    await notice(made, 'sent');
    const says = async (text: string): Promise<string> => {
      await boss.says(text);
      return last(boss.inbox());
    };
    expect(await says('/faq add')).toContain('What do travellers ask?');
    expect(await says('…')).toContain('The question is missing.');
    expect(await says('When are the tests?')).toContain('the answer to “When are the tests?”');
    expect(await says('On days 1, 4, 7 and 14')).toContain('Where does it come from?');
    // What quotes a message is for whoever that is about, and no answer here.
    await boss.says('Circular 9, 2026-01-01', { replyTo: 'x' });
    expect(last(boss.inbox())).not.toContain('Until when does it hold?');
    expect(await says('somewhere')).toContain('lacks what it is called');
    expect(await says('Circular 9, 2098-01-01')).toContain('has not come yet');
    expect(await says('notice 4')).toContain('no notice “4”');
    expect(await says('3')).toContain('Until when does it hold?');
    expect(await says('2020-01-01')).toContain('1 January 2020 is over');
    expect(await says('next week')).toContain('is no date');
    await boss.presses(/No end date/);
    expect(last(boss.inbox())).toContain('Sites: Sun Hotel');
    expect(await says('Moon Hotel')).toContain('Which site is “Moon Hotel”?');
    await boss.presses(/For everybody/);
    expect(last(boss.inbox())).toContain('FAQ 1, from Notice No. 3 of 12 May 2026 (Command post)');
    await boss.pressesId('faqskip');
    expect(last(boss.inbox())).not.toContain('FAQ 1');
    expect(await says('/faq add May I smoke?')).toContain('And the answer');
    await boss.presses(/Cancel/);
    expect(last(boss.inbox())).toContain('Cancelled');
    await boss.pressesId('faqcancel');
    expect(await made.bot.store.db.faqEntry.count()).toBe(1);
  });

  it('may come from what begins like another word', async () => {
    const { boss } = await scene();
    for (const text of ['/faq add May I smoke?', 'No.', 'From the ministry, 2026-05-12'])
      await boss.says(text);
    expect(last(boss.inbox())).toContain('Until when');
    await boss.says('from 2098-01-01 | until 2098-02-01');
    await boss.says('home Hubei');
    expect(last(boss.inbox())).toContain('not yet in force · FAQ 1, from From the ministry, 12 May 2026');
    expect(last(boss.inbox())).toContain('only for Hubei · from 2098-01-01 · until 2098-02-01');
    for (const text of [
      '/faq add en: Where is the bar? | Nowhere.',
      'Notice of the ministry, 2026-05-12',
      '-',
      '-',
    ])
      await boss.says(text);
    expect(last(boss.inbox())).toContain('in force · FAQ 2, from Notice of the ministry, 12 May 2026');
  });

  it('is refused with a reason when something about it cannot be', async () => {
    const made = await scene();
    const { boss, group } = made;
    await notice(made, 'superseded', 2);
    await notice(made, 'withdrawn', 5);
    await notice(made, 'draft', 6);
    await notice(made, 'sent', 7, 'Command post');
    await notice(made, 'sent', 7, 'Sun Hotel');
    const answers: [string, string][] = [
      [`/faq add ${VISIT} | notice 2`, 'is superseded'],
      [`/faq add ${VISIT} | notice 5`, 'is withdrawn'],
      [`/faq add ${VISIT} | notice 6`, 'has not been sent yet'],
      [`/faq add ${VISIT} | notice 7`, 'Command post, Sun Hotel'],
      [`/faq add ${VISIT} | notice seven`, 'has no number'],
      [`/faq add ${VISIT} | bananas`, "I don't know what “bananas” means"],
      [`/faq add ${VISIT} | ${SOURCE} | from 2098-02-01 | until 2098-01-01`, 'cannot hold from 2098-02-01'],
      [`/faq add ${VISIT} | ${SOURCE} | until 2026-02-30`, 'is no date'],
      [`/faq add xx: ${VISIT} | ${SOURCE}`, 'none of the languages'],
      [`/faq add ${'long '.repeat(60)} | x | ${SOURCE}`, 'may have 200 characters'],
      [`/faq add Why? | ${'y'.repeat(2001)} | ${SOURCE}`, 'may have 2000 characters'],
      ['/faq 99', 'There is no FAQ 99'],
      ['/faq 99 off', 'There is no FAQ 99'],
      ['/faq what | ever', '/faq list'],
    ];
    for (const [said, answer] of answers) {
      await boss.says(said);
      expect(last(boss.inbox()), said).toContain(answer);
    }
    expect(await made.bot.store.db.faqEntry.count()).toBe(0);
    await boss.says(`/faq add ${VISIT} | notice Sun Hotel No. 7`);
    expect(last(boss.inbox())).toContain('Notice No. 7 of 12 May 2026 (Sun Hotel)');
    await boss.says('/faq 1 en: only a question');
    expect(last(boss.inbox())).toContain('The answer is missing');
    await boss.says('/faq 1 en: a | b | c');
    expect(last(boss.inbox())).toContain('one bar');
    await boss.saysIn(group, '/faq add May I smoke?');
    expect(group.texts().at(-1)).toContain('In private, /faq add');
    const wang = await made.colleague('Wang');
    await wang.says(`/faq add ${VISIT} | ${SOURCE}`);
    expect(last(wang.inbox())).toContain('your role (liaison)');
    await wang.says('/faq 1');
    expect(last(wang.inbox())).toContain('FAQ 1, from Notice');
  });
});

describe('a traveller', () => {
  it('gets the answer with its source, and a person with one tap', async () => {
    const made = await scene();
    const { bot, boss, group } = made;
    await notice(made, 'sent');
    await boss.says(`/faq add ${VISIT} | notice 3`);
    const mum = bot.person('telegram', { name: 'Ana', locale: 'en' });
    await mum.says('/faq may my family come to visit?');
    expect(last(mum.inbox())).toBe(
      '❓ When can my family visit me\n\nNobody may visit during the quarantine\n\n— FAQ 1, from Notice No. 3 of 12 May 2026 (Command post)',
    );
    expect(await bot.store.db.ticket.count()).toBe(0);
    await mum.presses(/answered my question/);
    expect(last(mum.inbox())).toContain('Glad that helped');
    await mum.presses(/Ask a person/);
    // The receipt is the last word: the same answer is not given again.
    expect(last(mum.inbox())).toContain('#1');
    expect(last(mum.inbox())).not.toContain('FAQ 1');
    expect(await made.ticket(1)).toMatchObject({ summary: 'may my family come to visit?', need: 'policy' });
    expect(group.posts().at(-1)?.content.text).toContain('may my family come to visit?');
    await mum.presses(/Ask a person/);
    expect(last(mum.inbox())).toContain('it is your request #1');
    expect(await bot.store.db.ticket.count()).toBe(1);
    await boss.says('/faq 1');
    expect(last(boss.inbox())).toContain('helped 1 person');
  });

  it('finds the most useful by buttons, and is told in which language something is', async () => {
    const { bot, boss } = await scene();
    await boss.says(`/faq add ${VISIT} | ${SOURCE}`);
    await boss.says(`/faq add Where do I smoke? | Nowhere. | ${SOURCE}`);
    await boss.says(`/faq add zh-CN: 几点送餐？ | 十二点。 | ${SOURCE}`);
    const eva = bot.person('telegram', { locale: 'en' });
    await eva.says('/faq 1');
    await eva.presses(/answered my question/);
    const jean = bot.person('telegram', { locale: 'fr' });
    await jean.says('/faq');
    const labels = bot.channel('telegram').posts.get(jean.id)?.at(-1)?.content.choices?.flat();
    expect(labels?.map(({ label }) => label)).toEqual([
      'When can my family visit me',
      '几点送餐？',
      'Where do I smoke?',
    ]);
    await jean.presses(/family/);
    expect(last(jean.inbox())).toMatch(/^Nous n’avons ceci qu’en anglais :\n\n❓ When can my family/);
    expect(last(jean.inbox())).toContain('FAQ 1, d’après Health bureau circular 12, 12 mai 2026');
    await jean.presses(/Demander à une personne/);
    expect(await bot.store.db.ticket.count()).toBe(1);
    const lin = bot.person('telegram', { locale: 'zh-TW' });
    await lin.says('/faq 幾點送餐');
    expect(last(lin.inbox())).toContain('❓ 几点送餐？');
    await lin.says('/faq 77');
    expect(last(lin.inbox())).toContain('常見問題 77 目前無效');
  });

  it('gets a person at once for an emergency, and in a group is answered in private', async () => {
    const made = await scene();
    const { bot, boss } = made;
    await boss.says(`/faq add What if I vomit blood? | Drink water. | ${SOURCE}`);
    const ill = bot.person('telegram', { locale: 'en' });
    await ill.says('/faq I keep vomiting blood and feel very weak');
    expect(last(ill.inbox())).not.toContain('Drink water');
    expect(await made.ticket(1)).toMatchObject({ need: 'medical', urgency: 'emergency' });
    const low = bot.person('telegram', { locale: 'en' });
    await low.says('/faq I want to kill myself');
    expect(await made.ticket(2)).toMatchObject({ need: 'psychological' });
    expect(await bot.store.db.faqMiss.count()).toBe(0);
    await boss.says(`/faq add ${VISIT} | ${SOURCE}`);
    const hotel = bot.group('telegram');
    const shy = bot.person('telegram', { locale: 'en' });
    await shy.saysIn(hotel, '/faq when can family visit');
    expect(hotel.texts().join()).not.toContain('Nobody may visit');
    expect(hotel.texts().at(-1)).toContain('private');
    await shy.says('/faq');
    await shy.saysIn(hotel, '/faq when can family visit');
    expect(last(shy.inbox())).toContain('Nobody may visit');
    expect(hotel.texts().at(-1)).toContain('I have sent you the answer');
  });

  it('presses nothing of somebody else, and nothing old', async () => {
    const made = await scene();
    const { bot, boss } = made;
    await boss.says(`/faq add ${VISIT} | ${SOURCE}`);
    const mum = bot.person('telegram', { locale: 'en' });
    await mum.says('When can my family visit me?');
    const thief = bot.person('telegram', { locale: 'en' });
    for (const id of ['faqyes:1:1', 'faqyes:x:1', 'faqyes:9:1', 'faqask:1', 'faqhelped:9', 'faqshow:x']) {
      await thief.pressesId(id);
      expect(last(thief.inbox()), id).toContain('no longer');
    }
    expect(await made.ticket(1)).toMatchObject({ state: 'new' });
  });
});

describe('free words', () => {
  it('open their ticket, are answered beneath the receipt, and closed by "this answered it"', async () => {
    const made = await scene();
    const { bot, boss, group } = made;
    await boss.says(`/faq add ${VISIT} | ${SOURCE}`);
    const mum = bot.person('telegram', { name: 'Ana', locale: 'en' });
    await mum.says('When can my family visit me?');
    const [receipt, answer] = mum.inbox().slice(-2);
    expect(receipt).toContain('#1');
    expect(answer).toContain('this may already be your answer');
    expect(answer).toContain('FAQ 1, from Health bureau circular 12, 12 May 2026');
    expect(answer).toContain('a person will answer you');
    expect(await made.ticket(1)).toMatchObject({ state: 'new', need: 'policy' });
    await mum.presses(/answered it/);
    expect(await made.ticket(1)).toMatchObject({ state: 'resolved' });
    expect(last(mum.inbox())).toContain('Good to hear that #1 is solved');
    await mum.presses(/This answered it/);
    expect(last(mum.inbox())).toContain('no longer open');
    await mum.presses(/Not solved yet/);
    expect(await made.ticket(1)).toMatchObject({ state: 'reopened' });
    await boss.says('/ticket 1');
    expect(boss.inbox().join()).toContain('FAQ 1 was sent as a first answer');
    expect(boss.inbox().join()).toContain('The traveller says that FAQ 1 answered it');
    expect(group.posts().length).toBeGreaterThan(0);
    expect(await bot.store.db.faqMiss.count()).toBe(0);
    await boss.says('/audit 1');
    expect(last(boss.inbox())).toContain('said that an FAQ entry answered it');
  });

  it('get it without a button where the numbers of the receipt would mean something else', async () => {
    const { bot, boss } = await scene({ accounts: { telegram: {}, wechat: { buttons: false } } });
    await boss.says(`/faq add ${VISIT} | ${SOURCE}`);
    const mum = bot.person('wechat', { locale: 'en' });
    await mum.says('When can my family visit me?');
    expect(last(mum.inbox())).toContain('Nobody may visit');
    expect(last(mum.inbox())).toContain('close it with /tickets');
    expect(mum.posts().at(-1)?.content.choices ?? []).toEqual([]);
  });

  it('that became graver are not closed by an old answer', async () => {
    const made = await scene();
    const { bot, boss } = made;
    await boss.says(`/faq add ${VISIT} | ${SOURCE}`);
    const mum = bot.person('telegram', { locale: 'en' });
    await mum.says('When can my family visit me?');
    await bot.store.db.ticket.updateMany({ data: { urgency: 'emergency' } });
    await mum.presses(/answered it/);
    expect(last(mum.inbox())).toContain('stays open');
    expect(await made.ticket(1)).toMatchObject({ state: 'new' });
  });

  it('written in a group get only the receipt there; the answer waits for the private chat', async () => {
    const { bot, boss } = await scene({
      accounts: { telegram: { deepLink: (rest) => `https://t.me/x?start=${rest}` } },
    });
    await boss.says(`/faq add ${VISIT} | ${SOURCE}`);
    const hotel = bot.group('telegram');
    const dad = bot.person('telegram', { locale: 'en' });
    await dad.saysIn(hotel, 'When can my family visit me?', { addressed: true });
    expect(hotel.texts()).toHaveLength(1);
    expect(hotel.texts().join()).not.toContain('Nobody may visit');
    await dad.says('/start ticket-1');
    expect(dad.inbox().join()).toContain('Nobody may visit');
    expect(hotel.texts()).toHaveLength(1);
    expect(await bot.store.db.faqMiss.count()).toBe(0);
  });

  it('about the body, about how somebody feels, or in danger are never answered from the list', async () => {
    const { bot, boss } = await scene();
    await boss.says(`/faq add I have a fever and a cough, what now? | Wait. | ${SOURCE}`);
    await boss.says(`/faq add I cannot sleep and feel hopeless | Read a book. | ${SOURCE}`);
    await boss.says(`/faq add I keep vomiting blood | Drink tea. | ${SOURCE}`);
    for (const words of [
      'I have a fever and a cough, what now?',
      'I cannot sleep and feel hopeless',
      'I keep vomiting blood',
    ]) {
      const ill = bot.person('telegram', { locale: 'en' });
      await ill.says(words);
      expect(ill.inbox().join(), words).not.toMatch(/FAQ|Wait\.|Read a book|Drink tea/);
    }
    expect(await bot.store.db.ticket.count()).toBe(3);
    expect(await bot.store.db.faqMiss.count()).toBe(0);
  });
});

describe('what does not hold is never told', () => {
  const cases: [string, (made: Team) => Promise<void>][] = [
    [
      'outdated',
      async (made) => {
        const validTo = new Date(`${today(made).subtract({ days: 1 })}T00:00:00Z`);
        await made.bot.store.db.faqEntry.updateMany({ data: { validTo } });
      },
    ],
    [
      'not yet in force',
      async (made) => {
        const validFrom = new Date(`${today(made).add({ days: 1 })}T00:00:00Z`);
        await made.bot.store.db.faqEntry.updateMany({ data: { validFrom } });
      },
    ],
    [
      'taken out',
      async ({ bot }) => {
        await bot.store.db.faqEntry.updateMany({ data: { withdrawnAt: new Date() } });
      },
    ],
    ...(['superseded', 'withdrawn', 'draft', 'asked'] as const).map((state): (typeof cases)[number] => [
      `from a notice that is ${state}`,
      async ({ bot }) => {
        await bot.store.db.notice.updateMany({ data: { state } });
      },
    ]),
    [
      'from a notice that is gone',
      async ({ bot }) => {
        await bot.store.db.notice.deleteMany();
      },
    ],
    [
      'for another site',
      async ({ bot }) => {
        const id = randomUUID();
        await bot.store.db.site.create({ data: { id, name: 'Moon Hotel', createdAt: new Date() } });
        await bot.store.db.faqEntry.updateMany({ data: { siteId: id } });
      },
    ],
    [
      'for another home',
      async ({ bot }) => {
        await bot.store.db.faqEntry.updateMany({ data: { jurisdiction: 'Hubei' } });
      },
    ],
  ];

  it.each(cases)('%s', async (_name, change) => {
    const made = await scene();
    const { bot, boss } = made;
    await notice(made, 'sent');
    await boss.says(`/faq add ${VISIT} | notice 3`);
    const mum = bot.person('telegram', { locale: 'en' });
    await mum.says('/faq 1');
    expect(last(mum.inbox())).toContain('Nobody may visit');
    const told = () => mum.inbox().filter((text) => text.includes('Nobody may visit')).length;
    expect(told()).toBe(1);
    await change(made);
    await mum.says('/faq 1');
    expect(last(mum.inbox())).toContain('not in force');
    await mum.says('/faq when can my family visit me');
    expect(last(mum.inbox())).toContain('no ready answer');
    await mum.says('/faq');
    expect(last(mum.inbox())).toContain('no ready answers yet');
    await mum.pressesId('faqshow:1');
    await mum.says('When can my family visit me?');
    expect(told()).toBe(1);
    expect(await bot.store.db.ticket.count()).toBe(1);
    await boss.says('/faq 1');
    expect(last(boss.inbox())).toContain('Nobody may visit');
  });

  it('while it holds it is told on its last day, at its own site and home', async () => {
    const made = await scene();
    const { bot, boss } = made;
    await boss.says(
      `/faq add ${VISIT} | ${SOURCE} | site Sun Hotel | home Hubei | from ${today(made)} | until ${today(made)}`,
    );
    const mum = bot.person('telegram', { locale: 'en' });
    await mum.says('/faq 1');
    expect(last(mum.inbox())).toContain('not in force');
    await mum.says('hello, is anybody there to help me with a question?');
    const site = await bot.store.db.site.findFirstOrThrow();
    await bot.store.db.person.updateMany({ data: { siteId: site.id, jurisdiction: 'hubei' } });
    await mum.says('/faq 1');
    expect(last(mum.inbox())).toContain('Nobody may visit');
    await bot.later({ hours: 24 });
    await mum.says('/faq 1');
    expect(last(mum.inbox())).toContain('not in force');
  });
});

describe('questions without an answer', () => {
  it('are collected, the most frequent first; an entry written from one settles it', async () => {
    const { bot, boss, group } = await scene();
    await boss.says('/faq misses');
    expect(last(boss.inbox())).toContain('No question of travellers');
    for (const words of [
      'Is there a chess club?',
      'a chess club, is there?',
      'Where is the swimming pool?',
    ]) {
      const asker = bot.person('telegram', { locale: 'en' });
      await asker.says(`/faq ${words}`);
      expect(last(asker.inbox())).toContain('no ready answer');
    }
    await boss.says('/faq misses');
    expect(last(boss.inbox()).split('\n').slice(1)).toEqual([
      '1. 2× a chess club, is there? (en)',
      '2. 1× Where is the swimming pool? (en)',
    ]);
    await boss.saysIn(group, '/faq misses');
    expect(group.texts().at(-1)).toContain('Entries are written in private');
    await boss.says('/faq misses');
    await boss.presses(/✍️ 1/);
    expect(last(boss.inbox())).toContain('And the answer to “a chess club, is there?”');
    await boss.says('Yes, on channel 8');
    await boss.says('House rules, 2026-05-12');
    await boss.says('-');
    await boss.says('-');
    expect(last(boss.inbox())).toContain('FAQ 1 is written');
    const settled = await bot.store.db.faqMiss.findMany({ where: { settledAt: { not: null } } });
    expect(settled).toHaveLength(2);
    expect(settled.every(({ entryId }) => entryId !== null)).toBe(true);
    await boss.presses(/✔️ 2/);
    expect(last(boss.inbox())).toContain('Settled: Where is the swimming pool?');
    await boss.presses(/✔️ 2/);
    expect(last(boss.inbox())).toContain('settled already');
    await boss.says('/faq misses');
    expect(last(boss.inbox())).toContain('No question of travellers');
  });

  it('come from tickets too, without numbers, and never from what is or becomes confidential', async () => {
    const made = await scene();
    const { bot, boss } = made;
    const mum = bot.person('telegram', { locale: 'en' });
    await mum.says('What is the quarantine policy for pets? My passport is E12345678, call 138 0013 8000');
    expect(await made.ticket(1)).toMatchObject({ restricted: false });
    await boss.says('/faq misses');
    expect(last(boss.inbox())).toContain('quarantine policy for pets');
    expect(last(boss.inbox())).not.toMatch(/\d{4}/);
    await mum.pressesId('fix:1:psychological');
    expect(await made.ticket(1)).toMatchObject({ restricted: true });
    await boss.says('/faq misses');
    expect(last(boss.inbox())).toContain('No question of travellers');
    expect(await bot.store.db.faqMiss.count()).toBe(0);
  });
});
