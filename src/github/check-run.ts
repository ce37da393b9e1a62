/** The name of our check, which branch protection may require: it never changes. */
export const checkRunName = 'Backend review';
