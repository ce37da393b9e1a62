import process from 'node:process';
import { measureFairness } from '../test/support/fairness.ts';
import { atLeast, atMost, median, plain, printFigures } from './figures.ts';
import { readArguments } from './read-arguments.ts';

// Two installations on one service, one of which floods it with pull requests: how long the other one's reviews take
// to begin meanwhile, beside how long they take without the flood.

const usage = `npm run bench:fairness -- [--json] [--flood PULL_REQUESTS] [--samples N] [--github-ms N]
  [--database-url postgres://…]

--github-ms is what GitHub takes for an answer; the default is what its API takes from a near data centre.
With --database-url a web process and two workers share that server; otherwise one process does all.
`;
const values = readArguments(
  {
    json: { type: 'boolean', default: false },
    flood: { type: 'string', default: '500' },
    samples: { type: 'string', default: '15' },
    'github-ms': { type: 'string', default: '100' },
    'database-url': { type: 'string' },
  },
  ['flood', 'samples', 'github-ms'],
  usage,
);
const fairness = await measureFairness({
  flood: Number(values.flood),
  samples: Number(values.samples),
  githubMs: Number(values['github-ms']),
  databaseUrl: values['database-url'] ?? null,
});
const [usual, flooded] = [median(fairness.usual), median(fairness.flooded)];
const figures = [
  atMost('fairness.start_ratio', flooded / usual, 'times', 2),
  plain('fairness.usual_ms', usual, 'ms'),
  plain('fairness.flooded_ms', flooded, 'ms'),
  plain('fairness.flooded_worst_ms', Math.max(...fairness.flooded), 'ms'),
  plain('fairness.flood_reviews_per_second', fairness.floodPerSecond, 'reviews/s'),
  // Otherwise it was no flood.
  atLeast('fairness.flood_still_waiting', fairness.waiting, 'reviews', 1),
];
printFigures(figures, values.json);
process.exitCode = figures.every(({ ok }) => ok !== false) ? 0 : 1;
