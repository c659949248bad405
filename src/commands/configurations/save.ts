import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { wordsWithoutSecrets } from '../../core/docker-secrets';
import { parseRunWords, type RunWords } from '../../core/run-line';
import { lineOfContainer } from '../../core/run/line-of-container';
import { configurationOfRun, type RunConfiguration } from '../../core/run/run-configuration';
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
    'Writes what makes the same container as a run configuration into `.vscode/slipway.json` of the workspace, and opens the file there. Comments in it stay. Values of variables and other secrets are not written, since such a file is shared: `null` passes the variable of the computer on.',
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
    const wrong = nameProblem(wanted);
    // What was typed may be anything, and errors are written to the log.
    if (wrong !== undefined) throw failure('invalidInput', { field: 'configuration', value: '', reason: wrong });
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

function nameProblem(name: string): string | undefined {
  if (name === '') return t('The name is missing.');
  return /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u.test(name)
    ? undefined
    : t('A name has letters, digits, blanks, “.”, “_” and “-”, and begins with a letter or digit.');
}

async function askName(app: App, title: string, value: string, taken: ReadonlySet<string>): Promise<string> {
  const check = (text: string): Remark | undefined => {
    const wrong = nameProblem(text.trim());
    if (wrong !== undefined) return { severity: 'error', message: wrong };
    return taken.has(text.trim())
      ? { severity: 'warning', message: t('{0} has a run configuration of this name, which is replaced.', configurationsFile) }
      : undefined;
  };
  const answer = await app.ask.input({ title, prompt: t('Name of the run configuration of {0}', oneLine(value)), value, check });
  if (answer === back) throw failure('cancelled', { operation: title });
  return answer.trim();
}
