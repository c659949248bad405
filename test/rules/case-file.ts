import type { LintConfiguration } from '../../src/dockerfile/configuration';

/** One case of a `cases.txt`; the form is described in docs/rules.md. */
export interface RuleCase {
  readonly title: string;
  readonly text: string;
  readonly marks: readonly string[];
  readonly configuration: Partial<LintConfiguration>;
  /** After every safe fix. */
  readonly fixed: string | undefined;
  /** After the first finding's own fix where that is a suggestion. */
  readonly suggested: string | undefined;
  /** After an alternative of the first finding that has it, by title. */
  readonly alternatives: ReadonlyMap<string, string>;
}

/** Splits the file into its cases. */
export function readCases(file: string): RuleCase[] {
  return file
    .split(/^=== /m)
    .slice(1)
    .map((section) => readCase(section));
}

function readCase(section: string): RuleCase {
  const [first = '', ...rest] = section.split('\n');
  let configuration: Partial<LintConfiguration> = {};
  let lineEnd = '\n';
  let finalNewline = true;
  while (rest[0]?.startsWith('@') === true) {
    const line = rest.shift() ?? '';
    if (line.startsWith('@config ')) configuration = JSON.parse(line.slice(8)) as Partial<LintConfiguration>;
    else if (line === '@crlf') lineEnd = '\r\n';
    else if (line === '@no-final-newline') finalNewline = false;
    else throw new Error(`unknown line in case "${first}": ${line}`);
  }
  const [bad = '', ...others] = rest.join('\n').split(/^--- /m);
  const asText = (text: string): string =>
    (text.replace(/\n+$/, '') + (finalNewline ? '\n' : '')).replaceAll('\n', lineEnd);
  const parts = new Map<string, string>();
  for (const part of others) {
    const end = part.indexOf('\n');
    parts.set(part.slice(0, end).trim(), asText(part.slice(end + 1)));
  }
  const { text, marks } = readMarks(bad);
  const alternatives = [...parts].filter(([name]) => name.startsWith('alternative: '));
  const known = alternatives.length + Number(parts.has('fixed')) + Number(parts.has('suggested'));
  if (known !== parts.size) throw new Error(`unknown section in case "${first}": ${[...parts.keys()].join(', ')}`);
  return {
    title: first.trim(),
    text: asText(text),
    marks,
    configuration,
    fixed: parts.get('fixed'),
    suggested: parts.get('suggested'),
    alternatives: new Map(alternatives.map(([name, value]) => [name.slice('alternative: '.length), value])),
  };
}

const markLine = /^([ \t]*)(\^+|~+)((?: \S+)*)$/;

/** Takes the mark lines out. `^^^ NAMES` is a finding, `~~~ NAMES` a further place of one. */
function readMarks(marked: string): { readonly text: string; readonly marks: string[] } {
  const lines: string[] = [];
  const marks: string[] = [];
  for (const line of marked.split('\n')) {
    const match = markLine.exec(line);
    if (match === null) lines.push(line);
    else {
      const [, blanks = '', signs = '', names = ''] = match;
      const kind = signs.startsWith('~') ? 'also ' : '';
      marks.push(`${kind}${lines.length}:${blanks.length + 1}-${signs.length}${names}`);
    }
  }
  return { text: lines.join('\n'), marks };
}
