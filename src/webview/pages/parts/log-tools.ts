import { type LogLevel, logLevels } from '../../../core/logs/log-levels';
import { longestQuery } from '../../../core/logs/log-search';
import { type LogFilter, logTimes, type LogsPageModel, type LogTimes } from '../../../core/logs/logs-page';
import { t } from '../../../core/localize';
import { oneLine } from '../../../core/untrusted';
import { wishFields } from '../../../core/wish-fields';
import { element } from './elements';
import { levelWord, sourceColours } from './log-row';

/** What somebody has chosen on the page; kept while it is hidden. */
export interface LogChoices extends LogFilter {
  readonly times: LogTimes;
  readonly wrap: boolean;
  /** Lines of JSON as people read them. */
  readonly readable: boolean;
  /** New lines are told to screen readers. */
  readonly announce: boolean;
}

/** What the page has kept, or what counts before anybody has chosen. */
export function readChoices(kept: unknown, { timestamps, containers }: LogsPageModel): LogChoices {
  const told = wishFields(kept);
  const query = told.get('query');
  const isOn = (name: string, byDefault: boolean): boolean => (told.has(name) ? told.get(name) === true : byDefault);
  const list = (name: string): readonly unknown[] => (Array.isArray(told.get(name)) ? (told.get(name) as readonly unknown[]) : []);
  const stream = told.get('withoutStream');
  return {
    query: typeof query === 'string' ? query.slice(0, longestQuery) : '',
    caseSensitive: isOn('caseSensitive', false),
    regular: isOn('regular', false),
    onlyMatching: isOn('onlyMatching', false),
    withoutLevels: logLevels.filter((level) => list('withoutLevels').includes(level)),
    withoutSources: containers.map((_container, index) => index).filter((index) => list('withoutSources').includes(index)),
    ...(stream === 'stdout' || stream === 'stderr' ? { withoutStream: stream } : {}),
    times: logTimes.find((times) => times === told.get('times')) ?? (timestamps ? 'local' : 'none'),
    wrap: isOn('wrap', true),
    readable: isOn('readable', true),
    announce: isOn('announce', false),
  };
}

/** What the controls do. */
interface LogToolsOptions {
  readonly onChoose: (choices: LogChoices) => void;
  readonly onFind: (back: boolean) => void;
  readonly onLeave: () => void;
}

/** The controls of the page of logs: what is looked for, what is left out, and how lines look. */
export class LogTools {
  readonly search = element('div', { className: 'search', role: 'search' });
  readonly filters = element('div', { className: 'filters' });
  private readonly query: HTMLInputElement;
  private readonly containers = element('div', { className: 'sources', hidden: true });
  private shownContainers = '';
  private readonly count = element('span', { className: 'count note' });
  private readonly problem = element('div', { className: 'error', role: 'alert', hidden: true });

  constructor(
    private choices: LogChoices,
    containers: LogsPageModel['containers'],
    private readonly options: LogToolsOptions,
  ) {
    this.query = element('input', {
      type: 'text',
      value: choices.query,
      placeholder: t('Search'),
      maxLength: longestQuery,
      spellcheck: false,
      autocomplete: 'off',
    });
    this.query.ariaLabel = t('Search in the log');
    this.query.addEventListener('input', () => this.choose({ query: this.query.value }));
    this.query.addEventListener('keydown', (event) => this.key(event));
    this.search.append(
      this.query,
      this.toggle('Aa', t('Match Case'), 'caseSensitive'),
      this.toggle('.*', t('Use Regular Expression'), 'regular'),
      this.toggle(t('Filter'), t('Show matching lines only'), 'onlyMatching'),
      small('↑', t('Previous Match'), () => options.onFind(true)),
      small('↓', t('Next Match'), () => options.onFind(false)),
      this.count,
      this.problem,
    );
    this.filters.append(this.levels(), this.streams(), this.containers, this.looks());
    this.showContainers(containers);
  }

  /** The containers whose lines can be left out; a project may get more. */
  showContainers(containers: LogsPageModel['containers']): void {
    const word = JSON.stringify(containers);
    if (word === this.shownContainers) return;
    this.shownContainers = word;
    const buttons = (): HTMLElement[] => [...this.containers.querySelectorAll<HTMLElement>('button, input')];
    const focused = buttons().findIndex((each) => each === document.activeElement);
    this.containers.replaceChildren(...this.sources(containers));
    this.containers.hidden = containers.length < 2;
    buttons()[focused]?.focus();
  }

  focus(): void {
    this.query.focus();
    this.query.select();
  }

  /** How many lines match, and which of them was gone to; `problem` is why the pattern is none. */
  tell({
    matches,
    order,
    problem,
  }: {
    readonly matches: number | undefined;
    readonly order: number | undefined;
    readonly problem: string | undefined;
  }): void {
    const words =
      matches === undefined
        ? ''
        : order === undefined
          ? t('{0} lines match', matches.toLocaleString())
          : t('{0} of {1}', order.toLocaleString(), matches.toLocaleString());
    if (this.count.textContent !== words) this.count.textContent = words;
    this.problem.hidden = problem === undefined;
    this.query.ariaInvalid = problem === undefined ? null : 'true';
    const said = problem === undefined ? '' : t('This is no regular expression: {0}', oneLine(problem, 200));
    if (this.problem.textContent !== said) this.problem.textContent = said;
  }

