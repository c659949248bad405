import { formatAge } from '../../core/age';
import { formatShare, isEmptyStep } from '../../core/history';
import { stepLabel } from '../../core/history-dockerfile';
import type { ImageDetails } from '../../core/image-details';
import { type ImagePageModel, type ImagePageVerb, imagePageVerbs, type ImagePageWish, type PageStep } from '../../core/image-page';
import { t } from '../../core/localize';
import { formatBytes } from '../../core/sizes';
import { oneLine } from '../../core/untrusted';
import { element } from './parts/elements';
import { button, link } from './parts/button';
import { bar, cell, facts, harmless, section, stated } from './parts/page-elements';
import { Page } from './parts/page';

const page = new Page<{ model: ImagePageModel; wish: ImagePageWish }>();
/** Commands longer than this are folded. */
const foldedLength = 300;

function head(model: ImagePageModel, error: string | undefined): HTMLElement {
  const { name, engine, gone } = model;
  const title = element('h1', {}, oneLine(name, 500), element('span', { className: 'engine' }, oneLine(engine)));
  const problem = error === undefined ? [] : [element('div', { className: 'error', role: 'alert' }, error)];
  const missing = gone
    ? [element('p', { className: 'gone', role: 'status' }, t('The engine no longer has this image. The page shows what it was.'))]
    : [verbs(model)];
  return element('header', {}, title, ...missing, looks(gone === true), ...problem);
}

/** What is done with the image, as on its row. */
function verbs({ details }: ImagePageModel): HTMLElement {
  const titles: Readonly<Record<ImagePageVerb, string>> = {
    run: t('Run Image…'),
    tag: t('Tag Image…'),
    push: t('Push Image…'),
    save: t('Save Image to a File…'),
    remove: t('Remove Image…'),
  };
  const texts: Readonly<Record<ImagePageVerb, string>> = {
    run: t('Run…'),
    tag: t('Tag…'),
    push: t('Push…'),
    save: t('Save…'),
    remove: t('Remove…'),
  };
  // An image without a name can be pushed nowhere.
  const offered = imagePageVerbs.filter((verb) => verb !== 'push' || details.tags.length > 0);
  const buttons = offered.map((verb) => {
    const made = button(texts[verb], () => page.send({ kind: 'verb', verb }), verb === 'run' ? 'primary' : 'secondary');
    made.title = titles[verb];
    return made;
  });
  return element('div', { className: 'actions', role: 'group', ariaLabel: t('Actions') }, ...buttons);
}

/** What only shows something. What the engine is asked for is not offered when the image is gone. */
function looks(gone: boolean): HTMLElement {
  const asking = [
    link(t('Raw JSON'), () => page.send({ kind: 'json' })),
    link(t('Show as Dockerfile'), () => page.send({ kind: 'dockerfile' })),
  ];
  const others = [link(t('Copy ID'), () => page.send({ kind: 'copyId' })), link(t('Refresh'), () => page.send({ kind: 'refresh' }))];
  return element('div', { className: 'actions looks' }, ...(gone ? [] : asking), ...others);
}

function identity(model: ImagePageModel): readonly HTMLElement[] {
  const { details, base, usedBy } = model;
  const created =
    details.created === 0 ? t('date unknown') : `${new Date(details.created).toLocaleString()} (${formatAge(details.created, Date.now())})`;
  return facts(
    [
      [t('ID'), details.id],
      [t('Tags'), details.tags.length > 0 ? details.tags : t('none')],
      [t('Digests'), details.digests],
      [t('Platform'), details.platform],
      [t('Size'), [formatBytes(details.size), sharedPart(model), model.sizeNote ?? '']],
      [t('Layers'), String(details.layers.length)],
      [t('Created'), created],
      [t('Base image'), base ?? ''],
      [t('Author'), details.author],
      [t('Comment'), details.comment],
      [t('Built with'), details.builtWith],
      [t('Used by'), usedBy.length > 0 ? users(usedBy) : t('no container')],
    ],
    t('Identity'),
  );
}

function sharedPart({ details, sharedBytes, sharedLayers }: ImagePageModel): string {
  if (sharedBytes !== undefined)
    return t('{0} shared with other images, {1} its own', formatBytes(sharedBytes), formatBytes(Math.max(0, details.size - sharedBytes)));
  return t('{0} of {1} layers shared with other images', sharedLayers, details.layers.length);
}

/** The containers, each leading to its row. */
function users(usedBy: ImagePageModel['usedBy']): HTMLElement {
  const entries = usedBy.map(({ id, name, state }) => {
    const made = link(oneLine(name), () => page.send({ kind: 'container', id }));
    made.title = t('Show in the Containers view');
    return element('div', {}, made, ` (${oneLine(state)})`);
  });
  return element('div', {}, ...entries);
}

