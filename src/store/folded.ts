/**
 * A name or a flight as statements compare it, however it is spaced and whatever its letters' case; `text` is a column or
 * a parameter. Of flights there is an index on it.
 */
export const folded = (text: string): string => `upper(replace(${text}, ' ', ''))`;
