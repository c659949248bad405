import { t } from '../../core/localize';
import { instructionNames, type Instruction } from '../instruction';
import { defineRule } from '../rule';

const known = new Set<string>(instructionNames);

/** ConsistentInstructionCasing: keywords in different case. */
export const instructionCasing = defineRule({
  code: 'ConsistentInstructionCasing',
  name: 'instruction-casing',
  origin: 'buildkit',
  severity: 'warning',
  fixes: 'safe',
  summary: 'Instructions are written in upper case here and in lower case there: keep to one of them.',
  docs: `Keywords may be written in either case, but all in the same. What most keywords of the file do is taken for meant;
where they are as many, capitals. \`ARG\` before the first \`FROM\` and words that are no instructions are not looked at.`,
  examples: [
    {
      bad: 'FROM alpine:3.20\nrun echo hello\nRun echo world\nUSER 1000\nCMD ["sh"]\n',
      fixed: 'FROM alpine:3.20\nRUN echo hello\nRUN echo world\nUSER 1000\nCMD ["sh"]\n',
    },
    { good: 'from alpine:3.20\nrun echo hello\n' },
  ],
  checkFile(file, context) {
    const instructions = file.stages.flatMap((stage): readonly Instruction[] => stage.instructions.filter(({ name }) => known.has(name)));
    const lower = instructions.filter(({ keyword }) => keyword === keyword.toLowerCase()).length;
    const upper = instructions.filter(({ keyword, name }) => keyword === name).length;
    const isLower = lower > upper;
    for (const instruction of instructions) {
      const { keyword, name, keywordRange } = instruction;
      const better = isLower ? keyword.toLowerCase() : name;
      if (keyword === better || keywordRange.end - keywordRange.start !== keyword.length) continue;
      context.report(instruction, {
        message: isLower
          ? t('{0} should be in lower case, as most instructions of this file are.', keyword)
          : t('{0} should be in upper case, as most instructions of this file are.', keyword),
        fix: () => ({ kind: 'safe', title: t('Write {0}', better), edits: [{ range: keywordRange, text: better }] }),
      });
    }
  },
});
