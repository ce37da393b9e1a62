import { codeSpan } from './markdown/code-span.ts';
import type { Report } from './report.ts';

/**
 * The verdict in words: "3 blockers, 1 warning", "No findings, 1 file not analysed", "Not analysed", "Nothing of a
 * backend". Plain text.
 */
export function verdict(report: Report): string {
  const { blocker, warning, advice } = report.counts;
  const parts = [
    ...(blocker > 0 ? [plural(blocker, 'blocker')] : []),
    ...(warning > 0 ? [plural(warning, 'warning')] : []),
    ...(advice > 0 ? [advice === 1 ? '1 piece of advice' : `${advice} pieces of advice`] : []),
  ];
  if (parts.length === 0 && isUnread(report))
    return report.coverage.some((file) => file.backend) ? 'Not analysed' : 'Nothing of a backend';
  const exceeded = report.coverage.filter((file) => file.exceeded);
  const partly = exceeded.some(({ status }) => status === 'partial') ? 'fully ' : '';
  return [
    ...(parts.length > 0 ? parts : ['No findings']),
    ...(exceeded.length > 0 ? [`${plural(exceeded.length, 'file')} not ${partly}analysed`] : []),
  ].join(', ');
}

/** True where not one file of a backend was read: no findings are no clean bill then. */
export function isUnread(report: Report): boolean {
  return report.coverage.every((file) => !file.backend || file.status === 'skipped');
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