  private key(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.options.onFind(event.shiftKey);
    else if (event.key === 'Escape') {
      if (this.query.value === '') this.options.onLeave();
      this.query.value = '';
      this.choose({ query: '' });
    } else return;
    event.preventDefault();
  }

  private choose(changed: Partial<LogChoices>): void {
    this.choices = { ...this.choices, ...changed };
    this.options.onChoose(this.choices);
  }

  private toggle(
    text: string,
    title: string,
    name: 'caseSensitive' | 'regular' | 'onlyMatching' | 'wrap' | 'readable' | 'announce',
  ): HTMLButtonElement {
    const made = pressed(text, title, this.choices[name], (isOn) => this.choose({ [name]: isOn }));
    return made;
  }

  private levels(): HTMLElement {
    const buttons = logLevels.toReversed().map((level) => {
      const made = pressed(
        levelWord(level),
        t('Show lines of this level: {0}', levelWord(level)),
        !this.choices.withoutLevels.includes(level),
        (isOn) => this.choose({ withoutLevels: changed<LogLevel>(this.choices.withoutLevels, level, !isOn) }),
      );
      made.classList.add('level', `of-${level}`);
      return made;
    });
    return group(t('Levels'), buttons);
  }

  private streams(): HTMLElement {
    const made = select(
      t('Streams'),
      [
        ['', t('Both streams')],
        ['stderr', t('Only stdout')],
        ['stdout', t('Only stderr')],
      ],
      this.choices.withoutStream ?? '',
      (value) => {
        const { choices } = this;
        this.choices = { ...filterWithout(choices), ...(value === 'stdout' || value === 'stderr' ? { withoutStream: value } : {}) };
        this.options.onChoose(this.choices);
      },
    );
    return made;
  }

  private sources(containers: LogsPageModel['containers']): readonly HTMLElement[] {
    if (containers.length < 2) return [];
    const buttons = containers.map(({ name }, index) => {
      const shown = oneLine(name, 60);
      const made = pressed(shown, t('Show lines of {0}', shown), !this.choices.withoutSources.includes(index), (isOn) =>
        this.choose({ withoutSources: changed(this.choices.withoutSources, index, !isOn) }),
      );
      made.classList.add('source', `s${String(index % sourceColours)}`);
      return made;
    });
    return [group(t('Containers'), buttons)];
  }

  private looks(): HTMLElement {
    const times = select(
      t('Times'),
      [
        ['none', t('No times')],
        ['local', t('Local time')],
        ['utc', t('UTC')],
      ],
      this.choices.times,
      (value) => this.choose({ times: logTimes.find((known) => known === value) ?? 'none' }),
    );
    return group(t('Appearance'), [
      times,
      this.toggle(t('Wrap'), t('Break long lines'), 'wrap'),
      this.toggle('JSON', t('Show lines of JSON as text'), 'readable'),
      this.toggle(t('Announce'), t('Tell new lines to screen readers'), 'announce'),
    ]);
  }
}

/** Choices that let both streams through. */
function filterWithout(choices: LogChoices): LogChoices {
  const both: LogChoices & { withoutStream?: 'stdout' | 'stderr' } = { ...choices };
  delete both.withoutStream;
  return both;
}

function changed<Value>(values: readonly Value[], value: Value, has: boolean): readonly Value[] {
  return has ? [...values, value] : values.filter((each) => each !== value);
}

function group(label: string, controls: readonly HTMLElement[]): HTMLElement {
  const made = element('div', { className: 'group', role: 'group' }, ...controls);
  made.ariaLabel = label;
  return made;
}

/** A button that is pressed or not. */
function pressed(text: string, title: string, isOn: boolean, onPress: (isOn: boolean) => void): HTMLButtonElement {
  const made = small(text, title, () => {
    const now = made.ariaPressed !== 'true';
    made.ariaPressed = String(now);
    onPress(now);
  });
  made.ariaPressed = String(isOn);
  made.classList.add('toggle');
  return made;
}

/** A small button with a sign on it. */
export function small(text: string, title: string, onClick: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', className: 'small', title }, text);
  made.ariaLabel = title;
  made.addEventListener('click', onClick);
  return made;
}

/** One of several, with a name that only screen readers hear. */
export function select(
  label: string,
  choices: readonly (readonly [value: string, text: string])[],
  value: string,
  onChoose: (value: string) => void,
): HTMLSelectElement {
  const made = element(
    'select',
    { title: label },
    ...choices.map(([each, text]) => element('option', { value: each, selected: each === value }, text)),
  );
  made.ariaLabel = label;
  made.addEventListener('change', () => onChoose(made.value));
  return made;
}
