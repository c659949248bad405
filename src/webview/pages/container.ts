import { formatAge } from '../../core/age';
import {
  type ContainerPageModel,
  type ContainerPageVerb,
  type ContainerPageWish,
  type PageHealthCheck,
  verbsOfContainer,
} from '../../core/container-page';
import { t } from '../../core/localize';
import { formatBytes } from '../../core/sizes';
import { oneLine } from '../../core/untrusted';
import { button, link } from './parts/button';
import { element } from './parts/elements';
import { Page } from './parts/page';
import { cell, facts, harmless, section, stated } from './parts/page-elements';

const page = new Page<{ model: ContainerPageModel; wish: ContainerPageWish }>();

function verbText(verb: ContainerPageVerb): string {
  switch (verb) {
    case 'start':
      return t('Start');
    case 'stop':
      return t('Stop');
    case 'restart':
      return t('Restart');
    case 'pause':
      return t('Pause');
    case 'unpause':
      return t('Unpause');
    case 'logs':
      return t('Logs');
    case 'shell':
      return t('Shell');
    case 'stats':
      return t('Stats');
    case 'changes':
      return t('Changed Files');
    case 'limits':
      return t('Limits…');
    case 'restartPolicy':
      return t('Restart Policy…');
    case 'connect':
      return t('Connect…');
    case 'rename':
      return t('Rename…');
    case 'remove':
      return t('Remove…');
  }
}

function head(model: ContainerPageModel, error: string | undefined): HTMLElement {
  const { name, engine, gone = false } = model;
  const title = element('h1', {}, oneLine(name, 500), element('span', { className: 'engine' }, oneLine(engine)));
  const problem = error === undefined ? [] : [element('div', { className: 'error', role: 'alert' }, error)];
  const buttons = verbsOfContainer(model).map((verb, index) =>
    button(verbText(verb), () => page.send({ kind: 'verb', verb }), index === 0 ? 'primary' : 'secondary'),
  );
  const verbs = gone
    ? element('p', { className: 'gone', role: 'status' }, t('The engine no longer has this container. The page shows what it was.'))
    : element('div', { className: 'actions', role: 'group', ariaLabel: t('Actions') }, ...buttons);
  const asking = [link(t('Raw JSON'), () => page.send({ kind: 'json' })), link(t('Show Image'), () => page.send({ kind: 'image' }))];
  const others = [link(t('Copy ID'), () => page.send({ kind: 'copyId' })), link(t('Refresh'), () => page.send({ kind: 'refresh' }))];
  return element(
    'header',
    {},
    title,
    verbs,
    element('div', { className: 'actions looks' }, ...(gone ? [] : asking), ...others),
    ...problem,
  );
}

const date = (time: number): string => (time > 0 ? `${new Date(time).toLocaleString()} (${formatAge(time, Date.now())})` : '');
const words = (list: readonly string[]): string => (list.length > 0 ? JSON.stringify(list) : '');

function state(model: ContainerPageModel): readonly HTMLElement[] {
  const { running, started, finished, exitCode, restarts, health } = model;
  const ended = !running && finished > 0;
  return facts(
    [
      [t('State'), model.status],
      [
        t('Health'),
        health ? [health.status, health.failing > 0 ? t('{0} checks have failed one after the other', health.failing) : ''] : '',
      ],
      [t('Why'), [model.failure, model.outOfMemory ? t('The machine or its limit had no more memory for it.') : '']],
      [t('Exit code'), ended ? String(exitCode) : ''],
      [t('Ended'), ended ? date(finished) : ''],
      [t('Started'), date(started)],
      [t('Created'), date(model.created)],
      [t('Restarts'), restarts > 0 ? String(restarts) : ''],
      [t('Image'), [model.image, model.imageId]],
      [t('ID'), model.id],
      [t('Platform'), model.platform],
    ],
    t('State'),
  );
}

function configuration(model: ContainerPageModel): readonly HTMLElement[] {
  return facts(
    [
      [t('Entrypoint'), words(model.entrypoint)],
      [t('Command'), words(model.command)],
      [t('User'), model.user],
      [t('Working directory'), model.workingDirectory],
      [t('Host name'), model.hostName],
      [t('Terminal'), model.terminal ? t('yes') : ''],
      [t('Restart policy'), [model.restartPolicy, model.removedAtEnd ? t('removed when it ends') : '']],
      [t('Memory limit'), model.memory > 0 ? formatBytes(model.memory) : t('none')],
      [t('Processor limit'), model.cpus > 0 ? String(Number(model.cpus.toFixed(3))) : t('none')],
      [t('Process limit'), model.pids > 0 ? String(model.pids) : t('none')],
      [t('Rights'), model.privileged ? t('privileged: all rights of the machine’s root') : ''],
    ],
    t('Configuration'),
  );
}

