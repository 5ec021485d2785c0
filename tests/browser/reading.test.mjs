// Pages on a narrow screen, by keyboard, without scripts and on paper.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { open } from './browser.mjs';
import { NAMES, WORK, file } from './pages.mjs';

/** How much higher a link may begin than the one before it: heads of columns stand upright, one beside another. */
const UPRIGHT = 240;

/** The words of a text and how often each stands there, sorted. Neither capitals nor what joins words on paper are looked at. */
function words(text) {
  const counts = new Map();
  for (const word of text.normalize('NFKC').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

for (const name of NAMES) {
  test(`${name} fits a narrow screen`, async () => {
    await open(file(name), { viewport: { width: 320, height: 640 } }, async (page) => {
      for (const unfolded of [false, true]) {
        const { page: wide, past } = await page.evaluate((unfolded) => {
          document.querySelectorAll('details').forEach((each) => { each.open = unfolded; });
          const past = [...document.querySelectorAll('body *')].filter((each) =>
            each.checkVisibility() && !each.closest('.wide > *, .hidden') && each.getBoundingClientRect().right > innerWidth + 1);
          return {
            page: document.documentElement.scrollWidth,
            past: past.slice(0, 3).map((each) => each.outerHTML.slice(0, 150)),
          };
        }, unfolded);
        assert.deepEqual(past, [], 'past the right edge');
        assert.ok(wide <= 320, `the page scrolls sideways: ${wide} px`);
      }
    });
  });

  test(`${name} is read by keyboard`, async () => {
    await open(file(name), { viewport: { width: 400, height: 640 } }, async (page) => {
      const unreachable = await page.evaluate(() =>
        [...document.querySelectorAll('body *')]
          .filter((each) => ['auto', 'scroll'].includes(getComputedStyle(each).overflowX))
          .filter((each) => each.tabIndex !== 0 || !each.getAttribute('aria-label') || each.getAttribute('role') !== 'region')
          .map((each) => each.outerHTML.slice(0, 150)));
      assert.deepEqual(unreachable, [], 'scrolls without a keyboard, or has no name');
      // The first steps of the tab key go down the page and are seen.
      let before = -1;
      for (let step = 0; step < 12; step += 1) {
        await page.keyboard.press('Tab');
        const at = await page.evaluate(() => {
          const each = document.activeElement;
          if (each === document.body) return null;
          const box = each.getBoundingClientRect();
          const style = getComputedStyle(each);
          return { top: box.top + scrollY, outline: style.outlineStyle, width: parseFloat(style.outlineWidth) };
        });
        if (!at) break;
        assert.notEqual(at.outline, 'none', 'the focus is not seen');
        assert.ok(at.width >= 2);
        assert.ok(at.top >= before - UPRIGHT, 'the focus jumps up the page');
        before = at.top;
      }
    });
  });

  test(`${name} loses no word on paper, and none without scripts`, async () => {
    const path = file(name);
    const whole = await open(path, {}, async (page) => {
      await page.evaluate(() => document.querySelectorAll('details').forEach((each) => { each.open = true; }));
      return page.evaluate(() => {
        // What can only be changed on a screen is left out on paper, and is not there without scripts.
        document.querySelectorAll('.hidden, .menu, .contents, .back, svg, script, noscript, .what-if, .to-what-if').forEach((each) => each.remove());
        const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
        const texts = [];
        for (let node = walker.nextNode(); node; node = walker.nextNode()) texts.push(node.data);
        return texts.join(' ');
      });
    });
    const options = { javaScriptEnabled: false };
    const printed = await open(path, options, async (page) => {
      mkdirSync(join(WORK, 'pdf'), { recursive: true });
      const pdf = join(WORK, 'pdf', `${name}.pdf`);
      writeFileSync(pdf, await page.pdf({ tagged: true }));
      return execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8', maxBuffer: 1 << 28 });
    });
    const paper = words(printed);
    const missing = [...words(whole)].filter(([word, count]) => (paper.get(word) ?? 0) < count)
      .map(([word, count]) => `${word}: ${paper.get(word) ?? 0} of ${count}`);
    assert.deepEqual(missing, []);
  });
}
