import { oneLine } from '../../../core/untrusted';
import { element } from './elements';

/** The longest text that a page shows whole. */
const longest = 20_000;

/** Untrusted text of one or several lines, harmless; line breaks stay. */
export function harmless(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => oneLine(line, longest))
    .join('\n');
}

/** A part of the page under a heading; nothing when it has no content. */
export function section(title: string, ...content: readonly (Node | string)[]): HTMLElement | undefined {
  if (content.length === 0) return undefined;
  return element('section', {}, element('h2', {}, title), ...content);
}

/** Names and values as a table with row headings; rows without a value are left out. */
export function facts(
  rows: readonly (readonly [string, string | readonly string[] | HTMLElement])[],
  label: string,
): readonly HTMLElement[] {
  const body = element('tbody');
  for (const [name, value] of rows) {
    const parts =
      value instanceof HTMLElement
        ? [value]
        : (typeof value === 'string' ? [value] : value).filter((text) => text !== '').map((text) => element('div', {}, harmless(text)));
    if (parts.length === 0) continue;
    const heading = element('th', { scope: 'row' }, harmless(name));
    body.append(element('tr', {}, heading, element('td', {}, ...parts)));
  }
  if (body.children.length === 0) return [];
  const table = element('table', { className: 'facts' }, body);
  table.ariaLabel = label;
  return [stated(table)];
}

/** A bar of parts of a whole, each from 0 to 1. The numbers stand beside it in words, so screen readers skip it. */
export function bar(...parts: readonly { readonly share: number; readonly className: string }[]): HTMLElement {
  const root = element('span', { className: 'bar', ariaHidden: 'true' });
  for (const { share, className } of parts) {
    const part = element('span', { className });
    part.style.inlineSize = `${String(Math.min(1, Math.max(0, share)) * 100)}%`;
    root.append(part);
  }
  return root;
}

/** A cell of a table that is stacked where there is no room for columns; its name then stands before it. */
export function cell(className: string, name: string, ...content: readonly (Node | string)[]): HTMLTableCellElement {
  const made = element('td', { className }, ...content);
  made.dataset['name'] = name;
  return made;
}

/** Says in words what a table is: one that is stacked by its style sheet would not be one for screen readers. */
export function stated(table: HTMLTableElement): HTMLTableElement {
  table.role = 'table';
  for (const group of table.querySelectorAll('thead, tbody')) group.role = 'rowgroup';
  for (const row of table.rows) {
    row.role = 'row';
    for (const part of row.cells) part.role = part.localName === 'td' ? 'cell' : part.scope === 'col' ? 'columnheader' : 'rowheader';
  }
  return table;
}
