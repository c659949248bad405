import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { walkthrough, type WalkthroughStep } from '../src/walkthrough';
import { projectRoot } from './build/bundles';
import { startBrowser } from './environment/browser';

// npx tsx scripts/pictures.ts: draws the walkthrough's pictures and, from media/slipway.svg, the icon of the gallery. The
// pictures take their colours from the theme; what is drawn is checked in.

const width = 560;
const height = 320;
const navy = '#0b3a5b';

/** Colours of the theme, with a fallback for viewers that have none. */
const colour = {
  background: 'var(--vscode-editor-background, #1f1f1f)',
  side: 'var(--vscode-sideBar-background, #181818)',
  line: 'var(--vscode-panel-border, #3c3c3c)',
  text: 'var(--vscode-foreground, #cccccc)',
  dim: 'var(--vscode-descriptionForeground, #9d9d9d)',
  selected: 'var(--vscode-list-activeSelectionBackground, #04395e)',
  onSelected: 'var(--vscode-list-activeSelectionForeground, #ffffff)',
  accent: 'var(--vscode-focusBorder, #0078d4)',
  button: 'var(--vscode-button-background, #0078d4)',
  onButton: 'var(--vscode-button-foreground, #ffffff)',
  green: 'var(--vscode-charts-green, #89d185)',
  yellow: 'var(--vscode-charts-yellow, #cca700)',
  red: 'var(--vscode-charts-red, #f14c4c)',
} as const;

const box = (x: number, y: number, w: number, h: number, fill: string, stroke: string = colour.line, radius = 4): string =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${radius}" fill="${fill}" stroke="${stroke}"/>`;
const label = (x: number, y: number, text: string, fill: string = colour.text, more = ''): string =>
  `<text x="${x}" y="${y}" fill="${fill}" ${more}>${text}</text>`;
const mono = 'font-family="var(--vscode-editor-font-family, monospace)"';
const bold = 'font-weight="600"';

/** A view of the side bar with rows; `chosen` counts from 0. */
function view(title: string, rows: readonly (readonly [dot: string, name: string, facts: string])[], chosen = -1, y = 24): string {
  const lines = rows.map(([dot, name, facts], index) => {
    const top = y + 30 + index * 30;
    const here = index === chosen;
    return [
      here ? box(28, top - 2, 236, 28, colour.selected, colour.accent) : '',
      `<circle cx="46" cy="${top + 12}" r="5" fill="${dot}"/>`,
      label(60, top + 17, name, here ? colour.onSelected : colour.text),
      label(60 + name.length * 8.6 + 12, top + 17, facts, here ? colour.onSelected : colour.dim, 'font-size="12"'),
    ].join('');
  });
  return box(20, y, 252, 36 + rows.length * 30, colour.side) + label(34, y + 20, title, colour.text, bold) + lines.join('');
}

/** A terminal with lines. */
function terminal(x: number, y: number, w: number, lines: readonly string[]): string {
  return (
    box(x, y, w, 22 + lines.length * 22, colour.background) +
    lines.map((line, index) => label(x + 14, y + 26 + index * 22, line, colour.text, mono)).join('')
  );
}

const button = (x: number, y: number, text: string): string =>
  box(x, y, text.length * 8 + 26, 28, colour.button, colour.button) + label(x + 13, y + 19, text, colour.onButton);
const arrow = (x: number, y: number, length: number): string =>
  `<path d="M${x} ${y}h${length}m-9 -7l9 7l-9 7" fill="none" stroke="${colour.accent}" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/>`;
/** An image as its layers, the last one marked. */
const layers = (x: number, y: number, names: readonly string[], marked = -1): string =>
  names
    .map(
      (name, index) =>
        box(x, y + index * 34, 190, 28, index === marked ? colour.selected : colour.side, index === marked ? colour.accent : colour.line) +
        label(x + 12, y + 19 + index * 34, name, index === marked ? colour.onSelected : colour.text),
    )
    .join('');

