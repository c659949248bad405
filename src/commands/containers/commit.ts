import type { App } from '../../app';
import { checkChange, checkChanges } from '../../core/commit-changes';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { checkReference, familiarReference, invalidNewName, parseReference, shortId, withDefaultTag } from '../../core/reference';
import { oneLine } from '../../core/untrusted';
import type { CommitOptions } from '../../engine/containers/containers';
import { back, type Back, type Choice, type Remark } from '../../ports';
import { type AnswersOf, flag, name, optional, text, texts } from '../answers/takes';
import { chooseTarget } from '../targets/choose-targets';
import { containers } from '../targets/container-targets';
import { revealImage } from '../targets/image-targets';
import { defineCommand } from '../define';
import { nameInErrors } from '../targets/run-on-each';
import { defined } from '../../core/records';

const answers = {
  container: name('Name or id of the container.'),
  reference: optional(text('Name of the image; without it the image has none.')),
  author: optional(text('Author, such as `Ada <ada@example.com>`.')),
  message: optional(text('Commit message.')),
  changes: optional(
    texts(
      'Dockerfile instructions to apply: CMD, ENTRYPOINT, ENV, EXPOSE, HEALTHCHECK, LABEL, ONBUILD, STOPSIGNAL, USER, VOLUME, WORKDIR.',
    ),
  ),
  pause: optional(flag('Pause the container meanwhile.'), true),
};

type Answers = AnswersOf<typeof answers>;

interface Committed {
  readonly imageId: string;
  /** With its tag; absent for an image without a name. */
  readonly reference?: string;
}

/** Makes an image of a container's file system. */
export const commitContainer = defineCommand({
  id: 'slipway.containers.commit',
  title: 'Commit Container to Image…',
  summary: 'Creates an image from the current file system of a container.',
  icon: 'git-commit',
  on: [{ node: 'container' }, { node: 'containerChanges' }],
  placement: { group: '4_keep', order: 1 },
  palette: true,
  key: { key: 'c', views: ['containers'] },
  answers,
  result: '{ readonly imageId: string; readonly reference?: string }',
  run: async (app, call): Promise<Committed> => {
    const target = await chooseTarget(app, call, containers, {
      title: t('Commit Container'),
      placeholder: t('Container to create an image from'),
      accepts: ({ state }) => state !== 'removing',
    });
    const options = checked(call.programmatic ? givenOptions(call.answers) : await askOptions(app, target.name));
    app.log.command(dockerLine(commitWords(target.name, options), app.terminalShell()));
    const { imageId } = await app.progress.run(t('Committing {0}', target.name), async (_report, signal) => {
      const engine = await app.connection.engine(signal);
      return nameInErrors(target, engine.containers.commit(target.id, options));
    });
    const { reference } = options;
    // An image without a name comes without an event.
    if (reference === undefined) await app.views.refresh('images');
    else if (!call.programmatic) await revealImage(app, reference);
    app.show.status(t('Committed {0} as {1}', target.name, reference ?? shortId(imageId)));
    return { imageId, ...defined({ reference }) };
  },
});

function givenOptions({ reference, author, message, changes, pause }: Partial<Answers>): CommitOptions {
  return {
    ...defined({ reference, author, message, changes, pause }),
  };
}

/** Checks what would be sent, before the engine sees it. Throws `invalidInput`. */
function checked(options: CommitOptions): CommitOptions {
  const { reference } = options;
  checkChanges(options.changes ?? []);
  if (reference === undefined) return options;
  const reason = invalidNewName(reference);
  if (reason !== undefined) throw failure('invalidInput', { field: 'reference', value: reference, reason });
  return { ...options, reference: familiarReference(withDefaultTag(parseReference(reference))) };
}

function commitWords(container: string, { reference, author, message, changes = [], pause = true }: CommitOptions): readonly string[] {
  return [
    'commit',
    ...(author === undefined ? [] : ['--author', author]),
    ...(message === undefined ? [] : ['--message', message]),
    ...changes.flatMap((change) => ['--change', change]),
    ...(pause ? [] : ['--pause=false']),
    container,
    ...(reference === undefined ? [] : [reference]),
  ];
}

type Detail = 'commit' | 'author' | 'message' | 'pause' | 'addChange' | { readonly change: number };

