// What axe-core finds, and what it leaves undecided: the contrast of every text with what is behind it,
// in both colour schemes, and where the system forces its colours.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AXE, open } from './browser.mjs';
import { contrasts } from './contrast.mjs';
import { NAMES, file } from './pages.mjs';

const SCHEMES = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  forced: { forcedColors: 'active' },
};

/** Everything is unfolded, so that everything is looked at. */
export async function unfold(page) {
  await page.evaluate(() => document.querySelectorAll('details').forEach((each) => { each.open = true; }));
}

for (const name of NAMES) {
  test(`${name} is accessible in all colours`, async () => {
    await open(file(name), {}, async (page) => {
      await unfold(page);
      await page.evaluate(AXE);
      for (const [scheme, media] of Object.entries(SCHEMES)) {
        await page.emulateMedia(media);
        const { violations } = await page.evaluate(() => axe.run(document, {
          resultTypes: ['violations'],
          // The contrast is tested below, with nothing left undecided.
          rules: { 'color-contrast': { enabled: false } },
        }));
        const told = violations.map((each) => `${each.id}: ${each.nodes[0].html.slice(0, 200)}`);
        assert.deepEqual(told, [], scheme);
        const { texts, low } = await page.evaluate(contrasts);
        assert.ok(texts > 1, `only ${texts} texts were looked at`);
        assert.deepEqual(low, [], scheme);
      }
    });
  });
}
