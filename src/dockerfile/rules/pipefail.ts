import { forEachChild, type SyntaxNode } from 'unbash';
import { t } from '../../core/localize';
import { inherited } from '../facts/inherited';
import type { Instruction } from '../instruction';
import type { Dockerfile, Stage } from '../model';
import { isBusyBoxImage } from '../packages/busybox';
import { defineRule, type Fix } from '../rule';
import { isPosixShell } from '../shell/shell-kind';
import type { ShellCommand } from '../shell/shell-command';
import type { ShellScript } from '../shell/shell-script';
import type { Range } from '../text';

/** DL4006: a pipe whose first commands may fail unseen. */
export const pipefail = defineRule({
  code: 'DL4006',
  name: 'pipefail',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'suggested',
  summary: 'A pipe hides the failure of all but its last command: set `SHELL` with `-o pipefail` above it.',
  docs: `A pipeline succeeds when its last command does: \`curl … | tar xz\` goes on with half a file. With \`pipefail\` it
fails when any of its commands does. \`/bin/sh\` has no such option in most images, so \`SHELL\` has to name a shell that
has: \`/bin/bash\`, or \`/bin/ash\` in images of Alpine and BusyBox.

In a script of its own (a here-document that begins with \`#!\`) \`set -o pipefail\` above the pipe does the same.

A program that closes the pipe early, as \`head\` does, makes the one before it fail; \`|| true\` behind it helps.`,
  examples: [
    {
      bad: 'FROM debian:12\nRUN curl -fsSL https://example.com/a.tar.gz | tar xz\n',
      fixed: 'FROM debian:12\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -fsSL https://example.com/a.tar.gz | tar xz\n',
    },
    {
      good: 'FROM debian:12\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -fsSL https://example.com/a.tar.gz | tar xz\n',
    },
    { good: 'FROM debian:12\nRUN set -o pipefail && curl -fsSL https://example.com/a.tar.gz -o /tmp/a.tar.gz\n' },
    { good: 'FROM debian:12\nRUN <<EOF\n#!/bin/bash\nset -euo pipefail\ncurl -fsSL https://example.com/a.tar.gz | tar xz\nEOF\n' },
  ],
  checkStage(stage, context) {
    let isSet = isSetAtEnd(stage.parent);
    for (const instruction of stage.instructions) {
      if (instruction.name === 'SHELL') isSet = setsPipefail(instruction);
      const run = instruction.trigger ?? instruction;
      const { script } = run;
      if (isSet || run.name !== 'RUN' || script === undefined || !script.isPosix) continue;
      const [first, ...others] = unguardedPipes(script);
      if (first === undefined) continue;
      context.report(run, {
        message: t('A failure before the last command of this pipe goes unnoticed: set SHELL with -o pipefail above.'),
        range: script.rangeOf(first),
        alsoAt: others.map((pipe) => script.rangeOf(pipe)),
        fix: () => fixOf(run, context.file, stage),
      });
    }
  },
});

/** Whether the shell has the option at the end of a stage, and so at the beginning of one that is built on it. */
const isSetAtEnd = inherited((stage) => {
  const shell = stage.instructions.findLast(({ name }) => name === 'SHELL');
  return shell === undefined ? undefined : setsPipefail(shell);
}, false);

/** `SHELL ["/bin/bash", "-eo", "pipefail", "-c"]`; a plain sh is not trusted to have the option. */
function setsPipefail(shell: Instruction): boolean {
  const words = (shell.json ?? []).map(({ value }) => value);
  const program = words[0] ?? '';
  if (!isPosixShell(program)) return /(?:^|[\\/])(?:pwsh|powershell|cmd)(?:\.exe)?$/i.test(program);
  if (/(?:^|\/)(?:sh|dash)$/.test(program)) return false;
  return words.some((word, index) => word === 'pipefail' && /^-\w*o$/.test(words[index - 1] ?? ''));
}

