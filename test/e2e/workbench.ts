import type { FrameLocator, Locator, Page } from 'playwright-core';

const patience = 20_000;

/** The workbench as a person uses it: what can be seen, clicked and typed. */
export class Workbench {
  constructor(readonly page: Page) {}

  /** Opens Slipway's side bar and waits for its first view. */
  async openSlipway(): Promise<void> {
    const icon = this.page.locator('.activitybar .action-label[aria-label^="Slipway"]');
    await icon.waitFor({ timeout: 60_000 });
    if (!(await this.view('Images').isVisible())) await icon.click();
    await this.view('Images').waitFor({ timeout: patience });
  }

  /** Header of a view of the side bar. */
  view(title: string): Locator {
    return this.page.locator(`.pane-header[aria-label^="${title}"]`);
  }

  /** Opens or closes a view, so that the others have room. */
  async setExpanded(title: string, expanded: boolean): Promise<void> {
    const header = this.view(title);
    if ((await header.getAttribute('aria-expanded')) !== String(expanded)) await header.click();
  }

  /** A row of a view by its accessible label. */
  row(label: string | RegExp): Locator {
    return typeof label === 'string'
      ? this.page.locator(`.monaco-list-row[aria-label*="${label}"]`)
      : this.page.locator('.monaco-list-row').filter({ has: this.page.locator('.monaco-icon-label') }).and(this.page.getByLabel(label));
  }

  async expand(row: Locator): Promise<void> {
    await row.waitFor({ timeout: patience });
    if ((await row.getAttribute('aria-expanded')) === 'false') {
      await row.locator('.monaco-tl-twistie').click();
    }
  }

  /** Right-clicks a row and takes an entry of its menu. `picture` sees the open menu. */
  async chooseFromMenu(row: Locator, entry: string, picture?: () => Promise<void>): Promise<void> {
    const item = await this.openMenu(row, entry);
    if (picture) await picture();
    // A menu passes over a click that comes right after it has opened, as the end of the one that opened it.
    for (let tries = 0; tries < 5; tries++) {
      await this.page.waitForTimeout(200);
      await item.click({ timeout: 2_000 }).catch(() => undefined);
      if (await item.waitFor({ state: 'hidden', timeout: 1_500 }).then(() => true, () => false)) return;
    }
    throw new Error(`the menu entry ${entry} takes no click`);
  }

  /**
   * Opens the menu of a row and waits for an entry. VS Code closes a menu when something else takes the focus, as a page does that
   * has just been opened, and a row that moves hands the click to its neighbour: a person would click again, and so does this.
   */
  private async openMenu(row: Locator, entry: string): Promise<Locator> {
    const menu = this.page.locator('.context-view .monaco-menu');
    const item = menu.locator('.action-label', { hasText: entry }).first();
    await row.waitFor({ timeout: patience });
    for (let tries = 0; tries < 4; tries++) {
      // On a busy machine the menu before may still stand there, or have come again.
      if (await menu.first().isVisible()) await this.page.keyboard.press('Escape');
      await row.scrollIntoViewIfNeeded();
      // Where there is little room the menu opens over the row, and would be taken for what is in the way of the click.
      await row.click({ button: 'right', force: true });
      if (await item.waitFor({ timeout: 8_000 }).then(() => true, () => false)) return item;
    }
    const seen = await menu.locator('.action-label').allInnerTexts();
    throw new Error(`no menu with ${entry} opens; there is ${seen.length > 0 ? seen.join(', ') : 'none'}`);
  }

  /** The box at the top that asks for text or a choice. */
  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  /** Types into the box and confirms. */
  async answer(text: string, picture?: () => Promise<void>): Promise<void> {
    const box = this.quickInput.locator('.quick-input-box input');
    await box.waitFor({ timeout: patience });
    await box.fill(text);
    if (picture) await picture();
    await box.press('Enter');
  }

  /** Types a path into VS Code's file dialog, once that has put its own proposal into the box. */
  async answerFileDialog(file: string, picture?: () => Promise<void>): Promise<void> {
    const box = this.quickInput.locator('.quick-input-box input');
    await box.waitFor({ timeout: patience });
    await this.page.waitForFunction(`document.querySelector('.quick-input-widget .quick-input-box input')?.value.length > 1`);
    await this.page.waitForTimeout(500);
    await this.answer(file, picture);
  }

  /** Takes a choice of a quick pick by its label. */
  async choose(label: string): Promise<void> {
    const entry = this.quickInput.locator('.quick-input-list .monaco-list-row', { hasText: label }).first();
    await entry.waitFor({ timeout: patience });
    await entry.click();
  }

  /** Runs a command from the palette, by its whole title. */
  async runCommand(title: string): Promise<void> {
    const box = this.quickInput.locator('.quick-input-box input');
    // The palette closes when the focus moves meanwhile, as it does when a row is revealed.
    for (let tries = 0; tries < 4; tries++) {
      await this.page.keyboard.press('F1');
      const open = await box.fill(`>${title}`, { timeout: 5_000 }).then(() => true, () => false);
      if (open) break;
      await this.page.keyboard.press('Escape');
    }
    const entry = this.quickInput.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
    await entry.waitFor({ timeout: patience });
    await entry.click();
  }

  /** Opens a file of the workspace by name. */
  async openFile(name: string): Promise<void> {
    // A key that comes while something else takes the focus opens nothing.
    for (let tries = 0; tries < 4; tries++) {
      await this.page.keyboard.press('Control+P');
      const rows = this.quickInput.locator('.quick-input-list .monaco-list-row');
      const box = this.quickInput.locator('.quick-input-box input');
      if (await box.fill(name, { timeout: 5_000 }).then(() => rows.first().waitFor({ timeout: 10_000 })).then(() => true, () => false)) break;
      await this.page.keyboard.press('Escape');
    }
    await this.answerAfter(name);
    await this.page.locator('.tab.active', { hasText: name.split('/').at(-1) ?? name }).waitFor({ timeout: patience });
  }

  /** Contents of the page (webview) whose tab has this title. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready:visible').frameLocator('iframe#active-frame');
  }

  /** The page that was opened last of those that are shown side by side. */
  lastWebview(): FrameLocator {
    return this.page.locator('iframe.webview.ready:visible').last().contentFrame().frameLocator('iframe#active-frame');
  }

  /** Text of notifications that are open. */
  async notifications(): Promise<readonly string[]> {
    return this.page.locator('.notification-list-item-message').allInnerTexts();
  }

  private async answerAfter(name: string): Promise<void> {
    const box = this.quickInput.locator('.quick-input-box input');
    await box.waitFor({ timeout: patience });
    await box.fill(name);
    await this.quickInput.locator('.quick-input-list .monaco-list-row').first().waitFor({ timeout: patience });
    await this.page.waitForTimeout(300);
    await box.press('Enter');
  }
}
