import type { PlannedCheck } from '../review/conversation.ts';

/** The end of a check that nobody waits for any more, since a push came: it must not stay in progress. */
export function overtakenCheck(summary: string): PlannedCheck {
  return { conclusion: 'neutral', title: 'Overtaken by a newer commit', summary, annotations: [] };
}
