/** What quarantined people ask for, whatever they call it. Medicines are no items: they are medical matters. */

/** What things are counted or measured in. */
export const UNITS = [
  'piece',
  'pack',
  'box',
  'bottle',
  'can',
  'bag',
  'carton',
  'roll',
  'pair',
  'set',
  'portion',
  'cup',
  'bucket',
  'kg',
  'g',
  'l',
  'ml',
] as const;

/** One of `UNITS`. */
export type UnitKey = (typeof UNITS)[number];

/** Units of weight and volume: beside a count they tell the size, as in "2 bottles of 500 ml". */
export const MEASURES: readonly UnitKey[] = ['kg', 'g', 'l', 'ml'];

/** The shelves of a store room, in the order in which lists show them. */
export const CATEGORIES = [
  'baby',
  'food',
  'hygiene',
  'cleaning',
  'protection',
  'room',
  'electric',
  'tableware',
  'leisure',
] as const;

/** One of `CATEGORIES`. */
export type Category = (typeof CATEGORIES)[number];

interface Item {
  readonly category: Category;
  /** What one of it is when nobody says. */
  readonly unit: UnitKey;
  /** The item it is a kind of: its words in locales/<lang>/items.json only mean it beside words for that one. */
  readonly of?: string;
}

const shelf = <Key extends string>(
  category: Category,
  unit: UnitKey,
  keys: readonly Key[],
  of?: string,
): Record<Key, Item> =>
  Object.fromEntries(keys.map((key) => [key, { category, unit, ...(of ? { of } : {}) }])) as Record<
    Key,
    Item
  >;

/** Every item there is. The words for it are in locales/<lang>/items.json, its names in supplies.json. */
export const ITEMS = {
  ...shelf('baby', 'can', ['milk-powder']),
  ...shelf(
    'baby',
    'can',
    ['milk-powder-1', 'milk-powder-2', 'milk-powder-3', 'milk-powder-4'],
    'milk-powder',
  ),
  ...shelf('baby', 'pack', ['diapers', 'baby-wipes']),
  ...shelf(
    'baby',
    'pack',
    ['diapers-nb', 'diapers-s', 'diapers-m', 'diapers-l', 'diapers-xl', 'diapers-xxl'],
    'diapers',
  ),
  ...shelf('baby', 'piece', ['baby-bottle', 'bottle-steriliser', 'baby-food', 'baby-cot', 'pacifier']),
  ...shelf('food', 'bottle', ['water', 'juice']),
  ...shelf('food', 'box', ['milk', 'tea', 'coffee']),
  ...shelf('food', 'bag', ['sugar', 'salt']),
  ...shelf('food', 'pack', ['snacks', 'biscuits', 'instant-noodles']),
  ...shelf('food', 'portion', ['fruit', 'porridge', 'meal']),
  ...shelf('food', 'portion', ['meal-halal', 'meal-vegetarian'], 'meal'),
  ...shelf('food', 'piece', ['apples', 'bananas', 'bread', 'eggs']),
  ...shelf('food', 'cup', ['yogurt']),
  ...shelf('hygiene', 'pack', ['pads', 'tissues', 'wet-wipes', 'cotton-swabs']),
  ...shelf('hygiene', 'box', ['tampons']),
  ...shelf('hygiene', 'roll', ['toilet-paper']),
  ...shelf('hygiene', 'bottle', ['shampoo', 'conditioner', 'shower-gel', 'lotion']),
  ...shelf('hygiene', 'piece', ['soap', 'toothbrush', 'toothpaste', 'razor', 'nail-clippers', 'towel']),
  ...shelf('hygiene', 'pair', ['slippers', 'socks']),
  ...shelf('hygiene', 'piece', ['underwear']),
  ...shelf('hygiene', 'set', ['clothes']),
  ...shelf('cleaning', 'bottle', ['detergent', 'dish-soap', 'disinfectant', 'hand-sanitiser']),
  ...shelf('cleaning', 'roll', ['rubbish-bags']),
  ...shelf('cleaning', 'piece', ['hangers']),
  ...shelf('protection', 'piece', ['masks', 'masks-n95', 'thermometer', 'mosquito-repellent']),
  ...shelf('protection', 'pair', ['gloves', 'earplugs']),
  ...shelf('room', 'set', ['bedding']),
  ...shelf('room', 'piece', ['bed-sheet', 'blanket', 'pillow', 'hot-water-bag', 'heater', 'humidifier']),
  ...shelf('room', 'piece', ['desk-lamp', 'light-bulb']),
  ...shelf('electric', 'piece', ['kettle', 'adapter', 'charger']),
  ...shelf('electric', 'piece', ['charger-usb-c', 'charger-lightning', 'charger-micro-usb'], 'charger'),
  ...shelf('electric', 'piece', ['laptop-charger', 'charging-cable', 'power-bank', 'extension-lead']),
  ...shelf('electric', 'piece', ['batteries', 'hair-dryer', 'headphones']),
  ...shelf('tableware', 'piece', ['cup', 'bowl']),
  ...shelf('tableware', 'set', ['cutlery']),
  ...shelf('tableware', 'pair', ['chopsticks']),
  ...shelf('leisure', 'set', ['stationery']),
  ...shelf('leisure', 'piece', ['pens', 'notebook', 'toys', 'books']),
  ...shelf('leisure', 'pack', ['paper']),
};

/** The key of an item, the same in all languages. */
export type ItemKey = keyof typeof ITEMS;

/** All items, in the order of the shelves. */
export const ITEM_KEYS = Object.keys(ITEMS) as ItemKey[];

/** What is known of an item. */
export const itemOf = (key: ItemKey): Item => (ITEMS as Record<ItemKey, Item>)[key];

/** The item with this key as stored; undefined when the catalogue does not know it (any more). */
export const knownItem = (key: string | null): ItemKey | undefined =>
  key !== null && Object.hasOwn(ITEMS, key) ? (key as ItemKey) : undefined;
