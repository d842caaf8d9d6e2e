/** Every version of the declaration there ever was; a signed one is read by its own. */
import { type Form, parseForm } from './form.ts';
import { VERSION_1 } from './version-1.ts';

const FORMS: readonly Form[] = [parseForm(VERSION_1)];

/** The version that is filled in now. */
export const currentForm = (): Form => FORMS.at(-1) as Form;

/** The version with this number; undefined when this program does not know it. */
export const formOf = (version: number): Form | undefined => FORMS.find((one) => one.version === version);
