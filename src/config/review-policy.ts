import { z } from 'zod';

/** Whoever wants no limit writes this. */
const largest = 1_000_000;
const limit = z.coerce.number().int().min(1).max(largest);

/** The operator's variables about whom we work for, and how much. */
export const reviewPolicyVariables = {
  MODEL_FOR: z.enum(['members', 'everyone', 'asked']).default('members'),
  REVIEWS_PER_REPOSITORY_PER_HOUR: limit.default(300),
  REVIEWS_PER_OUTSIDER_PER_HOUR: limit.default(20),
  MODEL_REVIEWS_PER_REPOSITORY_PER_DAY: limit.default(100),
};

/** Whom we work for, and how much: a stranger can make us neither work nor pay without end. */
export interface ReviewPolicy {
  /**
   * Whose pull requests the model is asked about at once: those of people who may write (`members`), all
   * (`everyone`), none (`asked`). For the others it is asked when somebody who may write says so.
   */
  readonly modelFor: 'members' | 'everyone' | 'asked';
  readonly reviewsPerRepositoryPerHour: number;
  /** Of one author without write access, in one repository. */
  readonly reviewsPerOutsiderPerHour: number;
  readonly modelReviewsPerRepositoryPerDay: number;
}

export function reviewPolicy(
  values: {
    readonly [Name in keyof typeof reviewPolicyVariables]: z.infer<(typeof reviewPolicyVariables)[Name]>;
  },
): ReviewPolicy {
  return {
    modelFor: values.MODEL_FOR,
    reviewsPerRepositoryPerHour: values.REVIEWS_PER_REPOSITORY_PER_HOUR,
    reviewsPerOutsiderPerHour: values.REVIEWS_PER_OUTSIDER_PER_HOUR,
    modelReviewsPerRepositoryPerDay: values.MODEL_REVIEWS_PER_REPOSITORY_PER_DAY,
  };
}
