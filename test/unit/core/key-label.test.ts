import assert from 'node:assert/strict';
import { keyLabel } from '../../../src/core/key-label';

describe('Labels of keys', () => {
  for (const [key, elsewhere, mac] of [
    ['p', 'P', 'P'],
    ['shift+x', 'Shift+X', '⇧X'],
    ['ctrl+alt+f', 'Ctrl+Alt+F', '⌃⌥F'],
    ['cmd+alt+f', 'Cmd+Alt+F', '⌥⌘F'],
    ['cmd+backspace', 'Cmd+Backspace', '⌘⌫'],
    ['delete', 'Delete', '⌦'],
    ['f5', 'F5', 'F5'],
    ['enter', 'Enter', '⏎'],
    ['shift+/', '?', '?'],
    ['', '', ''],
  ] as const) {
    it(`${key === '' ? 'no key' : key}: ${elsewhere}, on macOS ${mac}`, () => {
      assert.equal(keyLabel(key, 'linux'), elsewhere);
      assert.equal(keyLabel(key, 'win32'), elsewhere);
      assert.equal(keyLabel(key, 'darwin'), mac);
    });
  }
});
