import { expect, test } from 'vitest';
import { PROBLEM_KINDS } from '../../src/domain/roster.ts';
import { readPersonNumbers } from '../../src/store/person-cards.ts';
import { defectiveRoster, LINES } from '../support/roster-defects.ts';
import { staffRoom } from '../support/staff-room.ts';
import { wholeApp } from '../support/whole-app.ts';

/** Lines in which something must be mended before anybody is written; 2020 is no future any more. */
const WRONG = LINES.filter(([, ...defects]) =>
  defects.some(([, kind]) => PROBLEM_KINDS[kind] !== 'doubt' && kind !== 'date-future'),
);

const DOCUMENT = '11010519491231002X';

test('a hotel sends its list in GB18030 with 37 defects: each is named, nothing is invented, and the mended list goes in', async () => {
  const bot = await wholeApp({ env: { TIME_ZONE: 'Asia/Shanghai' } });
  const { db } = bot.store;
  const { admin, hire } = await staffRoom(bot);
  await admin.say('/stayrules 14');
  const sup = await hire('supervisor', '林主管', { locale: 'zh-hans' });
  const send = async (bytes: Buffer) => {
    await sup.say('/roster');
    await bot.settle();
    await sup.sendDocument(bytes, { fileName: '滨江酒店.csv' });
    await bot.settle();
    return sup.last();
  };

  // The list is tried out: nothing is written, and every defect is told with its row.
  const question = await send(defectiveRoster());
  expect(question.text).toContain('尚未写入');
  expect(await db.person.count()).toBe(0);
  const told = sup
    .inbox()
    .map(({ text }) => text ?? '')
    .join('\n');
  for (const [at, [, ...defects]] of LINES.entries()) {
    if (defects.length > 0) expect(told).toMatch(new RegExp(`第 ${4 + at} 行`));
  }
  expect(told).toContain(`${WRONG.length + 1} 行有错，未导入`);
  expect(told).not.toContain(DOCUMENT);
  expect(told).not.toContain('13800138000');

  // Confirmed: who could be read is there, and nobody became somebody else.
  await sup.press(question, '✅ 导入');
  await bot.settle();
  expect(sup.last().text).toContain('已导入');
  const people = await db.person.findMany({ include: { details: true, stays: true } });
  expect(told).toContain(`${people.length} 人是新的`);
  expect(new Set(people.map(({ name }) => name))).toEqual(new Set(['张三']));
  const numbers = await Promise.all(people.map(({ id }) => readPersonNumbers(db, id)));
  const [zhang] = people.filter((_one, at) => numbers[at]?.documentNumber === DOCUMENT);
  expect(zhang).toMatchObject({ room: '1203', stays: [{ flight: 'CA981' }] });

  // The same file again changes nothing; the list that was mended does.
  expect((await send(defectiveRoster())).text).toContain('已经导入过');
  const mended = `姓名,证件类型,证件号码,航班号,入境日期,房间号\n张三,身份证,${DOCUMENT},CA981,2026-11-20,1310\n`;
  await sup.press(await send(Buffer.from(mended)), '✅ 导入');
  await bot.settle();
  expect(await db.person.count()).toBe(people.length);
  expect(await db.person.findUnique({ where: { id: zhang?.id ?? '' } })).toMatchObject({ room: '1310' });

  // The mended day of entry is counted: the plan follows the list.
  await bot.later({ seconds: 1 });
  const stay = await db.stay.findFirst({ where: { personId: zhang?.id ?? '' } });
  expect(stay?.releaseOn?.toISOString().slice(0, 10)).toBe('2026-12-04');
});
