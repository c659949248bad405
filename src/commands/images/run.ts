import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { checkRunLine, type LineSurroundings, parseRunLine, parseRunWords } from '../../core/run-line';
import type { Node } from '../../nodes/define';
import { back, type Remark } from '../../ports';
import { choice, optional, text, texts } from '../answers/takes';
import { askInSteps } from '../asking/steps';
import { defineCommand } from '../define';
import { askTarget, targetsOfRows } from '../targets/choose-targets';
import { images } from '../targets/image-targets';
import { chooseReading, chosenReading, lineReadings, type LineReading, readAs, readingLabel, readingRemark } from './line-dialect';
import { lineSurroundings } from './line-surroundings';
import { performRun, type StartedRun } from './perform-run';
import { proposedLine, rememberRun } from './proposed-line';

/** Runs an image in a new container, detached or in a terminal. */
export const runImage = defineCommand({
  id: 'slipway.images.run',
  title: 'Run Image…',
  summary: 'Runs an image by a `docker run` option line, detached or with its terminal. A missing image is pulled.',
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
    const { image, options = [], command = [], workingDirectory = app.workspaceFolder(), dialect = 'automatic' } = call.answers;
    // A line may name an engine, and then the one in use must be known.
    await app.connection.engine();
    const known = lineSurroundings(app, workingDirectory);
    const asked = call.answers.line === undefined && image === undefined ? await askLine(app, call.nodes, known) : undefined;
    const line = call.answers.line ?? asked?.line;
    const surroundings = readAs(known, asked?.reading ?? dialect);
    const read =
      line === undefined ? parseRunWords({ options, image: image ?? '', command }, surroundings) : parseRunLine(line, surroundings);
    return performRun(app, read, {
      mayAsk: !call.programmatic,
      ...(!call.programmatic && line !== undefined && { started: (run) => rememberRun(app, line, run) }),
    });
  },
});

async function askLine(
  app: App,
  nodes: readonly Node[],
  surroundings: LineSurroundings,
): Promise<{ readonly line: string; readonly reading: LineReading }> {
  const title = t('Run Image');
  let image = targetsOfRows(nodes, images)[0]?.name;
  const fromRow = image !== undefined;
  let line: string | undefined;
  let reading = chosenReading(app);
  const askImage = async (place: object): Promise<typeof back | undefined> => {
    const chosen = await askTarget(app, images, { title, ...place });
    if (chosen === back) return back;
    image = chosen.name;
    return undefined;
  };
  const askOptions = async (place: object): Promise<typeof back | undefined> => {
    const prompt = t('Options, image and command, as after docker run. With -d it runs in the background.');
    const { line: value, cursor } = await proposedLine(app, image ?? '');
    const mode = {
      icon: 'terminal',
      label: () => t('Read as: {0}', readingLabel(reading)),
      next: () => void (reading = lineReadings[(lineReadings.indexOf(reading) + 1) % lineReadings.length] ?? 'automatic'),
    };
    const typed = await app.ask.input({
      title,
      ...place,
      prompt,
      value,
      cursor,
      mode,
      check: (text) => remark(text, readAs(surroundings, reading)),
    });
    if (typed === back) return back;
    line = typed;
    return undefined;
  };
  await askInSteps([...(fromRow ? [] : [askImage]), askOptions]);
  if (line === undefined) throw failure('cancelled', { operation: 'run' });
  if (reading !== chosenReading(app)) await chooseReading(app, reading);
  return { line, reading };
}

function remark(value: string, surroundings: LineSurroundings): Remark | undefined {
  const checked = checkRunLine(value, surroundings);
  const reading = readingRemark(value, surroundings);
  if ('reason' in checked) return { severity: 'error', message: reading === undefined ? checked.reason : `${checked.reason} ${reading}` };
  return reading === undefined ? undefined : { severity: 'information', message: reading };
}
