import type { LogFilter, LogsPageAsk, LogsPageModel, LogsPagePart, LogsPageWish } from '../../core/logs/logs-page';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { button } from './parts/button';
import { element, setText } from './parts/elements';
import { LogList } from './parts/log-list';
import { LogRangeForm } from './parts/log-range-form';
import type { RowStyle } from './parts/log-row';
import { type LogChoices, LogTools, readChoices } from './parts/log-tools';
import { Page } from './parts/page';

const page = new Page<{ model: LogsPageModel; wish: LogsPageWish; ask: LogsPageAsk; part: LogsPagePart }>();
/** New lines are told to screen readers at most so often, in milliseconds. */
const announceMilliseconds = 2_000;
/** The host hears of no more lines that are shown whole. */
const mostOpen = 100;

/** The page, once its first model is there. */
class LogsPage {
  private choices: LogChoices;
  private readonly open = new Set<number>();
  private readonly list = new LogList({ onWant: () => this.want(), onFollow: () => this.showState() });
  private readonly tools: LogTools;
  private readonly range = new LogRangeForm((range) => page.send({ kind: 'range', ...range }));
  private readonly title = element('h1');
  private readonly error = element('div', { className: 'error', role: 'alert', hidden: true });
  private readonly state = element('span', { className: 'state note' });
  private readonly follow = button('', () => this.list.follow(!this.list.isFollowing), 'primary');
  private readonly news = element('div', { className: 'unseen' });
  private names: readonly string[];
  private shownNames = '';
  private part: LogsPagePart | undefined;
  private current: number | undefined;
  private order: number | undefined;
  private asked = 0;
  /** Parts that answer an earlier ask show lines that a filter before this one lets through. */
  private filteredBy = 0;
  private find: LogsPageAsk['find'];
  private finds = 0;
  /** The line that stays at the top while another filter is found out. */
  private anchor: number | undefined;
  private seenEnd = 0;
  private announcedAt = 0;
  private isWanting = false;

  constructor(model: LogsPageModel) {
    this.choices = readChoices(page.saved, model);
    this.names = model.containers.length > 1 ? model.containers.map(({ name }) => name) : [];
    this.tools = new LogTools(this.choices, model.containers, {
      onChoose: (choices) => this.choose(choices),
      onFind: (back) => this.look(back),
      onLeave: () => this.list.root.focus(),
    });
    this.news.ariaLive = 'polite';
    const save = [
      button(t('Save What Is Shown…'), () => page.send({ kind: 'save', what: 'shown', times: this.choices.times })),
      button(t('Save Everything…'), () => page.send({ kind: 'save', what: 'everything', times: this.choices.times })),
    ];
    const more = element(
      'details',
      {},
      element('summary', {}, t('Filters, times and range')),
      this.tools.filters,
      this.range.root,
      element('div', { className: 'group' }, ...save),
    );
    document.body.append(
      element(
        'header',
        {},
        this.title,
        element('div', { className: 'bar-of-tools' }, this.tools.search, this.follow, this.state),
        more,
        this.error,
      ),
      this.list.root,
      this.news,
    );
    document.addEventListener('keydown', (event) => this.key(event));
    document.addEventListener('selectionchange', () => this.hold());
    this.dress();
    page.feed((part) => this.take(part));
  }

  show(model: LogsPageModel, error: string | undefined): void {
    const names = model.containers.map(({ name }) => oneLine(name, 60));
    const isOther = names.join('\n') !== this.shownNames;
    this.shownNames = names.join('\n');
    this.names = names.length > 1 ? names : [];
    this.tools.showContainers(model.containers);
    const title = t('Logs: {0}', model.project === undefined ? names.slice(0, 4).join(', ') : oneLine(model.project, 60));
    if (!this.title.textContent.startsWith(title))
      this.title.replaceChildren(title, element('span', { className: 'engine' }, oneLine(model.engine)));
    this.error.hidden = error === undefined;
    setText(this.error, error ?? '');
    this.range.show(model.range);
    if (isOther) {
      this.dress();
      this.list.redraw(this.style);
    }
    this.want();
    this.showState();
  }

  private get style(): RowStyle {
    const { times, readable } = this.choices;
    return { times, readable, names: this.names, open: this.open, current: this.current, onOpen: (number) => this.toggle(number) };
  }

  /** Asks for what is on the screen, once for all that changes within a frame. */
  private want(): void {
    if (this.isWanting) return;
    this.isWanting = true;
    queueMicrotask(() => {
      this.isWanting = false;
      this.asked++;
      const { at, count } = this.list.wanted;
      page.ask({
        ...filterOf(this.choices),
        id: this.asked,
        at: this.anchor === undefined || this.list.isFollowing ? at : { line: this.anchor },
        count,
        open: [...this.open],
        ...(this.find && { find: this.find }),
      });
    });
  }

