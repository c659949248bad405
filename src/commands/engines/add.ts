import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { defined } from '../../core/records';
import { contextAddress } from '../../engine/contexts/context-address';
import { ContextStore } from '../../engine/contexts/context-store';
import { storedContexts } from '../../engine/contexts/docker-contexts';
import { type AnswersOf, flag, name, optional, text } from '../answers/takes';
import { localPath } from '../archives/local-files';
import { type CommandCall, defineCommand } from '../define';
import { askContext, type ContextDraft } from './context-questions';
import { askUntilKept, contextWords, reachContext } from './reach-context';

const answers = {
  context: name('Name of the new docker context.'),
  address: name('`ssh://user@host`, `tcp://host:2376`, `unix:///path` or `npipe:////./pipe/name`.'),
  description: optional(text('What the list says of it.')),
  ca: optional(text('Absolute path of the PEM file of the authority of the engine’s certificate; secures `tcp://` with TLS.')),
  certificate: optional(text('The same for your certificate, which goes with `key`.')),
  key: optional(text('The same for its key.')),
  skipVerify: optional(flag('Secures `tcp://` with TLS and takes whatever certificate the engine has.')),
  unreached: optional(flag('Keeps it without trying to reach the engine.')),
};

type Answers = AnswersOf<typeof answers>;

/** What has been kept, and what answered there. */
interface Added {
  readonly context: string;
  readonly address: string;
  /** Undefined where nobody tried. */
  readonly version: string | undefined;
}

/** Keeps an engine as a docker context, once it has answered. */
export const addEngine = defineCommand({
  id: 'slipway.engines.add',
  title: 'Add Engine…',
  summary:
    'Asks for the address of an engine (ssh, TCP with or without TLS, a socket), tries to reach it, and keeps it as a docker context, which the docker command line knows too.',
  icon: 'add',
  palette: true,
  titleBar: { views: ['engines'] },
  key: { key: 'n', views: ['engines'], wholeView: true },
  answers,
  result: '{ readonly context: string; readonly address: string; readonly version: string | undefined }',
  run: (app, call): Promise<Added> => (call.programmatic ? addGiven(app, call) : askAndAdd(app)),
});

async function askAndAdd(app: App): Promise<Added> {
  const title = t('Add Engine');
  const taken = (await storedContexts(app.host)).map((context) => context.name);
  const { draft, information } = await askUntilKept(
    app,
    (before) => askContext(app, title, before, taken),
    { name: '', content: { address: '' } },
    (made) => keep(app, made),
  );
  await app.show.reveal(`engine/context:${draft.name}`, 'engines');
  return { context: draft.name, address: draft.content.address, version: information.version };
}

async function addGiven(app: App, { answers: given }: CommandCall<Answers>): Promise<Added> {
  const draft = draftOf(given);
  if (await new ContextStore(app.host).has(draft.name))
    throw failure('conflict', { name: draft.name, usedBy: [], detail: t('There is a docker context of this name.') });
  const information = given.unreached ? undefined : await reachContext(app, draft);
  await keep(app, draft);
  return { context: draft.name, address: draft.content.address, version: information?.version };
}

/** Throws `invalidInput`. */
function draftOf({ context = '', address = '', description = '', ...secured }: Partial<Answers>): ContextDraft {
  const tls = givenTls(secured);
  return {
    name: context,
    content: { address: contextAddress(address, tls !== undefined), ...(description !== '' && { description }), ...defined({ tls }) },
  };
}

/** The TLS that answers ask for; undefined where none of them is given. Throws `invalidInput`. */
export function givenTls({
  ca,
  certificate,
  key,
  skipVerify = false,
}: Pick<Partial<Answers>, 'ca' | 'certificate' | 'key' | 'skipVerify'>): ContextDraft['content']['tls'] {
  const path = (field: string, file: string | undefined) => (file === undefined ? {} : { [field]: localPath(field, file) });
  const files = { ...path('ca', ca), ...path('certificate', certificate), ...path('key', key) };
  return Object.keys(files).length === 0 && !skipVerify ? undefined : { ...files, verify: !skipVerify };
}

async function keep(app: App, draft: ContextDraft): Promise<void> {
  app.log.command(dockerLine(contextWords('create', draft), app.engines.inUse.terminalShell()));
  await new ContextStore(app.host).create(draft.name, draft.content);
  await app.views.refresh('engines');
}
