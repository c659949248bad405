import type {
  ContextPageModel,
  ContextPageWish,
  ContextRow,
  ContextSide,
  ContextSum,
  IgnoreProposal,
} from '../../core/build/context-listing-page';
import { t } from '../../core/localize';
import { own } from '../../core/records';
import { formatBytes } from '../../core/sizes';
import { oneLine } from '../../core/untrusted';
import { button, link } from './parts/button';
import { element } from './parts/elements';
import { bar, facts, section } from './parts/page-elements';
import { Page } from './parts/page';

const page = new Page<{ model: ContextPageModel; wish: ContextPageWish }>();

type SideName = 'sent' | 'leftOut';

/** Folders that somebody has opened, by side and path, while the page is there. */
const opened = new Set<string>();
/** Proposals that somebody has unticked, by their first lines. */
const unticked = new Set<string>();

const sum = ({ files, bytes }: ContextSum, atLeast = false): string => {
  const counted = files === 1 ? t('1 file, {0}', formatBytes(bytes)) : t('{0} files, {1}', files.toLocaleString(), formatBytes(bytes));
  return atLeast ? t('at least {0}', counted) : counted;
};

function head(model: ContextPageModel, error: string | undefined): HTMLElement {
  const { folder, dockerfile, ignoreFile, hasIgnoreFile } = model;
  const actions = [
    button(t('Refresh'), () => page.send({ kind: 'refresh' })),
    ...(hasIgnoreFile ? [button(t('Open Ignore File'), () => page.send({ kind: 'openIgnoreFile' }))] : []),
    ...(dockerfile === undefined ? [] : [button(t('Open Dockerfile'), () => page.send({ kind: 'openDockerfile' }))]),
  ];
  const rows: readonly (readonly [string, string])[] = [
    [t('Folder'), folder],
    [t('Ignore file'), hasIgnoreFile ? ignoreFile : t('none: everything in the folder is sent')],
    [t('Sent'), sum(model.sent, model.truncated)],
    [t('Left out'), sum(model.leftOut, model.truncated)],
    [t('Named by COPY and ADD'), used(model)],
  ];
  return element(
    'header',
    {},
    element('h1', {}, t('Build Context'), element('span', { className: 'engine' }, oneLine(dockerfile ?? folder, 300))),
    element('div', { className: 'actions' }, ...actions),
    ...(error === undefined ? [] : [element('div', { className: 'error', role: 'alert' }, error)]),
    ...facts(rows, t('Sums')),
  );
}

function used({ used: named, usedUnsure, truncated }: ContextPageModel): string {
  if (named === undefined) return '';
  return usedUnsure ? t('{0}, and what is known only while it is built', sum(named, truncated)) : sum(named, truncated);
}

function notes({ used: named, truncated, unreadable, unreadableCount, problems }: ContextPageModel): readonly HTMLElement[] {
  const note = (text: string, className = 'note'): HTMLElement => element('p', { className }, text);
  return [
    ...(named === undefined
      ? []
      : [
          note(
            t(
              'BuildKit asks only for what COPY and ADD name, and only for files that have changed. The classic builder is sent everything.',
            ),
          ),
        ]),
    ...(truncated ? [note(t('The folder has more files than are listed here; what is sent was read first.'))] : []),
    ...(unreadableCount === 0
      ? []
      : [
          note(
            unreadableCount > unreadable.length
              ? t('These folders cannot be read: {0} and {1} more', names(unreadable), unreadableCount - unreadable.length)
              : t('These folders cannot be read: {0}', names(unreadable)),
            'error',
          ),
        ]),
    ...problems.map(({ line, pattern }) =>
      note(t('Line {0} is not a valid pattern, and builders refuse it: {1}', line, oneLine(pattern)), 'error'),
    ),
  ];
}

function names(paths: readonly string[]): string {
  return paths.map((path) => oneLine(path)).join(', ');
}

function tree(model: ContextPageModel, side: SideName): HTMLElement {
  const { rows, more, bytes }: ContextSide = model[side];
  return list(model, side, { rows, more }, Math.max(1, bytes), '');
}

