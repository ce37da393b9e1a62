import { codeSpan } from './markdown/code-span.ts';
import type { Report } from './report.ts';

/** The verdict in words: "3 blockers, 1 warning", "No findings", "Nothing of a backend". Plain text. */
export function verdict(report: Report): string {
  const { blocker, warning, advice } = report.counts;
  const parts = [
    ...(blocker > 0 ? [plural(blocker, 'blocker')] : []),
    ...(warning > 0 ? [plural(warning, 'warning')] : []),
    ...(advice > 0 ? [advice === 1 ? '1 piece of advice' : `${advice} pieces of advice`] : []),
  ];
  if (parts.length > 0) return parts.join(', ');
  return report.coverage.some((file) => file.backend) ? 'No findings' : 'Nothing of a backend';
}

/** The line below the title: the verdict, what was read, which commit. */
export function headline(report: Report): string {
  const backend = report.coverage.filter((file) => file.backend);
  const read = backend.filter((file) => file.status !== 'skipped').length;
  return `**${verdict(report)}** · ${read} of ${plural(backend.length, 'backend file')} read · ${codeSpan(report.head.slice(0, 7))}`;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
