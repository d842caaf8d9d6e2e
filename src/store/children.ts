/** Children speak through their party: whoever is under this age, by the day of birth. */
const AGE = 14;

/** That somebody born on this day (a column) is a child on that day; whose birth nobody knows is none. */
export const isChild = (born: string, day = 'current_date'): string =>
  `${born} > ${day} - interval '${AGE} years'`;

/** That they are not, as far as is known. */
export const isGrown = (born: string, day?: string): string =>
  `(${born} is null or not ${isChild(born, day)})`;
