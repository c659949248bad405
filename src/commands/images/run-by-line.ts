import type { ChoosingCall } from '../targets/elsewhere';
import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { checkRunLine, type LineSurroundings, parseRunLine } from '../../core/run-line';
import { back, type Remark } from '../../ports';
import { optional, text } from '../answers/takes';
import { askInSteps } from '../asking/steps';
import { defineCommand } from '../define';
import { askTarget, targetsOfRows } from '../targets/choose-targets';
import { images } from '../targets/image-targets';
import { chooseReading, chosenReading, lineReadings, type LineReading, readAs, readingLabel, readingRemark } from './line-dialect';
import { lineSurroundings } from './line-surroundings';
import { performRun, type StartedRun } from './perform-run';
import { proposedLine, rememberRun } from './proposed-line';

/** Runs an image by one line, for those who know what they want. */
export const runImageByLine = defineCommand({
  id: 'slipway.images.runByLine',
  title: 'Run Image by Docker Line…',
  summary:
    'Asks for what stands behind `docker run`, proposed to suit the image and remembered, or for a whole line as it was copied. A program calls `slipway.images.run`.',
  icon: 'terminal',
  on: [{ node: 'image' }],
  placement: { group: '1_run', order: 2 },
  palette: true,
  key: { key: 'shift+r', views: ['images'] },
  answers: { line: optional(text('What stands after `docker run`: `-d --name web -p 8080:80 nginx:1`.')) },
  oneOf: [['line']],
  result: '{ container: string; name: string }',
  run: async (app, call): Promise<StartedRun> => {
    // A line may name an engine, and then the one in use must be known.
    await app.connection.engine();
    const known = lineSurroundings(app, app.workspaceFolder());
    const { line, reading } =
      call.answers.line === undefined ? await askLine(app, call, known) : { line: call.answers.line, reading: 'automatic' as const };
    return performRun(app, parseRunLine(line, readAs(known, reading)), {
      mayAsk: !call.programmatic,
      ...(!call.programmatic && { started: (run) => rememberRun(app, line, run) }),
    });
  },
});

async function askLine(
  app: App,
  { nodes, elsewhere }: ChoosingCall,
  surroundings: LineSurroundings,
): Promise<{ readonly line: string; readonly reading: LineReading }> {
  const title = t('Run Image');
  let image = targetsOfRows(nodes, images)[0]?.name;
  const fromRow = image !== undefined;
  let line: string | undefined;
  let reading = chosenReading(app);
  const askImage = async (place: object): Promise<typeof back | undefined> => {
    const chosen = await askTarget(app, images, { title, ...place }, elsewhere);
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
