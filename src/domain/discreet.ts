/** `/note!`, `//!`, 密注: whatever the words behind it are, few may read them. */
const DISCREET = /^\s*(?:[/／]note(?:@[^\s!！]+)?[!！]|[/／]{2}[!！]|密[注註](?!\p{Script=Han}))/iu;

/** Whether a message of a colleague's is a restricted note, so that a chat that many read must not keep its words. */
export const isDiscreet = (text: string): boolean => DISCREET.test(text);
