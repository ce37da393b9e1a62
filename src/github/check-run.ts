import type { CheckRunState } from './pull-request.ts';

/** The name of our check, which branch protection may require: it never changes. */
export const checkRunName = 'Backend review';

/** A check run of REST as ours. */
export function checkRunState(run: {
  id: number;
  status: string;
  output: { title: string | null; annotations_count: number };
}): CheckRunState {
  return {
    id: run.id,
    completed: run.status === 'completed',
    title: run.output.title,
    annotations: run.output.annotations_count,
  };
}
