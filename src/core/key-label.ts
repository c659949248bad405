const macSymbols: ReadonlyMap<string, string> = new Map([
  ['ctrl', '⌃'],
  ['alt', '⌥'],
  ['shift', '⇧'],
  ['cmd', '⌘'],
  ['backspace', '⌫'],
  ['delete', '⌦'],
  ['enter', '⏎'],
]);

/**
 * A key binding (`ctrl+alt+f`) as VS Code's menus write it on the platform: `Ctrl+Alt+F`, on macOS `⌥⌘F`. What takes Shift
 * on most keyboards to be typed is written as it is typed: `?`.
 */
export function keyLabel(key: string, platform: NodeJS.Platform): string {
  if (key === 'shift+/') return '?';
  const parts = key.split('+').filter((part) => part !== '');
  const capital = (part: string): string => part.charAt(0).toUpperCase() + part.slice(1);
  if (platform !== 'darwin') return parts.map(capital).join('+');
  const order = [...macSymbols.keys()];
  const place = (part: string): number => (order.indexOf(part) === -1 ? order.length : order.indexOf(part));
  return [...parts]
    .sort((left, right) => place(left) - place(right))
    .map((part) => macSymbols.get(part) ?? part.toUpperCase())
    .join('');
}
