import { t } from '../../core/localize';
import type { Instruction } from '../instruction';
import type { Dockerfile } from '../model';
import type { Fix, RuleContext } from '../rule';
import { deletion } from './lines';
import { isLinterComment } from '../pragma';
import { sectionsOf } from './sections';

const alias = 'MultipleInstructionsDisallowed';

/**
 * Reports instructions of which only the last in a stage counts: under `code` the later of each two, as hadolint does,
 * and under MultipleInstructionsDisallowed the earlier, as BuildKit does.
 */
export function reportRepeated(name: string, code: string, file: Dockerfile, context: RuleContext): void {
  for (const section of sectionsOf(file)) {
    reportPairs(section.instructions, name, code, file, context);
    reportPairs(section.triggers, name, code, file, context);
  }
}

function reportPairs(instructions: readonly Instruction[], name: string, code: string, file: Dockerfile, context: RuleContext): void {
  let earlier: Instruction | undefined;
  for (const instruction of instructions) {
    if (instruction.name !== name) continue;
    if (earlier !== undefined) {
      const useless = earlier;
      const fact = String(useless.index);
      const fix = (): Fix | undefined => removal(useless, file);
      const isTrigger = instruction.onbuild !== undefined;
      const message = t('This {0} has no effect: only the last one in a stage does.', name);
      if (!isTrigger) context.report(useless, { message, fact, names: [alias], fix });
      const later = t('There is another {0} before this one; only the last one in a stage has an effect.', name);
      context.report(instruction, { message: later, fact, names: [code], ...(!isTrigger && { fix }) });
    }
    earlier = instruction;
  }
}

function removal(instruction: Instruction, file: Dockerfile): Fix | undefined {
  return {
    // A comment above it speaks of what comes next, once it is gone.
    kind: speaksToLinter(instruction) ? 'suggested' : 'safe',
    title: t('Delete the {0} that has no effect', instruction.name),
    edits: deletion(file, instruction),
  };
}

function speaksToLinter({ comments, innerComments }: Instruction): boolean {
  return [...comments, ...innerComments].some(isLinterComment);
}
