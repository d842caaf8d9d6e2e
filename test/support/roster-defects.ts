/** A list as a hotel might send it, in GB18030, with 37 defects, and what is to be said of each. */
import type { PROBLEM_KINDS, RosterColumn } from '../../src/domain/roster.ts';
import { encodeAs } from './roster-files.ts';

/** The day at the hotel. */
export const TODAY = Temporal.PlainDate.from('2020-04-01');

/** The headings of the sheet; 体温 and the second 手机 are defects. */
export const HEADINGS = {
  姓名: 'name',
  性别: 'sex',
  出生日期: 'birth_date',
  证件类型: 'document_type',
  证件号码: 'document_number',
  联系电话: 'phone',
  语言: 'languages',
  航班号: 'flight',
  入境日期: 'entry_date',
  房间号: 'room',
  特殊情况: 'flags',
  紧急联系人电话: 'contact_phone',
  体温: null,
  手机: 'phone',
} as const satisfies Record<string, RosterColumn | null>;
type Heading = keyof typeof HEADINGS;

const GOOD: Partial<Record<Heading, string>> = {
  姓名: '张三',
  性别: '女',
  出生日期: '1949年12月31日',
  证件类型: '身份证',
  证件号码: '11010519491231002X',
  联系电话: '+86 138 0013 8000',
  语言: '中文',
  航班号: 'CA 981',
  入境日期: '2020/3/27',
  房间号: '1203',
  特殊情况: '老人',
  紧急联系人电话: '010-65432100',
  体温: '36.5',
};
const PASSPORT = { 证件类型: '护照', 证件号码: 'E12345678' } as const;

/** Stands for a byte that is no character. */
const DAMAGED = '◆';

/** What each line has instead of the good one, and what is to be said of it: heading, kind, what is shown. */
type Defect = readonly [Heading, keyof typeof PROBLEM_KINDS, string | undefined];
export const LINES: readonly (readonly [Partial<Record<Heading, string>>, ...Defect[]])[] = [
  [{}],
  [{ 姓名: '' }, ['姓名', 'name-missing', undefined]],
  [{ 姓名: '—' }, ['姓名', 'name-missing', undefined]],
  [{ 姓名: '李\u0001四' }, ['姓名', 'characters', '李\ufffd四']],
  [{ 姓名: '王'.repeat(501) }, ['姓名', 'too-long', `${'王'.repeat(39)}…`]],
  [{ 性别: '1' }, ['性别', 'sex', '1']],
  [{ ...PASSPORT, 出生日期: '31/12/1949' }, ['出生日期', 'date', '31/12/1949']],
  [{ 出生日期: '1949.12.31' }, ['出生日期', 'date', '1949.12.31']],
  [{ 出生日期: '1949年12月' }, ['出生日期', 'date', '1949年12月']],
  [{ 出生日期: '19491231' }, ['出生日期', 'date-number', '19491231']],
  [{ 出生日期: '1949年2月30日' }, ['出生日期', 'date-impossible', '1949年2月30日']],
  [{ 出生日期: '1849-12-31' }, ['出生日期', 'date-range', '1849-12-31']],
  [{ ...PASSPORT, 出生日期: '2020-04-02' }, ['出生日期', 'date-future', '2020-04-02']],
  [{ 入境日期: '3月27日' }, ['入境日期', 'date', '3月27日']],
  [{ 入境日期: '43917' }, ['入境日期', 'date-number', '43917']],
  [{ 入境日期: '2020-02-30' }, ['入境日期', 'date-impossible', '2020-02-30']],
  [{ 证件类型: '工作证' }, ['证件类型', 'document-type', '工作证']],
  [{ 证件号码: '1.10105E+17' }, ['证件号码', 'digits-lost', '********+17']],
  [{ 证件号码: '丢失' }, ['证件号码', 'document', '**']],
  [{ 证件号码: '110105194912310021' }, ['证件号码', 'document-check', '************021']],
  [{ 证件号码: '11010519491331002X' }, ['证件号码', 'document-check', '************02X']],
  [{ 出生日期: '1949-12-30' }, ['证件号码', 'document-birth', '************02X']],
  [{ 性别: '男' }, ['证件号码', 'document-sex', '************02X']],
  [{ 联系电话: '没有手机' }, ['联系电话', 'phone', '*有手机']],
  [{ 联系电话: '1.38E+10' }, ['联系电话', 'digits-lost', '*****+10']],
  [{ 联系电话: '13800138000、13900139000' }, ['联系电话', 'phone-more', '********000']],
  [{ 紧急联系人电话: '110' }, ['紧急联系人电话', 'phone', '***']],
  [{ 语言: '德语' }, ['语言', 'language', '德语']],
  [{ 航班号: 'CA981转CA1831' }, ['航班号', 'flight', 'CA981转CA1831']],
  [{ 特殊情况: '药到4月5日' }, ['特殊情况', 'flag-date', '药到4月5日']],
  [{ 特殊情况: '老人，怕黑' }, ['特殊情况', 'flag', '怕黑']],
  [{ 房间号: '#REF!' }, ['房间号', 'formula', '#REF!']],
  [{ 房间号: `12${DAMAGED}03` }, ['房间号', 'garbled', '12\ufffd03']],
  [{ 出生日期: '不知道', 联系电话: '###' }, ['出生日期', 'date', '不知道'], ['联系电话', 'phone', '***']],
  [{ 证件号码: '' }],
];

/** The defects of the header, and of a line with a cell too many. */
export const OTHERS = [
  [3, 'phone', 'column-twice', '手机'],
  [3, null, 'column-unknown', '体温'],
  [3 + LINES.length + 1, null, 'cells-beyond', '12楼'],
];

/** The bytes of the list. */
export function defectiveRoster(): Buffer {
  const headings = Object.keys(HEADINGS) as Heading[];
  const line = (cells: Partial<Record<Heading, string>>): string =>
    headings.map((heading) => cells[heading] ?? '').join(';');
  const lines = LINES.map(([cells]) => line({ ...GOOD, ...cells }));
  const text = ['滨江酒店隔离人员登记表', '', headings.join(';'), ...lines, `${line(GOOD)};12楼`];
  const [before = '', after = ''] = text.join('\r\n').split(DAMAGED);
  return Buffer.concat([encodeAs('gb18030', before), Uint8Array.of(0xff), encodeAs('gb18030', after)]);
}
