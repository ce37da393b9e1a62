import type { Change } from '../change/change.ts';
import { withGitHubHunks } from '../change/commentable.ts';
import {
  type ReadRepositorySettings,
  repositorySettingsPath,
  settingsOfFile,
} from '../config/repository-settings.ts';
import { publish } from '../github/publish.ts';
import type { GitHubReading, PullRequestRef, PullRequestState } from '../github/pull-request.ts';
import { readSettled } from '../github/read-settled.ts';
import { startCheck } from '../github/start-check.ts';
import { buildReport } from '../report/build-report.ts';
import type { Report } from '../report/report.ts';
import type { Analysis } from '../review/analysis.ts';
import type { PlannedCheck } from '../review/conversation.ts';
import { type PlanInput, planPublication, reportBodyWithout } from '../review/plan.ts';
import { claimFence } from '../store/claim-fence.ts';
import { endTurn } from '../store/end-turn.ts';
import { modelRefusal } from './model-refusal.ts';
import { overtakenCheck } from './overtaken-check.ts';
import { withoutModel } from './persona-reviewer.ts';
import type { PersonaContribution, ReviewSource, ReviewWorld } from './review-world.ts';
import { takeTurn } from './take-turn.ts';
import { authorAccess } from './write-access.ts';

/** How a review ended. `abandoned`: draft, closed, or the head moved meanwhile and another job has the new head. */
export type ReviewOutcome = 'posted' | 'unchanged' | 'abandoned';

/** A head that was read so long ago still counts: a push in between brings its own event and its own review. */
const headFreshMs = 2_000;

const withoutCheck =
  'GitHub does not let the App write a check run here: it needs the permission `checks: write`, which an owner has to agree to.';

/**
 * One review of one pull request, from reading it to the posted report: the table of contents of the service.
 * The head is read now and again before anything but the check run is written. Throws RetryLater at limits, GitHub's
 * and ours, Superseded where a later attempt works on the pull request.
 */
export async function reviewPullRequest(
  world: ReviewWorld,
  ref: PullRequestRef,
  signal: AbortSignal,
): Promise<ReviewOutcome> {
  const { database, markers } = world;
  const github = world.github(ref);
  const opening = world.openSource(ref, signal);
  // Where it cannot be opened, that is told where it is needed.
  opening.catch(() => {});
  try {
    const fence = await claimFence(database, ref);
    const pullRequest = await readSettled(database, github, ref, signal);
    if (pullRequest.state === 'closed' || pullRequest.draft) return 'abandoned';
    const { head, conversation, url } = pullRequest;
    const mayWrite = authorAccess(github, ref, pullRequest, signal);
    await takeTurn(world, ref, pullRequest, mayWrite, signal);
    const begun = await startCheck(database, github, ref, pullRequest, signal);
    const source = await opening;
    const { change, settings, problem } = await readChange(github, source, ref, pullRequest, signal);
    // The head is read beside the analysis, and again where that was too long ago by the end.
    const readAt = world.clock.now();
    const [analysis, early] = await Promise.all([
      source.analyze(change, settings, signal),
      source.presentHead(ref.number, signal),
    ]);
    const persona = await personaOf(world, source, change, analysis, signal, () =>
      modelRefusal(world, ref, pullRequest, mayWrite),
    );
    // Refused before, it is asked for once more: GitHub shows some things only seconds after they were made.
    const check = begun ?? (await startCheck(database, github, ref, pullRequest, signal));
    const notices = [problem, check === null ? withoutCheck : null].filter((notice) => notice !== null);
    const report = reportOf(change, analysis, notices, persona);
    const input: PlanInput = {
      report,
      change,
      conversation,
      pullRequestId: pullRequest.id,
      markers,
      settings: { inlineLimit: settings.inline.limit, warningsConclude: settings.gate.warnings },
    };
    const plan = planPublication(input);
    const fresh = world.clock.now() - readAt < headFreshMs;
    const present = fresh ? early : await source.presentHead(ref.number, signal);
    if (present !== head.sha) {
      await endTurn(database, ref, head.sha);
      if (check !== null) await github.concludeCheckRun(ref, check, overtaken(present), null, signal);
      return 'abandoned';
    }
    await publish(database, {
      ref,
      fence,
      plan,
      check,
      url: conversation.report?.url ?? url,
      revise: (unplaced) => reportBodyWithout(input, plan, unplaced),
      github,
      signal,
    });
    await endTurn(database, ref, head.sha);
    const said = plan.report.action === 'create' || plan.comments.length > 0 || plan.edits.length > 0;
    return said ? 'posted' : 'unchanged';
  } finally {
    await opening.then(
      (source) => source.close(),
      () => {},
    );
  }
}

/** @param present the head by now */
function overtaken(present: string | null): PlannedCheck {
  const to = present === null ? '' : `, to \`${present.slice(0, 7)}\``;
  return overtakenCheck(
    `The head moved while this commit was being reviewed${to}. The review of the present head follows.`,
  );
}

/**
 * The change with GitHub's own hunks, which are the truth about commentable lines, and the settings in force: the
 * repository's on the base branch, else the organisation's, else the defaults. What can be waited for together is:
 * most pull requests are up to date, so that the merge base is the base.
 */
async function readChange(
  github: GitHubReading,
  source: ReviewSource,
  ref: PullRequestRef,
  { base, head }: PullRequestState,
  signal: AbortSignal,
): Promise<{ change: Change } & ReadRepositorySettings> {
  const [comparison, organization] = await Promise.all([
    github.compare(ref, base.sha, head.sha, signal),
    github.organizationConfig(ref, signal),
    source.fetch([base.sha, head.sha], signal),
  ]);
  const { mergeBase, files, complete } = comparison;
  if (mergeBase !== base.sha) await source.fetch([mergeBase, base.sha, head.sha], signal);
  await source.fetchContents(mergeBase, head.sha, signal);
  const [change, settings] = await Promise.all([
    source.readChange(mergeBase, head.sha, signal),
    source.tree(base.sha, signal).read([repositorySettingsPath]),
  ]);
  return {
    change: withGitHubHunks(change, files, complete),
    ...settingsOfFile(settings.get(repositorySettingsPath), organization),
  };
}

/** What the model adds; nothing where there is none, nothing of a backend to look at, or a reason not to ask it. */
async function personaOf(
  world: ReviewWorld,
  source: ReviewSource,
  change: Change,
  analysis: Analysis,
  signal: AbortSignal,
  refusal: () => Promise<string | null>,
): Promise<PersonaContribution> {
  const backend = analysis.coverage.some((file) => file.backend);
  if (world.persona === null || !backend) return withoutModel;
  const note = await refusal();
  if (note !== null) return { ...withoutModel, part: { state: 'absent', note } };
  return world.persona(change, analysis, source.tree(change.head, signal), signal);
}

function reportOf(
  change: Change,
  analysis: Analysis,
  notices: readonly string[],
  persona: PersonaContribution,
): Report {
  return buildReport({
    base: change.base,
    head: change.head,
    facts: analysis.facts,
    findings: [...analysis.findings, ...persona.findings],
    coverage: persona.cover(analysis.coverage),
    notices: [...notices, ...analysis.notices],
    persona: persona.part,
    sentences: persona.sentences,
  });
}
