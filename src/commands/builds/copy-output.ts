import type { Build } from '../../builds/builds';
import { plainAnsiLine } from '../../core/ansi-spans';
import { outputText } from '../../core/build/step-output';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { copiedText } from '../../core/untrusted';
import { buildStepNode } from '../../nodes/build-step';
import { optional, text } from '../answers/takes';
import { defineCommand } from '../define';
import { buildAnswer, chosenBuild } from './chosen-builds';

/** Copies what a build, or a step of it, has printed. */
export const copyBuildOutput = defineCommand({
  id: 'slipway.builds.copyOutput',
  title: 'Copy Output',
  summary: 'Copies what a build or one of its steps has printed, as far as it is kept, without colours.',
  icon: 'copy',
  on: [{ node: 'build' }, { node: 'buildStep', with: ['hasOutput'] }],
  placement: { group: '7_copy', order: 2 },
  palette: false,
  answers: { build: buildAnswer, step: optional(text('Id of a step; all steps without it.')) },
  result: '{ readonly text: string }',
  run: async (app, call): Promise<{ readonly text: string }> => {
    const build = await chosenBuild(app, call, {
      title: t('Copy Output'),
      placeholder: t('Build to copy the output of'),
      accepts: () => true,
    });
    const [row] = call.nodes.filter(buildStepNode.is);
    const output = textOf(build, call.answers.step ?? row?.data.record.step.id);
    await app.clipboard.write(output);
    return { text: output };
  },
});

function textOf({ number, graph }: Build, id: string | undefined): string {
  const one = id === undefined ? undefined : graph.step(id);
  if (id !== undefined && !one)
    throw failure('invalidInput', { field: 'step', value: id, reason: t('Build {0} has no such step.', number) });
  const plain = (output: string): string => copiedText(output.split('\n').map(plainAnsiLine).join('\n'));
  if (one) return plain(outputText(one.output));
  return graph.steps
    .map(({ step, output }) =>
      [`# ${plain(step.name)}\n`, plain(outputText(output)), step.error === undefined ? '' : `${plain(step.error)}\n`].join(''),
    )
    .join('\n');
}