const pictures: Readonly<Record<WalkthroughStep['id'], string>> = {
  engine:
    view(
      'Engines',
      [
        [colour.green, 'default', 'Docker 28.5'],
        [colour.dim, 'podman', 'not running'],
        [colour.dim, 'build-server', 'ssh'],
      ],
      0,
      60,
    ) +
    arrow(288, 130, 46) +
    layers(350, 72, ['Images', 'Containers', 'Volumes', 'Networks']),
  pull:
    box(110, 24, 340, 34, colour.background, colour.accent) +
    label(124, 46, 'python:3.') +
    ['3.13|51 MB · 2 days ago · amd64, arm64', '3.12|49 MB · 3 weeks ago · amd64, arm64', '3.11|48 MB · 2 months ago · amd64']
      .map((line, index) => {
        const [tag = '', facts = ''] = line.split('|');
        return (
          box(110, 62 + index * 46, 340, 44, index === 1 ? colour.selected : colour.side) +
          label(124, 82 + index * 46, `python:${tag}`, index === 1 ? colour.onSelected : colour.text) +
          label(124, 98 + index * 46, facts, index === 1 ? colour.onSelected : colour.dim, 'font-size="12"')
        );
      })
      .join('') +
    box(110, 226, 340, 12, colour.side) +
    box(110, 226, 210, 12, colour.accent, colour.accent) +
    label(110, 262, 'Pulling python:3.12 — 31 of 49 MB', colour.dim, 'font-size="12"'),
  run:
    view(
      'Containers',
      [
        [colour.green, 'web', ':8080→80 · up 2 minutes'],
        [colour.dim, 'job', 'exited 1 hour ago'],
      ],
      0,
      110,
    ) +
    box(110, 32, 360, 34, colour.background, colour.accent) +
    label(124, 54, '-d -p 8080:80 nginx:1.27', colour.text, mono) +
    arrow(290, 166, 50) +
    box(356, 116, 170, 108, colour.side) +
    box(356, 116, 170, 22, colour.background) +
    label(368, 132, 'localhost:8080', colour.dim, 'font-size="12"') +
    label(376, 184, 'Hello!', colour.text, 'font-size="22"'),
  look:
    terminal(20, 60, 300, ['root@web:/# ls /srv', 'app.py  data  static', 'root@web:/# █']) +
    layers(346, 40, ['FROM debian · 74 MB', 'RUN apt-get … · 31 MB', 'COPY . /srv · 2 MB', 'CMD python app.py'], 1) +
    label(346, 200, 'what each step costs', colour.dim, 'font-size="12"'),
  commit:
    terminal(20, 50, 220, ['# pip install flask', '# exit']) +
    box(20, 140, 240, 76, colour.side) +
    label(34, 164, '3 files have changed.') +
    button(34, 176, 'Commit…') +
    arrow(276, 150, 50) +
    layers(342, 64, ['FROM python:3.12', 'your changes', 'team/app:1'], 1),
  push:
    layers(24, 90, ['base', 'packages', 'app'], -1) +
    arrow(232, 140, 80) +
    box(330, 70, 200, 150, colour.side) +
    label(346, 96, 'ghcr.io', colour.text, bold) +
    ['team/app', '1.0', '1.1', 'latest']
      .map((name, index) => label(index === 0 ? 346 : 366, 122 + index * 24, name, index === 2 ? colour.green : colour.dim))
      .join(''),
  dockerfile:
    box(20, 24, 520, 216, colour.background) +
    ['FROM python:3.12', 'RUN apt-get update', 'RUN apt-get install -y curl', 'COPY . /srv', 'CMD ["python", "/srv/app.py"]']
      .map((line, index) => label(60, 62 + index * 32, line, colour.text, mono))
      .join('') +
    [94, 126]
      .map((y) => `<path d="M60 ${y + 6}q4 -5 8 0t8 0t8 0t8 0t8 0t8 0t8 0t8 0" fill="none" stroke="${colour.yellow}" stroke-width="1.6"/>`)
      .join('') +
    `<circle cx="38" cy="89" r="8" fill="${colour.yellow}"/>` +
    box(250, 142, 250, 64, colour.side, colour.accent) +
    label(266, 166, 'Merge RUN instructions') +
    label(266, 190, 'One layer instead of two', colour.dim, 'font-size="12"'),
  prune:
    box(60, 24, 440, 226, colour.background) +
    label(80, 54, 'Prune Images', colour.text, bold) +
    (
      [
        ['✓', 'app:0.9', 'no container uses it', '412 MB'],
        ['✓', '<none>', 'replaced by app:1.0', '96 MB'],
        [' ', 'python:3.12', 'kept', ''],
      ] as const
    )
      .map(
        ([tick, name, reason, bytes], index) =>
          box(80, 76 + index * 38, 18, 18, tick === ' ' ? 'none' : colour.button, colour.line, 3) +
          label(84, 90 + index * 38, tick, colour.onButton) +
          label(112, 90 + index * 38, name.replace('<', '&lt;').replace('>', '&gt;')) +
          label(216, 90 + index * 38, reason, colour.dim, 'font-size="12"') +
          label(410, 90 + index * 38, bytes),
      )
      .join('') +
    button(80, 204, 'Remove 2 Images') +
    label(252, 223, 'frees 508 MB', colour.green),
};

const svg = (content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height - 40}" width="${width}" height="${height - 40}" font-family="var(--vscode-font-family, sans-serif)" font-size="14">${content}</svg>\n`;

/** The glyph of the activity bar in white on the colour of the sea. */
async function drawIcon(): Promise<void> {
  const glyph = (await readFile(path.join(projectRoot, 'media/slipway.svg'), 'utf8')).replace(
    '<svg ',
    '<svg style="width:168px;height:168px;color:#ffffff" ',
  );
  const browser = await startBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
    await page.setContent(
      `<body style="margin:0;background:transparent"><div style="width:256px;height:256px;border-radius:48px;background:linear-gradient(#14639a, ${navy});display:grid;place-items:center">${glyph}</div></body>`,
    );
    await page.screenshot({ path: path.join(projectRoot, 'media/icon.png'), omitBackground: true });
  } finally {
    await browser.close();
  }
}

async function main(): Promise<void> {
  const folder = path.join(projectRoot, 'media/walkthrough');
  await mkdir(folder, { recursive: true });
  for (const { id } of walkthrough) await writeFile(path.join(folder, `${id}.svg`), svg(pictures[id]));
  await drawIcon();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
