import type { App } from '../../app';
import { type ContainerPageModel, type ContainerPageVerb, type ContainerPageWish, verbsOfContainer } from '../../core/container-page';
import { dockerLine } from '../../core/docker-line';
import { isCancelled, SlipwayError } from '../../core/errors';
import { t } from '../../core/localize';
import { copiedName, oneLine } from '../../core/untrusted';
import { oneOf } from '../../core/wish-fields';
import type { EngineEvent } from '../../engine/system/system';
import { containerNode } from '../../nodes/container';
import type { OpenPage, PageReading, ShownPage } from '../../pages';
import type { AnyCommand } from '../define';
import { definePage } from '../define-page';
import { inspectImage } from '../images/inspect';
import { connectNetwork } from '../networks/connect';
import { nameInErrors } from '../targets/run-on-each';
import { changeRestartPolicy } from './change-restart-policy';
import { containerPageModel } from './container-page-model';
import { inspectContainer } from './inspect';
import { showContainerLogs } from './logs';
import { pauseContainers } from './pause';
import { removeContainers } from './remove';
import { renameContainer } from './rename';
import { restartContainers } from './restart';
import { openContainerShell } from './shell';
import { showContainerChanges } from './show-changes';
import { showStats } from './show-stats';
import { startContainers } from './start';
import { stopContainers } from './stop';
import { unpauseContainers } from './unpause';
import { updateContainerLimits } from './update-limits';

/** The container of a page: its id, and the name by which it was meant. */
export interface ContainerPageArgument {
  readonly id: string;
  readonly name: string;
}

type ContainerPage = OpenPage<App, ContainerPageArgument, ContainerPageModel>;
type Shown = ShownPage<App, ContainerPageArgument, ContainerPageModel>;

const verbs: Readonly<Record<ContainerPageVerb, AnyCommand>> = {
  start: startContainers,
  stop: stopContainers,
  restart: restartContainers,
  pause: pauseContainers,
  unpause: unpauseContainers,
  logs: showContainerLogs,
  shell: openContainerShell,
  stats: showStats,
  changes: showContainerChanges,
  limits: updateContainerLimits,
  restartPolicy: changeRestartPolicy,
  connect: connectNetwork,
  rename: renameContainer,
  remove: removeContainers,
};

/** The page of a container: state, health, processes, environment, ports, networks, mounts, limits and labels. */
export const containerPage = definePage<ContainerPageArgument, ContainerPageModel, ContainerPageWish>({
  id: 'container',
  title: (_argument, { name }) => oneLine(name, 60),
  key: ({ id }) => id,
  saved(fields) {
    const [id, name] = [fields.get('id'), fields.get('name')];
    return typeof id === 'string' && /^[0-9a-f]{64}$/.test(id) && typeof name === 'string' ? { id, name } : undefined;
  },
  waiting: ({ name }) => t('Inspecting {0}', oneLine(name)),
  read,
  staleBy,
  wishes: {
    verb: {
      check(fields, model) {
        const verb = oneOf(verbsOfContainer(model), fields.get('verb'));
        return verb && { verb };
      },
      fulfil: (page, { verb }) => perform(page, verb),
    },
    json: {
      check: (_fields, { gone = false }) => (gone ? undefined : {}),
      async fulfil({ app, argument }) {
        await inspectContainer.run(app, { nodes: [], answers: { container: argument.id }, programmatic: true });
        return undefined;
      },
    },
    image: {
      check: (_fields, { gone = false, imageId }) => (gone || imageId === '' ? undefined : {}),
      async fulfil({ app, model }) {
        await inspectImage.run(app, { nodes: [], answers: { image: model.imageId }, programmatic: true });
        return undefined;
      },
    },
    copyId: {
      check: () => ({}),
      fulfil: ({ app, argument }) => copy(app, copiedName(argument.id)),
    },
    reveal: {
      check(fields, { gone = false, revealed }) {
        const shown = fields.get('shown');
        return typeof shown === 'boolean' && shown !== revealed && !gone ? { shown } : undefined;
      },
      fulfil: ({ app, argument }, { shown }) => containerPageModel(app, argument.id, shown),
    },
    openPort: {
      check: (fields, { ports }) => indexOf(fields, ports, ({ url }) => url !== undefined),
      async fulfil({ app, model }, { index }) {
        await app.show.external(model.ports[index]?.url ?? '');
        return undefined;
      },
    },
    copyPort: {
      check: (fields, { ports }) => indexOf(fields, ports, ({ published }) => published !== ''),
      fulfil: ({ app, model }, { index }) => copy(app, copiedName(model.ports[index]?.published ?? '')),
    },
  },
});

function indexOf<Item>(
  fields: ReadonlyMap<string, unknown>,
  items: readonly Item[],
  fits: (item: Item) => boolean,
): { readonly index: number } | undefined {
  const index = fields.get('index');
  const item = typeof index === 'number' && Number.isInteger(index) ? items[index] : undefined;
  return item !== undefined && typeof index === 'number' && fits(item) ? { index } : undefined;
}

/** A container that has gone stays as it was shown last. */
async function read({ app, argument, model }: ContainerPage, { reason, signal }: PageReading): Promise<ContainerPageModel> {
  const { state } = app.connection;
  // Another engine is in use: what it has says nothing about this container.
  if (reason === 'stale' && model && state.kind === 'connected' && state.candidate.name !== model.engine) return model;
  try {
    if (reason !== 'stale') app.log.command(dockerLine(['container', 'inspect', argument.name], app.terminalShell()));
    return await nameInErrors(argument, containerPageModel(app, argument.id, model?.revealed ?? false, signal));
  } catch (error) {
    if (!model || reason === 'open' || !SlipwayError.details(error, 'notFound')) throw error;
    return { ...model, gone: true };
  }
}

/** Does what the same verb does on the row, questions and messages included. What went wrong is shown as it is for a row. */
async function perform(page: Shown, verb: ContainerPageVerb): Promise<ContainerPageModel> {
  const { app, argument, model } = page;
  const run = async (): Promise<void> => {
    const container = (await app.inventory.read('containers')).get(argument.id);
    const nodes = container ? [containerNode.make({ container, readAt: app.inventory.readAt(container) })] : [];
    if (nodes.length === 0) return;
    await verbs[verb].run(app, { nodes, answers: {}, programmatic: false });
  };
  try {
    await run();
  } catch (error) {
    // The message stays as long as the user likes, and the page can be used meanwhile.
    if (!isCancelled(error)) void app.show.error(error, run).catch((failed: unknown) => app.log.error(verb, failed));
  }
  const signal = new AbortController().signal;
  return read({ ...page, model }, { reason: 'refresh', report: () => undefined, signal });
}

async function copy(app: App, copied: string): Promise<undefined> {
  await app.clipboard.write(copied);
  app.show.status(t('Copied'));
}

const quiet = /^(?:exec_|attach|detach|resize|top|export|archive-path|copy|commit)/;

/** Also when it goes on or off a network. */
function staleBy({ type, id, action, attributes }: EngineEvent, { argument }: Shown): boolean {
  if (type === 'network') return attributes['container'] === argument.id;
  return type === 'container' && id === argument.id && !quiet.test(action);
}
