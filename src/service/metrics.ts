import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** What the service counts. No label names a repository, a person or a path. */
export interface Metrics {
  /** A delivery was answered, by event and status. */
  delivery(event: string, status: number): void;
  /** A review ended: `posted`, `unchanged`, `abandoned`, `failed`. */
  review(outcome: 'posted' | 'unchanged' | 'abandoned' | 'failed', seconds: number): void;
  /** In the text format of Prometheus, with its content type. */
  expose(): Promise<{ readonly contentType: string; readonly text: string }>;
}

/** Events that are counted by name; anything else that a stranger sends is `other`. */
const countedEvents = new Set([
  'pull_request',
  'issue_comment',
  'check_run',
  'installation',
  'installation_repositories',
  'repository',
  'ping',
]);

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'backend_engineer_' });
  const deliveries = new Counter({
    name: 'backend_engineer_deliveries_total',
    help: 'Webhook deliveries answered, by event and HTTP status.',
    labelNames: ['event', 'status'],
    registers: [registry],
  });
  const reviews = new Histogram({
    name: 'backend_engineer_review_seconds',
    help: 'Duration of review jobs, by outcome.',
    labelNames: ['outcome'],
    buckets: [0.5, 1, 2, 5, 10, 30, 60, 120, 300],
    registers: [registry],
  });
  return {
    delivery: (event, status) =>
      deliveries.inc({ event: countedEvents.has(event) ? event : 'other', status: String(status) }),
    review: (outcome, seconds) => reviews.observe({ outcome }, seconds),
    expose: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
