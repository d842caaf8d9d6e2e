/** A body temperature in what somebody wrote, in Celsius or Fahrenheit, with any digits. */
import { latinDigits } from '../digits.ts';

/** Degrees Celsius that a thermometer under a living person's arm shows. */
const LOWEST = 34;
const HIGHEST = 43;
/** Without a unit, from here on it is Fahrenheit. */
const FAHRENHEIT_FROM = 93;

/** What was read, and the words around it. */
export interface Measured {
  /** To a tenth. */
  readonly celsius?: number;
  /** A number that was meant to be one and cannot be, as written. */
  readonly implausible?: string;
  /** The text without the temperature. */
  readonly rest: string;
}

const HAN = '零一二三四五六七八九';
const digit = (char: string): string => (char === '半' ? '5' : String(HAN.indexOf(char)));

/** 三十六度五, 三十七点二度 and 36度5 as digits. */
const spelled = (text: string): string =>
  text
    .replace(
      /([三四])十([一二三四五六七八九])?(?:[点點]([零一二三四五六七八九])度?|[度℃](?:([零一二三四五六七八九])|(半))?)/gu,
      (_all, tens: string, ones: string | undefined, point?: string, after?: string, half?: string) => {
        const tenth = point ?? after ?? half;
        return `${digit(tens)}${ones ? digit(ones) : 0}${tenth ? `.${digit(tenth)}` : ''}°`;
      },
    )
    .replace(
      /(\d{2})\s*(?:度|도|độ)\s*(\d|半)(?!\d)\s*(?:分|부)?/gu,
      (_all, whole: string, tenth: string) => {
        return `${whole}.${tenth === '半' ? 5 : tenth}°`;
      },
    );

const NUMBER =
  /(?<!\d|\d[.,:/])(\d{1,3})(?:[.,](\d{1,2}))?(?![\d:/])\s*(°\s*[cf]?(?!\p{L})|degrees?(?:\s*(?:celsius|fahrenheit|[cf](?!\p{L})))?|[cf](?!\p{L})|celsius|fahrenheit|度|도|độ|градус\p{L}*|grados?|degrés?|درجة|ອົງສາ|ဒီဂရီ)?/giu;

/** Reads the first temperature; a bare whole number counts only where it is all that was written. */
export function readTemperature(text: string): Measured {
  const words = spelled(latinDigits(text.normalize('NFKC').replaceAll('٫', '.')));
  let implausible: string | undefined;
  let rest = words;
  for (const match of words.matchAll(NUMBER)) {
    const [all, whole = '', tenth, unit = ''] = match;
    const others = words.slice(0, match.index) + words.slice(match.index + all.length);
    const isAlone = !/[\p{L}\p{N}]/u.test(others);
    if (!tenth && !unit && !isAlone) continue;
    const celsius = toCelsius(Number(`${whole}.${tenth ?? 0}`), unit.toLowerCase());
    if (celsius >= LOWEST && celsius <= HIGHEST) return { celsius, rest: others.trim() };
    if (!unit && !isAlone) continue;
    implausible ??= all.trim();
    rest = others.trim();
  }
  return implausible === undefined ? { rest } : { implausible, rest };
}

function toCelsius(value: number, unit: string): number {
  const isFahrenheit = /f/.test(unit) || (!/c|градус/.test(unit) && value >= FAHRENHEIT_FROM);
  return Math.round((isFahrenheit ? ((value - 32) * 5) / 9 : value) * 10) / 10;
}