function list(
  model: ContextPageModel,
  side: SideName,
  { rows, more }: Pick<ContextRow, 'rows' | 'more'>,
  whole: number,
  above: string,
): HTMLElement {
  const items = rows.map((row) => item(model, side, row, whole, above));
  if (more > 0) items.push(element('li', { className: 'note' }, t('… and {0} more', more.toLocaleString())));
  return element('ul', { className: 'tree' }, ...items);
}

function item(model: ContextPageModel, side: SideName, row: ContextRow, whole: number, above: string): HTMLElement {
  const { path, kind, rows, more } = row;
  const name = oneLine(above === '' ? path : path.slice(above.length + 1), 300);
  const key = JSON.stringify([side, path]);
  const made = element('li');
  const below = (): HTMLElement => list(model, side, row, whole, path);
  const hasMore = rows.length + more > 0;
  const shown = kind === 'folder' ? `${name}/` : name;
  const label = hasMore
    ? link(shown, () => {
        const open = !opened.delete(key);
        if (open) opened.add(key);
        label.ariaExpanded = String(open);
        if (open) made.append(below());
        else made.querySelector(':scope > ul')?.remove();
      })
    : element('span', { className: 'name' }, shown);
  label.classList.add('name', ...(hasMore ? ['folds'] : []));
  if (hasMore) label.ariaExpanded = String(opened.has(key));
  const size = element(
    'span',
    { className: 'number' },
    kind === 'folder' ? sum(row) : kind === 'link' ? t('link') : formatBytes(row.bytes),
  );
  made.append(
    element(
      'div',
      { className: 'row' },
      label,
      bar({ share: row.bytes / whole, className: side === 'sent' ? 'used' : 'other' }),
      size,
      ...reason(model, side, row),
      action(side, row, name),
    ),
  );
  if (hasMore && opened.has(key)) made.append(below());
  return made;
}

/** The line that has decided, which leads to it. */
function reason({ patterns }: ContextPageModel, side: SideName, { line }: ContextRow): readonly HTMLElement[] {
  if (line === undefined) return [];
  const pattern = oneLine(own(patterns, String(line)) ?? '', 100);
  const text = side === 'sent' ? t('let in again by line {0}: {1}', line, pattern) : t('line {0}: {1}', line, pattern);
  return [link(text, () => page.send({ kind: 'line', line }))];
}

function action(side: SideName, { path }: ContextRow, name: string): HTMLElement {
  const made =
    side === 'sent'
      ? link(t('Add to .dockerignore'), () => page.send({ kind: 'leaveOut', path }))
      : link(t('Send It'), () => page.send({ kind: 'send', path }));
  made.classList.add('action');
  made.ariaLabel = side === 'sent' ? t('Add {0} to .dockerignore', name) : t('Send {0}', name);
  return made;
}

function proposal({ patterns, reason: why, ...counted }: IgnoreProposal): HTMLElement {
  const [key = ''] = patterns;
  const box = element('input', { type: 'checkbox', checked: !unticked.has(key) });
  box.addEventListener('change', () => {
    if (box.checked) unticked.delete(key);
    else unticked.add(key);
  });
  const text = element('b', {}, oneLine(patterns.join(' ')));
  return element('li', {}, element('label', {}, box, text, element('span', { className: 'note' }, `${oneLine(why)} · ${sum(counted)}`)));
}

function proposed({ proposals, hasIgnoreFile }: ContextPageModel): HTMLElement | undefined {
  if (hasIgnoreFile || proposals.length === 0) return undefined;
  const write = button(
    t('Create .dockerignore'),
    () => {
      const patterns = proposals.flatMap(({ patterns: [first = ''] }) => (unticked.has(first) ? [] : [first]));
      if (patterns.length > 0) page.send({ kind: 'create', patterns });
    },
    'primary',
  );
  return section(
    t('Proposal for a .dockerignore'),
    element('ul', { className: 'proposals' }, ...proposals.map(proposal)),
    element('div', { className: 'actions' }, write),
  );
}

page.draw(({ model, error }) => [
  head(model, error),
  ...notes(model),
  proposed(model),
  model.sent.rows.length > 0 ? section(t('Sent'), tree(model, 'sent')) : undefined,
  model.leftOut.rows.length > 0 ? section(t('Left out'), tree(model, 'leftOut')) : undefined,
]);
