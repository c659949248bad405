import type { Severity } from '../../dockerfile/configuration';
import { oneLine } from '../../core/untrusted';
import { placeOf, type CheckedFile } from '../checked-file';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice', style: 'notice' };

/**
 * Workflow commands that make annotations:
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-error-message
 */
export function githubPiece(checked: CheckedFile): string {
  let report = '';
  for (const finding of checked.findings) {
    const { line, column, endLine, endColumn } = placeOf(checked, finding);
    // Columns are allowed only where there is one line.
    const columns = line === endLine ? `,col=${column},endColumn=${endColumn}` : '';
    const place = `file=${property(checked.file)},line=${line},endLine=${endLine}${columns}`;
    const title = property([finding.code, ...finding.aliases].join(' '));
    report += `::${commands[finding.severity]} ${place},title=${title}::${data(finding.message)}\n`;
  }
  return report;
}

/** What would steer a terminal in which a log is read is shown instead; line ends are written as GitHub wants them. */
function data(text: string): string {
  return text
    .split(/(\r?\n)/)
    .map((part, index) => (index % 2 === 0 ? oneLine(part, 65_536) : part))
    .join('')
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
