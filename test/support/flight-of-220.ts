/** A flight of 220: the list of the airline, who of them writes to us, and the laboratory's tables. */

/** Seats of the plane, all taken. */
export const SEATS = 220;
/** The first so many go to the Harbour Hotel, whose rooms are on the list; the others to the Garden Hotel. */
export const HARBOUR = 120;
/** The first so many go on to Wuhan, where seven days at home follow. */
export const WUHAN = 30;

/** Those who write to us: place on the list, name, language of the list, locale of the account, and how they come. */
export const WRITERS = [
  [1, 'Ana Lima', 'English', 'en', 'code'],
  [2, '王小明', '中文', 'zh-CN', 'code'],
  [3, '김민수', 'Korean', 'ko', 'code'],
  [40, 'Yuki Mori', 'Japanese', 'ja', 'code'],
  [41, 'Ivan Petrov', 'Russian', 'ru', 'code'],
  [42, 'Pierre Roux', 'French', 'fr', 'code'],
  [43, 'Sofía Reyes', 'Spanish', 'es', 'web'],
  [44, 'Aye Aye', 'Burmese', 'my', 'number'],
  [45, 'George Miller', 'English', 'en', 'claim'],
  [125, 'Minh Tran', 'Vietnamese', 'vi', 'code'],
  [126, 'Amal Haddad', 'Arabic', 'ar', 'code'],
  [127, 'Noy Vong', 'Lao', 'lo', 'number'],
] as const;

/** What those ask for who come without a code. */
export const WISHES: Readonly<Record<number, string>> = {
  44: 'ရေသန့် ၂ ဘူး၊ စောင် ၁ ထည်၊ ခေါင်းအုံး ၂ လုံး ပို့ပေးပါ',
  45: 'Could we have two bottles of water, please?',
  127: 'ຂໍນ້ຳດື່ມ 3 ຕຸກ, ເຈ້ຍຫ້ອງນ້ຳ 4 ມ້ວນ ແລະ ສະບູ 1 ກ້ອນ ແດ່',
};

/** Children, who do not write, by the place of the parent with whom they travel. */
export const CHILDREN: Readonly<Record<number, readonly number[]>> = {
  1: [60, 61],
  10: [62, 63],
  126: [160],
  150: [161],
};

const FLAGS: Readonly<Record<number, string>> = {
  5: 'elderly',
  6: 'pregnant',
  7: 'diabetes insulin until 2026-12-20',
  60: 'infant',
  130: 'halal',
  131: 'wheelchair',
  132: 'student exam 2026-12-15',
};

const HEADINGS =
  'name,birth_date,document_number,languages,flight,seat,entry_date,home_jurisdiction,party,site,room,flags';

/** Places on the list, both ends included. */
export const places = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_one, at) => from + at);

/** All of them. */
export const EVERYBODY = places(1, SEATS);

/** What somebody is called. */
export const nameOf = (at: number): string =>
  WRITERS.find(([place]) => place === at)?.[1] ?? `Guest ${String(at).padStart(3, '0')}`;

/** Where they stay. */
export const hotelOf = (at: number): string => (at <= HARBOUR ? 'Harbour Hotel' : 'Garden Hotel');

/** In which room. */
export const roomOf = (at: number): string => String(at <= HARBOUR ? 300 + at : 600 + at);

/** The number of their passport. */
export const documentOf = (at: number): string => `E${20_000_000 + at}`;

/** A list of some of them, who enter on 23 November; the Garden Hotel's rooms are only on its own list. */
export function rosterOf(some: readonly number[], hasAllRooms: boolean): Buffer {
  const parents = new Map(
    Object.entries(CHILDREN).flatMap(([parent, all]) => all.map((at) => [at, Number(parent)])),
  );
  const lines = some.map((at) => {
    const family = parents.get(at) ?? (CHILDREN[at] ? at : undefined);
    const [, , language = 'English'] = WRITERS.find(([place]) => place === at) ?? [];
    return [
      nameOf(at),
      parents.has(at) ? '2021-03-04' : '1980-05-06',
      documentOf(at),
      language,
      'CZ 3081',
      `${Math.ceil(at / 6)}${'ABCDEF'[(at - 1) % 6]}`,
      '2026-11-23',
      at <= WUHAN ? 'Wuhan' : 'Shanghai',
      family ? `family ${family}` : '',
      hotelOf(at),
      hasAllRooms || at <= HARBOUR ? roomOf(at) : '',
      FLAGS[at] ?? '',
    ].join(',');
  });
  return Buffer.from([HEADINGS, ...lines].join('\n'));
}

/** The laboratory's table of a day on which all of these are negative. */
export function resultsOf(some: readonly number[], day: string): Buffer {
  const rows = some.map((at) => `${documentOf(at)},${day},negative`);
  return Buffer.from(['document_number,date,result', ...rows].join('\n'));
}