/**
 * The pipes that the script does not guard itself: one with a `#!` line may set the option above them, by `set` or by
 * `env -S` in that line. A shell that does not know the option stops there, so nothing goes unnoticed. Without the line
 * the text is given to the shell in force, which SHELL tells.
 */
function unguardedPipes(script: ShellScript): readonly Range[] {
  const pipes = pipesOf(script);
  const shebang = pipes.length === 0 ? undefined : /^#!.*/.exec(script.text)?.[0];
  if (shebang === undefined) return pipes;
  const switches = script.commands.flatMap(pipefailSwitches);
  let isSet = splitsPipefail(shebang);
  let at = 0;
  return pipes.filter((pipe) => {
    for (let next = switches[at]; next !== undefined && next.start < pipe.start; next = switches[++at]) isSet = next.on;
    return !isSet;
  });
}

/** What a `set` of the script itself, not of a subshell or a pipe, does to the option. */
function pipefailSwitches({ name, words, start, place }: ShellCommand): readonly { readonly start: number; readonly on: boolean }[] {
  if (name !== 'set' || place.depth > 0 || /\|/.test(place.before + place.after)) return [];
  return words.flatMap(({ value }, index) => {
    const sign = value === 'pipefail' ? /^([-+])\w*o$/.exec(words[index - 1]?.value ?? '')?.[1] : undefined;
    return sign === undefined ? [] : [{ start, on: sign === '-' }];
  });
}

const known = new WeakMap<readonly unknown[], readonly Range[]>();

/** The places of `|` and `|&`, in the script's text. */
function pipesOf(script: ShellScript): readonly Range[] {
  if (!script.text.includes('|')) return [];
  const { statements } = script;
  let pipes = known.get(statements);
  if (pipes === undefined) {
    const found: Range[] = [];
    for (const statement of statements) collect(statement.command, script.text, found);
    pipes = found.sort((a, b) => a.start - b.start);
    known.set(statements, pipes);
  }
  return pipes;
}

function collect(node: SyntaxNode, text: string, found: Range[]): void {
  if (node.type === 'Pipeline') {
    node.commands.slice(1).forEach((command, index) => {
      const before = node.commands[index];
      const at = before === undefined ? -1 : text.indexOf('|', before.end);
      if (at !== -1 && at < command.pos) found.push({ start: at, end: at + (node.operators[index] ?? '|').length });
    });
  }
  forEachChild(node, (child) => {
    collect(child, text, found);
  });
}

function fixOf(run: Instruction, file: Dockerfile, stage: Stage): Fix | undefined {
  if (run.onbuild !== undefined) return undefined;
  const words = shellWords(run, stage);
  const { source } = file;
  const first = run.comments[0];
  const line = first === undefined ? run.firstLine : first.line;
  const start = source.lineStart(line);
  const text = `SHELL [${words.map((word) => JSON.stringify(word)).join(', ')}]`;
  return {
    kind: 'suggested',
    title: t('Insert {0}', text),
    edits: [{ range: { start, end: start }, text: `${text}${source.lineEnd}` }],
  };
}

/** The shell in force with the option, or bash or ash where it has none. */
function shellWords(run: Instruction, stage: Stage): string[] {
  const { words, name, setBy } = run.shell;
  const [program, ...options] = words;
  if (setBy === 'instruction' && program !== undefined && name !== 'sh' && name !== 'dash') {
    const command = options.lastIndexOf('-c');
    if (command !== -1) return [program, ...options.slice(0, command), '-o', 'pipefail', ...options.slice(command)];
  }
  return [isBusyBoxImage(stage) ? '/bin/ash' : '/bin/bash', '-o', 'pipefail', '-c'];
}

/** `#!/usr/bin/env -S bash -o pipefail` */
function splitsPipefail(shebang: string): boolean {
  const split = /\s(?:-S|--split-string)[\s=]/.exec(shebang);
  return split !== null && /\s-\w*o\s+pipefail\b/.test(shebang.slice(split.index + split[0].length));
}
