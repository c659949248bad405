import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { parseRunWords } from '../../core/run-line';
import { lineOfContainer } from '../../core/run/line-of-container';
import { configurationOfRun } from '../../core/run/run-configuration';
import { oneLine } from '../../core/untrusted';
import { back, type Remark } from '../../ports';
import { name, optional, text } from '../answers/takes';
import { describeContainer } from '../containers/described-container';
import { defineCommand } from '../define';
import { chooseTarget } from '../targets/choose-targets';
import { containers } from '../targets/container-targets';
import { configurationsFile, findConfiguration, readConfigurations, saveConfiguration } from '../../files/run-configurations';

interface Result {
  readonly configuration: string;
  readonly file: string;
}

/** Keeps what made a container as a run configuration of the project. */
export const saveRunConfiguration = defineCommand({
  id: 'slipway.configurations.save',
  title: 'Save as Run Configuration…',
  summary:
    'Writes what makes the same container as a run configuration into `.vscode/slipway.json` of the workspace, and opens the file there. Comments in it stay. Values of variables are part of it.',
  icon: 'save',
  on: [{ node: 'container' }],
  placement: { group: '2_name', order: 5 },
  palette: true,
  answers: {
    container: name('Name or id of the container.'),
    configuration: optional(text('Name of the configuration; the container’s without it. One of this name is replaced.')),
  },
  result: '{ configuration: string; file: string }',
  run: async (app, call): Promise<Result> => {
    const title = t('Save as Run Configuration');
    const target = await chooseTarget(app, call, containers, { title, placeholder: t('Container') });
    const known = await readConfigurations(app.workspaceFolder());
    const engine = await app.connection.engine();
    const { inspected, origin } = await describeContainer(engine, target);
    const line = lineOfContainer(inspected, origin);
    const containerName = String(inspected['Name']).replace(/^\//, '');
    const taken = new Set(known.configurations.map(({ configuration }) => configuration.name));
    const wanted = call.answers.configuration ?? (call.programmatic ? containerName : await askName(app, title, containerName, taken));
    const { file, ...after } = await saveConfiguration(app.workspaceFolder(), configurationOfRun(wanted, parseRunWords(line)));
    if (!call.programmatic) await app.show.file({ file, line: findConfiguration({ file, ...after }, wanted).line });
    return { configuration: wanted, file };
  },
});

async function askName(app: App, title: string, value: string, taken: ReadonlySet<string>): Promise<string> {
  const check = (text: string): Remark | undefined => {
    if (text.trim() === '') return { severity: 'error', message: t('The name is missing.') };
    return taken.has(text.trim())
      ? { severity: 'warning', message: t('{0} has a run configuration of this name, which is replaced.', configurationsFile) }
      : undefined;
  };
  const answer = await app.ask.input({ title, prompt: t('Name of the run configuration of {0}', oneLine(value)), value, check });
  if (answer === back) throw failure('cancelled', { operation: title });
  return answer.trim();
}