  private choose(choices: LogChoices): void {
    const before = this.choices;
    this.choices = choices;
    page.save(choices);
    this.dress();
    this.current = undefined;
    this.order = undefined;
    this.find = undefined;
    if (JSON.stringify(filterOf(before)) !== JSON.stringify(filterOf(choices))) {
      this.anchor = this.list.topLine;
      this.filteredBy = this.asked + 1;
    }
    this.list.redraw(this.style);
    this.want();
  }

  private dress(): void {
    this.list.root.classList.toggle('wraps', this.choices.wrap);
    this.list.root.style.setProperty('--names', `${String(Math.max(0, ...this.names.map((name) => name.length)))}ch`);
  }

  private take(part: LogsPagePart): void {
    if (part.id < this.filteredBy) return;
    this.part = part;
    const { found } = part;
    if (found && found.id === this.find?.id) this.reach(found);
    this.list.show(part, this.style);
    if (this.anchor !== undefined && part.lines && !this.list.isFollowing) {
      this.list.goTo({ line: this.anchor });
      this.anchor = undefined;
      this.list.draw(this.style);
      this.want();
    }
    this.showState();
    this.announce(part);
  }

  private look(back: boolean): void {
    if (this.choices.query === '') {
      this.tools.focus();
      return;
    }
    this.finds++;
    const from = this.current ?? this.list.topLine ?? 0;
    this.find = { id: this.finds, from: this.current === undefined && !back ? Math.max(0, from - 1) : from, back };
    this.want();
  }

  private reach({ place, line, order }: NonNullable<LogsPagePart['found']>): void {
    this.find = undefined;
    this.order = order;
    this.current = line;
    if (place === undefined) return;
    this.list.follow(false);
    this.list.goTo({ middle: place });
    this.want();
  }

  private toggle(number: number): void {
    if (!this.open.delete(number)) this.open.add(number);
    const [oldest] = this.open;
    if (this.open.size > mostOpen && oldest !== undefined) this.open.delete(oldest);
    this.list.follow(false);
    this.list.draw(this.style);
    this.want();
  }

  private showState(): void {
    const { part } = this;
    const follows = this.list.isFollowing;
    if (part && follows) this.seenEnd = part.end;
    const unseen = part ? Math.max(0, part.end - this.seenEnd) : 0;
    setText(this.follow, follows ? t('Pause') : unseen > 0 ? t('Follow ({0} new)', unseen.toLocaleString()) : t('Follow'));
    this.tools.tell({ matches: part?.matches, order: this.order, problem: part?.problem });
    if (!part) return;
    const shown = part.end - part.first;
    const words = [
      shown === part.all - part.dropped
        ? t('{0} lines', shown.toLocaleString())
        : t('{0} of {1} lines', shown.toLocaleString(), (part.all - part.dropped).toLocaleString()),
      ...(part.dropped > 0 ? [t('the oldest {0} are not kept', part.dropped.toLocaleString())] : []),
      ...(part.left > 0 ? [t('searching…')] : []),
    ];
    setText(this.state, words.join(' · '));
  }

  /** Who selects text wants it to stay. */
  private hold(): void {
    const selection = document.getSelection();
    if (this.list.isFollowing && selection && !selection.isCollapsed && this.list.root.contains(selection.anchorNode))
      this.list.follow(false);
  }

  private announce({ lines }: LogsPagePart): void {
    const last = lines?.at(-1);
    const now = performance.now();
    if (!this.choices.announce || !this.list.isFollowing || !last || now - this.announcedAt < announceMilliseconds) return;
    this.announcedAt = now;
    setText(this.news, oneLine(last.text, 300));
  }

  private key(event: KeyboardEvent): void {
    const { key } = event;
    const inList = event.target === this.list.root;
    if (key === 'f' && (event.ctrlKey || event.metaKey)) this.tools.focus();
    else if (key === 'F3') this.look(event.shiftKey);
    else if (inList && key === 'End') this.list.follow(true);
    else if (inList && key === ' ') this.list.follow(!this.list.isFollowing);
    else if (inList && (key === 'ArrowLeft' || key === 'ArrowRight')) this.list.aside(key === 'ArrowLeft' ? -60 : 60);
    else return;
    event.preventDefault();
    this.want();
  }
}

function filterOf(choices: LogChoices): LogFilter {
  const { query, caseSensitive, regular, onlyMatching, withoutLevels, withoutStream, withoutSources } = choices;
  return { query, caseSensitive, regular, onlyMatching, withoutLevels, withoutSources, ...(withoutStream && { withoutStream }) };
}

let shown: LogsPage | undefined;
page.start(({ model, error }) => {
  // Its texts are in the user's language by now.
  shown ??= new LogsPage(model);
  shown.show(model, error);
});
