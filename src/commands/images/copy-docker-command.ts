import type { App } from '../../app';
import { dockerLine, dockerLineWithSecrets } from '../../core/docker-line';
import { hasSecrets } from '../../core/docker-secrets';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { isImageId, tryParseReference } from '../../core/reference';
import { checkRunLine } from '../../core/run-line';
import { copiedName } from '../../core/untrusted';
import { back } from '../../ports';
import { type AnswersOf, choice, flag, optional, text } from '../answers/takes';
import { type CommandCall, defineCommand } from '../define';
import { oneImage } from '../targets/one-image';
import { lineSurroundings } from './line-surroundings';
import { lastLine } from './proposed-line';

const answers = {
  image: text('A reference or an id.'),
  verb: choice(['run', 'pull', 'tag', 'push', 'save', 'inspect', 'history', 'rmi'], 'What the line does.'),
  values: optional(flag('True copies values of variables, passwords and users of URLs, where the line has some; else `***` stands there.')),
};

type Answers = AnswersOf<typeof answers>;

/** Copies the docker command line of one of the verbs for an image. */
export const copyImageDockerCommand = defineCommand({
  id: 'slipway.images.copyDockerCommand',
  title: 'Copy as docker Command…',
  summary:
    'Copies the docker command line that is equivalent to a verb, for the image of the row; that of run is the one with which the image was run last. Values of variables and other secrets are left out unless they are asked for.',
  on: [{ node: 'image' }],
  placement: { group: '7_copy', order: 5 },
  palette: false,
  answers,
  result: 'string',
  run: async (app, call): Promise<string> => {
    const title = t('Copy as docker Command');
    const { name } = await oneImage(app, call, title);
    const words = await chosenWords(app, call, await linesFor(app, copiedName(name)), title);
    const line =
      hasSecrets(words) && (await wantsValues(app, call, title))
        ? dockerLineWithSecrets(words, app.terminalShell())
        : dockerLine(words, app.terminalShell());
    await app.clipboard.write(line);
    return line;
  },
});

async function chosenWords(
  app: App,
  call: CommandCall<Answers>,
  lines: readonly (readonly string[])[],
  title: string,
): Promise<readonly string[]> {
  const { verb } = call.answers;
  if (verb === undefined) {
    const choices = lines.map((words) => ({ label: dockerLine(words, app.terminalShell()), value: words }));
    const chosen = await app.ask.choose(choices, { title, placeholder: t('The line is copied to the clipboard') });
    if (chosen === back) throw failure('cancelled', { operation: title });
    return chosen;
  }
  const found = lines.find(([first, second]) => first === verb || (first === 'image' && second === verb));
  if (!found) throw failure('invalidInput', { field: 'verb', value: verb, reason: t('There is no such line for this image.') });
  return found;
}

/** Asked once, and only where there is something to leave out. */
async function wantsValues(app: App, call: CommandCall<Answers>, title: string): Promise<boolean> {
  const { values } = call.answers;
  if (values !== undefined || call.programmatic) return values === true;
  const answer = await app.ask.choose(
    [
      {
        label: t('Leave out values'),
        description: t('*** stands for values of variables, passwords and users of URLs'),
        icon: 'eye-closed',
        value: false,
      },
      { label: t('Copy with values'), description: t('They can be read by everything that reads the clipboard'), icon: 'eye', value: true },
    ],
    { title, placeholder: t('The line contains values that may be secret') },
  );
  if (answer === back) throw failure('cancelled', { operation: title });
  return answer;
}

async function linesFor(app: App, name: string): Promise<readonly (readonly string[])[]> {
  const parsed = isImageId(name) ? undefined : tryParseReference(name);
  return [
    await runWords(app, name),
    ...(parsed ? [['pull', name]] : []),
    ['tag', name, 'NEW_NAME'],
    ...(parsed?.tag === undefined ? [] : [['push', name]]),
    ['save', '-o', 'image.tar', name],
    ['image', 'inspect', name],
    ['history', name],
    ['rmi', name],
  ];
}

/** As it was run last, where that can still be read. */
async function runWords(app: App, name: string): Promise<readonly string[]> {
  const last = await lastLine(app, name);
  const checked = last && checkRunLine(last.line, lineSurroundings(app, app.workspaceFolder()));
  return checked && 'run' in checked ? ['run', ...checked.run.words] : ['run', '-it', '--rm', name];
}
