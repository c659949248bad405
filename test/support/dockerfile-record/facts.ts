import { builderErrors } from '../../../src/dockerfile/builder-errors';
import type { LintConfiguration } from '../../../src/dockerfile/configuration';
import type { TextEdit } from '../../../src/dockerfile/edits';
import type { Finding } from '../../../src/dockerfile/finding';
import { fixAll } from '../../../src/dockerfile/fix-all';
import { lintDockerfile } from '../../../src/dockerfile/lint';
import { mergeCandidates, mergeRefusal } from '../../../src/dockerfile/merge-candidates';
import { refusalText } from '../../../src/dockerfile/merge/merge-refusal';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import type { Range } from '../../../src/dockerfile/text';

/** On one line, and told from what stands around it. */
export const quoted = (text: string): string => `«${text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}»`;

/** Long ones by their ends: most of it stands above. */
function shortened(text: string, longest: number): string {
  const half = longest / 2;
  return text.length <= longest ? quoted(text) : `${quoted(text.slice(0, half))}…${quoted(text.slice(-half))}`;
}

const shown = (text: string, { start, end }: Range): string => shortened(text.slice(start, end), 40);

function edited(text: string, edits: readonly TextEdit[], detail: Detail): string {
  return edits.map(({ range, text: by }) => `${shown(text, range)}→${detail === 'full' ? quoted(by) : shortened(by, 40)}`).join(' ');
}

/** How much is said of each fact: messages say much the same every time. */
export type Detail = 'full' | 'brief';

/** What rules and builder find in a text, what the fixes do, and which RUN instructions can be merged: one line each. */
export function factsOf(text: string, configuration: LintConfiguration, detail: Detail, lineBefore: (line: number) => number = (line) => line): readonly string[] {
  const file = parseDockerfile(text);
  const line = (at: number): string => String(lineBefore(file.source.lineAt(at) + 1));
  const found = (finding: Finding): readonly string[] => {
    const { range, alsoAt, names, severity, fix, alternatives, message, rule } = finding;
    const printed = finding.line === file.source.lineAt(range.start) ? '' : ` printed at ${String(lineBefore(finding.line + 1))}`;
    const also = alsoAt.map((one) => ` also ${line(one.start)} ${shown(text, one)}`).join('');
    const full = detail === 'brief' ? '' : ` ${severity}${message === rule.summary ? '' : `: ${message}`}`;
    const choices = [...(fix === undefined || fix.kind === 'safe' ? [] : [fix]), ...alternatives];
    return [
      `${line(range.start)} ${names.join(' ')} ${shown(text, range)}${printed}${also}${full}`,
      ...choices.map(({ title, edits }) => `${line(range.start)} ${finding.code} offers${detail === 'full' ? ` “${title}”` : ''} ${edited(text, edits, detail)}`),
    ];
  };
  const follow = file.instructions.filter(({ name, index }) => name === 'RUN' && file.instructions[index + 1]?.name === 'RUN');
  return [
    ...[...lintDockerfile(file, configuration), ...builderErrors(file, configuration)].flatMap(found),
    ...fixAll(text, configuration).edits.map((edit) => `${line(edit.range.start)} fixed ${edited(text, [edit], detail)}`),
    ...mergeCandidates(file).map(({ instructions, title }) => `${instructions.map(({ range }) => line(range.start)).join('+')} merge “${title}”`),
    ...follow.flatMap((run) => {
      const refusal = mergeRefusal(file, { start: run.range.start, end: file.instructions[run.index + 1]?.range.end ?? text.length });
      return refusal === undefined ? [] : [`${line(run.range.start)} no merge: ${refusalText(refusal)}`];
    }),
  ];
}
