import { z } from 'zod';
import { parseExternalId } from './external-id.ts';

/** A job as an event asks for it. `i` is the installation, `r` is `owner/name`, `n` the pull request. */
export type EventJob =
  | { readonly name: 'review'; readonly data: { readonly i: number; readonly r: string; readonly n: number } }
  | {
      readonly name: 'command';
      readonly data: {
        readonly i: number;
        readonly r: string;
        readonly n: number;
        /** Id of the comment or of the check run. */
        readonly c: number;
        readonly k: 'issue' | 'check';
        readonly u: string;
        readonly t: string;
      };
    }
  | {
      readonly name: 'lifecycle';
      readonly data:
        | { readonly e: 'installation'; readonly i: number }
        | { readonly e: 'repository'; readonly i: number; readonly r: string }
        | { readonly e: 'closed'; readonly i: number; readonly r: string; readonly n: number };
    }
  | { readonly name: 'reconcile'; readonly data: Readonly<Record<string, never>> };

export interface EventRules {
  readonly appId: number;
  /** Names of the commands in a comment, in order. */
  readonly commandNames: (body: string) => readonly string[];
}

/** What an event asks for, and whose it is. */
export interface EventJobs {
  readonly installation: number;
  readonly jobs: readonly EventJob[];
}

/** The events that are looked at; all others are answered and forgotten. */
export const handledEvents = [
  'pull_request',
  'issue_comment',
  'check_run',
  'installation',
  'installation_repositories',
  'repository',
] as const;
type HandledEvent = (typeof handledEvents)[number];

const installation = z.object({ installation: z.object({ id: z.int().positive() }), action: z.string() });
const fullName = z.string().regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/);
const repository = z.object({ repository: z.object({ full_name: fullName }) });
const inRepository = installation.extend(repository.shape);
const login = z.string().regex(/^[\w-]{1,100}(\[bot\])?$/);
const actor = z.object({ login, type: z.string() });
const number = z.int().positive();

// Made once: to make one costs more than all else that is done for a delivery.
const pullRequestEvent = inRepository.extend({
  pull_request: z.object({ number, draft: z.boolean().optional(), state: z.string() }),
  changes: z.object({ base: z.unknown().optional() }).optional(),
});
const commentEvent = inRepository.extend({
  issue: z.object({ number, pull_request: z.unknown().optional() }),
  comment: z.object({
    id: z.int().positive(),
    body: z.string().nullable(),
    user: actor.nullable(),
    performed_via_github_app: z.unknown().optional(),
  }),
});
const checkRunEvent = inRepository.extend({
  check_run: z.object({
    id: z.int().positive(),
    external_id: z.string().nullable(),
    app: z.object({ id: z.int() }).nullable(),
  }),
  requested_action: z.object({ identifier: z.string() }).nullish(),
  sender: actor,
});
const repositoriesEvent = installation.extend({
  repositories_removed: z.array(z.object({ full_name: fullName })),
});
const formerOwner = z.object({
  from: z.object({ user: z.object({ login }).nullish(), organization: z.object({ login }).nullish() }),
});
const repositoryEvent = inRepository.extend({
  changes: z
    .object({
      repository: z.object({ name: z.object({ from: z.string() }) }).optional(),
      owner: formerOwner.optional(),
    })
    .optional(),
});

type Reader = (payload: unknown, rules: EventRules) => EventJobs | null;

