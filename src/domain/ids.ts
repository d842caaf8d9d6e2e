/** One bot login on one platform, such as `telegram` or `web`; chosen by configuration, never parsed for meaning. */
export type AccountId = string & { readonly __account: unique symbol };

/** The platform's own id of a chat; only that platform's channel may look inside it. */
export type ChatRef = string & { readonly __chat: unique symbol };

/** The platform's own id of a person's account there; only that platform's channel may look inside it. */
export type SenderRef = string & { readonly __sender: unique symbol };

/** The platform's own id of a message within its chat; only that platform's channel may look inside it. */
export type MessageRef = string & { readonly __message: unique symbol };

/** The platform's own id of a topic within its group; only that platform's channel may look inside it. */
export type TopicRef = string & { readonly __topic: unique symbol };

/** Marks a string as an account id. */
export const accountId = (value: string): AccountId => value as AccountId;

/** Marks a platform's chat id. */
export const chatRef = (value: string | number | bigint): ChatRef => String(value) as ChatRef;

/** Marks a platform's sender id. */
export const senderRef = (value: string | number | bigint): SenderRef => String(value) as SenderRef;

/** Marks a platform's message id. */
export const messageRef = (value: string | number | bigint): MessageRef => String(value) as MessageRef;

/** Marks a platform's topic id. */
export const topicRef = (value: string | number | bigint): TopicRef => String(value) as TopicRef;
