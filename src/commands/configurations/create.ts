import type { ChoosingCall } from '../targets/elsewhere';
import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { configurationOfRun } from '../../core/run/run-configuration';
import { parseRunLine } from '../../core/run-line';
import { runConfigurationGroupNode } from '../../nodes/run-configuration-group';
import { back } from '../../ports';
import { optional, text } from '../answers/takes';
import { defineCommand } from '../define';
import { lineSurroundings } from '../images/line-surroundings';
import { runFormPage } from '../images/run-form-page';
import { askTarget, targetsOfRows } from '../targets/choose-targets';
import { images } from '../targets/image-targets';
import { keptForAnswer } from './configuration-answers';
import { checkedName } from './keep-configuration';
import { keepShared, type NamedConfiguration } from './keep-form';

/** Makes a configuration in the form of a run. */
export const createRunConfiguration = defineCommand({
  id: 'slipway.configurations.create',
  title: 'New Run Configuration…',
  summary:
    'Opens the form of a run, filled as the image was run last, and keeps what it says as a run configuration of the project or of this user. A program gives the name and a docker line, and no form is opened.',
  icon: 'add',
  on: [{ node: 'image' }, { node: 'runConfigurationGroup' }],
  placement: { group: '2_name', order: 7, inline: ['runConfigurationGroup'] },
  palette: true,
  answers: {
    configuration: optional(text('Name of the configuration. One of this name is replaced.')),
    line: optional(text('What stands after `docker run`.')),
    keptFor: keptForAnswer,
    image: optional(text('Reference of the image, for the form.')),
  },
  oneOf: [['configuration', 'line']],
  result: '{ name: string; keptFor: "project" | "user" }',
  run: async (app, { nodes, answers, programmatic, elsewhere }): Promise<NamedConfiguration> => {
    const { configuration, line, keptFor = app.workspaceFolder() === undefined ? 'user' : 'project' } = answers;
    if (!programmatic || configuration === undefined || line === undefined) return createByForm(app, { nodes, elsewhere }, answers.image);
    const run = parseRunLine(line, lineSurroundings(app, app.workspaceFolder()));
    await keepShared(app, configurationOfRun(checkedName(configuration), run), keptFor);
    return { name: configuration, keptFor };
  },
});

async function createByForm(app: App, { nodes, elsewhere }: ChoosingCall, given: string | undefined): Promise<NamedConfiguration> {
  const title = t('New Run Configuration');
  const rows = nodes.filter((node) => !runConfigurationGroupNode.is(node));
  const image = given ?? targetsOfRows(rows, images)[0]?.name ?? (await askedImage(app, title, elsewhere));
  const page = await app.pages.open(runFormPage, { image, keep: 'new' });
  const { kept } = await page.closed;
  if (!kept) throw failure('cancelled', { operation: title });
  return kept;
}

async function askedImage(app: App, title: string, elsewhere: ChoosingCall['elsewhere']): Promise<string> {
  const target = await askTarget(app, images, { title }, elsewhere);
  if (target === back) throw failure('cancelled', { operation: title });
  return target.name;
}