const readers: Record<HandledEvent, Reader> = {
  pull_request(payload) {
    const event = pullRequestEvent.parse(payload);
    const place = { i: event.installation.id, r: event.repository.full_name, n: event.pull_request.number };
    if (event.action === 'closed') return one(event, { name: 'lifecycle', data: { e: 'closed', ...place } });
    const asks =
      ['opened', 'reopened', 'synchronize', 'ready_for_review'].includes(event.action) ||
      (event.action === 'edited' && event.changes?.base !== undefined);
    // A draft waits until it is ready; a closed one that is pushed to is nobody's.
    if (!asks || event.pull_request.draft === true || event.pull_request.state !== 'open') return null;
    return one(event, { name: 'review', data: place });
  },

  issue_comment(payload, rules) {
    const event = commentEvent.parse(payload);
    const { comment, issue } = event;
    const byPerson = comment.user?.type === 'User' && comment.performed_via_github_app == null;
    if (event.action !== 'created' || issue.pull_request === undefined || !byPerson) return null;
    const [first] = rules.commandNames(comment.body ?? '');
    if (first === undefined || comment.user === null) return null;
    return one(event, {
      name: 'command',
      data: {
        i: event.installation.id,
        r: event.repository.full_name,
        n: issue.number,
        c: comment.id,
        k: 'issue',
        u: comment.user.login,
        t: shortName(first),
      },
    });
  },

  check_run(payload, rules) {
    const event = checkRunEvent.parse(payload);
    if (event.check_run.app?.id !== rules.appId) return null;
    const checked = parseExternalId(event.check_run.external_id);
    if (checked === null) return null;
    const place = { i: event.installation.id, r: event.repository.full_name, n: checked.number };
    if (event.action === 'rerequested') return one(event, { name: 'review', data: place });
    if (event.action !== 'requested_action') return null;
    const t = shortName(event.requested_action?.identifier ?? '');
    const u = event.sender.login;
    return one(event, { name: 'command', data: { ...place, c: event.check_run.id, k: 'check', u, t } });
  },

  installation(payload) {
    const event = installation.parse(payload);
    if (event.action === 'deleted')
      return one(event, { name: 'lifecycle', data: { e: 'installation', i: event.installation.id } });
    const begins = ['created', 'unsuspend', 'new_permissions_accepted'].includes(event.action);
    return begins ? one(event, { name: 'reconcile', data: {} }) : null;
  },

  installation_repositories(payload) {
    const event = repositoriesEvent.parse(payload);
    if (event.action === 'added') return one(event, { name: 'reconcile', data: {} });
    return {
      installation: event.installation.id,
      jobs: event.repositories_removed.map(({ full_name: r }) => ({
        name: 'lifecycle',
        data: { e: 'repository', i: event.installation.id, r },
      })),
    };
  },

  repository(payload) {
    const event = repositoryEvent.parse(payload);
    const [account = '', present = ''] = event.repository.full_name.split('/');
    const from = event.changes?.owner?.from;
    const former = {
      deleted: event.repository.full_name,
      renamed: `${account}/${event.changes?.repository?.name.from ?? ''}`,
      // A transfer may give it another name, too.
      transferred: `${(from?.organization ?? from?.user)?.login ?? ''}/${event.changes?.repository?.name.from ?? present}`,
    }[event.action];
    const r = fullName.safeParse(former);
    if (!r.success) return null;
    return one(event, { name: 'lifecycle', data: { e: 'repository', i: event.installation.id, r: r.data } });
  },
};

const byName: ReadonlyMap<string, Reader> = new Map(Object.entries(readers));

/**
 * The jobs that an event asks for; null where it asks for nothing, is not of an installation, or is none of ours.
 * Throws ZodError for a payload that GitHub does not send.
 */
export function jobsOfEvent(name: string, payload: unknown, rules: EventRules): EventJobs | null {
  const reader = byName.get(name);
  if (reader === undefined || !isOfInstallation(payload)) return null;
  const result = reader(payload, rules);
  return result === null || result.jobs.length === 0 ? null : result;
}

/** A webhook of a repository (not of the App) has the same secret only by mistake, and no installation. */
function isOfInstallation(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && 'installation' in payload;
}

function one(event: { readonly installation: { readonly id: number } }, job: EventJob): EventJobs {
  return { installation: event.installation.id, jobs: [job] };
}

/** A name that fits into a job; anything else is no command of ours, and its answer says so. */
function shortName(name: string): string {
  return /^[a-z][a-z-]{0,19}$/.test(name) ? name : 'unknown';
}
