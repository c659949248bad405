import type { App } from '../../app';
import { dockerLineWithSecrets } from '../../core/docker-line';
import { t } from '../../core/localize';
import { defined } from '../../core/records';
import { checkRunLine, checkRunWords, type LineSurroundings, type RunLine } from '../../core/run-line';
import { fieldText } from '../../core/run/form-words';
import { readRunForm, type RunFormReading, wordsOfForm } from '../../core/run/read-run-form';
import { formOfRun, runFormFrom } from '../../core/run/run-form';
import { emptyRunForm, type RunForm } from '../../core/run/run-form-fields';
import type { RunFormModel } from '../../core/run/run-form-page';
import { proposeRunLine } from '../../core/run-proposal';
import { hidden, isSecretName } from '../../core/secrets';
import { chosenReading, readAs } from './line-dialect';
import { lineSurroundings } from './line-surroundings';
import { lastLine, rememberRun } from './proposed-line';
import { imageFacts, knownContainers, knownNames, takenHostPorts } from './run-form-facts';
import { runRemedies } from './run-form-remedies';

/** What of a model does not follow from its form and the engine. */
type Frame = Pick<RunFormModel, 'image' | 'form' | 'revision' | 'answered' | 'busyPorts'> &
  Partial<Pick<RunFormModel, 'facts' | 'done' | 'keep'>>;

/** This machine, as the fields and lines of a form see it. */
export function formSurroundings(app: App): LineSurroundings {
  return readAs(lineSurroundings(app, app.workspaceFolder()), chosenReading(app));
}

/** The form with which an image is run first: as it was run last, or else as suits what it is. */
export async function firstForm(app: App, image: string): Promise<RunForm> {
  const surroundings = formSurroundings(app);
  const last = await lastLine(app, image);
  const remembered = last && formOfLine(last.line, surroundings);
  if (remembered && 'form' in remembered) return remembered.form;
  const containers = await knownContainers(app);
  const facts = await imageFacts(app, image, containers);
  const words = facts.state === 'local' ? await proposedFacts(facts) : undefined;
  const proposed = formOfLine(proposeRunLine(image, words, takenHostPorts(containers)).line, {});
  if ('form' in proposed) return proposed.form;
  const none = emptyRunForm();
  return { ...none, texts: { ...none.texts, image } };
}

function proposedFacts(facts: RunFormModel['facts']): Promise<Parameters<typeof proposeRunLine>[1]> {
  const split = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');
  return Promise.resolve({
    entrypoint: split(facts.entrypoint),
    command: split(facts.command),
    ports: facts.ports.map(({ container }) => container),
  });
}

/** The form that says what a line says, or why there is none; translated. */
export function formOfLine(
  line: string,
  surroundings: LineSurroundings,
): { readonly form: RunForm; readonly run: RunLine } | { readonly reason: string } {
  const checked = checkRunLine(line, surroundings);
  if ('reason' in checked) return { reason: checked.reason };
  // What is longer than a field takes would be cut.
  const form = runFormFrom(formOfRun(checked.run));
  return form ? { form, run: checked.run } : { reason: t('This line is too long for the form.') };
}

/** The model with what its fields mean now, and what the engine has now. */
export async function shownForm(app: App, frame: Frame): Promise<RunFormModel> {
  const { image, form, revision, answered, busyPorts, done, keep } = frame;
  const named = form.texts.image.trim();
  const surroundings = formSurroundings(app);
  const { state } = app.connection;
  const containers = await knownContainers(app);
  const [known, facts] = await Promise.all([
    knownNames(app),
    frame.facts?.of === named ? Promise.resolve(frame.facts) : imageFacts(app, named, containers),
  ]);
  const reading = readRunForm(form, surroundings);
  return {
    image,
    engine: state.kind === 'connected' ? state.candidate.name : '',
    form,
    revision,
    answered,
    busyPorts,
    facts,
    known,
    problems: 'problems' in reading ? reading.problems : {},
    remedies: runRemedies(form, containers, busyPorts),
    line: lineOfForm(app, visible(form), surroundings),
    ...defined({ done, keep }),
  };
}

/** The docker line of a form, with everything that stands in it. */
export function lineOfForm(app: App, form: RunForm, surroundings: LineSurroundings): string {
  const { options, image, command } = wordsOfForm(form, surroundings).words;
  return dockerLineWithSecrets(['run', ...options, image, ...command], app.terminalShell());
}

/** Somebody may look over a shoulder. */
function visible(form: RunForm): RunForm {
  const environment = form.rows.environment.map(([name = '', value = '']) => [name, isSecretName(name) ? hidden : value]);
  return { ...form, rows: { ...form.rows, environment } };
}

/** What the line shows as `***` is what stands in the form. */
export function withKnownValues(form: RunForm, before: RunForm): RunForm {
  const known = new Map(before.rows.environment.map(([name = '', value = '']) => [name, value]));
  const environment = form.rows.environment.map(([name = '', value = '']) => [name, value === hidden ? (known.get(name) ?? value) : value]);
  // No line tells of the launch.
  return { ...form, rows: { ...form.rows, environment }, ...defined({ launch: before.launch }) };
}

/** Keeps what a form says for the next time that its image is run, as the box of the one-line way would. */
export async function rememberForm(app: App, { words }: Extract<RunFormReading, { readonly run: RunLine }>): Promise<void> {
  const line = fieldText([...words.options, words.image, ...words.command]);
  const surroundings = formSurroundings(app);
  const [read, meant] = [checkRunLine(line, surroundings), checkRunWords(words, surroundings)];
  // Not where the line would be read as something else.
  if (!('run' in read) || !('run' in meant) || read.run.words.join('\0') !== meant.run.words.join('\0')) return;
  await rememberRun(app, line, read.run);
}
