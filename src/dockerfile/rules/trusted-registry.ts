import { t } from '../../core/localize';
import { readImageName } from '../image-name';
import { mountsFrom, stagesBefore } from '../facts/stage-names';
import type { Instruction } from '../instruction';
import type { Dockerfile } from '../model';
import { defineRule, type RuleContext } from '../rule';
import type { Range } from '../text';
import { takesAll } from '../../core/wildcard';

/** DL3026: images from registries that the configuration does not name. */
export const trustedRegistry = defineRule({
  code: 'DL3026',
  name: 'trusted-registry',
  origin: 'hadolint',
  severity: 'error',
  fixes: 'none',
  summary: 'The image comes from a registry that the configuration does not allow.',
  docs: `With \`trustedRegistries\` in the configuration, images of other registries are reported: in \`FROM\`, in
\`COPY --from\` and in \`RUN --mount=…,from=\`. An image without a registry is of \`docker.io\`. A name may begin with
\`*.\` for any host of a domain, and \`*\` alone allows all. Without a list nothing is reported.`,
  options: ['trustedRegistries'],
  examples: [
    { bad: 'FROM random.example/debian:12\n', configuration: { trustedRegistries: ['ghcr.io'] } },
    { good: 'FROM ghcr.io/acme/debian:12\n', configuration: { trustedRegistries: ['ghcr.io'] } },
    { good: 'FROM debian:12\n', configuration: { trustedRegistries: ['docker.io'] } },
  ],
  on: ['FROM', 'COPY', 'RUN'],
  checkInstruction(instruction, context) {
    if (context.configuration.trustedRegistries.length === 0) return;
    for (const image of imagesOf(instruction, context.file)) check(instruction, image.text, image.range, context);
  },
});

interface NamedImage {
  readonly text: string;
  readonly range: Range;
}

/** The images that are pulled; stages and what a variable stands for left out. */
function imagesOf(instruction: Instruction, file: Dockerfile): NamedImage[] {
  if (instruction.name === 'FROM') {
    const { image } = instruction.from;
    if (image === undefined || file.stageOf(instruction)?.parent !== undefined) return [];
    return [{ text: image.value, range: image.range }];
  }
  if (instruction.name === 'RUN') {
    return mountsFrom(instruction)
      .filter(({ name }) => !isStage(name, instruction, file))
      .map(({ name, range }) => ({ text: name, range }));
  }
  const { from } = instruction.copy;
  if (from?.flagValue === undefined || isStage(from.flagValue, instruction, file)) return [];
  return [{ text: from.flagValue, range: from.valueRange ?? from.range }];
}

function isStage(name: string, instruction: Instruction, file: Dockerfile): boolean {
  return /^\d+$/.test(name) || file.findStage(name, stagesBefore(file, instruction) + 1) !== undefined;
}

function check(instruction: Instruction, text: string, range: Range, context: RuleContext): void {
  if (text === 'scratch' || text === '' || text.startsWith('$')) return;
  const registry = readImageName({ text, range }).registry ?? 'docker.io';
  const allowed = context.configuration.trustedRegistries;
  if (allowed.some((pattern) => matches(pattern, registry))) return;
  context.report(instruction, {
    message: t('{0} is not one of the allowed registries: {1}.', registry, allowed.join(', ')),
    range,
  });
}

function matches(pattern: string, registry: string): boolean {
  if (pattern === 'hub.docker.com' || pattern === 'index.docker.io') return registry === 'docker.io' || registry === pattern;
  const steps = Array.from(pattern.toLowerCase(), (wanted) => ({
    many: wanted === '*',
    passes: (character: string) => wanted === '*' || wanted === character,
  }));
  return takesAll(steps, registry.toLowerCase());
}
