import { t } from '../../core/localize';
import { linesBefore } from '../facts/lines';
import type { Instruction, PathArgument } from '../instruction';
import type { Dockerfile, Stage } from '../model';
import { defineRule, type Fix, type RuleContext } from '../rule';

/** DL3045: COPY to a relative place in a stage without WORKDIR. */
export const copyRelative = defineRule({
  code: 'DL3045',
  name: 'copy-relative',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'suggested',
  summary: 'Where `COPY` writes to is unclear: its destination is relative, and no `WORKDIR` stands above.',
  docs: `Without a \`WORKDIR\` in the stage, or in the stage it is built on, a relative destination lies wherever the base
image happens to stand. Set a \`WORKDIR\`, or copy to an absolute path.`,
  examples: [
    {
      bad: 'FROM debian:12\nCOPY app bin/app\n',
      fixed: 'FROM debian:12\nWORKDIR /app\nCOPY app bin/app\n',
    },
    { good: 'FROM debian:12\nWORKDIR /opt\nCOPY app bin/app\n' },
    { good: 'FROM debian:12\nCOPY app /opt/bin/app\n' },
    { good: 'FROM debian:12\nCOPY app $DESTINATION\n' },
  ],
  checkFile(file, context) {
    checkAll(file.preamble, false, context);
    const set = new Set<Stage>();
    for (const stage of file.stages) {
      const inherited = stage.parent !== undefined && set.has(stage.parent);
      if (checkAll(stage.instructions, inherited, context)) set.add(stage);
    }
  },
});

/** Whether a WORKDIR is set at the end. */
function checkAll(instructions: readonly Instruction[], inherited: boolean, context: RuleContext): boolean {
  let isSet = inherited;
  for (const instruction of instructions) {
    const own = instruction.trigger ?? instruction;
    if (own.name === 'WORKDIR') isSet = true;
    if (own.name !== 'COPY' || isSet) continue;
    const { destination } = own.copy;
    if (destination === undefined || !isRelative(destination.value)) continue;
    context.report(own, {
      message: t('The location of {0} is unclear: its path is relative, and there is no WORKDIR above.', destination.value),
      range: destination.range,
      fix: () => workdir(instruction, context.file),
      alternatives: () => absolute(destination, context.file),
    });
  }
  return isSet;
}

function isRelative(path: string): boolean {
  return !/^["']?(?:[/\\$]|[A-Za-z]:)/.test(path);
}

function workdir(copy: Instruction, file: Dockerfile): Fix {
  return { kind: 'suggested', title: t('Insert WORKDIR /app'), edits: [linesBefore(file, copy, 'WORKDIR /app')] };
}

function absolute(destination: PathArgument, file: Dockerfile): Fix[] {
  const { start, end } = destination.range;
  const quote = /["']/.test(file.text.charAt(start)) ? 1 : 0;
  const path = file.text.slice(start + quote, end - quote);
  const dots = /^\.\/?/.exec(path)?.[0].length ?? 0;
  if (path.startsWith('..')) return [];
  const range = { start: start + quote, end: start + quote + dots };
  return [{ kind: 'suggested', title: t('Copy to /{0}', path.slice(dots)), edits: [{ range, text: '/' }] }];
}