async function askOptions(app: App, container: string): Promise<CommitOptions> {
  let reference = '';
  let details: CommitOptions = {};
  for (;;) {
    const answer = await app.ask.input({
      title: t('Commit {0}', container),
      step: { step: 1, of: 2 },
      prompt: t('Name of the new image. Leave it empty for an image without a name.'),
      placeholder: 'app:1.0',
      value: reference,
      check: nameRemark,
    });
    if (answer === back) throw failure('cancelled', { operation: 'commit' });
    reference = answer.trim();
    const outcome = await askDetails(app, container, reference, details);
    details = outcome.details;
    if (outcome.ready) return { ...details, ...(reference !== '' && { reference }) };
  }
}

/** The error or remark on a name for a new image, as it is typed. */
function nameRemark(value: string): Remark | undefined {
  const text = value.trim();
  if (text === '') return undefined;
  const reason = invalidNewName(text);
  if (reason !== undefined) return { severity: 'error', message: reason };
  const read = checkReference(text);
  if ('reference' in read && read.reference.tag === undefined) {
    return { severity: 'information', message: t('The tag is latest by default.') };
  }
  return undefined;
}

/** A list of the optional details, shown again after each until the user commits or goes back. */
async function askDetails(
  app: App,
  container: string,
  reference: string,
  before: CommitOptions,
): Promise<{ readonly ready: boolean; readonly details: CommitOptions }> {
  let details = before;
  for (;;) {
    const chosen = await app.ask.choose(detailChoices(reference, details), {
      title: t('Commit {0}', container),
      placeholder: t('Commit now, or add details'),
      step: { step: 2, of: 2 },
    });
    if (chosen === back) return { ready: false, details };
    if (chosen === 'commit') return { ready: true, details };
    details = await askDetail(app, container, chosen, details);
  }
}

function detailChoices(
  reference: string,
  { author = '', message = '', changes = [], pause = true }: CommitOptions,
): readonly Choice<Detail>[] {
  return [
    {
      label: t('Commit'),
      description: reference === '' ? t('as an image without a name') : t('as {0}', oneLine(reference)),
      icon: 'check',
      value: 'commit',
    },
    { label: t('Message'), description: oneLine(message), icon: 'comment', section: t('Details'), value: 'message' },
    { label: t('Author'), description: oneLine(author), icon: 'person', value: 'author' },
    ...changes.map((change, index): Choice<Detail> => ({
      label: oneLine(change),
      description: t('Instruction {0}', index + 1),
      icon: 'edit',
      value: { change: index },
    })),
    {
      label: t('Add a Dockerfile instruction'),
      description: changes.length === 0 ? 'CMD, ENV, EXPOSE, LABEL, USER…' : '',
      icon: 'add',
      value: 'addChange',
    },
    {
      label: pause ? t('The container is paused during the commit') : t('The container keeps running during the commit'),
      description: t('choose to change'),
      icon: pause ? 'debug-pause' : 'play',
      value: 'pause',
    },
  ];
}

async function askDetail(app: App, container: string, detail: Exclude<Detail, 'commit'>, before: CommitOptions): Promise<CommitOptions> {
  const { changes = [], author, message, ...rest } = before;
  const ask = (prompt: string, value: string, check?: (value: string) => Remark | undefined): Promise<string | Back> =>
    app.ask.input({ title: t('Commit {0}', container), step: { step: 2, of: 2 }, prompt, value, ...defined({ check }) });
  if (detail === 'pause') return { ...before, pause: !(before.pause ?? true) };
  if (detail === 'author') {
    const answer = await ask(t('Author, such as Ada <ada@example.com>'), author ?? '');
    if (answer === back) return before;
    return { ...rest, changes, ...defined({ message }), ...(answer !== '' && { author: answer }) };
  }
  if (detail === 'message') {
    const answer = await ask(t('Message to show in the history of the image'), message ?? '');
    if (answer === back) return before;
    return { ...rest, changes, ...defined({ author }), ...(answer !== '' && { message: answer }) };
  }
  const index = detail === 'addChange' ? changes.length : detail.change;
  const answer = await ask(
    t('A Dockerfile instruction, such as ENV MODE=production. Leave it empty to remove the instruction.'),
    changes[index] ?? '',
    changeRemark,
  );
  if (answer === back) return before;
  return { ...before, changes: answer.trim() === '' ? changes.toSpliced(index, 1) : changes.toSpliced(index, 1, answer.trim()) };
}

function changeRemark(value: string): Remark | undefined {
  if (value.trim() === '') return undefined;
  const problem = checkChange(value);
  return problem ? { severity: 'error', message: t('Column {0}: {1}', problem.offset + 1, problem.reason) } : undefined;
}
