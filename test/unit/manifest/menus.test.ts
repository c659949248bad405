import assert from 'node:assert/strict';
import { menus, whenSelected } from '../../../scripts/manifest/menus';
import { commands } from '../../../src/commands/all';
import type { Target } from '../../../src/commands/define';

interface Entry {
  readonly command?: string;
  readonly submenu?: string;
  readonly when: string;
  readonly group: string;
}

const written = menus(commands) as Readonly<Record<string, readonly Entry[]>>;

/** The regular expression of a clause, as VS Code applies it to what the tree adapter has written. */
function matches(target: Target, selected: readonly string[]): boolean {
  const pattern = / =~ \/(.*)\/$/.exec(whenSelected(target))?.[1] ?? assert.fail('no expression');
  return new RegExp(pattern).test(selected.map((row) => `,${row}`).join(''));
}

describe('menus of rows', () => {
  it('offer what any of several rows can do, and nothing that needs two rows together', () => {
    const running = ';container;running;';
    const stopped = ';container;stopped;';
    const rows: readonly (readonly [Target, readonly string[], boolean])[] = [
      [{ node: 'container', with: ['stopped'] }, [running, stopped], true],
      [{ node: 'container', with: ['stopped'] }, [running], false],
      [{ node: 'container', with: ['stopped', 'hasPorts'] }, [';container;running;hasPorts;', stopped], false],
      [{ node: 'container', with: ['stopped', 'hasPorts'] }, [running, ';container;hasPorts;stopped;'], true],
      [{ node: 'network', without: ['builtin'] }, [';network;builtin;'], false],
      [{ node: 'network', without: ['builtin'] }, [';network;builtin;', ';network;removable;'], true],
      [{ node: 'image', with: ['tagged'] }, [';image;removable;dangling;', ';image;inUse;tagged;repository;'], true],
      [{ node: 'image' }, [';imageGroup;'], false],
      [{ node: 'image' }, [], false],
    ];
    for (const [target, selected, expected] of rows) assert.equal(matches(target, selected), expected, JSON.stringify([target, selected]));
  });

  it('name a place for every verb, each only once in its section', () => {
    const taken = new Map<string, string>();
    for (const { id, on = [], placement } of commands) {
      if (!placement) continue;
      for (const target of on) {
        const place: string = `${target.node} ${JSON.stringify([target.with, target.without])} ${placement.group}@${String(placement.order)}`;
        assert.equal(taken.get(place), undefined, `${id} stands where ${String(taken.get(place))} stands: ${place}`);
        taken.set(place, id);
      }
    }
  });

  it('put the copying verbs of images and containers into a submenu, and a single one beside the others', () => {
    const direct = (written['view/item/context'] ?? []).filter(({ group }) => group.startsWith('7_copy@')).map(({ command }) => command);
    assert.deepEqual(direct.sort(), ['slipway.details.copy', 'slipway.engines.copyAddress', 'slipway.files.copyPath', 'slipway.layers.copyCommand', 'slipway.networks.copyName', 'slipway.volumes.copyName']);
    assert.equal((written['view/item/context'] ?? []).filter(({ submenu }) => submenu === 'slipway.copy').length, 1);
  });

  it('keep what removes last: in menus of rows and behind the dots of views', () => {
    for (const { command = '', group } of [...(written['view/item/context'] ?? []), ...(written['view/title'] ?? [])]) {
      if (/\.(prune|remove)$/.test(command) && !group.startsWith('inline')) assert.match(group, /^9_/, command);
    }
  });

  it('show a toggle either with or without its check mark', () => {
    const toggles = (written['view/title'] ?? []).filter(({ command }) => command?.startsWith('slipway.images.toggleDangling'));
    assert.deepEqual(
      toggles.map(({ command, when }) => [command, when]),
      [
        ['slipway.images.toggleDangling', 'view == slipway.images && !config.slipway.images.showDangling'],
        ['slipway.images.toggleDangling.checked', 'view == slipway.images && config.slipway.images.showDangling'],
      ],
    );
  });
});
