import { t } from '../../core/localize';
import { stageEnvironments, type UndefinedUse } from '../facts/environment';
import { linesBefore } from '../facts/lines';
import { nearest } from '../facts/spelling';
import type { Instruction } from '../instruction';
import type { Dockerfile } from '../model';
import { defineRule, type Fix } from '../rule';
import { defined } from '../../core/records';

/** UndefinedVar: a variable that neither ARG nor ENV sets. */
export const undefinedVar = defineRule({
  code: 'UndefinedVar',
  name: 'undefined-var',
  origin: 'buildkit',
  severity: 'warning',
  fixes: 'suggested',
  summary: 'A variable is used that nothing above sets: declare it with `ARG` or `ENV`.',
  docs: `The builder replaces variables in \`ADD\`, \`COPY\`, \`ENV\`, \`LABEL\`, \`USER\`, \`WORKDIR\`, \`VOLUME\`, \`STOPSIGNAL\`,
the default of \`ARG\` and \`RUN --mount\`. One that no \`ARG\` or \`ENV\` of the stage, or of the stage it is built on, and not
the base image sets is empty there. What a shell reads (\`RUN\`, \`CMD\`, \`ENTRYPOINT\`) is not looked at.

What a base image sets is known of plain distributions (nothing but \`PATH\`) and of images in the engine. For other
images only names are reported that look like a misspelt one.`,
  options: ['baseImages'],
  examples: [
    { bad: 'FROM alpine:3.20\nCOPY $foo .\n' },
    {
      bad: 'FROM node:22\nENV PATH=$PAHT:/app/bin\n',
      fixed: 'FROM node:22\nENV PATH=$PATH:/app/bin\n',
    },
    { good: 'FROM alpine:3.20\nARG foo\nCOPY $foo .\n' },
  ],
  checkFile(file, context) {
    const { undefinedUses } = stageEnvironments(file, context.configuration.baseImages);
    for (const { instruction, uses, options, isComplete } of undefinedUses) {
      for (const use of uses) {
        const meant = nearest(use.name, options);
        if (meant === undefined && !isComplete) continue;
        const [range, ...alsoAt] = use.ranges;
        context.report(instruction, {
          message:
            meant === undefined
              ? t('${0} is not set above: declare it with ARG or ENV.', use.name)
              : t('${0} is not set above: did you mean ${1}?', use.name, meant),
          ...defined({ range }),
          alsoAt,
          fix: () => (meant === undefined ? declaration(file, instruction, use.name) : spelling(file, use, meant)),
          alternatives: () => (meant === undefined ? [] : [declaration(file, instruction, use.name)].flatMap((fix) => fix ?? [])),
        });
      }
    }
  },
});

function spelling(file: Dockerfile, { name, ranges }: UndefinedUse, meant: string): Fix | undefined {
  if (ranges.some(({ start, end }) => file.text.slice(start, end) !== name)) return undefined;
  return {
    kind: 'suggested',
    title: t('Change to {0}', meant),
    edits: ranges.map((range) => ({ range, text: meant })),
  };
}

function declaration(file: Dockerfile, instruction: Instruction, name: string): Fix | undefined {
  if (!/^[A-Za-z_]/.test(name)) return undefined;
  const edits = [linesBefore(file, instruction, `ARG ${name}`)];
  return { kind: 'suggested', title: t('Declare ARG {0} before it', name), edits };
}
