import { ApiRefusal } from './api-error.ts';

/** What the API refuses by model. Written down apart from src/persona, so that a mistake there is seen here. */
export interface ModelLimits {
  readonly maximumOutput: number;
  readonly efforts: readonly string[];
  /** A budget is refused from 4.7 on, adaptive thinking before 4.6. */
  readonly thinking: readonly ('enabled' | 'adaptive' | 'disabled')[];
  readonly sampling: boolean;
}

const known = /^claude-(?:(?<family>opus|sonnet|haiku)-(?<major>\d+)(?:-(?<minor>\d)(?!\d))?)(?:-20\d{6})?$/;

/** Throws 404 for a model that the API does not have. */
export function limitsOf(model: unknown): ModelLimits {
  const groups = typeof model === 'string' ? known.exec(model)?.groups : undefined;
  if (groups === undefined) throw new ApiRefusal(404, 'not_found_error', `model: ${String(model)}`);
  const version = Number(groups.major) * 10 + Number(groups.minor ?? 0);
  const effort = groups.family === 'opus' ? version >= 45 : version >= 46;
  return {
    maximumOutput: version >= 47 || (version === 46 && groups.family === 'opus') ? 128_000 : 64_000,
    efforts: !effort
      ? []
      : ['low', 'medium', 'high', ...(version >= 46 ? ['max'] : []), ...(version >= 47 ? ['xhigh'] : [])],
    thinking:
      version >= 47
        ? ['adaptive', 'disabled']
        : version === 46
          ? ['enabled', 'adaptive', 'disabled']
          : ['enabled', 'disabled'],
    sampling: version < 47,
  };
}
