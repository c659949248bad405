import { t } from '../../core/localize';
import { wordsWithoutSecrets } from '../../core/docker-secrets';
import { parseRunWords, type RunWords } from '../../core/run-line';
import { lineOfContainer } from '../../core/run/line-of-container';
import { configurationOfRun, type RunConfiguration } from '../../core/run/run-configuration';
import { oneLine } from '../../core/untrusted';
import { name, optional, text } from '../answers/takes';
import { describeContainer } from '../containers/described-container';
import { defineCommand } from '../define';
import { chooseTarget } from '../targets/choose-targets';
import { containers } from '../targets/container-targets';
import { keptForAnswer } from './configuration-answers';
import { askConfigurationName, askKeptFor, checkedName, keepConfiguration } from './keep-configuration';
import { findConfiguration, saveConfiguration } from '../../files/run-configurations';

interface Result {
  readonly configuration: string;
  /** Empty for one of the user alone. */
  readonly file: string;
}

/** Keeps what made a container as a run configuration of the project. */
export const saveRunConfiguration = defineCommand({
  id: 'slipway.configurations.save',
  title: 'Save as Run Configuration…',
  summary:
    'Keeps what makes the same container as a run configuration: for the project in `.vscode/slipway.json`, which is opened there and in which comments stay, or for this user alone. Values of variables and other secrets are not written into the file, since it is shared: `null` passes the variable of the computer on.',
  icon: 'save',
  on: [{ node: 'container' }],
  placement: { group: '2_name', order: 5 },
  palette: true,
  answers: {
    container: name('Name or id of the container.'),
    configuration: optional(text('Name of the configuration; the container’s without it. One of this name is replaced.')),
    keptFor: keptForAnswer,
  },
  result: '{ configuration: string; file: string }',
  run: async (app, call): Promise<Result> => {
    const title = t('Save as Run Configuration');
    const target = await chooseTarget(app, call, containers, { title, placeholder: t('Container') });
    const engine = await app.connection.engine();
    const { inspected, origin } = await describeContainer(engine, target);
    const line = lineOfContainer(inspected, origin);
    const containerName = String(inspected['Name']).replace(/^\//, '');
    const prompt = t('Name of the run configuration of {0}', oneLine(containerName));
    const { configuration: given } = call.answers;
    const wanted = checkedName(
      given ?? (call.programmatic ? containerName : await askConfigurationName(app, title, prompt, containerName)),
    );
    const keptFor = call.answers.keptFor ?? (call.programmatic ? 'project' : await askKeptFor(app, title));
    if (keptFor === 'user') {
      await keepConfiguration(app, configurationOfRun(wanted, parseRunWords(line)), keptFor);
      return { configuration: wanted, file: '' };
    }
    const configuration = withoutSecretsOf(wanted, line);
    const after = await saveConfiguration(app.workspaceFolder(), configuration);
    if (!call.programmatic) {
      await app.show.file({ file: after.file, line: findConfiguration(after, configuration.name).line });
      const isLeftOut = Object.values(configuration.environment ?? {}).includes(null);
      if (isLeftOut) app.show.status(t('Values of variables are not written: null passes those of this computer on.'));
    }
    return { configuration: configuration.name, file: after.file };
  },
});

/** The file is shared with others: what docker lines of the log leave out is left out, and variables have their names alone. */
function withoutSecretsOf(name: string, { options, image, command }: RunWords): RunConfiguration {
  const masked = wordsWithoutSecrets(['run', ...options, image, ...command]).slice(1);
  const words = { options: masked.slice(0, options.length), image, command: masked.slice(options.length + 1) };
  const { environment, labels, ...configuration } = configurationOfRun(name, parseRunWords(words));
  const passedOn = Object.keys(environment ?? {}).map((variable) => [variable, null] as const);
  const own = Object.entries(labels ?? {}).filter(([label]) => !label.startsWith('com.docker.compose.'));
  return {
    ...configuration,
    ...(passedOn.length > 0 && { environment: Object.fromEntries(passedOn) }),
    ...(own.length > 0 && { labels: Object.fromEntries(own) }),
  };
}
