/** The words of one language for things, units and numbers: the schema of locales/<lang>/items.json. */
import { z } from 'zod';
import { ITEM_KEYS, UNITS } from './catalogue.ts';

const words = z.array(z.string().trim().min(1));
const amounts = z.record(z.string().trim().min(1), z.number().positive());

const schema = z.strictObject({
  /**
   * What each item is called besides its name in supplies.json. `diaper*` is the beginning of a word, `#` any number,
   * `منشفتين=2` says the amount too. Of a kind of something (milk powder for stage 1) it is what tells the kind beside
   * a word for that something, and `!nappies m` says both.
   */
  items: z.record(z.enum(ITEM_KEYS), words),
  units: z.record(z.enum(UNITS), words),
  /** Number words that are an amount wherever they stand. */
  numbers: amounts,
  /** Number words that are one only beside a unit: they mean something else too. */
  counted: amounts,
  /** Whole quantities: "half a dozen" is [6, null], "полкило" is [0.5, "kg"]. */
  quantities: z.record(z.string().trim().min(1), z.tuple([z.number().positive(), z.enum(UNITS).nullable()])),
  /** "and": between two things. */
  joiners: words,
  /** "or", "to": between two numbers. */
  ranges: words,
  /** "each": the amount is that of everything named before it. */
  each: words,
  /** Articles, "of", particles: never part of a thing's name at its edges. */
  skip: words,
  /** "please bring me": what follows is wanted. */
  asking: words,
  /** Words of conversation: a sentence with one of them and nothing known in it names no thing. */
  talk: words,
  /** Not things to bring, although they look so: "room #", "# months old", "hot water". */
  decoys: words,
  /** Something is broken or missing service: such a text asks for no delivery. */
  repairs: words,
  /** Things that hold an item's word without being that item: "香水" is no water. */
  others: words,
});

/** The vocabulary of one language. */
export type ItemLexicon = z.infer<typeof schema>;

/** Checks untrusted JSON; throws an Error whose message names every wrong place. */
export function parseItemLexicon(json: unknown): ItemLexicon {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const places = result.error.issues.map((issue) => `${issue.path.join('.') || '(root)'}: ${issue.message}`);
  throw new Error(`Not an item lexicon. ${places.join('; ')}`);
}
