import type { ChoosingCall } from '../targets/elsewhere';
import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { parseRunLine, parseRunWords } from '../../core/run-line';
import { back } from '../../ports';
import { choice, optional, text, texts } from '../answers/takes';
import { defineCommand } from '../define';
import { askTarget, targetsOfRows } from '../targets/choose-targets';
import { images } from '../targets/image-targets';
import { readAs } from './line-dialect';
import { lineSurroundings } from './line-surroundings';
import { performRun, type StartedRun } from './perform-run';
import { rememberRun } from './proposed-line';
import { runFormPage } from './run-form-page';

/** Runs an image in a new container, detached or in a terminal. */
export const runImage = defineCommand({
  id: 'slipway.images.run',
  title: 'Run Image…',
  summary:
    'Opens a form with all that a run is told, and the docker line that says the same. A program gives a `docker run` option line, or image, options and command, and no form is opened. A missing image is pulled.',
  icon: 'play',
  on: [{ node: 'image' }],
  placement: { group: '1_run', order: 1, inline: true },
  palette: true,
  key: { key: 'r', views: ['images'] },
  answers: {
    line: optional(text('What stands after `docker run`: `-d --name web -p 8080:80 nginx:1`.')),
    image: optional(text('Reference or id of the image.')),
    options: optional(texts('With `image`: the options, one word each.')),
    command: optional(texts('With `image`: the command, one word each.')),
    dialect: optional(
      choice(
        ['posix', 'powershell', 'cmd'],
        'How `line` is written; by what stands in it without it, and as a POSIX shell where nothing tells.',
      ),
    ),
    workingDirectory: optional(text('Absolute path that `.` and `$(pwd)` in the line stand for; else the folder of the workspace.')),
  },
  oneOf: [['line'], ['image']],
  result: '{ container: string; name: string }',
  run: async (app, call): Promise<StartedRun> => {
    const { image, line, options = [], command = [], workingDirectory = app.workspaceFolder(), dialect = 'automatic' } = call.answers;
    // A line may name an engine, and then the one in use must be known.
    await app.connection.engine();
    if (!call.programmatic && line === undefined && options.length + command.length === 0) return runByForm(app, call, image);
    const surroundings = readAs(lineSurroundings(app, workingDirectory), dialect);
    const read =
      line === undefined ? parseRunWords({ options, image: image ?? '', command }, surroundings) : parseRunLine(line, surroundings);
    return performRun(app, read, {
      mayAsk: !call.programmatic,
      ...(!call.programmatic && line !== undefined && { started: (run) => rememberRun(app, line, run) }),
    });
  },
});

/** Opens the form, and gives what was started from it when it is closed. */
async function runByForm(app: App, { nodes, elsewhere }: ChoosingCall, given: string | undefined): Promise<StartedRun> {
  const image = given ?? targetsOfRows(nodes, images)[0]?.name ?? (await askedImage(app, elsewhere));
  const page = await app.pages.open(runFormPage, { image });
  const { started } = await page.closed;
  if (!started) throw failure('cancelled', { operation: 'run' });
  return started;
}

async function askedImage(app: App, elsewhere: ChoosingCall['elsewhere']): Promise<string> {
  const target = await askTarget(app, images, { title: t('Run Image') }, elsewhere);
  if (target === back) throw failure('cancelled', { operation: 'run' });
  return target.name;
}
