import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { makeImage } from '../../scripts/environment/images';
import { baseImage, describeWithEngine, engineUnderTest, fresh, given, showView, slipway, until } from './slipway';

const bad = 'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n';

function findings(uri: vscode.Uri, name: string): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source, code }) => source === 'slipway' && codeOf(code).split(' ').includes(name));
}

function codeOf(code: vscode.Diagnostic['code']): string {
  return String(typeof code === 'object' ? code.value : code);
}

async function quickFixes(uri: vscode.Uri, range: vscode.Range): Promise<readonly vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, range, vscode.CodeActionKind.QuickFix.value, 100);
}

describe('Linting in the editor', () => {
  let folder: string;
  beforeEach(async () => {
    folder = path.join(given('SLIPWAY_TEST_WORKSPACE'), fresh('lint'));
    await mkdir(folder);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(folder, { recursive: true });
  });

  async function put(name: string, text: string): Promise<vscode.Uri> {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    return vscode.Uri.file(file);
  }

  async function open(uri: vscode.Uri): Promise<vscode.TextEditor> {
    return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
  }

  describe('comments that silence', () => {
    it('are quick fixes for the instruction, the stage and the file', async () => {
      const uri = await put('Dockerfile', bad);
      const { document } = await open(uri);
      await until('the finding', () => findings(uri, 'DL3008').length === 1);
      const [finding] = findings(uri, 'DL3008');
      assert.ok(finding);
      const ignoring = (await quickFixes(uri, finding.range)).filter(({ command }) => command?.command === 'slipway.dockerfile.ignore');
      const scopes = ignoring.map(({ command }) => (command?.arguments?.[0] as { scope: string }).scope);
      assert.deepEqual(scopes, ['instruction', 'stage', 'file']);
      const answers = ignoring[0]?.command?.arguments?.[0] as object;
      await vscode.commands.executeCommand('slipway.dockerfile.ignore', { ...answers, reason: 'the mirror is pinned' });
      assert.equal(document.lineAt(1).text, '# hadolint ignore=DL3008 # the mirror is pinned');
      await until('the finding to go', () => findings(uri, 'DL3008').length === 0);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });
  });

  describe('configuration', () => {
    it('comes from .hadolint.yaml beside the file, and again when that changes', async () => {
      const configuration = await put('.hadolint.yaml', 'ignored: [DL3008]\noverride:\n  error: [DL3006]\n');
      const uri = await put('Dockerfile', bad.replace(':12', ''));
      await open(uri);
      await until('the finding', () => findings(uri, 'DL3006').length === 1);
      assert.equal(findings(uri, 'DL3006')[0]?.severity, vscode.DiagnosticSeverity.Error);
      assert.equal(findings(uri, 'DL3008').length, 0);
      await writeFile(configuration.fsPath, 'ignored: [DL3006]\n');
      await until('the other finding', () => findings(uri, 'DL3008').length === 1 && findings(uri, 'DL3006').length === 0);
      await rm(configuration.fsPath);
      await until('both findings', () => findings(uri, 'DL3008').length === 1 && findings(uri, 'DL3006').length === 1);
    });

    it('that is wrong is reported in its own file', async () => {
      const configuration = await put('.hadolint.yaml', 'strict-labels: true\nignored: 3008\n');
      const uri = await put('Dockerfile', bad);
      await open(uri);
      await until('the report', () => vscode.languages.getDiagnostics(configuration).length === 1);
      assert.equal(vscode.languages.getDiagnostics(configuration)[0]?.range.start.line, 1);
      await until('the findings', () => findings(uri, 'DL3008').length === 1);
      await writeFile(configuration.fsPath, 'ignored: [DL3008]\n');
      await until('the report to go', () => vscode.languages.getDiagnostics(configuration).length === 0 && findings(uri, 'DL3008').length === 0);
    });

    it('of single rules comes from the settings', async () => {
      const uri = await put('Dockerfile', bad);
      await put('.hadolint.yaml', 'ignored: [DL3008]\n');
      await open(uri);
      const settings = vscode.workspace.getConfiguration('slipway');
      await settings.update('lint.rules', { DL3008: 'error', DL3057: 'info' }, vscode.ConfigurationTarget.Workspace);
      try {
        await until('the findings', () => findings(uri, 'DL3008').length === 1 && findings(uri, 'DL3057').length === 1);
        assert.equal(findings(uri, 'DL3008')[0]?.severity, vscode.DiagnosticSeverity.Error);
      } finally {
        await settings.update('lint.rules', undefined, vscode.ConfigurationTarget.Workspace);
      }
      await until('the findings to go', () => findings(uri, 'DL3008').length === 0 && findings(uri, 'DL3057').length === 0);
    });

    it('leaves templates alone', async () => {
      const uri = await put('Dockerfile', 'FROM {{ image }}\nRUN apt-get install curl\n');
      const other = await put('Dockerfile.other', bad);
      await open(uri);
      await open(other);
      await until('the findings of the other file', () => findings(other, 'DL3008').length === 1);
      assert.equal(vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'slipway').length, 0);
    });
  });

  it('tells what the builder would refuse, at its place', async () => {
    const uri = await put('Dockerfile', 'FROM debian:12\nEXPOSE 80/icmp\nRUM true\n');
    const { document } = await open(uri);
    await until('the findings', () => findings(uri, 'DU38').length === 1 && findings(uri, 'DU25').length === 1);
    const [finding] = findings(uri, 'DU38');
    assert.ok(finding);
    assert.equal(document.getText(finding.range), 'RUM');
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Error);
  });

  describe('the page of a rule', () => {
    it('opens rendered from the code of a finding', async () => {
      const uri = await put('Dockerfile', bad);
      await open(uri);
      await until('the finding', () => findings(uri, 'DL3008').length === 1);
      const { code } = findings(uri, 'DL3008')[0] ?? {};
      assert.ok(typeof code === 'object');
      await vscode.commands.executeCommand('vscode.open', code.target);
      const tab = (): unknown => vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      await until('the page', () => tab() instanceof vscode.TabInputCustom);
      assert.equal((tab() as vscode.TabInputCustom).viewType, 'vscode.markdown.preview.editor');
      const page = await vscode.workspace.openTextDocument(code.target);
      assert.match(page.getText(), /^# DL3008.*\n\n[^]*```dockerfile\n/);
      await vscode.commands.executeCommand('slipway.dockerfile.showRule', { rule: 'JSONArgsRecommended' });
      await until('the other page', () => (tab() as { uri?: vscode.Uri } | undefined)?.uri?.path === '/JSONArgsRecommended.md');
    });
  });

  describe('fixes', () => {
    const fixable = 'FROM debian:12\nMAINTAINER me\nENV a b\nENV c d\nENV e f\n';

    it('are made on save', async () => {
      const uri = await put('Dockerfile', fixable);
      const editor = await open(uri);
      const settings = vscode.workspace.getConfiguration('editor', { languageId: 'dockerfile' });
      await settings.update('codeActionsOnSave', { 'source.fixAll.slipway': 'explicit' }, vscode.ConfigurationTarget.Workspace, true);
      try {
        await until('the findings', () => findings(uri, 'DL4000').length === 1);
        await editor.edit((edit) => edit.insert(new vscode.Position(5, 0), 'ENV g h\n'));
        await editor.document.save();
        assert.doesNotMatch(await readFile(uri.fsPath, 'utf8'), /MAINTAINER|ENV . .$/m);
      } finally {
        await settings.update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Workspace, true);
      }
    });

    it('of one rule are one quick fix', async () => {
      const uri = await put('Dockerfile', fixable);
      const { document } = await open(uri);
      await until('the findings', () => findings(uri, 'LegacyKeyValueFormat').length === 3);
      const fix = (await quickFixes(uri, new vscode.Range(3, 0, 3, 5))).find(({ title }) => title.includes('LegacyKeyValueFormat') && title.includes('all'));
      assert.ok(fix?.edit);
      await vscode.workspace.applyEdit(fix.edit);
      assert.match(document.getText(), /MAINTAINER me\nENV a="?b"?\nENV c="?d"?\nENV e="?f"?\n/);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });

    it('of all Dockerfiles are made by one command, and saved', async () => {
      const first = await put('Dockerfile', fixable);
      const second = await put('deep/api.Dockerfile', fixable.replaceAll('\n', '\r\n'));
      const result = await vscode.commands.executeCommand<{ files: { uri: string; fixes: number }[] }>('slipway.dockerfile.fixWorkspace', {
        files: [first, second].map(String),
      });
      assert.deepEqual(result.files.map(({ fixes }) => fixes), [4, 4]);
      await until('the files to be saved', async () => {
        const texts = await Promise.all([first, second].map(({ fsPath }) => readFile(fsPath, 'utf8')));
        return texts.every((text) => !/MAINTAINER|ENV . .$/m.test(text));
      });
      assert.equal((await readFile(second.fsPath, 'utf8')).match(/\r\n/g)?.length, 5);
    });

    it('merge the RUN instructions of the selection', async () => {
      const uri = await put('Dockerfile', 'FROM debian:12\nRUN ./a\nRUN ./b\nRUN ["c"]\nRUN ./d\n');
      const editor = await open(uri);
      editor.selection = new vscode.Selection(1, 2, 2, 5);
      assert.deepEqual(await vscode.commands.executeCommand('slipway.dockerfile.mergeRuns', {}), { uri: uri.toString(), merged: 2, behaviour: 'same' });
      assert.equal(editor.document.getText(), 'FROM debian:12\nRUN ./a && \\\n    ./b\nRUN ["c"]\nRUN ./d\n');
      editor.selection = new vscode.Selection(3, 0, 4, 2);
      await assert.rejects(async () => vscode.commands.executeCommand('slipway.dockerfile.mergeRuns', {}), /conflict/);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });
  });

  describe('the folder around the file', () => {
    it('says what .dockerignore keeps out and what is not there', async () => {
      const ignore = await put('.dockerignore', 'secret\n');
      await put('secret', '');
      await put('here.txt', '');
      const uri = await put('Dockerfile', 'FROM debian:12\nCOPY secret here.txt gone.txt *.none *.txt /x/\n');
      const { document } = await open(uri);
      const texts = (name: string): string[] => findings(uri, name).map(({ range }) => document.getText(range));
      await until('the ignored file', () => texts('CopyIgnoredFile').join() === 'secret');
      await until('the missing files', () => texts('slipway:missing-source').join() === 'gone.txt,*.none');
      await writeFile(path.join(folder, 'gone.txt'), '');
      await until('the file to be seen', () => texts('slipway:missing-source').join() === '*.none');
      await writeFile(ignore.fsPath, '*.txt\n');
      await until('the other rule', () => texts('CopyIgnoredFile').join() === 'here.txt,gone.txt,*.txt');
      await writeFile(`${uri.fsPath}.dockerignore`, 'secret\n');
      await until('the file of its own', () => texts('CopyIgnoredFile').join() === 'secret');
    });

    it('says what differs from a file in case alone, as Windows and macOS would find it', async () => {
      await put('Sub/App.py', '');
      const uri = await put('Dockerfile', 'FROM debian:12\nCOPY sub/app.py Sub/App.py SUB/*.py Sub/*.PY Sub/none /x/\n');
      await open(uri);
      const differs = (written: string, there: string): string => `${written} is not in the build context, where case counts: on disk it is ${there}.`;
      const wanted = [differs('sub/app.py', 'Sub/App.py'), differs('SUB', 'Sub'), 'Sub/*.PY is not in the build context.', 'Sub/none is not in the build context.'];
      const told = (): string => findings(uri, 'slipway:missing-source').map(({ message }) => message).join('\n');
      await until('the case', () => told() === wanted.join('\n'));
    });
  });

  describe('ShellCheck', () => {
    it('reads scripts behind the linter, and is silenced by comments and the setting', async () => {
      const uri = await put('Dockerfile', 'FROM debian:12\nARG known\nRUN echo $(ls) \\\n    "${known}" $unknown\n');
      const { document } = await open(uri);
      const texts = (name: string): string => findings(uri, name).map(({ range }) => document.getText(range)).join();
      await until('its findings', () => texts('SC2046') === '$(ls)' && texts('SC2154') === '$unknown');
      const [finding] = findings(uri, 'SC2046');
      assert.ok(finding && typeof finding.code === 'object');
      assert.equal(finding.code.target.toString(), 'https://www.shellcheck.net/wiki/SC2046');
      const fix = (await quickFixes(uri, findings(uri, 'SC2086')[0]?.range ?? finding.range)).find(({ edit }) => edit);
      assert.ok(fix?.edit);
      await vscode.workspace.applyEdit(fix.edit);
      assert.match(document.getText(), /"\$unknown"\n$/);
      await until('its finding to go', () => texts('SC2086') === '');
      await vscode.commands.executeCommand('slipway.dockerfile.ignore', { line: 3, names: ['SC2046'] });
      assert.match(document.getText(), /# hadolint ignore=SC2046\nRUN/);
      await until('the ignored finding to go', () => texts('SC2046') === '' && texts('SC2154') !== '');
      const settings = vscode.workspace.getConfiguration('slipway');
      await settings.update('lint.shellcheck', 'off', vscode.ConfigurationTarget.Workspace);
      try {
        await until('all to go', () => texts('SC2154') === '');
      } finally {
        await settings.update('lint.shellcheck', undefined, vscode.ConfigurationTarget.Workspace);
      }
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });
  });

  describeWithEngine('the engine', () => {
    it('tells what base images set, once there is a connection', async () => {
      const { app } = await slipway();
      const engine = await engineUnderTest();
      const name = `host/${fresh('environment')}:1`;
      const { id } = await engine.containers.create({ name: fresh('environment'), body: { Image: baseImage, Cmd: ['true'] } });
      await engine.containers.commit(id, { reference: name, changes: ['ENV FROM_BASE=1'] });
      await engine.containers.remove(id);
      const uri = await put('Dockerfile', `FROM ${name}\nCOPY $FROM_BASE $FROM_BAES /x/\n`);
      await showView('images');
      await until('the engine', () => app.connection.state.kind === 'connected');
      await open(uri);
      await until('the finding with its name', () => findings(uri, 'UndefinedVar').some(({ message }) => message.includes('FROM_BASE')));
      assert.equal(findings(uri, 'UndefinedVar').length, 1);
      await engine.images.remove(name);
      engine.dispose();
    });
  });

  describeWithEngine('versions', () => {
    it('of base images come from the registry, with the digest if wanted', async () => {
      const registry = given('SLIPWAY_TEST_REGISTRY');
      const engine = await engineUnderTest();
      const repository = `${registry}/${fresh('versions')}`;
      for (const tag of ['1.9', '1.10']) {
        await engine.images.tag(baseImage, `${repository}:${tag}`);
        await engine.images.push(`${repository}:${tag}`, {});
        await engine.images.remove(`${repository}:${tag}`);
      }
      engine.dispose();
      const uri = await put('Dockerfile', `FROM ${repository}:latest AS base\n`);
      const { document } = await open(uri);
      await until('the finding', () => findings(uri, 'DL3007').length === 1);
      const action = (await quickFixes(uri, findings(uri, 'DL3007')[0]?.range ?? new vscode.Range(0, 0, 0, 0))).find(
        ({ command }) => command?.command === 'slipway.dockerfile.pinImage',
      );
      const answers = action?.command?.arguments?.[0] as object;
      await vscode.commands.executeCommand('slipway.dockerfile.pinImage', { ...answers, tag: '1.10' });
      assert.equal(document.getText(), `FROM ${repository}:1.10 AS base\n`);
      await vscode.commands.executeCommand('slipway.dockerfile.pinImage', { ...answers, digest: true });
      assert.match(document.getText(), /:1\.10@sha256:[0-9a-f]{64} AS base\n$/);
      await vscode.commands.executeCommand('slipway.dockerfile.pinImage', { ...answers, tag: '1.9' });
      assert.equal(document.getText(), `FROM ${repository}:1.9 AS base\n`);
      await assert.rejects(async () => vscode.commands.executeCommand('slipway.dockerfile.pinImage', { ...answers, tag: 'none', digest: true }), /notFound/);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });

    it('of packages come out of an image, and nothing is left behind', async () => {
      const engine = await engineUnderTest();
      const reference = `host/${fresh('packages')}:1`;
      await makeImage(given('SLIPWAY_TEST_DOCKER_HOST').replace('unix://', ''), {
        reference,
        layers: [
          [
            { path: 'lib/apk/db/installed', content: 'P:curl\nV:8.9.1-r1\n\nP:git\nV:2.45.2-r0\n' },
            { path: 'usr/local/lib/python3.12/site-packages/flask_login-0.6.3.dist-info/METADATA', content: 'Name: Flask-Login\nVersion: 0.6.3\n\n' },
          ],
        ],
      });
      const containers = async (): Promise<readonly string[]> => (await engine.containers.list({ all: true })).map(({ id }) => id);
      const before = await containers();
      const uri = await put('Dockerfile', `FROM ${reference}\nRUN apk add --no-cache curl jq git && pip install --no-cache-dir flask_login\n`);
      const { document } = await open(uri);
      const result = await vscode.commands.executeCommand('slipway.dockerfile.pinPackages', { line: 2 });
      assert.deepEqual(result, {
        uri: uri.toString(),
        image: reference,
        pinned: { curl: '8.9.1-r1', git: '2.45.2-r0', 'flask-login': '0.6.3' },
        missing: ['jq'],
      });
      assert.match(document.getText(), /curl=8\.9\.1-r1 jq git=2\.45\.2-r0 && pip install --no-cache-dir flask_login==0\.6\.3\n/);
      assert.deepEqual(await containers(), before);
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await engine.images.remove(reference);
      engine.dispose();
    });
  });
});
