import type { Build } from '../../builds/builds';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { instructionOfStep } from '../../dockerfile/failed/step-name';
import { parseDockerfile } from '../../dockerfile/parse';
import { buildStepNode } from '../../nodes/build-step';
import { optional, text } from '../answers/takes';
import { defineCommand } from '../define';
import { buildAnswer, chosenBuild } from './chosen-builds';
import { readDockerfile } from './perform-build';

interface Place {
  readonly file: string;
  /** From 1; absent where the step stands on no line of the file as it is now. */
  readonly line?: number;
}

/** Opens the Dockerfile of a build, at the line of a step. */
export const openBuildDockerfile = defineCommand({
  id: 'slipway.builds.openDockerfile',
  title: 'Open Dockerfile',
  summary: 'Opens the Dockerfile of a build; for a step, at its line.',
  icon: 'go-to-file',
  on: [
    { node: 'build', with: ['hasFile'] },
    { node: 'buildStep', with: ['hasFile'] },
  ],
  placement: { group: '3_look', order: 2, inline: ['buildStep'] },
  palette: false,
  key: { key: 'o', views: ['builds'] },
  answers: { build: buildAnswer, step: optional(text('Id of a step.')) },
  result: '{ file: string; line?: number }',
  run: async (app, call): Promise<Place> => {
    const build = await chosenBuild(app, call, {
      title: t('Open Dockerfile'),
      placeholder: t('Build to open the Dockerfile of'),
      accepts: ({ request }) => request.dockerfile.kind === 'file',
    });
    const [row] = call.nodes.filter(buildStepNode.is);
    const place = await placeOfStep(build, call.answers.step ?? row?.data.record.step.id);
    await app.show.file(place);
    return place;
  },
});

async function placeOfStep({ number, request, graph }: Build, id: string | undefined): Promise<Place> {
  const file = request.dockerfile.kind === 'file' ? request.dockerfile.file : '';
  if (id === undefined) return { file };
  const record = graph.step(id);
  if (!record) throw failure('invalidInput', { field: 'step', value: id, reason: t('Build {0} has no such step.', number) });
  const found = instructionOfStep(parseDockerfile(await readDockerfile(file)), record.step.name);
  return { file, ...(found && { line: found.instruction.firstLine + 1 }) };
}
