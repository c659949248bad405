import { t } from '../../core/localize';
import type { Instruction } from '../instruction';
import { defineRule } from '../rule';

/** InvalidDefinitionDescription: comments above FROM and ARG that describe nothing. */
export const definitionDescription = defineRule({
  code: 'InvalidDefinitionDescription',
  name: 'definition-description',
  origin: 'buildkit',
  severity: 'off',
  fixes: 'none',
  summary: 'A comment that describes a stage or an argument starts with its name: `# <name> <description>`.',
  docs: `\`docker build --call=outline\` and \`--call=targets\` print the comment directly above an \`ARG\`, or a \`FROM\` with a
name, as its description; it must begin with the name. Put a blank line between other comments and the instruction.

An experiment of BuildKit's, off until it is asked for: \`# check=experimental=InvalidDefinitionDescription\`.`,
  examples: [
    { bad: '# a non-root user\nARG USER\nFROM scratch\n' },
    { good: '# USER a non-root user\nARG USER\nFROM scratch\n' },
    { good: '# a non-root user\n\nARG USER\nFROM scratch\n' },
  ],
  on: ['ARG', 'FROM'],
  checkInstruction(instruction, context) {
    const comment = instruction.comments.at(-1);
    if (comment === undefined || comment.text === '' || instruction.onbuild !== undefined) return;
    const names = namesOf(instruction);
    const [first] = names;
    if (first === undefined || names.includes(comment.text.split(' ')[0] ?? '')) return;
    context.report(instruction, {
      message: t('A comment that describes {0} has the form: # {0} description', names.length > 1 ? '<name>' : first),
      range: comment.range,
    });
  },
});

function namesOf(instruction: Instruction): string[] {
  if (instruction.name === 'ARG') return instruction.keyValues.pairs.map(({ key }) => key);
  const name = instruction.from.stageName?.value.toLowerCase();
  return name === undefined ? [] : [name];
}
