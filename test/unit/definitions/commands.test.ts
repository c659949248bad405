import assert from 'node:assert/strict';
import { commands } from '../../../src/commands/all';
import { trees } from '../../../src/nodes/trees';

describe('the definitions of commands', () => {
  it('have keys that mean one thing in each view, on each platform', () => {
    for (const mac of [false, true]) {
      const taken = new Map<string, string>();
      const whole = ({ key, on }: (typeof commands)[number]): boolean => key?.wholeView === true || on === undefined;
      for (const { id, key, on } of [...commands.filter(whole), ...commands.filter((command) => !whole(command))]) {
        for (const view of key?.views ?? []) {
          // One key may mean a file on the row of a file and a container on that of a container.
          const kinds = key?.wholeView ? ['view'] : (on?.map(({ node }) => node) ?? ['view']);
          for (const kind of new Set(kinds)) {
            const pressed = `${view}, ${kind}: ${(mac ? key?.mac : undefined) ?? key?.key ?? ''}`;
            assert.equal(taken.get(pressed), undefined, `${pressed} is ${id} and ${taken.get(pressed) ?? ''}`);
            taken.set(pressed, id);
          }
          const ofView = taken.get(`${view}, view: ${(mac ? key?.mac : undefined) ?? key?.key ?? ''}`);
          assert.ok(kinds.includes('view') || ofView === undefined, `${id} and ${ofView ?? ''} have the same key`);
        }
      }
      assert.ok(taken.size > 20);
    }
  });

  it('name views that there are', () => {
    const views = new Set(trees.map(({ view }) => view));
    for (const { id, key, titleBar } of commands) {
      for (const view of [...(key?.views ?? []), ...(titleBar?.views ?? [])]) assert.ok(views.has(view), `${id}: ${view}`);
    }
  });

  it('have ids, titles and summaries of one form', () => {
    const titles = new Map<string, string>();
    for (const { id, title, summary } of commands) {
      assert.match(id, /^slipway\.[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/);
      assert.match(title, /^[A-Z?][^.]*$/, `${id}: no full stop, and … for what is asked: ${title}`);
      assert.match(summary, /^[A-Z].*\.$/, id);
      titles.set(title, id);
    }
  });

  it('are offered somewhere', () => {
    for (const { id, palette, placement, titleBar, key, editor, explorer, on } of commands) {
      assert.ok(palette || placement || titleBar || key || editor || explorer, id);
      if (placement) assert.ok((on ?? []).length > 0, `${id} has a place in menus of rows and no rows`);
    }
  });
});
