/**
 * Kinds of personal data. Each is kept for a time of its own and then removed; what is no more of anybody stays as
 * figures. `copies` is no kind of a person's data but every message as it travelled, of staff as well.
 */
export const DATA_CLASSES = ['documents', 'phone', 'media', 'transcripts', 'identity'] as const;

/** One of them. */
export type DataClass = (typeof DATA_CLASSES)[number];

/**
 * What becomes of a column: `none` says nothing about a traveller; `figure` is kept without a name; a class is removed
 * with that class; `copies` is emptied when the message it travelled in is old.
 */
export type Fate = 'none' | 'figure' | DataClass | 'copies';
