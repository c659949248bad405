import assert from 'node:assert/strict';
import { isLinterComment } from '../../../src/dockerfile/pragma';

describe('a comment that speaks to a linter', () => {
  for (const text of [
    'hadolint ignore=DL3008', 'hadolint', 'HADOLINT global', 'shellcheck disable=SC2086', 'check=skip=A', 'check = skip=A', 'check\t=skip=A', 'Check=error=true', 'dockerfile-utils: ignore', 'checkov:skip=A', 'trivy:ignore:A', 'tfsec:ignore',
    'semgrep', 'kics-scan ignore', 'snyk', 'nosemgrep', 'nosec', 'nosec B1', 'NOSONAR', 'nolint', 'dockle', 'syft', 'grype',
  ]) it(`is ${text}`, () => assert.equal(isLinterComment({ text }), true));
  for (const text of ['', 'check', 'check it', 'checks=a', 'check-a=b', 'checked = b', 'hadolinted', 'no hadolint', 'nosecret', 'the shellcheck', 'trivial']) {
    it(`is not ${JSON.stringify(text)}`, () => assert.equal(isLinterComment({ text }), false));
  }
});
