import type { App } from '../../app';
import { trees } from '../../nodes/trees';
import { type ShownView, ViewContents } from './view-contents';
import type { ViewFocus } from './view-focus';

/** What is to be in a view, by its id. */
export function contentsOf(shown: ShownView, app: App, focus: ViewFocus): ViewContents {
  const definition = trees.find(({ view }) => view === shown.id);
  if (!definition) throw new Error(`The view ${shown.id} is not defined`);
  return new ViewContents(definition, app, shown, focus);
}
