// Each page is one file that loads nothing, complains of nothing and is in order.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { open } from './browser.mjs';
import { NAMES, file } from './pages.mjs';

for (const name of NAMES) {
  test(`${name} loads nothing and is in order`, async () => {
    const path = file(name);
    await open(path, {}, async (page, requests, told) => {
      assert.deepEqual(requests, [pathToFileURL(path).href]);
      assert.deepEqual(told, []);
      const found = await page.evaluate(() => ({
        lang: document.documentElement.lang,
        title: document.title,
        mains: document.querySelectorAll('main').length,
        headings: [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
          .map((heading) => [Number(heading.tagName[1]), heading.textContent.trim()]),
        ids: [...document.querySelectorAll('[id]')].map((each) => each.id),
        broken: [...document.querySelectorAll('a[href^="#"]')]
          .map((link) => decodeURIComponent(link.hash.slice(1)))
          .filter((id) => !document.getElementById(id)),
        styled: document.querySelectorAll('[style]').length,
      }));
      assert.equal(found.lang, 'en');
      assert.notEqual(found.title.trim(), '');
      assert.equal(found.mains, 1);
      assert.equal(found.styled, 0, 'the policy of the page bars attributes of style');
      assert.equal(new Set(found.ids).size, found.ids.length, 'an id stands twice');
      assert.deepEqual(found.broken, [], 'links to nowhere');
      assert.ok(found.headings.length > 0, 'no heading');
      let before = 0;
      for (const [level, text] of found.headings) {
        assert.notEqual(text, '');
        assert.ok(level <= before + 1, `"${text}" is h${level} after h${before}`);
        before = level;
      }
    });
  });
}
