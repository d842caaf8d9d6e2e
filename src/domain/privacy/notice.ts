/** The version of `privacy:notice`: whoever saw an older one is shown it again. */
export const NOTICE_VERSION = 1;
