import type { App } from '../../app';
import type { BuildRequest } from '../../core/build/build-request';
import { dockerLine } from '../../core/docker-line';
import { t } from '../../core/localize';
import { defined } from '../../core/records';
import { defineCommand } from '../define';
import { afterBuild } from './after-build';
import { buildLineWords } from './build-line-words';
import { buildAnswer, chosenBuild } from './chosen-builds';
import { performBuild } from './perform-build';

interface Result {
  readonly imageId?: string;
  readonly reference?: string;
}

/** Builds with everything that a build was told, and asks nothing. */
export const buildAgain = defineCommand({
  id: 'slipway.builds.again',
  title: 'Build Again',
  summary: 'Builds again what a build of this window has built, with all its options.',
  icon: 'debug-rerun',
  on: [{ node: 'build', with: ['ended'] }],
  placement: { group: '1_run', order: 1, inline: true },
  palette: true,
  key: { key: 'b', views: ['builds'] },
  answers: { build: buildAnswer },
  result: '{ imageId?: string; reference?: string }',
  run: async (app, call): Promise<Result> => {
    const { request } = await chosenBuild(app, call, {
      title: t('Build Again'),
      placeholder: t('Build to repeat'),
      accepts: ({ state }) => state !== 'running',
    });
    if (!call.programmatic) await app.dockerfiles.save(filesOf(request));
    app.log.command(dockerLine(buildLineWords(request), app.terminalShell()));
    const outcome = await repeat(app, request);
    if (!call.programmatic) await afterBuild(app, outcome);
    return outcome;
  },
});

async function repeat(app: App, request: BuildRequest): Promise<Result> {
  const { imageId } = await performBuild(app, request);
  return defined({ imageId, reference: request.references?.[0] });
}

/** What the editor may show otherwise than the disk has it. */
function filesOf({ dockerfile, source }: BuildRequest): readonly string[] {
  return [
    ...(dockerfile.kind === 'file' && dockerfile.text === undefined ? [dockerfile.file] : []),
    ...(source.kind === 'folder' ? [source.folder] : []),
  ];
}
