/** Tickets that took others in are read together with them. */

/** SQL: the id of a ticket (an expression such as `t.id`) and of every ticket it took in, as an array. */
export const withMerged = (id: string): string =>
  `array(select m.id from ticket m where m.id = ${id} or m.merged_into_id = ${id})`;
