/** GitHub's lists show what was just created within some seconds; after this, what they do not show does not exist. */
export const listLagSeconds = 10;

/** For so long a review that GitHub took is expected in its lists: one that is gone later was deleted by a person. */
export const expectedSeconds = 60;