const words = (list: readonly string[]): string => (list.length > 0 ? JSON.stringify(list) : '');

function configuration(details: ImageDetails): readonly HTMLElement[] {
  return facts(
    [
      [t('Entrypoint'), words(details.entrypoint)],
      [t('Command'), words(details.command)],
      [t('User'), details.user === '' ? t('root, because none is specified') : details.user],
      [t('Working directory'), details.workingDirectory],
      [t('Ports'), details.ports],
      [t('Volumes'), details.volumes],
      [t('Health check'), healthcheck(details)],
      [t('Stop signal'), details.stopSignal],
      [t('Shell'), words(details.shell)],
      [t('On build'), details.onBuild],
    ],
    t('Configuration'),
  );
}

function healthcheck({ healthcheck: check }: ImageDetails): readonly string[] {
  if (!check) return [];
  const seconds = (nanoseconds: number): string => t('{0} s', nanoseconds / 1e9);
  const [kind, ...rest] = check.test;
  return [
    kind === 'CMD-SHELL' ? rest.join(' ') : words(check.test),
    check.interval > 0 ? t('every {0}', seconds(check.interval)) : '',
    check.timeout > 0 ? t('at most {0} long', seconds(check.timeout)) : '',
    check.startPeriod > 0 ? t('failures count after {0}', seconds(check.startPeriod)) : '',
    check.retries > 0 ? t('unhealthy after {0} failures', check.retries) : '',
  ];
}

function assigned(texts: readonly string[]): readonly (readonly [string, string])[] {
  return texts.map((text) => {
    const equals = text.indexOf('=');
    return equals < 0 ? [text, ' '] : [text.slice(0, equals), text.slice(equals + 1) || ' '];
  });
}

function history({ steps, base }: ImagePageModel): HTMLElement {
  const headings = ['#', t('Command'), t('Size'), t('Share'), t('Created'), ''];
  const classes = ['order', 'command', 'size number', 'part', 'made', 'copy'];
  const titles = headings.map((text, index) =>
    element('th', { scope: 'col', className: classes[index] ?? '', ariaLabel: text === '' ? t('Copy') : text }, text),
  );
  const body = element('tbody');
  steps.forEach((step, index) => {
    if (base !== undefined && index === 0) body.append(boundary(t('From the base image {0}', oneLine(base))));
    if (base !== undefined && index > 0 && steps[index - 1]?.fromBase && !step.fromBase) body.append(boundary(t('Of this image')));
    body.append(stepRow(step, index));
  });
  const table = element('table', { className: 'history stacks' }, element('thead', {}, element('tr', {}, ...titles)), body);
  table.ariaLabel = t('History');
  return stated(table);
}

function boundary(text: string): HTMLElement {
  return element('tr', { className: 'boundary' }, element('td', { colSpan: 6 }, text));
}

function stepRow(step: PageStep, index: number): HTMLElement {
  const empty = isEmptyStep(step);
  const row = element('tr', { className: [empty ? 'empty' : '', step.fromBase ? 'base' : ''].join(' ').trim() });
  const share = element(
    'td',
    { className: 'part' },
    ...(empty
      ? []
      : [bar({ share: step.share, className: step.fromBase ? 'other' : 'own' }), element('span', {}, formatShare(step.share))]),
  );
  const copy = link(t('Copy'), () => page.send({ kind: 'copyStep', index }));
  copy.ariaLabel = t('Copy the command of step {0}', index + 1);
  row.append(
    element('th', { scope: 'row', className: 'order' }, String(index + 1)),
    element('td', { className: 'code' }, commandOf(step)),
    cell('number size', t('Size'), empty ? t('no files') : formatBytes(step.size)),
    share,
    cell('made', t('Created'), step.created > 0 ? formatAge(step.created, Date.now()) : ''),
    element('td', { className: 'copy' }, copy),
  );
  return row;
}

function commandOf(step: PageStep): Node | string {
  const whole = harmless(step.createdBy) || harmless(step.comment) || t('unknown step');
  const label = oneLine(stepLabel(step.createdBy) || step.comment, foldedLength);
  if (whole.length <= foldedLength && !whole.includes('\n')) return label || whole;
  return element('details', {}, element('summary', {}, label), element('div', {}, whole));
}

page.draw(({ model, error }) => {
  const { details, steps } = model;
  const labels = Object.entries(details.labels).map(([name, value]) => [name, value || ' '] as const);
  return [
    head(model, error),
    section(t('Identity'), ...identity(model)),
    section(t('Configuration'), ...configuration(details)),
    section(t('Environment'), ...facts(assigned(details.environment), t('Environment'))),
    section(t('Labels'), ...facts(labels, t('Labels'))),
    section(t('History'), ...(steps.length > 0 ? [history(model)] : [])),
  ];
});
