import type { BuildPageModel, PageComparison } from '../../../core/build/build-page';
import type { CacheLoss, LostStep } from '../../../core/build/compare-builds';
import { formatTime } from '../../../core/build/format-time';
import { t } from '../../../core/localize';
import { oneLine } from '../../../core/untrusted';
import { element } from './elements';

const shownSteps = 50;

/** What is otherwise than in the build before of the same Dockerfile, and which files cost the cache. */
export class BuildComparisonPart {
  readonly root = element('section', { className: 'comparison' });
  private drawn = '';

  show({ comparison, time }: BuildPageModel): void {
    this.root.hidden = comparison === undefined;
    const now = JSON.stringify([comparison, time]);
    if (!comparison || now === this.drawn) return;
    this.drawn = now;
    this.root.replaceChildren(
      element('h2', {}, t('Compared with the build before')),
      element('p', {}, timeWords(comparison, time)),
      ...lists(comparison),
    );
  }
}

function timeWords({ time, kept, gained }: PageComparison, now: number): string {
  const words = [
    t('{0} instead of {1}.', formatTime(now), formatTime(time)),
    kept + gained > 0 ? t('From the cache: {0}.', kept + gained) : '',
  ];
  return words.filter(Boolean).join(' ');
}

function lists({ lost, gone }: PageComparison): readonly HTMLElement[] {
  if (lost.length === 0 && gone.length === 0)
    return [element('p', { className: 'note' }, t('Nothing was built that the build before had already.'))];
  const items = [
    ...lost.slice(0, shownSteps).map((step) => element('li', {}, lossWords(step), followers(step))),
    ...gone.slice(0, shownSteps).map((text) => element('li', {}, t('{0} is not there any more.', oneLine(text)))),
  ];
  return [element('ul', {}, ...items)];
}

function lossWords({ text, loss }: LostStep): string {
  return t('{0} was not cached: {1}.', oneLine(text), cause(loss));
}

function cause(loss: CacheLoss): string {
  switch (loss.kind) {
    case 'files': {
      const names = loss.paths.map((path) => oneLine(path, 100)).join(', ');
      return loss.count > loss.paths.length
        ? t('{0} and {1} more had changed', names, loss.count - loss.paths.length)
        : t('{0} had changed', names);
    }
    case 'instruction':
      return t('it was {0}', oneLine(loss.before));
    case 'new':
      return t('it is new');
    case 'noCache':
      return t('the build was told to use no cache');
    case 'arguments':
      return t('other values of build arguments ({0})', loss.names.map((name) => oneLine(name, 60)).join(', '));
    case 'unknown':
      return t('the builder does not tell why');
  }
}

function followers({ followers: { length } }: LostStep): string {
  if (length === 0) return '';
  return length === 1 ? ` ${t('One step after it followed.')}` : ` ${t('{0} steps after it followed.', length)}`;
}