/** A table with headings; the first cell of a row is its name. */
function table(label: string, className: string, titles: readonly string[], rows: readonly (readonly (Node | string)[])[]): HTMLElement {
  const headings = titles.map((title) => element('th', { scope: 'col' }, harmless(title)));
  const body = element('tbody');
  for (const [first = '', ...rest] of rows) {
    const cells = rest.map((content, index) => cell('', titles[index + 1] ?? '', content));
    body.append(element('tr', {}, element('th', { scope: 'row' }, first), ...cells));
  }
  const made = element('table', { className: `${className} stacks` }, element('thead', {}, element('tr', {}, ...headings)), body);
  made.ariaLabel = label;
  return stated(made);
}

function checks({ health }: ContainerPageModel): readonly HTMLElement[] {
  if (!health || health.checks.length === 0) return [];
  const row = ({ started, milliseconds, exitCode, output }: PageHealthCheck): readonly (Node | string)[] => [
    formatAge(started, Date.now()),
    exitCode === 0 ? t('passed') : t('failed with code {0}', exitCode),
    t('{0} s', (milliseconds / 1000).toFixed(1)),
    element('div', { className: 'output' }, harmless(output)),
  ];
  return [table(t('Health checks'), 'checks', [t('When'), t('Result'), t('Time'), t('Output')], health.checks.map(row))];
}

function processes({ processes: known }: ContainerPageModel): readonly HTMLElement[] {
  if (!known || known.rows.length === 0) return [];
  const rows = known.rows.map((row) => row.map((text) => harmless(text)));
  const more = known.more > 0 ? [element('p', {}, t('and {0} more', known.more))] : [];
  return [table(t('Processes'), 'processes', known.titles, rows), ...more];
}

function ports({ ports: all }: ContainerPageModel): readonly HTMLElement[] {
  if (all.length === 0) return [];
  const rows = all.map(({ port, published, url }, index) => {
    const copy = link(t('Copy'), () => page.send({ kind: 'copyPort', index }));
    copy.ariaLabel = t('Copy the address of port {0}', oneLine(port));
    const open = link(t('Open in Browser'), () => page.send({ kind: 'openPort', index }));
    open.ariaLabel = t('Open port {0} in the browser', oneLine(port));
    const actions = element('span', {}, ...(url === undefined ? [] : [open, ' ']), ...(published === '' ? [] : [copy]));
    return [harmless(port), published === '' ? t('not published') : harmless(published), actions];
  });
  return [table(t('Ports'), 'ports', [t('Port'), t('Published at'), t('Actions')], rows)];
}

function networks({ networks: all }: ContainerPageModel): readonly HTMLElement[] {
  if (all.length === 0) return [];
  const rows = all.map(({ name, addresses, aliases, gateway, hardwareAddress }) =>
    [name, addresses.join(', '), aliases.join(', '), gateway, hardwareAddress].map((text) => harmless(text)),
  );
  return [table(t('Networks'), 'networks', [t('Network'), t('Addresses'), t('Aliases'), t('Gateway'), t('Hardware address')], rows)];
}

function mounts({ mounts: all }: ContainerPageModel): readonly HTMLElement[] {
  if (all.length === 0) return [];
  const rows = all.map(({ destination, type, source, readOnly }) => [
    harmless(destination),
    harmless(source),
    harmless(type),
    readOnly ? t('read-only') : t('read and write'),
  ]);
  return [table(t('Mounts'), 'mounts', [t('In the container'), t('From'), t('Type'), t('Access')], rows)];
}

function environment({ environment: all, revealed, gone = false }: ContainerPageModel): readonly HTMLElement[] {
  if (all.length === 0) return [];
  const rows = all.map(({ name, value }) => [name, value === undefined ? t('••• may be secret') : value || ' '] as const);
  const masked = all.some(({ value }) => value === undefined);
  const toggle = gone
    ? []
    : masked
      ? [link(t('Show Hidden Values'), () => page.send({ kind: 'reveal', shown: true }))]
      : revealed
        ? [link(t('Hide Values That May Be Secret'), () => page.send({ kind: 'reveal', shown: false }))]
        : [];
  return [...facts(rows, t('Environment')), ...toggle];
}

page.draw(({ model, error }) => [
  head(model, error),
  section(t('State'), ...state(model)),
  section(t('Health checks'), ...checks(model)),
  section(t('Ports'), ...ports(model)),
  section(t('Networks'), ...networks(model)),
  section(t('Mounts'), ...mounts(model)),
  section(t('Configuration'), ...configuration(model)),
  section(t('Environment'), ...environment(model)),
  section(t('Processes'), ...processes(model)),
  section(
    t('Labels'),
    ...facts(
      Object.entries(model.labels).map(([name, value]) => [name, value || ' '] as const),
      t('Labels'),
    ),
  ),
]);
