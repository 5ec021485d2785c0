// "What if" in the page of one draft: a change is judged, marked, shared, undone and saved.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { AXE, open } from './browser.mjs';
import { WORK, file, servanda } from './pages.mjs';

const path = file('check-one');
const status = (page) => page.locator('.what-if .summary').textContent();
const term = (page, name) => page.getByLabel(new RegExp(`^${name} `));

/** What the page says of each finding, by its name. */
const shown = (page) => page.evaluate(() => Object.fromEntries(
  [...document.querySelectorAll('.what-if .result details li')].map((item) =>
    [item.querySelector('b').textContent, item.querySelector('.word').textContent])));

test('a changed provision changes the verdict, and a link brings it back', async () => {
  let link;
  await open(path, {}, async (page, requests, told) => {
    await page.getByRole('link', { name: 'Change a provision and see what follows' }).click();
    assert.match(await status(page), /the draft as it stands/);
    await term(page, 'funding_horizon').selectOption('=annual');
    assert.match(await status(page), /the verdict changes from open to unmet/);
    assert.match(await page.locator('.flips').textContent(), /open → unmet lasting_support/);
    assert.match(await page.locator('.term.changed .was').textContent(), /changed from: .*silent/);
    link = page.url();
    assert.deepEqual(requests, [pathToFileURL(path).href]);
    assert.deepEqual(told, []);
    // Undone, it is the draft again.
    await page.getByRole('button', { name: 'undo the change of funding_horizon' }).click();
    assert.match(await status(page), /the draft as it stands/);
    assert.equal(page.url(), pathToFileURL(path).href);
  });
  await open(path, {}, async (page) => {
    await page.goto(link);
    await page.reload();
    assert.match(await status(page), /from open to unmet/);
    // What does not fit is told, and does no harm.
    await page.goto(`${link.replace(/0\.\w+/, '0.000000000000')}&no_such_term=1&us_role=nonsense`);
    assert.match(await page.locator('.what-if > .sides > .follows > .told').textContent(), /another version.*no_such_term, us_role/);
    assert.match(await status(page), /from open to unmet/);
    await page.getByRole('button', { name: 'Back to the draft' }).click();
    assert.match(await status(page), /the draft as it stands/);
  });
});

test('the draft that is saved is judged as the page says', async () => {
  await open(path, { acceptDownloads: true }, async (page) => {
    await term(page, 'funding_horizon').selectOption('=annual');
    await term(page, 'ceasefire_type').selectOption('=temporary');
    await term(page, 'ceasefire_length_days').selectOption('least');
    await page.getByLabel('ceasefire_length_days: at least').fill('12');
    await term(page, 'us_role').selectOption('open');
    const [download] = await Promise.all([
      page.waitForEvent('download'), page.getByRole('button', { name: 'Save the changed draft' }).click(),
    ]);
    const text = readFileSync(await download.path(), 'utf8');
    assert.match(text, /^ {2}ceasefire_length_days: \{at least: 12\}$/m);
    const draft = join(WORK, 'what-if.yaml');
    writeFileSync(draft, text);
    const document = JSON.parse(servanda('check', draft, '--format', 'json'));
    const [answer] = document.proposals;
    const says = await shown(page);
    for (const { id, verdict } of [...answer.findings, ...answer.warnings]) {
      assert.equal(says[id], verdict.replace('_', ' '), id);
    }
    assert.equal(await page.locator('.what-if .result > .status > .word').textContent(), answer.verdict.replace('_', ' '));
  });
});

test('a field without a number and a contradiction leave nothing of the state before', async () => {
  await open(path, {}, async (page) => {
    const yaml = () => page.locator('.what-if pre').textContent();
    await term(page, 'ceasefire_length_days').selectOption('exactly');
    const field = page.getByLabel('ceasefire_length_days: value');
    await field.fill('30');
    assert.match(await yaml(), /^ {2}ceasefire_length_days: 30$/m);
    for (const wrong of ['', '99999']) {
      await field.fill(wrong);
      assert.match(await page.locator('.term .told').textContent(), /what the draft says counts/);
      assert.match(await status(page), /the draft as it stands/);
      assert.doesNotMatch(await yaml(), /^ {2}ceasefire_length_days: 30$/m);
    }
    await term(page, 'funding_horizon').selectOption('=annual');
    await term(page, 'guarantee_explicitness').selectOption('=none');
    assert.match(await status(page), /No text can say all of this together/);
    assert.match(await yaml(), /^ {2}guarantee_explicitness: none$/m);
    assert.match(page.url(), /guarantee_explicitness/);
  });
});

test('it can be used by keyboard alone, without scripting it is not there, and it is accessible', async () => {
  await open(path, {}, async (page) => {
    await term(page, 'us_role').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'undo');
    await page.keyboard.press('Enter');
    assert.match(await status(page), /the draft as it stands/);
    const found = await page.evaluate(`${AXE}; axe.run('.what-if')`);
    assert.deepEqual(found.violations.map((each) => [each.id, each.nodes[0].html]), []);
  });
  await open(path, { javaScriptEnabled: false }, async (page) => {
    assert.ok(!await page.locator('.what-if').isVisible());
    assert.ok(!await page.locator('.to-what-if').isVisible());
    assert.match(await page.locator('noscript').first().textContent(), /needs scripting/);
  });
});

test('it fits a phone', async () => {
  await open(path, { viewport: { width: 320, height: 640 } }, async (page) => {
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 320);
  });
});
